import { type Evidence, compareText } from '../core/location.js';
import type { HostIndex, Named } from './host-index.js';
import type { ServiceModel, Unit } from './model.js';
import { serviceStem, squash } from './names.js';
import { dirOf, isUnder } from './paths.js';
import type { Environment } from './settings.js';

/** Where an address leads. */
export type HostAnswer =
  | {
      readonly kind: 'unit';
      readonly unit: Unit;
      readonly certainty: 'declared' | 'inferred';
      readonly evidence: readonly Evidence[];
      readonly by: 'name' | 'port';
    }
  | { readonly kind: 'external'; readonly host: string }
  | { readonly kind: 'unknown'; readonly local: boolean; readonly several: boolean };

/** A name as it is asked for. */
export interface AskedName {
  /** Lower case. */
  readonly name: string;
  readonly namespace?: string | undefined;
  /** null where none is said. */
  readonly port: number | null;
}

/** Whose name is that, seen from one service in one environment? The port tells apart those that share a name. Undefined for nobody's. */
export function resolveName({ name, namespace, port }: AskedName, from: ServiceModel, environment: Environment, index: HostIndex): HostAnswer | undefined {
  const all = index.named.get(name) ?? [];
  const workload = environment.unit?.instance.workload;
  const own = from.namespace ?? workload?.namespace;
  const elsewhere = (n: Named): boolean => workload?.platform === 'kubernetes' && own !== undefined && n.stack === workload.stack && n.namespace !== own;
  const inSpace = all.filter((n) => n.namespace === undefined || (namespace === undefined ? !elsewhere(n) : n.namespace === namespace));
  // A short name is looked up in the caller's namespace alone.
  if (namespace === undefined && inSpace.length === 0 && all.length > 0) return undefined;
  const tiers = [
    inSpace.filter((n) => n.stack === environment.stack && (namespace !== undefined || n.namespace === own)),
    inSpace.filter((n) => n.stack === environment.stack),
    inSpace.filter((n) => environment.stack !== null && index.identity.stackGroups.get(n.stack) === index.identity.stackGroups.get(environment.stack)),
    inSpace.filter((n) => isVisible(n.stack, from, index)),
    inSpace,
  ];
  for (const tier of tiers) {
    const units = narrowed(tier, port);
    if (units.length === 1 && units[0] !== undefined) return { kind: 'unit', unit: units[0], certainty: 'declared', evidence: [], by: 'name' };
    if (units.length > 1) return { kind: 'unknown', local: false, several: true };
  }
  const there = index.identity.services.filter((s) => namespace === undefined || isIn(namespace, s, index));
  const services = there.filter((s) => s.name.toLowerCase() === name);
  const byAlias = services.length > 0 ? services : there.filter((s) => s.aliases.some((a) => a.toLowerCase() === name));
  const [service] = byAlias;
  return service !== undefined && byAlias.length === 1
    ? { kind: 'unit', unit: { kind: 'service', service }, certainty: 'declared', evidence: [], by: 'name' }
    : undefined;
}

/** Containers of one pod and those in another's network share names: the port tells them apart, else the name is that of its owner. */
function narrowed(named: readonly Named[], port: number | null): Unit[] {
  const all = distinctUnits(named.map((n) => n.unit));
  if (all.length < 2) return all;
  const byPort = port === null ? [] : distinctUnits(named.filter((n) => n.ports.includes(port)).map((n) => n.unit));
  const owners = distinctUnits(named.filter((n) => n.borrowed !== true).map((n) => n.unit));
  return byPort.length === 1 ? byPort : owners.length === 1 ? owners : all;
}

/** Whether a service can be meant in a namespace: it runs there, nothing says where it runs, or the tree knows no such namespace. */
function isIn(namespace: string, service: ServiceModel, index: HostIndex): boolean {
  const spaces = service.units.flatMap((u) => u.instance.workload.namespace ?? []);
  return spaces.length === 0 || spaces.includes(namespace) || !index.namespaces.has(namespace);
}

/** The one service whose core words a name shares: a guess. */
export function byStem(host: string, from: ServiceModel, environment: Environment, index: HostIndex): Unit | undefined {
  const stem = serviceStem(host);
  if (stem.length < 3) return undefined;
  const services = index.identity.services.filter((s) => [s.name, ...s.aliases].some((n) => squash(n) === squash(host) || serviceStem(n) === stem));
  const [service] = services;
  return service !== undefined && services.length === 1 && !(service === from && environment.stack === null) ? { kind: 'service', service } : undefined;
}

/** A stack of another repository does not lead into this one: one whose top folder holds services, but not this one, and runs nobody from outside. */
export function isVisible(stack: string, from: ServiceModel, index: HostIndex): boolean {
  const dir = index.identity.instances.some((i) => i.workload.stack === stack && i.workload.platform === 'compose') ? dirOf(stack) : stack;
  const top = dir.split('/')[0] ?? '.';
  if (top === '.' || from.path === null || isUnder(from.path, top)) return true;
  const paths = index.identity.services.filter((s) => s.path !== null);
  if (!paths.some((s) => isUnder(s.path ?? '', top))) return true;
  return paths.some((s) => !isUnder(s.path ?? '', top) && s.units.some((u) => u.instance.workload.stack === stack));
}

/** Units without duplicates, in a fixed order. */
export function distinctUnits(units: readonly Unit[]): Unit[] {
  const seen = new Map<string, Unit>();
  for (const unit of units) seen.set(unit.kind === 'service' ? unit.service.id : `server:${unit.server.key}`, unit);
  return [...seen].sort(([a], [b]) => compareText(a, b)).map(([, u]) => u);
}
