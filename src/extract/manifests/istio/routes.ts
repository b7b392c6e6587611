import type { HostFact } from '../../../core/workload.js';
import type { AuthSeen, GatewayRef, PathStep, RouteFact, RouteTarget } from '../../../core/route.js';
import { type KubernetesObject, partOf } from '../../../parse/kubernetes.js';
import { termOfText } from '../../../parse/marks.js';
import { readRewrite } from '../../../core/path-rewrite.js';
import { get, itemsOf, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

/** The routes that a VirtualService gives to gateways. Without a gateway, or for `mesh` alone, it routes between services and is no entrance. */
export function routesOf(object: KubernetesObject): RouteFact[] {
  const spec = get(object.root, 'spec');
  const gateways = textsOf(get(spec, 'gateways'))
    .filter((name) => name !== 'mesh')
    .map((name) => refOf(object, name));
  const hosts = textsOf(get(spec, 'hosts')).filter((host) => host !== '*');
  const http = itemsOf(get(spec, 'http')).flatMap((rule) => matchesOf(rule).map((match) => ({ rule, match, raw: false })));
  const tcp = [...itemsOf(get(spec, 'tcp')), ...itemsOf(get(spec, 'tls'))].map((rule) => ({ rule, match: undefined, raw: true }));
  return [...http, ...tcp].flatMap((one) => {
    const targets = itemsOf(get(one.rule, 'route')).flatMap((route) => targetOf(object, route));
    return targets.length === 0 ? [] : gateways.flatMap((gateway) => route(object, { ...one, gateway, hosts, targets }));
  });
}

const matchesOf = (rule: TreeNode): readonly (TreeNode | undefined)[] => {
  const matches = itemsOf(get(rule, 'match'));
  return matches.length === 0 ? [undefined] : matches;
};

/** `name` in the object's own namespace, or `namespace/name`. */
function refOf(object: KubernetesObject, written: string): GatewayRef {
  const slash = written.indexOf('/');
  const said = slash < 0 ? '.' : written.slice(0, slash);
  const namespace = said === '.' ? object.namespace : said;
  return { by: 'resource', name: written.slice(slash + 1), ...(namespace === undefined ? {} : { namespace }) };
}

function targetOf(object: KubernetesObject, route: TreeNode): RouteTarget[] {
  const node = get(route, 'destination', 'host');
  const host = textOf(node);
  if (host === undefined || node === undefined) return [];
  const port = textOf(get(route, 'destination', 'port', 'number')) ?? textOf(get(route, 'destination', 'port'));
  const weight = numberOf(get(route, 'weight'));
  const space = host.includes('.') || object.namespace === undefined ? '' : `.${object.namespace}`;
  const address = termOfText(`${host}${space}${port === undefined ? '' : `:${port}`}`);
  return [{ address, ...(weight === undefined ? {} : { weight }), at: { file: object.file, line: node.line } }];
}

/** Hosts whose calls between services the mesh sends to another one: by its rule without a match, the heaviest share. */
export function detoursOf(object: KubernetesObject): HostFact[] {
  const spec = get(object.root, 'spec');
  const gateways = textsOf(get(spec, 'gateways'));
  if (gateways.length > 0 && !gateways.includes('mesh')) return [];
  const rules = [...itemsOf(get(spec, 'http')), ...itemsOf(get(spec, 'tcp'))];
  const rule = rules.find((r) => itemsOf(get(r, 'match')).length === 0);
  const weightOf = (route: TreeNode): number => numberOf(get(route, 'weight')) ?? 0;
  const [main] = itemsOf(get(rule, 'route')).toSorted((a, b) => weightOf(b) - weightOf(a));
  const node = get(main, 'destination', 'host');
  const target = textOf(node);
  if (node === undefined || target === undefined) return [];
  const { file, namespace, stack } = object;
  const full = (host: string): string => (host.includes('.') || namespace === undefined ? host : `${host}.${namespace}`).replace(/\.svc(\..*)?$/, '');
  return textsOf(get(spec, 'hosts'))
    .filter((host) => host !== '*' && full(host) !== full(target))
    .map(
      (host): HostFact => ({
        kind: 'host',
        at: { file, line: node.line },
        foundBy: 'istio',
        name: host,
        ...(namespace === undefined ? {} : { namespace }),
        stack,
        externalName: full(target).includes('.') ? `${full(target)}.svc` : target,
        ports: [],
        type: 'VirtualService',
      }),
    );
}

interface Rule {
  readonly gateway: GatewayRef;
  readonly hosts: readonly string[];
  readonly rule: TreeNode;
  readonly match: TreeNode | undefined;
  readonly targets: readonly RouteTarget[];
  readonly raw: boolean;
}

/** A match may be for some of the gateways only. */
function route(object: KubernetesObject, { gateway, hosts, rule, match, targets, raw }: Rule): RouteFact[] {
  const only = textsOf(get(match, 'gateways')).map((name) => refOf(object, name));
  if (only.length > 0 && !only.some((ref) => JSON.stringify(ref) === JSON.stringify(gateway))) return [];
  const uri = pathOf(match);
  const method = textOf(get(match, 'method', 'exact'));
  const unguarded: AuthSeen = { kind: 'unknown', at: { file: object.file, line: object.line } };
  return [
    {
      ...partOf(object, 'istio', 'istio', gateway, targets[0]?.at.line),
      kind: 'route',
      name: object.name,
      hosts,
      ...uri,
      methods: method === undefined ? [] : [method.toUpperCase()],
      protocol: raw ? 'tcp' : 'http',
      targets,
      forwards: forwardsOf(rule, uri),
      ...(raw ? { auth: unguarded, rateLimit: { ...unguarded, kind: 'unknown' as const } } : {}),
      policies: [],
    },
  ];
}

function pathOf(match: TreeNode | undefined): Pick<RouteFact, 'path' | 'pathKind'> {
  const uri = get(match, 'uri');
  const exact = textOf(get(uri, 'exact'));
  if (exact !== undefined) return { path: exact, pathKind: 'exact' };
  const regex = textOf(get(uri, 'regex'));
  return regex === undefined ? { path: textOf(get(uri, 'prefix')) ?? null, pathKind: 'prefix' } : { path: regex, pathKind: 'regex' };
}

function forwardsOf(rule: TreeNode, { path, pathKind }: Pick<RouteFact, 'path' | 'pathKind'>): readonly PathStep[] | null {
  const rewrite = get(rule, 'rewrite');
  const pattern = textOf(get(rewrite, 'uriRegexRewrite', 'match'));
  if (pattern !== undefined) return readRewrite(pattern, textOf(get(rewrite, 'uriRegexRewrite', 'rewrite')) ?? '');
  const uri = textOf(get(rewrite, 'uri'));
  if (uri === undefined) return [];
  return pathKind === 'exact' ? [{ whole: uri }] : pathKind === 'prefix' ? [{ front: path ?? '/', by: uri }] : null;
}
