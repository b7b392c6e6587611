import type { Deployment, Edge, EdgeSite, GatewayNode, NodeId, ServiceNode, SiteRoute } from '../core/graph.js';
import { literalFront } from '../core/route-path.js';
import type { GraphView, Violation } from '../core/rule.js';
import { couplingService } from './data-access.js';
import { proofOf } from './proof.js';

/** What routes requests from outside to services. */
export type GatewayUnit = GatewayNode | ServiceNode;

/** The routes of one gateway to one service: nothing that a single option enables, no subrequest. */
export interface Entrance {
  readonly gateway: GatewayUnit;
  readonly service: ServiceNode;
  readonly edges: readonly Edge[];
}

/** A route that a gateway's configuration shows, with its site. */
export interface ShownRoute {
  readonly edge: Edge;
  readonly site: EdgeSite;
  readonly route: SiteRoute;
}

/** Environments that are for those who develop. */
const development: ReadonlySet<string | null> = new Set(['dev', 'local', 'test', 'ci', 'e2e', 'sandbox']);
/** Sockets of an application server: the web server in front of it is part of the service. */
const applicationServers: ReadonlySet<string | undefined> = new Set(['fastcgi', 'uwsgi', 'scgi', 'tcp']);

/** Whether a deployment counts: no option alone makes it, and it is not only for developers. */
export function isProductive(deployment: Deployment): boolean {
  return deployment.when === undefined && !development.has(deployment.environment);
}

/** A gateway, or a service that routes. */
export function gatewayUnit(view: GraphView, id: NodeId): GatewayUnit | undefined {
  const node = view.node(id);
  return node?.kind === 'gateway' ? node : couplingService(view, id);
}

/** Every gateway with each service behind it, sorted by both; services that are gateways themselves are none. */
export function entrances(view: GraphView): readonly Entrance[] {
  const pairs = new Map<string, { gateway: GatewayUnit; service: ServiceNode; edges: Edge[] }>();
  for (const edge of view.edges('routes')) {
    const gateway = gatewayUnit(view, edge.from);
    const service = couplingService(view, edge.to);
    if (!gateway || !service || gateway.id === service.id || edge.when !== undefined || service.role === 'gateway') continue;
    const key = JSON.stringify([gateway.id, service.id]);
    const known = pairs.get(key);
    if (known) known.edges.push(edge);
    else pairs.set(key, { gateway, service, edges: [edge] });
  }
  return [...pairs.values()];
}

/** The routes of an entrance that configuration shows and that anybody may ask for over HTTP, where they are for more than development. */
export function shownRoutes({ gateway, edges }: Pick<Entrance, 'gateway' | 'edges'>): readonly ShownRoute[] {
  return edges
    .filter((edge) => !applicationServers.has(edge.protocol))
    .flatMap((edge) =>
      edge.sites.flatMap((site) => (site.route && site.route.internal !== true && isServed(gateway, site.route) ? [{ edge, site, route: site.route }] : [])),
    );
}

/** Whether a route is served by a gateway that is for more than development. */
function isServed(gateway: GatewayUnit, route: SiteRoute): boolean {
  const own = (gateway.deployments ?? []).filter((deployment) => route.stacks.includes(deployment.stack));
  return own.length === 0 || own.some(isProductive);
}

/**
 * Whether everything that reaches a gateway has passed a guard before: it is not published itself, and every route to it, of one gateway at least, is
 * guarded.
 */
export function isGuardedBefore(view: GraphView, gateway: GatewayUnit, guard: 'auth' | 'rateLimit'): boolean {
  if ((gateway.deployments ?? []).some((deployment) => deployment.published.length > 0)) return false;
  const routes = view.incoming(gateway.id, 'routes').filter((edge) => edge.when === undefined);
  return routes.length > 0 && routes.every((edge) => edge.sites.every((site) => site.route?.[guard].state === 'seen'));
}

/** The violation of an entrance some of whose routes lack a guard; undefined where none does. */
export function unguarded({ gateway, service }: Entrance, open: readonly ShownRoute[], messageId: string): Violation | undefined {
  const proof = proofOf([{ of: `${gateway.name} → ${service.name}`, lines: open.map(({ site }) => site.evidence[0]) }]);
  if (!proof) return undefined;
  return {
    messageId,
    data: { gateway: gateway.name, service: service.name, routes: [...new Set(open.map(({ route }) => routeName(route)))] },
    nodes: [gateway.id, service.id],
    services: [gateway.name, service.name],
    ...proof,
    path: null,
    inferred: open.every(({ edge }) => edge.certainty === 'inferred'),
    cause: `${gateway.id} guards`,
  };
}

/** `GET shop.example.com/orders`, as a finding names a route. */
function routeName({ hosts, path, methods }: SiteRoute): string {
  const method = methods.length === 0 ? '' : `${methods.join('|')} `;
  return `${method}${hosts.length === 1 ? (hosts[0] ?? '') : ''}${path ?? '/'}`;
}

/**
 * Whether a list of paths (`/login`, `GET /products/*`, `/assets/**`) holds a route: its own path, or one above it. `*` stands for a segment, `**` for all that
 * follows.
 */
export function isListed(patterns: readonly string[], route: SiteRoute): boolean {
  const path = route.pathKind === 'regex' && route.path !== null ? literalFront(route.path) : (route.path ?? '/');
  return path !== null && patterns.some((pattern) => covers(pattern, path, route.methods));
}

function covers(pattern: string, path: string, methods: readonly string[]): boolean {
  const [, method, wanted = ''] = /^(?:([A-Za-z]+)\s+)?(.*)$/.exec(pattern.trim()) ?? [];
  if (method !== undefined && !(methods.length > 0 && methods.every((one) => one === method.toUpperCase()))) return false;
  const own = segments(path);
  const listed = segments(wanted);
  const fixed = listed.at(-1) === '**' ? listed.slice(0, -1) : listed;
  if (fixed.length === 0) return listed.length > 0 || own.length === 0;
  return own.length >= fixed.length && fixed.every((segment, i) => segment === '*' || segment === own[i]);
}

const segments = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');
