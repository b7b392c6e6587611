import type { NodeId, SiteRoute } from '../../core/graph.js';
import type { UnresolvedReason } from '../../core/interaction.js';
import { type Evidence, type Location, type NonEmpty, compareLocations } from '../../core/location.js';
import type { BackendFact, GatewayPart, PathStep, PolicyFact, RouteFact, RouteTarget } from '../../core/route.js';
import { describeTerm, literal } from '../../core/term.js';
import { readAddress } from '../addresses.js';
import type { EdgeDraft } from '../edges.js';
import type { Unit } from '../model.js';
import type { Scene } from '../scene.js';
import type { Environment, SettingsCatalog } from '../settings.js';
import { resolveAddress, type Target } from '../targets.js';
import { fill } from '../terms.js';
import { joinGuards, type Surroundings } from './guards.js';
import { type Owner, Owners, unitId } from './owners.js';
import type { GatewayParts } from './parts.js';
import type { Reader } from './readers.js';

/** What the edge of a route says beside its ends. */
type RouteDraft = Omit<EdgeDraft, 'from' | 'to' | 'kind'>;

/** A route of a gateway to a unit. */
export interface ResolvedRoute {
  readonly gateway: Owner;
  readonly to: Unit;
  readonly route: SiteRoute;
  readonly draft: RouteDraft;
}

interface ExternalRoute {
  readonly gateway: Owner;
  readonly host: string;
  readonly draft: RouteDraft;
}
interface LostRoute {
  readonly gateway: NodeId;
  readonly reason: UnresolvedReason;
  readonly text: string;
  /** The host that leads nowhere, where it is known. */
  readonly host?: string;
  readonly stack: string | null;
  readonly foundBy: string;
  readonly at: Location;
}

/** What the routes of all gateways lead to. */
export interface Routing {
  readonly routes: readonly ResolvedRoute[];
  readonly external: readonly ExternalRoute[];
  readonly unresolved: readonly LostRoute[];
  /** Resources that are gateways, whether or not a route leads anywhere. */
  readonly owners: readonly Owner[];
}

interface Growing {
  routes: ResolvedRoute[];
  external: ExternalRoute[];
  unresolved: LostRoute[];
  owners: Map<NodeId, Owner>;
}

/** What routes are resolved against. */
export type RoutingWorld = Pick<Scene, 'identity' | 'environments' | 'index'> & { readonly catalog: SettingsCatalog };

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
  return { ...growing, owners: [...growing.owners.values()] };
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
    isGateways: (policy, name) => (name === undefined ? reads(policy) : name === owner.name),
    backends: parts.backends.filter(reads),
    pathOf: (source) => readers.get(source)?.find((r) => unitId(r.unit) === owner.id)?.path ?? null,
    isLabelled: (labels, policy, target) => isLabelled(parts, owner, labels, policy, target),
  };
}

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

interface Asking {
  readonly route: RouteFact;
  readonly owner: Owner;
  readonly around: Surroundings;
}

const maxBackends = 8;

function resolveRoute(scene: RoutingWorld, asking: Asking, growing: Growing): void {
  const { route, owner, around } = asking;
  const included = joinGuards(route, { backends: [], hosts: [], target: null }, around).targets;
  for (const target of route.targets.length > 0 ? route.targets : included)
    for (const environment of owner.environments) resolveTarget(scene, asking, { target, environment, backends: [], evidence: [] }, growing);
}

/** A target on its way through backends. */
interface Way {
  readonly target: RouteTarget;
  readonly environment: Environment;
  readonly backends: readonly BackendFact[];
  readonly evidence: readonly Evidence[];
}

function resolveTarget(scene: RoutingWorld, asking: Asking, way: Way, growing: Growing): void {
  const { around, route } = asking;
  const named = way.target.backend === undefined ? [] : around.backends.filter((b) => b.name === way.target.backend);
  const hosted = way.target.backend !== undefined || way.target.address === undefined ? [] : backendsByHost(way, around);
  const next = (named.length > 0 ? named : hosted).filter((b) => !way.backends.includes(b));
  if (next.length > 0 && way.backends.length < maxBackends) {
    for (const backend of next)
      for (const target of backend.targets) {
        const line: Evidence = { ...target.at, foundBy: backend.foundBy, text: `${backend.name} → ${describeTarget(target)}`, role: 'definition' };
        resolveTarget(scene, asking, { ...way, target, backends: [...way.backends, backend], evidence: [...way.evidence, line] }, growing);
      }
    return;
  }
  if (way.target.address === undefined) {
    const { id: gateway } = asking.owner;
    const { foundBy, at } = route;
    growing.unresolved.push({ gateway, reason: 'dynamic-target', text: describeTarget(way.target), stack: way.environment.stack, foundBy, at });
    return;
  }
  addTargets(scene, asking, way, growing);
}

