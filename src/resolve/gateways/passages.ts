import type { NodeId } from '../../core/graph.js';
import { serverId, type ServiceModel } from '../model.js';
import type { Scene } from '../scene.js';
import type { Resolution, Target } from '../targets.js';
import type { Arrival } from './entrance.js';

/** A request that a gateway passes on: the service it arrives at, and the gateway. */
export interface Passage {
  readonly target: Target;
  readonly via: NodeId;
}

/** A resolution with the requests that gateways pass on taken apart. */
export interface Passages {
  readonly passages: readonly Passage[];
  readonly targets: readonly Target[];
  readonly external: Resolution['external'];
}

/**
 * Follows a service's request through gateways: to those it names (also by a host that their routes answer to), through its own routes, and, from a page, through
 * the gateways in front of it. What no route fits stays as it was.
 */
export function passagesOf(
  scene: Pick<Scene, 'entrance'>,
  service: ServiceModel,
  resolution: Resolution,
  asked: { path: string | null; method: string | null },
): Passages {
  const passages: Passage[] = [];
  const pass = (gateway: NodeId, host: string | null, origin: Omit<Target, 'unit'>): boolean => {
    const path = origin.path ?? asked.path;
    const arrivals = scene.entrance.arrive(gateway, { host, path, method: asked.method }).filter((a) => a.service !== service);
    passages.push(...arrivals.map((arrival) => ({ via: arrival.via, target: arrived(origin, arrival) })));
    return arrivals.length > 0;
  };
  const targets = resolution.targets.filter((t) => !(t.unit.kind === 'server' && t.unit.server.kind === 'gateway' && pass(serverId(t.unit.server), null, t)));
  const external = resolution.external.filter((out) => {
    const origin = { certainty: 'declared' as const, address: { kind: 'discovery' as const, text: out.host }, path: out.path, evidence: out.evidence };
    return scene.entrance.answering(out.host).filter((gateway) => pass(gateway, out.host, origin)).length === 0;
  });
  const own = resolution.self ? [service.id, ...(service.role === 'frontend' ? scene.entrance.before(service) : [])] : [];
  for (const path of own.length > 0 ? (resolution.ownPaths ?? []) : [])
    for (const gateway of own) pass(gateway, null, { certainty: 'declared', address: { kind: 'discovery', text: path }, path, evidence: [] });
  return { passages, targets, external };
}

function arrived(origin: Omit<Target, 'unit'>, arrival: Arrival): Target {
  const when = origin.when ?? arrival.when;
  return {
    ...origin,
    unit: { kind: 'service', service: arrival.service },
    certainty: origin.certainty === 'inferred' ? 'inferred' : arrival.certainty,
    path: arrival.path,
    evidence: [...origin.evidence, ...arrival.evidence],
    ...(when === undefined ? {} : { when }),
  };
}
