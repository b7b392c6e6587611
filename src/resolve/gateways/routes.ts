import type { NodeId } from '../../core/graph.js';
import { compareLocations } from '../../core/location.js';
import type { GatewayPart, PolicyFact, RouteFact } from '../../core/route.js';
import type { Unit } from '../model.js';
import type { Surroundings } from './guards.js';
import { type Owner, Owners, programOwner, unitId } from './owners.js';
import type { GatewayParts } from './parts.js';
import type { Reader } from './readers.js';
import { springRoutes } from './spring-routes.js';
import { type ExternalRoute, type Growing, type LostRoute, type ResolvedRoute, resolveRoute, type RoutingWorld } from './ways.js';
import { yarpRoutes } from './yarp-routes.js';

/** What the routes of all gateways lead to. */
export interface Routing {
  readonly routes: readonly ResolvedRoute[];
  readonly external: readonly ExternalRoute[];
  readonly unresolved: readonly LostRoute[];
  /** Resources that are gateways, whether or not a route leads anywhere. */
  readonly owners: readonly Owner[];
}

/** Finds for every route in configuration whose it is, what guards it and where it leads. */
export function routingOf(scene: RoutingWorld): Routing {
  const { parts, readers } = scene.identity.entrance;
  const owners = new Owners(scene, parts, readers, scene.catalog);
  const known = new Map<GatewayPart, readonly Owner[]>();
  const ownersOf = (part: GatewayPart): readonly Owner[] => {
    const found = known.get(part) ?? owners.of(part);
    known.set(part, found);
    return found;
  };
  const around = new Map<NodeId, Surroundings>();
  const aroundOf = (owner: Owner): Surroundings => {
    const found = around.get(owner.id) ?? surroundings(parts, owner, ownersOf, readers);
    around.set(owner.id, found);
    return found;
  };
  const growing: Growing = { routes: [], external: [], unresolved: [], owners: new Map() };
  for (const gateway of parts.gateways) for (const owner of ownersOf(gateway)) growing.owners.set(owner.id, owner);
  for (const route of [...parts.routes].sort((a, b) => compareLocations(a.at, b.at)))
    for (const owner of ownersOf(route)) {
      growing.owners.set(owner.id, owner);
      resolveRoute(scene, { route, owner, around: aroundOf(owner) }, growing);
    }
  for (const { route, owner } of programRoutes(scene)) resolveRoute(scene, { route, owner, around: alone }, growing);
  return { ...growing, owners: [...growing.owners.values()] };
}

/** Nothing but the route itself. */
const alone: Surroundings = { policies: [], backends: [], pathOf: () => null, isGateways: () => false, isLabelled: () => false };

/** Routes that a program's own settings make. */
function programRoutes({ identity, environments }: RoutingWorld): { route: RouteFact; owner: Owner }[] {
  return identity.services.flatMap((service) =>
    (environments.get(service.id) ?? []).flatMap((environment) =>
      [...springRoutes(environment, service.id), ...yarpRoutes(environment, service.id)].map((route) => ({
        route,
        owner: programOwner(service, environment, route.technology),
      })),
    ),
  );
}

/** The policies and backends that a gateway reads. */
function surroundings(
  parts: GatewayParts,
  owner: Owner,
  ownersOf: (part: GatewayPart) => readonly Owner[],
  readers: ReadonlyMap<string, readonly Reader[]>,
): Surroundings {
  const reads = (part: GatewayPart): boolean => ownersOf(part).some((o) => o.id === owner.id);
  return {
    policies: parts.policies.filter((p) => p.gateway.by !== 'configuration' || reads(p)),
    isGateways: (policy, name) => (name === undefined ? reads(policy) || isOfClass(owner, policy) : name === owner.name),
    backends: parts.backends.filter(reads),
    pathOf: (source) => readers.get(source)?.find((r) => unitId(r.unit) === owner.id)?.path ?? null,
    isLabelled: (labels, policy, target) => isLabelled(parts, owner, labels, policy, target),
  };
}

/** A policy for everything that a controller serves is also for the resources of its class. */
const isOfClass = (owner: Owner, policy: PolicyFact): boolean => policy.gateway.by === 'controller' && (owner.class ?? '').includes(policy.technology);

/** Labels of the target's pods, or of the workload that runs the gateway; no labels at all stand for a whole namespace. */
function isLabelled(parts: GatewayParts, owner: Owner, labels: Readonly<Record<string, string>>, policy: PolicyFact, target: Unit | null): boolean {
  const pairs = Object.entries(labels);
  const selector = parts.gateways.find((g) => g.name === owner.name)?.selector ?? {};
  if (pairs.length > 0 && pairs.every(([key, value]) => selector[key] === value)) return true;
  const runs = target === null ? [] : target.kind === 'service' ? target.service.units : target.server.units;
  return runs.some(({ instance: { workload } }) => {
    const near = policy.namespace === undefined || workload.namespace === undefined || policy.namespace === workload.namespace;
    return near && pairs.every(([key, value]) => workload.labels[key] === value);
  });
}