function backendsByHost(way: Way, around: Surroundings): BackendFact[] {
  const hosts = hostsOf(way);
  return around.backends.filter((b) => b.asHost && hosts.includes(b.name.toLowerCase()));
}

/** Hosts of an address, with the first label of each: the name of a Service. */
function hostsOf({ target, environment }: Way): string[] {
  const filled = target.address === undefined ? [] : fill(target.address, environment.lookup);
  return filled.flatMap((f) => readAddress(f.text).host ?? []).flatMap((host) => [host, host.split('.')[0] ?? host]);
}

function addTargets(scene: RoutingWorld, asking: Asking, way: Way, growing: Growing): void {
  const { route, owner } = asking;
  const { environment, target } = way;
  const term = target.address ?? literal('');
  const found = resolveAddress(term, route.protocol, owner.caller, [environment], scene.index);
  const line: Evidence = { ...route.at, foundBy: route.foundBy, text: routeText(route, way) };
  const when = environment.when ?? route.when;
  const draft = (t: Pick<Target, 'evidence'>, site: SiteRoute): Omit<RouteDraft, 'certainty'> => ({
    protocol: route.protocol,
    evidence: [line, ...[...way.evidence, ...t.evidence].filter((e) => e.file !== line.file || e.line !== line.line)] as unknown as NonEmpty<Evidence>,
    path: route.path,
    method: route.methods.length === 1 ? (route.methods[0] ?? null) : null,
    route: site,
    ...(when === undefined ? {} : { when }),
  });
  for (const t of found.targets) {
    const at = way.backends.length > 0 ? target.at : route.at;
    const address = { ...t.address, at: { file: at.file, line: at.line } };
    const site = siteRoute(asking, way, t.unit);
    growing.routes.push({ gateway: owner, to: t.unit, route: site, draft: { ...draft(t, site), certainty: t.certainty, address } });
  }
  for (const out of found.external)
    growing.external.push({ gateway: owner, host: out.host, draft: { ...draft(out, siteRoute(asking, way, null)), certainty: 'declared' } });
  const [host] = hostsOf(way);
  const lost = { gateway: owner.id, stack: environment.stack, foundBy: route.foundBy, at: target.at, ...(host === undefined ? {} : { host }) };
  for (const row of found.unresolved) growing.unresolved.push({ ...lost, ...row });
}

function siteRoute({ route, owner, around }: Asking, way: Way, target: Unit | null): SiteRoute {
  const joined = joinGuards(route, { backends: way.backends, hosts: hostsOf(way), target }, around);
  const steps: (readonly PathStep[] | null)[] = [joined.before, route.forwards, ...way.backends.map((b) => b.forwards)];
  return {
    hosts: route.hosts,
    path: route.path,
    pathKind: route.pathKind,
    methods: route.methods,
    forwards: steps.some((s) => s === null) ? null : steps.flatMap((s) => s ?? []),
    auth: joined.auth,
    rateLimit: joined.rateLimit,
    ...(way.target.weight === undefined ? {} : { weight: way.target.weight }),
    ...(route.internal === true ? { internal: true } : {}),
    stacks: owner.stacks,
  };
}

function routeText(route: RouteFact, way: Way): string {
  const methods = route.methods.length === 0 ? '' : `${route.methods.join('|')} `;
  const host = route.hosts.length === 1 ? (route.hosts[0] ?? '') : '';
  const target = way.backends[0]?.name ?? describeTarget(way.target);
  return `${methods}${host}${route.path ?? (host === '' ? '*' : '')} → ${target}`.slice(0, 160);
}

function describeTarget(target: RouteTarget): string {
  return target.address === undefined ? (target.backend ?? '{…}') : describeTerm(target.address);
}
