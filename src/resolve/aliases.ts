import type { CatalogFact } from '../core/catalog.js';
import type { ServiceSetting } from '../core/config.js';
import type { EnvFileFact, Fact } from '../core/fact.js';
import type { HostFact } from '../core/workload.js';
import { compareText } from '../core/location.js';
import { type Draft, imageKey } from './drafts.js';
import { type FolderWorld, folderName } from './folders.js';
import { readImage } from './images.js';
import type { Instance, RunUnit } from './model.js';
import { deepestFolder } from './paths.js';
import { applicationNames } from './property-files.js';
import { registeredNames } from './registrations.js';

/** What names depend on besides the unit itself. */
export interface Surroundings {
  readonly world: FolderWorld;
  readonly folders: readonly string[];
  /** Several services have the folder. */
  readonly shared: boolean;
  /** What a catalog says of it. */
  readonly component: CatalogFact | undefined;
  /** Images, as `imageKey` has them, that several services run: only their tags tell them apart. */
  readonly sharedImages: ReadonlySet<string>;
}

/** Every name of a unit but the one it bears: of its workloads, hosts, image, folder, package, and what its own configuration calls it. */
export function aliasesOf(draft: Draft, name: string, setting: ServiceSetting | undefined, facts: readonly Fact[], around: Surroundings): string[] {
  const { world, folders, shared, sharedImages, component } = around;
  const catalogued = component === undefined ? [] : [component.name, ...component.aliases];
  const names = new Set<string>([...draft.names.map((n) => n.text), ...(setting?.aliases ?? []), ...catalogued]);
  for (const unit of draft.units) for (const n of [...runNames(unit, shared, sharedImages), ...registeredNames(unit, facts)]) names.add(n);
  for (const host of hostsOf(draft, facts)) names.add(host.name);
  if (draft.folder !== null && draft.folder !== '.' && !shared) {
    names.add(folderName(draft.folder));
    for (const p of draft.packages.filter((q) => q.path === draft.folder && q.name !== null)) if (isUniquePackage(p.name, world)) names.add(p.name ?? '');
    for (const own of ownNames(draft.folder, facts)) names.add(own);
    for (const own of applicationNames(draft.folder, folders, facts)) names.add(own);
    for (const own of facts) if (own.kind === 'registration' && own.folder === draft.folder) names.add(own.name);
  }
  names.delete(name);
  names.delete('');
  return [...names].filter((n) => /^[\P{Cc}]+$/u.test(n)).sort(compareText);
}

/** Names under which a running container is known; an image that several services share names none of them. */
function runNames(unit: RunUnit, shared: boolean, sharedImages: ReadonlySet<string>): string[] {
  // An option's image may be a placeholder that nobody has filled in.
  const nameless = shared || unit.instance.when !== undefined || sharedImages.has(imageKey(unit) ?? '');
  const image = unit.container.image === undefined || nameless ? undefined : readImage(unit.container.image);
  const images = image === undefined ? [] : image.owner === null ? [image.last] : [image.last, `${image.owner}/${image.last}`];
  return [...workloadNames(unit), ...images, ...registryNames(unit)];
}

/** Names of a running container's own: those of its workload only where it does not share them with others. */
export function workloadNames({ instance: { workload }, container }: RunUnit): readonly string[] {
  return container.hostnames ?? [workload.name, ...workload.hostnames];
}

const registryName =
  /^(SPRING_APPLICATION_NAME|EUREKA_INSTANCE_(APP_?NAME|VIRTUAL_?HOST_?NAME)|SPRING_CLOUD_CONSUL_DISCOVERY_SERVICE_?NAME|Spring__Application__Name)$/i;

/** What its variables tell a program to register itself as. */
function registryNames(unit: RunUnit): string[] {
  return unit.container.env.flatMap((e) =>
    registryName.test(e.name) && e.value?.k === 'literal' && /^[\w.-]{2,60}$/.test(e.value.text) ? [e.value.text] : [],
  );
}

function isUniquePackage(name: string | null, world: FolderWorld): boolean {
  return name !== null && world.packages.filter((p) => p.name === name).length === 1;
}

/** Kubernetes Services whose selector fits a workload's labels. */
export function hostsOf(draft: Draft, facts: readonly Fact[]): HostFact[] {
  return facts.filter((f) => f.kind === 'host').filter((h) => draft.units.some((u) => selects(h, u.instance)));
}

/** Whether a Kubernetes Service leads to a workload: all its labels fit, in the same namespace. */
export function selects(host: HostFact, instance: Instance): boolean {
  const workload = instance.workload;
  if (workload.platform !== 'kubernetes' || host.selector === undefined) return false;
  const pairs = Object.entries(host.selector);
  const sameSpace = host.namespace === undefined || workload.namespace === undefined || host.namespace === workload.namespace;
  return sameSpace && pairs.length > 0 && pairs.every(([key, value]) => workload.labels[key] === value);
}

const nameSettings: ReadonlySet<string> = new Set([
  'SERVICE_NAME',
  'APP_NAME',
  'APPLICATION_NAME',
  'OTEL_SERVICE_NAME',
  'NEW_RELIC_APP_NAME',
  'DD_SERVICE',
  'SPRING_APPLICATION_NAME',
  'MICROSERVICE_NAME',
]);

/** What the env files in a service's own folder call it. */
function ownNames(folder: string, facts: readonly Fact[]): string[] {
  const files = facts.filter((f): f is EnvFileFact => f.kind === 'env-file' && deepestFolder(f.path, [folder]) !== undefined && folder !== '.');
  return files.flatMap((f) =>
    f.entries.flatMap((e) => (nameSettings.has(e.name) && e.value?.k === 'literal' && /^[\w .-]{2,60}$/.test(e.value.text) ? [e.value.text] : [])),
  );
}
