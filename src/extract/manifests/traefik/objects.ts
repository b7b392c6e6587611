import type { Fact } from '../../../core/fact.js';
import type { BackendFact, PolicyFact, RouteFact, RouteTarget } from '../../../core/route.js';
import { type KubernetesObject, partOf, serviceAddress } from '../../../parse/kubernetes.js';
import { termOfText } from '../../../parse/marks.js';
import { get, itemsOf, numberOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { readMiddleware } from './middlewares.js';
import { readRule } from './rules.js';

/** Traefik's custom resources. */
export const objectKinds: ReadonlySet<string> = new Set(['IngressRoute', 'IngressRouteTCP', 'Middleware', 'TraefikService']);

/** What a custom resource says; nothing for resources of others with the same kind. */
export function objectFacts(object: KubernetesObject): Fact[] {
  if (!object.apiVersion.startsWith('traefik')) return [];
  switch (object.kind) {
    case 'Middleware':
      return [middleware(object)];
    case 'TraefikService':
      return service(object);
    default:
      return itemsOf(get(object.root, 'spec', 'routes')).flatMap((route) => routes(object, route));
  }
}

/** Traefik where it runs here, else the resource itself. */
const part = (object: KubernetesObject, line = object.line) => partOf(object, 'traefik', 'traefik', { by: 'controller', name: object.name }, line);

function middleware(object: KubernetesObject): PolicyFact {
  const { chain, ...rest } = readMiddleware(object.file, get(object.root, 'spec') ?? object.root);
  const policies = chain.map((name) => `traefik:${name}@kubernetescrd`);
  return { ...part(object), kind: 'policy', name: `traefik:${object.name}@kubernetescrd`, ...rest, policies, scopes: [], targets: [] };
}

function service(object: KubernetesObject): BackendFact[] {
  const spec = get(object.root, 'spec');
  const named = [...itemsOf(get(spec, 'weighted', 'services')), ...[get(spec, 'mirroring')].flatMap((one) => one ?? [])];
  const targets = named.flatMap((one) => targetOf(object, one));
  return targets.length === 0 ? [] : [{ ...part(object), kind: 'backend', name: object.name, asHost: false, targets, forwards: [], policies: [] }];
}

function targetOf(object: KubernetesObject, node: TreeNode): RouteTarget[] {
  const nameNode = get(node, 'name');
  const name = textOf(nameNode);
  if (name === undefined || nameNode === undefined || name.endsWith('@internal')) return [];
  const weight = numberOf(get(node, 'weight'));
  const rest = { ...(weight === undefined ? {} : { weight }), at: { file: object.file, line: nameNode.line } };
  if (textOf(get(node, 'kind')) === 'TraefikService') return [{ backend: name, ...rest }];
  return [{ address: termOfText(serviceAddress(name, textOf(get(node, 'namespace')) ?? object.namespace, portOf(node))), ...rest }];
}

/** A port by name says nothing about the address. */
function portOf(node: TreeNode): string | undefined {
  const text = textOf(get(node, 'port'));
  return text !== undefined && /^\d+$/.test(text) ? text : undefined;
}

function routes(object: KubernetesObject, route: TreeNode): RouteFact[] {
  const rule = readRule(textOf(get(route, 'match')) ?? '');
  const targets = itemsOf(get(route, 'services')).flatMap((one) => targetOf(object, one));
  const raw = object.kind === 'IngressRouteTCP';
  const at = { file: object.file, line: get(route, 'match')?.line ?? route.line };
  if (targets.length === 0) return [];
  const policies = itemsOf(get(route, 'middlewares')).flatMap((one) => {
    const name = textOf(get(one, 'name'));
    const namespace = textOf(get(one, 'namespace'));
    return name === undefined ? [] : [`traefik:${namespace === undefined || namespace === object.namespace ? '' : `${namespace}-`}${name}@kubernetescrd`];
  });
  const paths = rule.paths.length === 0 ? [{ path: null, pathKind: 'prefix' as const }] : rule.paths;
  return paths.map(
    ({ path, pathKind }): RouteFact => ({
      ...part(object, at.line),
      kind: 'route',
      name: object.name,
      hosts: rule.hosts,
      path,
      pathKind,
      methods: rule.methods,
      protocol: raw ? 'tcp' : 'http',
      targets,
      forwards: [],
      ...(raw ? { auth: { kind: 'unknown', at }, rateLimit: { kind: 'unknown', at } } : {}),
      policies,
    }),
  );
}
