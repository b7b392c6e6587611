import type { AuthSeen, GatewayRef, PathStep, RouteFact, RouteTarget } from '../../../core/route.js';
import { annotationOf, type KubernetesObject, partOf, serviceAddress } from '../../../parse/kubernetes.js';
import { termOfText } from '../../../parse/marks.js';
import { get, itemsOf, numberOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

/** The routes of an HTTPRoute, GRPCRoute, TCPRoute or TLSRoute: one for each gateway it belongs to and each of its matches. */
export function routesOf(object: KubernetesObject): RouteFact[] {
  const gateways = itemsOf(get(object.root, 'spec', 'parentRefs')).flatMap((ref) => parentOf(object, ref));
  const hosts = textsOf(get(object.root, 'spec', 'hostnames')).filter((host) => host !== '*');
  return itemsOf(get(object.root, 'spec', 'rules')).flatMap((rule) => {
    const targets = itemsOf(get(rule, 'backendRefs')).flatMap((ref) => targetOf(object, ref));
    if (targets.length === 0) return [];
    const matches = itemsOf(get(rule, 'matches'));
    return (matches.length === 0 ? [undefined] : matches).flatMap((match) =>
      gateways.map((gateway) => route(object, { gateway, hosts, rule, match, targets })),
    );
  });
}

/** A Service as parent makes a route of the mesh, no entrance. A listener set stands for its gateway. */
function parentOf(object: KubernetesObject, ref: TreeNode): GatewayRef[] {
  const name = textOf(get(ref, 'name'));
  const kind = textOf(get(ref, 'kind')) ?? 'Gateway';
  if (name === undefined || kind === 'Service' || kind === 'ServiceEntry') return [];
  const namespace = textOf(get(ref, 'namespace')) ?? object.namespace;
  return [{ by: 'resource', name, ...(namespace === undefined ? {} : { namespace }) }];
}

function targetOf(object: KubernetesObject, ref: TreeNode): RouteTarget[] {
  const node = get(ref, 'name');
  const name = textOf(node);
  const kind = textOf(get(ref, 'kind')) ?? 'Service';
  const weight = numberOf(get(ref, 'weight'));
  if (name === undefined || node === undefined || kind !== 'Service' || weight === 0) return [];
  const address = serviceAddress(name, textOf(get(ref, 'namespace')) ?? object.namespace, textOf(get(ref, 'port')));
  return [{ address: termOfText(address), ...(weight === undefined ? {} : { weight }), at: { file: object.file, line: node.line } }];
}

interface Rule {
  readonly gateway: GatewayRef;
  readonly hosts: readonly string[];
  readonly rule: TreeNode;
  readonly match: TreeNode | undefined;
  readonly targets: readonly RouteTarget[];
}

function route(object: KubernetesObject, { gateway, hosts, rule, match, targets }: Rule): RouteFact {
  const [first] = targets;
  const method = object.kind === 'GRPCRoute' ? undefined : textOf(get(match, 'method'));
  const place = object.kind === 'GRPCRoute' ? operationOf(match) : pathOf(match);
  const filters = itemsOf(get(rule, 'filters'));
  const raw = object.kind === 'TCPRoute' || object.kind === 'TLSRoute';
  const unguarded: AuthSeen = { kind: 'unknown', at: { file: object.file, line: object.line } };
  return {
    ...partOf(object, 'gateway-api', 'gateway-api', gateway, first?.at.line),
    kind: 'route',
    name: object.name,
    hosts,
    ...place,
    methods: method === undefined ? [] : [method.toUpperCase()],
    protocol: raw ? 'tcp' : object.kind === 'GRPCRoute' ? 'grpc' : 'http',
    targets,
    forwards: filters.reduce<readonly PathStep[] | null>((steps, filter) => joined(steps, rewriteOf(filter, place.path)), []),
    ...(raw ? { auth: unguarded, rateLimit: { ...unguarded, kind: 'unknown' as const } } : {}),
    policies: [...filters.flatMap(extensionOf), ...annotated(object)],
  };
}

function joined(a: readonly PathStep[] | null, b: readonly PathStep[] | null): readonly PathStep[] | null {
  return a === null || b === null ? null : [...a, ...b];
}

function pathOf(match: TreeNode | undefined): Pick<RouteFact, 'path' | 'pathKind'> {
  const value = textOf(get(match, 'path', 'value'));
  const type = textOf(get(match, 'path', 'type'));
  return { path: value ?? null, pathKind: type === 'Exact' ? 'exact' : type === 'RegularExpression' ? 'regex' : 'prefix' };
}

/** `/package.Service/Method`, as gRPC asks for it. */
function operationOf(match: TreeNode | undefined): Pick<RouteFact, 'path' | 'pathKind'> {
  const service = textOf(get(match, 'method', 'service'));
  const method = textOf(get(match, 'method', 'method'));
  if (textOf(get(match, 'method', 'type')) === 'RegularExpression') return { path: `/${service ?? '.*'}/${method ?? '.*'}`, pathKind: 'regex' };
  if (service === undefined) return { path: null, pathKind: 'prefix' };
  return method === undefined ? { path: `/${service}`, pathKind: 'prefix' } : { path: `/${service}/${method}`, pathKind: 'exact' };
}

function rewriteOf(filter: TreeNode, path: string | null): readonly PathStep[] | null {
  if (textOf(get(filter, 'type')) !== 'URLRewrite') return [];
  const change = get(filter, 'urlRewrite', 'path');
  if (change === undefined) return [];
  const whole = textOf(get(change, 'replaceFullPath'));
  if (whole !== undefined) return [{ whole }];
  const front = textOf(get(change, 'replacePrefixMatch'));
  return front === undefined ? null : [{ front: (path ?? '/').replace(/\/$/, ''), by: front.replace(/\/$/, '') }];
}

/** Objects of an implementation that a rule refers to: plug-ins, middlewares, authentication filters. */
function extensionOf(filter: TreeNode): string[] {
  const ref = get(filter, 'extensionRef');
  const name = textOf(get(ref, 'name'));
  const group = textOf(get(ref, 'group')) ?? '';
  if (name === undefined) return [];
  if (group.includes('konghq')) return [`kong:${name}`];
  if (group.includes('traefik')) return [`traefik:${name}@kubernetescrd`];
  return [`${group}:${name}`];
}

function annotated(object: KubernetesObject): string[] {
  const names = (annotationOf(object, 'konghq.com/plugins')?.text ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => `kong:${name}`);
}
