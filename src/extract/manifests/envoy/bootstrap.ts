import type { Fact } from '../../../core/fact.js';
import { readRewrite } from '../../../core/path-rewrite.js';
import type { BackendFact, Guards, PathKind, PathStep, RouteFact, RouteTarget } from '../../../core/route.js';
import { template } from '../../../core/term.js';
import { interpolate } from '../../../parse/interpolate.js';
import { get, itemsOf, itemsOrOne, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { filterGuards, guardsFor } from './filters.js';

const part = (file: string, line: number) =>
  ({ at: { file, line }, foundBy: 'envoy', technology: 'envoy', gateway: { by: 'configuration' }, source: file }) as const;

/** Routes and clusters of a bootstrap file, or of the `resources` of a discovery file. */
export function bootstrapFacts(file: string, root: TreeNode): Fact[] {
  const resources = itemsOf(get(root, 'resources'));
  const clusters = [...itemsOf(get(root, 'static_resources', 'clusters')), ...resources.filter((r) => get(r, 'load_assignment') ?? get(r, 'hosts'))];
  const listeners = [...itemsOf(get(root, 'static_resources', 'listeners')), ...resources.filter((r) => get(r, 'filter_chains'))];
  const loose = resources.filter((r) => get(r, 'virtual_hosts')).flatMap((config) => routesOf(file, config, []));
  return [...clusters.flatMap((cluster) => clusterOf(file, cluster)), ...listeners.flatMap((listener) => listenerFacts(file, listener)), ...loose];
}

function clusterOf(file: string, cluster: TreeNode): BackendFact[] {
  const node = get(cluster, 'name');
  const name = textOf(node);
  if (name === undefined || node === undefined) return [];
  const endpoints = itemsOf(get(cluster, 'load_assignment', 'endpoints')).flatMap((e) => itemsOf(get(e, 'lb_endpoints')));
  const addresses = [
    ...endpoints.map((e) => get(e, 'endpoint', 'address', 'socket_address')),
    ...itemsOrOne(get(cluster, 'hosts')).map((h) => get(h, 'socket_address')),
  ];
  const targets = addresses.flatMap((address): RouteTarget[] => {
    const host = get(address, 'address');
    const text = textOf(host);
    const port = textOf(get(address, 'port_value'));
    if (text === undefined || host === undefined) return [];
    const term = port === undefined ? interpolate(text) : template([interpolate(text), interpolate(`:${port}`)]);
    return [{ address: term, at: { file, line: host.line } }];
  });
  return [{ ...part(file, node.line), kind: 'backend', name, asHost: false, targets, forwards: [], policies: [] }];
}

/** Filters stand in lists of chains; their settings under `typed_config`, in old files under `config`. */
function listenerFacts(file: string, listener: TreeNode): Fact[] {
  const filters = itemsOrOne(get(listener, 'filter_chains')).flatMap((chain) => itemsOf(get(chain, 'filters')));
  return filters.flatMap((filter): Fact[] => {
    const config = get(filter, 'typed_config') ?? get(filter, 'config');
    const name = textOf(get(filter, 'name')) ?? '';
    if (/tcp_proxy$/.test(name)) return tcpRoute(file, config);
    const routes = get(config, 'route_config');
    return routes === undefined ? [] : routesOf(file, routes, itemsOf(get(config, 'http_filters')));
  });
}

function tcpRoute(file: string, config: TreeNode | undefined): RouteFact[] {
  const cluster = get(config, 'cluster');
  const name = textOf(cluster);
  if (name === undefined || cluster === undefined) return [];
  const at = { file, line: cluster.line };
  const rest = { auth: { kind: 'unknown', at }, rateLimit: { kind: 'unknown', at }, policies: [], forwards: [], methods: [], hosts: [] } as const;
  return [{ ...part(file, cluster.line), kind: 'route', path: null, pathKind: 'prefix', protocol: 'tcp', targets: [{ backend: name, at }], ...rest }];
}

function routesOf(file: string, config: TreeNode, filters: readonly TreeNode[]): RouteFact[] {
  const all = filterGuards(file, filters);
  return itemsOf(get(config, 'virtual_hosts')).flatMap((host) => {
    const hosts = textsOf(get(host, 'domains'))
      .filter((domain) => domain !== '*')
      .map((domain) => domain.replace(/:\d+$/, ''));
    return itemsOf(get(host, 'routes')).flatMap((route): RouteFact[] => {
      const action = get(route, 'route');
      const targets = targetsOf(file, action);
      const place = pathOf(get(route, 'match'));
      const method = methodOf(get(route, 'match'));
      const [first] = targets;
      if (first === undefined) return [];
      const guards: Guards = guardsFor(all, place, [route, host], file);
      return [
        {
          ...part(file, first.at.line),
          kind: 'route',
          hosts,
          ...place,
          methods: method === undefined ? [] : [method],
          protocol: get(route, 'match', 'grpc') ? 'grpc' : 'http',
          targets,
          forwards: forwardsOf(action, place),
          ...guards,
          policies: [],
        },
      ];
    });
  });
}

function targetsOf(file: string, action: TreeNode | undefined): RouteTarget[] {
  const single = get(action, 'cluster');
  const weighted = itemsOf(get(action, 'weighted_clusters', 'clusters')).map((one) => ({ node: get(one, 'name'), weight: numberOf(get(one, 'weight')) }));
  return [{ node: single, weight: undefined }, ...weighted].flatMap(({ node, weight }): RouteTarget[] => {
    const backend = textOf(node);
    return backend === undefined || node === undefined ? [] : [{ backend, ...(weight === undefined ? {} : { weight }), at: { file, line: node.line } }];
  });
}

interface Place {
  readonly path: string | null;
  readonly pathKind: PathKind;
}

function pathOf(match: TreeNode | undefined): Place {
  const exact = textOf(get(match, 'path'));
  if (exact !== undefined) return { path: exact, pathKind: 'exact' };
  const regex = textOf(get(match, 'safe_regex', 'regex')) ?? textOf(get(match, 'regex'));
  if (regex !== undefined) return { path: regex, pathKind: 'regex' };
  return { path: textOf(get(match, 'prefix')) ?? textOf(get(match, 'path_separated_prefix')) ?? null, pathKind: 'prefix' };
}

function methodOf(match: TreeNode | undefined): string | undefined {
  const header = itemsOf(get(match, 'headers')).find((one) => textOf(get(one, 'name')) === ':method');
  return (textOf(get(header, 'exact_match')) ?? textOf(get(header, 'string_match', 'exact')))?.toUpperCase();
}

function forwardsOf(action: TreeNode | undefined, { path, pathKind }: Place): readonly PathStep[] | null {
  const pattern = textOf(get(action, 'regex_rewrite', 'pattern', 'regex'));
  if (pattern !== undefined) return readRewrite(pattern, textOf(get(action, 'regex_rewrite', 'substitution')) ?? '');
  const rewrite = textOf(get(action, 'prefix_rewrite'));
  if (rewrite === undefined) return [];
  return pathKind === 'exact' ? [{ whole: rewrite }] : pathKind === 'prefix' ? [{ front: path ?? '/', by: rewrite }] : null;
}
