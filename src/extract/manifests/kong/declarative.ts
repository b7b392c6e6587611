import type { Fact } from '../../../core/fact.js';
import { literalFront } from '../../../core/route-path.js';
import type { BackendFact, PathKind, PathStep, PolicyFact, PolicyScope, RouteFact, RouteTarget } from '../../../core/route.js';
import { interpolate } from '../../../parse/interpolate.js';
import { redactTerm } from '../../../parse/redact.js';
import { booleanOf, get, itemsOf, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { changesPath, guardsOf } from './plugins.js';

const part = (file: string, line: number) =>
  ({ at: { file, line }, foundBy: 'kong', technology: 'kong', gateway: { by: 'configuration' }, source: file }) as const;

/** Services with their routes, routes of their own, upstreams and plug-ins. Consumers guard nothing. */
export function declarativeFacts(file: string, root: TreeNode): Fact[] {
  const services = itemsOf(get(root, 'services'));
  const nested = services.flatMap((service) => itemsOf(get(service, 'routes')).map((route) => ({ route, service: nameOf(service) })));
  const loose = itemsOf(get(root, 'routes')).map((route) => ({ route, service: referenceOf(get(route, 'service')) }));
  return [
    ...itemsOf(get(root, 'upstreams')).flatMap((upstream) => upstreamOf(file, upstream)),
    ...services.flatMap((service) => serviceOf(file, service)),
    ...[...nested, ...loose].flatMap(({ route, service }) => (service === undefined ? [] : routesOf(file, route, service))),
    ...itemsOf(get(root, 'plugins')).flatMap((plugin) => pluginOf(file, plugin)),
  ];
}

const nameOf = (node: TreeNode): string | undefined => textOf(get(node, 'name')) ?? textOf(get(node, 'id'));

/** `service: orders`, `service: { name: orders }` or `{ id: … }`. */
const referenceOf = (node: TreeNode | undefined): string | undefined => textOf(node) ?? textOf(get(node, 'name')) ?? textOf(get(node, 'id'));

function upstreamOf(file: string, upstream: TreeNode): BackendFact[] {
  const name = textOf(get(upstream, 'name'));
  if (name === undefined) return [];
  const targets = itemsOf(get(upstream, 'targets')).flatMap((target): RouteTarget[] => {
    const text = textOf(get(target, 'target')) ?? textOf(target);
    const weight = numberOf(get(target, 'weight'));
    if (text === undefined || weight === 0) return [];
    const line = get(target, 'target')?.line ?? target.line;
    return [{ address: redactTerm(interpolate(text)), ...(weight === undefined ? {} : { weight }), at: { file, line } }];
  });
  return [{ ...part(file, get(upstream, 'name')?.line ?? upstream.line), kind: 'backend', name, asHost: true, targets, forwards: [], policies: [] }];
}

/** A service is asked at its `url`, or at `host`, `port` and `path`. */
function serviceOf(file: string, service: TreeNode): BackendFact[] {
  const name = nameOf(service);
  const url = get(service, 'url') ?? get(service, 'host');
  const text = textOf(url);
  if (name === undefined || url === undefined || text === undefined) return [];
  const inUrl = /^[a-z]+:\/\/[^/]*(\/.*)$/.exec(text)?.[1];
  const path = (inUrl ?? textOf(get(service, 'path')) ?? '').replace(/\/$/, '');
  const port = textOf(get(service, 'port'));
  const scheme = textOf(get(service, 'protocol'));
  const address = get(service, 'url') ? text : `${scheme === undefined ? '' : `${scheme}://`}${text}${port === undefined ? '' : `:${port}`}`;
  const plugins = itemsOf(get(service, 'plugins'));
  const steps: readonly PathStep[] = path === '' ? [] : [{ front: '', by: path }];
  return [
    {
      ...part(file, url.line),
      kind: 'backend',
      name: `service:${name}`,
      asHost: false,
      targets: [{ address: redactTerm(interpolate(address)), at: { file, line: url.line } }],
      forwards: changesPath(plugins) ? null : steps,
      ...guardsOf(file, plugins),
      policies: [],
    },
  ];
}

function routesOf(file: string, route: TreeNode, service: string): RouteFact[] {
  const name = nameOf(route);
  const plugins = itemsOf(get(route, 'plugins'));
  const protocols = textsOf(get(route, 'protocols'));
  const paths: readonly (TreeNode | undefined)[] = itemsOf(get(route, 'paths'));
  const raw = protocols.length > 0 && protocols.every((protocol) => /^(tcp|tls|udp|tls_passthrough)$/.test(protocol));
  const expression = textOf(get(route, 'expression'));
  return (paths.length === 0 ? [undefined] : paths).map((node): RouteFact => {
    const line = node?.line ?? get(route, 'hosts')?.line ?? get(route, 'name')?.line ?? route.line;
    const at = { file, line };
    const place = expression === undefined ? pathOf(textOf(node)) : expressionPath(expression);
    return {
      ...part(file, line),
      kind: 'route',
      ...(name === undefined ? {} : { name }),
      hosts: textsOf(get(route, 'hosts')),
      ...place,
      methods: textsOf(get(route, 'methods')).map((method) => method.toUpperCase()),
      protocol: raw ? 'tcp' : protocols.some((protocol) => protocol.startsWith('grpc')) ? 'grpc' : 'http',
      targets: [{ backend: `service:${service}`, at }],
      forwards: changesPath(plugins) ? null : stripOf(route, place),
      ...(raw ? { auth: { kind: 'unknown', at }, rateLimit: { kind: 'unknown', at } } : guardsOf(file, plugins)),
      policies: [],
    };
  });
}

/** `~/orders/\d+` is a regular expression, as are the paths of older versions that hold what only expressions do. */
function pathOf(written: string | undefined): { path: string | null; pathKind: PathKind } {
  if (written === undefined) return { path: null, pathKind: 'prefix' };
  if (written.startsWith('~')) return { path: written.slice(1), pathKind: 'regex' };
  return { path: written, pathKind: /[()[\]\\|+*?]/.test(written) ? 'regex' : 'prefix' };
}

/** `http.path ^= "/orders" && …` of expression routes. */
function expressionPath(expression: string): { path: string | null; pathKind: PathKind } {
  const found = /http\.path\s*(\^=|==|~)\s*r?#?"([^"]*)"/.exec(expression);
  if (found === null) return { path: null, pathKind: 'prefix' };
  return { path: found[2] ?? null, pathKind: found[1] === '==' ? 'exact' : found[1] === '~' ? 'regex' : 'prefix' };
}

/** The path that a route is found by is taken away unless `strip_path` is false. */
function stripOf(route: TreeNode, { path, pathKind }: { path: string | null; pathKind: PathKind }): readonly PathStep[] | null {
  if (booleanOf(get(route, 'strip_path')) === false || path === null) return [];
  if (pathKind === 'prefix' || pathKind === 'exact') return path === '/' ? [] : [{ front: path.replace(/\/$/, ''), by: '' }];
  // Only an expression without groups and signs takes a front of fixed length away.
  return literalFront(path) === path ? [{ front: path, by: '' }] : null;
}

/** A plug-in that stands alone is for the service or route it names, else for all. */
function pluginOf(file: string, plugin: TreeNode): PolicyFact[] {
  const guards = guardsOf(file, [plugin]);
  if ((guards.auth === undefined && guards.rateLimit === undefined) || get(plugin, 'consumer') !== undefined || get(plugin, 'consumer_group') !== undefined)
    return [];
  const route = referenceOf(get(plugin, 'route'));
  const service = referenceOf(get(plugin, 'service'));
  const scope: PolicyScope =
    route !== undefined ? { to: 'route', name: route } : service !== undefined ? { to: 'backend', name: `service:${service}` } : { to: 'gateway' };
  const line = get(plugin, 'name')?.line ?? plugin.line;
  return [{ ...part(file, line), kind: 'policy', ...guards, forwards: [], policies: [], scopes: [scope], targets: [] }];
}
