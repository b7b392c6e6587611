import type { NodeId } from '../../core/graph.js';
import type { Evidence } from '../../core/location.js';
import { forwardPath, routeFit } from '../../core/route-path.js';
import { serverId, type ServiceModel } from '../model.js';
import type { Routing } from './routes.js';
import type { ResolvedRoute } from './ways.js';

/** A service that a request reaches through a gateway. */
export interface Arrival {
  readonly service: ServiceModel;
  readonly via: NodeId;
  /** The path as it arrives; null where that is not known. */
  readonly path: string | null;
  readonly certainty: 'declared' | 'inferred';
  /** The line of the route, as where the target is defined. */
  readonly evidence: readonly Evidence[];
  readonly when?: string;
}

/** What is asked of a gateway. */
export interface Request {
  readonly host: string | null;
  readonly path: string | null;
  readonly method: string | null;
}

const maxGateways = 5;

/** The routes of all gateways, to be asked where a request goes. */
export class Entrance {
  private readonly byGateway = new Map<NodeId, ResolvedRoute[]>();

  constructor(routing: Routing) {
    for (const route of routing.routes) {
      if (route.route.internal === true) continue;
      const list = this.byGateway.get(route.gateway.id);
      if (list === undefined) this.byGateway.set(route.gateway.id, [route]);
      else list.push(route);
    }
  }

  has(gateway: NodeId): boolean {
    return this.byGateway.has(gateway);
  }

  /** Gateways whose routes answer to a host name. */
  answering(host: string): NodeId[] {
    return [...this.byGateway].filter(([, routes]) => routes.some((r) => isOwn(r, host) || r.route.hosts.some((h) => hostFits(h, host)))).map(([id]) => id);
  }

  /** Gateways that route to a service: a page of its own is served through them. */
  before(service: ServiceModel): NodeId[] {
    return [...this.byGateway].filter(([, routes]) => routes.some((r) => r.to.kind === 'service' && r.to.service === service)).map(([id]) => id);
  }

  /** Where a request to a gateway arrives: the routes that fit it best. Without a path only a gateway that has one service behind it tells. */
  arrive(gateway: NodeId, request: Request, depth = 0): Arrival[] {
    const all = (this.byGateway.get(gateway) ?? []).filter((r) => hostMatches(r, request.host));
    const chosen = request.path === null ? only(all) : best(all, request.path, request.method);
    return chosen.flatMap((route): Arrival[] => {
      const path = request.path === null ? null : forwardPath(request.path, route.route.forwards);
      const line: Evidence = { ...route.draft.evidence[0], role: 'definition' };
      if (route.to.kind === 'server') {
        const next =
          route.to.server.kind === 'gateway' && depth < maxGateways
            ? this.arrive(serverId(route.to.server), { host: null, path, method: request.method }, depth + 1)
            : [];
        return next.map((arrival) => ({ ...arrival, via: gateway, evidence: [line, ...arrival.evidence] }));
      }
      const { certainty, when } = route.draft;
      return [
        {
          service: route.to.service,
          via: gateway,
          path: path ?? request.path,
          certainty: certainty === 'inferred' ? 'inferred' : 'declared',
          evidence: [line],
          ...(when === undefined ? {} : { when }),
        },
      ];
    });
  }
}

function hostFits(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}

/** Whether a host is the gateway's own address, whatever its routes name. */
function isOwn({ gateway }: ResolvedRoute, host: string): boolean {
  return (gateway.hosts ?? []).includes(host);
}

/** A host that no route names (a service's name, localhost) may be any. */
function hostMatches({ gateway, route }: ResolvedRoute, host: string | null): boolean {
  return host === null || route.hosts.length === 0 || (gateway.hosts ?? []).includes(host) || route.hosts.some((h) => hostFits(h, host));
}

function only(routes: readonly ResolvedRoute[]): ResolvedRoute[] {
  const units = new Set(routes.map((r) => (r.to.kind === 'service' ? r.to.service.id : serverId(r.to.server))));
  return units.size === 1 ? routes.slice(0, 1) : [];
}

function best(routes: readonly ResolvedRoute[], path: string, method: string | null): ResolvedRoute[] {
  const fits = routes.flatMap((route) => {
    const fit = routeFit(route.route, path, method);
    return fit === undefined ? [] : [{ route, fit }];
  });
  const top = Math.max(...fits.map((f) => f.fit));
  const seen = new Set<string>();
  return fits
    .filter((f) => f.fit === top)
    .map((f) => f.route)
    .filter(({ to, route }) => {
      const key = `${to.kind === 'service' ? to.service.id : serverId(to.server)}\n${JSON.stringify(route.forwards)}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    });
}
