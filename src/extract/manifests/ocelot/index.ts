import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { PathStep, RouteFact, RouteTarget } from '../../../core/route.js';
import { literal } from '../../../core/term.js';
import { parseJson } from '../../../parse/json.js';
import { booleanOf, get, itemsOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

const id = 'ocelot';

/** Ocelot's routes: ocelot.json and its parts by environment and service. */
export const ocelot: ManifestExtractor = {
  id,
  title: 'Ocelot',
  files: (path) => /(^|\/)ocelot(\.[\w-]+)*\.json$/i.test(path),
  extract(file, text): Extraction {
    const { root, diagnostics } = parseJson(file, text);
    const global = get(root, 'GlobalConfiguration');
    const routes = [...itemsOf(get(root, 'Routes')), ...itemsOf(get(root, 'ReRoutes'))];
    return { facts: routes.flatMap((route) => routeOf(file, route, global)), diagnostics };
  },
};

function routeOf(file: string, route: TreeNode, global: TreeNode | undefined): RouteFact[] {
  const targets = targetsOf(file, route, global);
  const [first] = targets;
  const path = textOf(get(route, 'UpstreamPathTemplate'));
  if (first === undefined || path === undefined) return [];
  const host = textOf(get(route, 'UpstreamHost'));
  const methods = textsOf(get(route, 'UpstreamHttpMethod')).filter((method) => method !== '');
  const scheme = textOf(get(route, 'DownstreamScheme')) ?? 'http';
  return [
    {
      kind: 'route',
      at: { file, line: get(route, 'UpstreamPathTemplate')?.line ?? route.line },
      foundBy: id,
      technology: id,
      gateway: { by: 'configuration' },
      source: file,
      hosts: host === undefined ? [] : [host],
      path: templateOf(path),
      pathKind: 'template',
      methods: methods.map((method) => method.toUpperCase()),
      protocol: scheme.startsWith('ws') ? 'websocket' : 'http',
      targets,
      forwards: forwardsOf(path, textOf(get(route, 'DownstreamPathTemplate')) ?? path),
      ...guardsOf(file, route, global),
      policies: [],
    },
  ];
}

/** Addresses, or the name under which a registry knows the service. */
function targetsOf(file: string, route: TreeNode, global: TreeNode | undefined): RouteTarget[] {
  const hosts = itemsOf(get(route, 'DownstreamHostAndPorts')).flatMap((node): RouteTarget[] => {
    const host = textOf(get(node, 'Host'));
    const port = textOf(get(node, 'Port'));
    if (host === undefined) return [];
    return [{ address: literal(port === undefined ? host : `${host}:${port}`), at: { file, line: get(node, 'Host')?.line ?? node.line } }];
  });
  const name = get(route, 'ServiceName');
  const text = textOf(name);
  if (hosts.length > 0 || text === undefined || name === undefined || get(global, 'ServiceDiscoveryProvider') === undefined) return hosts;
  return [{ address: literal(text), at: { file, line: name.line } }];
}

/** `{everything}` at the end stands for all that follows, slashes too. */
const templateOf = (path: string): string => path.replace(/\{[\w-]+\}$/, '**');

function forwardsOf(upstream: string, downstream: string): readonly PathStep[] | null {
  if (upstream === downstream) return [];
  const rest = /^([^{}]*)(\{[\w-]+\})$/;
  const [from, to] = [rest.exec(upstream), rest.exec(downstream)];
  if (from !== null && to !== null && from[2] === to[2]) return [{ front: from[1] ?? '', by: to[1] ?? '' }];
  return /[{}]/.test(downstream) ? null : [{ whole: downstream }];
}

function guardsOf(file: string, route: TreeNode, global: TreeNode | undefined): Pick<RouteFact, 'auth' | 'rateLimit'> {
  const auth = get(route, 'AuthenticationOptions');
  const named = textOf(get(auth, 'AuthenticationProviderKey')) || textsOf(get(auth, 'AuthenticationProviderKeys'))[0];
  const limits = [get(route, 'RateLimitOptions'), get(global, 'RateLimitOptions')];
  const limit = limits.find((one) => booleanOf(get(one, 'EnableRateLimiting')) === true);
  return {
    ...(named && auth ? { auth: { kind: 'jwt', at: { file, line: auth.line } } } : {}),
    ...(limit ? { rateLimit: { kind: 'limit', at: { file, line: limit.line } } } : {}),
  };
}
