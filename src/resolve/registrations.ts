import type { Fact } from '../core/fact.js';
import type { RegistrationFact, Upstream } from '../core/workload.js';
import type { RunUnit, ServiceModel } from './model.js';
import { squash } from './names.js';
import { isUnder } from './paths.js';

/** Registrations of the tree, ready to be asked whose they are. */
export interface RegistrationCatalog {
  readonly registrations: readonly RegistrationFact[];
  /** Files that some container mounts: they are those containers' alone. */
  readonly mounted: ReadonlySet<string>;
}

/** Collects the registrations and which of their files are mounted. */
export function registrationCatalog(facts: readonly Fact[]): RegistrationCatalog {
  const registrations = facts.filter((f) => f.kind === 'registration');
  const files = new Set(registrations.map((r) => r.at.file));
  const sources = facts.flatMap((f) => (f.kind === 'workload' ? f.containers.flatMap((c) => c.mounts.map((m) => m.source)) : []));
  return { registrations, mounted: new Set(sources.filter((s) => files.has(s))) };
}

/** Whether a registration is that of a container: its file is mounted into it, or, mounted nowhere, it bears the container's name or lies in its folder. */
function isOf(registration: RegistrationFact, unit: RunUnit | null, folder: string | null, names: readonly string[], catalog: RegistrationCatalog): boolean {
  const { file } = registration.at;
  if (catalog.mounted.has(file)) return unit?.container.mounts.some((m) => m.source === file) ?? false;
  if (names.some((n) => squash(n) === squash(registration.name))) return true;
  return folder !== null && folder !== '.' && isUnder(file, folder);
}

/** What a service's proxy offers it on ports of this machine, in one environment: said by its workload, else by its registrations. */
export function upstreamsOf(service: ServiceModel, unit: RunUnit | null, catalog: RegistrationCatalog): readonly Upstream[] {
  const own = unit?.instance.workload.upstreams ?? [];
  if (own.length > 0) return own;
  const names = [service.name, ...service.aliases];
  return catalog.registrations.filter((r) => r.upstreams.length > 0 && isOf(r, unit, service.path, names, catalog)).flatMap((r) => r.upstreams);
}

/** Names that mounted registrations give to what runs in a container. */
export function registeredNames(unit: RunUnit, facts: readonly Fact[]): string[] {
  const sources = new Set(unit.container.mounts.map((m) => m.source));
  return facts.flatMap((f) => (f.kind === 'registration' && f.redirects.length === 0 && sources.has(f.at.file) ? [f.name] : []));
}
