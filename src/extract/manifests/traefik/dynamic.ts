import type { Fact } from '../../../core/fact.js';
import type { BackendFact, GatewayPart, GatewayRef, PolicyFact, RouteFact, RouteTarget } from '../../../core/route.js';
import { interpolate } from '../../../parse/interpolate.js';
import { redactTerm } from '../../../parse/redact.js';
import { entriesOf, itemsOf, numberOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { field, listOf, readMiddleware } from './middlewares.js';
import { readRule } from './rules.js';

/** Where a piece of dynamic configuration stands, and whose containers it is about. */
export interface Origin {
  readonly file: string;
  readonly gateway: GatewayRef;
  readonly stack?: string;
  /** Of labels: the container itself, which is what its routers lead to. */
  readonly own?: { readonly host: string; readonly line: number };
}

/** A file of the file provider; nothing where the tree has no routers, services or middlewares of Traefik's. */
export function fileFacts(file: string, root: TreeNode): Fact[] {
  const http = field(root, 'http');
  const tcp = field(root, 'tcp');
  const isDynamic = [http, tcp].some((node) => ['routers', 'services', 'middlewares'].some((key) => field(node, key)?.kind === 'map'));
  return isDynamic ? dynamicFacts(root, { file, gateway: { by: 'configuration' } }) : [];
}

/** Routers, services and middlewares below `http` and `tcp`. */
export function dynamicFacts(root: TreeNode, origin: Origin): Fact[] {
  const http = field(root, 'http');
  const tcp = field(root, 'tcp');
  return [
    ...entriesOf(field(http, 'middlewares')).map(({ key, line, value }) => middleware(origin, bare(key), line, value)),
    ...[http, tcp].flatMap((node) => entriesOf(field(node, 'services')).flatMap(({ key, line, value }) => service(origin, bare(key), line, value))),
    ...entriesOf(field(http, 'routers')).flatMap(({ value, line }) => routes(origin, value, line, { http, raw: false })),
    ...entriesOf(field(tcp, 'routers')).flatMap(({ value, line }) => routes(origin, value, line, { http: tcp, raw: true })),
  ];
}

/** `auth@file` is `auth` wherever it stands; names of Kubernetes keep their provider. */
const bare = (name: string): string => (name.endsWith('@kubernetescrd') ? name : name.replace(/@[\w-]+$/, ''));

function part(origin: Origin, line: number): Omit<GatewayPart, 'namespace'> {
  const { file, gateway, stack } = origin;
  return { at: { file, line }, foundBy: 'traefik', technology: 'traefik', gateway, source: file, ...(stack === undefined ? {} : { stack }) };
}

function middleware(origin: Origin, name: string, line: number, node: TreeNode): PolicyFact {
  const { chain, ...rest } = readMiddleware(origin.file, node);
  return {
    ...part(origin, line),
    kind: 'policy',
    name: `traefik:${name}`,
    ...rest,
    policies: chain.map((one) => `traefik:${bare(one)}`),
    scopes: [],
    targets: [],
  };
}

function service(origin: Origin, name: string, line: number, node: TreeNode): BackendFact[] {
  const { file } = origin;
  const servers = itemsOf(field(node, 'loadbalancer', 'servers')).flatMap((server): RouteTarget[] => {
    const url = field(server, 'url') ?? field(server, 'address');
    const text = textOf(url);
    return text === undefined || url === undefined ? [] : [{ address: redactTerm(interpolate(text)), at: { file, line: url.line } }];
  });
  const named = [...itemsOf(field(node, 'weighted', 'services')), ...[field(node, 'mirroring'), field(node, 'failover')].flatMap((one) => one ?? [])];
  const others = named.flatMap((one): RouteTarget[] => {
    const other = textOf(field(one, 'name')) ?? textOf(field(one, 'service'));
    const weight = numberOf(field(one, 'weight'));
    return other === undefined ? [] : [{ backend: bare(other), ...(weight === undefined ? {} : { weight }), at: { file, line: one.line } }];
  });
  const own = ownTarget(origin, node);
  const targets = [...servers, ...others, ...(own === undefined ? [] : [own])];
  return targets.length === 0 ? [] : [{ ...part(origin, line), kind: 'backend', name, asHost: false, targets, forwards: [], policies: [] }];
}

/** The labelled container, at the port that a label names. */
function ownTarget({ own, file }: Origin, node: TreeNode | undefined): RouteTarget | undefined {
  if (own === undefined) return undefined;
  const port = textOf(field(node, 'loadbalancer', 'server', 'port'));
  return { address: interpolate(port === undefined ? own.host : `${own.host}:${port}`), at: { file, line: own.line } };
}

function routes(origin: Origin, router: TreeNode, line: number, { http, raw }: { http: TreeNode | undefined; raw: boolean }): RouteFact[] {
  const node = field(router, 'rule');
  const rule = readRule(textOf(node) ?? '');
  const at = { file: origin.file, line: node?.line ?? line };
  const target = targetOf(origin, router, http, at);
  if (target === undefined) return [];
  const paths = rule.paths.length === 0 ? [{ path: null, pathKind: 'prefix' as const, strips: false }] : rule.paths;
  return paths.map(
    ({ path, pathKind, strips }): RouteFact => ({
      ...part(origin, at.line),
      kind: 'route',
      hosts: rule.hosts,
      path,
      pathKind,
      methods: rule.methods,
      protocol: raw ? 'tcp' : 'http',
      targets: [target],
      forwards: strips && path !== null ? [{ front: path, by: '' }] : [],
      ...(raw ? { auth: { kind: 'unknown', at }, rateLimit: { kind: 'unknown', at } } : {}),
      policies: listOf(field(router, 'middlewares')).map((name) => `traefik:${bare(name)}`),
    }),
  );
}

/** The service a router names; a labelled container's own where it names none. Traefik's own (`api@internal`) lead nowhere. */
function targetOf(origin: Origin, router: TreeNode, http: TreeNode | undefined, at: RouteTarget['at']): RouteTarget | undefined {
  const name = textOf(field(router, 'service'));
  if (name?.endsWith('@internal')) return undefined;
  if (name !== undefined) return { backend: bare(name), at };
  const services = entriesOf(field(http, 'services'));
  return ownTarget(origin, services.length === 1 ? services[0]?.value : undefined);
}
