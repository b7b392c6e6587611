import type { NodeId, SiteRoute } from '../../core/graph.js';
import type { UnresolvedReason } from '../../core/interaction.js';
import type { Evidence, Location } from '../../core/location.js';
import type { BackendFact, PathStep, RouteFact, RouteTarget } from '../../core/route.js';
import { describeTerm, literal } from '../../core/term.js';
import { readAddress } from '../addresses.js';
import type { EdgeDraft } from '../edges.js';
import type { Unit } from '../model.js';
import { deepestFolder, isUnder } from '../paths.js';
import type { Scene } from '../scene.js';
import type { Environment, SettingsCatalog } from '../settings.js';
import { resolveAddress, type Target } from '../targets.js';
import { fill } from '../terms.js';
import { joinGuards, type Surroundings } from './guards.js';
import type { Owner } from './owners.js';

/** What the edge of a route says beside its ends. */
type RouteDraft = Omit<EdgeDraft, 'from' | 'to' | 'kind'>;

/** A route of a gateway to a unit. */
export interface ResolvedRoute {
  readonly gateway: Owner;
  readonly to: Unit;
  readonly route: SiteRoute;
  readonly draft: RouteDraft;
}

export interface ExternalRoute {
  readonly gateway: Owner;
  readonly host: string;
  readonly draft: RouteDraft;
}
export interface LostRoute {
  readonly gateway: NodeId;
  readonly reason: UnresolvedReason;
  readonly text: string;
  /** The host that leads nowhere, where it is known. */
  readonly host?: string;
  readonly stack: string | null;
  readonly foundBy: string;
  readonly at: Location;
}

/** The routes found so far. */
export interface Growing {
  routes: ResolvedRoute[];
  external: ExternalRoute[];
  unresolved: LostRoute[];
  owners: Map<NodeId, Owner>;
}

/** What routes are resolved against. */
export type RoutingWorld = Pick<Scene, 'identity' | 'environments' | 'index'> & { readonly catalog: SettingsCatalog };

/** A route of one gateway, with what else that reads. */
export interface Asking {
  readonly route: RouteFact;
  readonly owner: Owner;
  readonly around: Surroundings;
}

const maxBackends = 8;

/** Follows a route's targets, through backends, to units, third parties or nowhere, in every environment of its gateway. */
export function resolveRoute(scene: RoutingWorld, asking: Asking, growing: Growing): void {
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
        const line: Evidence = { ...target.at, foundBy: backend.foundBy, text: `${shownName(backend.name)} → ${describeTarget(target)}`, role: 'definition' };
        resolveTarget(scene, asking, { ...way, target, backends: [...way.backends, backend], evidence: [...way.evidence, line] }, growing);
      }
    return;
  }
  if (way.target.folder !== undefined && addFolder(scene, asking, way, growing)) return;
  if (way.target.address === undefined) {
    const { id: gateway } = asking.owner;
    const { foundBy, at } = route;
    growing.unresolved.push({ gateway, reason: 'dynamic-target', text: describeTarget(way.target), stack: way.environment.stack, foundBy, at });
    return;
  }
  addTargets(scene, asking, way, growing);
}

/** The service whose sources lie in a folder: the deepest around it, else the only one inside. False where there is none. */
function addFolder(scene: RoutingWorld, asking: Asking, way: Way, growing: Growing): boolean {
  const { folder = '' } = way.target;
  const placed = scene.identity.services.filter((s) => s.path !== null);
  const around = deepestFolder(
    folder,
    placed.flatMap((s) => s.path ?? []),
  );
  const inside = placed.filter((s) => isUnder(s.path ?? '', folder));
  const found = around === undefined ? (inside.length === 1 ? inside : []) : placed.filter((s) => s.path === around);
  for (const service of found) addUnit(asking, way, { unit: { kind: 'service', service }, certainty: 'declared', evidence: [] }, growing);
  return found.length > 0;
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
  const found = resolveAddress(target.address ?? literal(''), route.protocol, owner.caller, [environment], scene.index);
  for (const t of found.targets) addUnit(asking, way, t, growing);
  for (const out of found.external) {
    const draft = draftOf(asking, way, siteRoute(asking, way, null), out.evidence);
    growing.external.push({ gateway: owner, host: out.host, draft: { ...draft, certainty: 'declared' } });
  }
  const [host] = hostsOf(way);
  const lost = { gateway: owner.id, stack: environment.stack, foundBy: route.foundBy, at: target.at, ...(host === undefined ? {} : { host }) };
  for (const row of found.unresolved) growing.unresolved.push({ ...lost, ...row });
}

function addUnit(asking: Asking, way: Way, found: Pick<Target, 'unit' | 'certainty' | 'evidence'> & Partial<Target>, growing: Growing): void {
  const { route, owner } = asking;
  const at = way.backends.length > 0 ? way.target.at : route.at;
  const site = siteRoute(asking, way, found.unit);
  const address = found.address === undefined ? {} : { address: { ...found.address, at: { file: at.file, line: at.line } } };
  const certainty = way.target.guess === true ? 'inferred' : found.certainty;
  growing.routes.push({ gateway: owner, to: found.unit, route: site, draft: { ...draftOf(asking, way, site, found.evidence), certainty, ...address } });
}

function draftOf({ route }: Asking, way: Way, site: SiteRoute, evidence: readonly Evidence[]): Omit<RouteDraft, 'certainty'> {
  const line: Evidence = { ...route.at, foundBy: route.foundBy, text: routeText(route, way) };
  const further = [...way.evidence, ...evidence].filter((e) => e.file !== line.file || e.line !== line.line);
  const when = way.environment.when ?? route.when;
  return {
    protocol: route.protocol,
    evidence: [line, ...further],
    path: route.path,
    method: route.methods.length === 1 ? (route.methods[0] ?? null) : null,
    route: site,
    ...(when === undefined ? {} : { when }),
  };
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
  const target = way.backends[0] === undefined ? describeTarget(way.target) : shownName(way.backends[0].name);
  return `${methods}${host}${route.path ?? (host === '' ? '*' : '')} → ${target}`.slice(0, 160);
}

function describeTarget({ address, backend, folder }: RouteTarget): string {
  return address === undefined ? (backend === undefined ? (folder ?? '{…}') : shownName(backend)) : describeTerm(address);
}

/** `service:orders` is `orders` to whoever wrote it. */
const shownName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);
