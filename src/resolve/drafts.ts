import type { ImageFact, PackageFact } from '../core/fact.js';
import { compareText } from '../core/location.js';
import type { ImageSource } from './builds.js';
import { type Classified, type ImageWorld, classify } from './classify.js';
import { type FolderWorld, folderName, folderOfImage, hasSources } from './folders.js';
import { type StockImage, readImage, baseImage } from './images.js';
import type { Instance, RunUnit } from './model.js';
import { isEnvironmentName, serviceStem, squash, withoutEnvironment } from './names.js';
import { isUnder } from './paths.js';

/** A service while it is put together. */
export interface Draft {
  /** Names with their rank: 0 Kubernetes, 1 compose, 2 folder or package, 3 image. */
  readonly names: { readonly text: string; readonly rank: number }[];
  folder: string | null;
  namespace?: string;
  readonly units: RunUnit[];
  readonly images: ImageFact[];
  readonly packages: PackageFact[];
  base: StockImage | undefined;
  certainty: 'deployed' | 'built' | 'candidate';
  starts: boolean;
}

/** A stock or foreign container, to become a server. */
export interface StockRun {
  readonly unit: RunUnit;
  readonly name: string;
  readonly found: Exclude<Classified, { kind: 'own' }>;
}

interface OwnRun {
  readonly unit: RunUnit;
  readonly name: string;
  readonly folder: string | null;
  readonly base: StockImage | undefined;
  readonly migrates: boolean;
}

/** Sorts all running containers into services to be and servers; sidecars beside the owners' containers are dropped. */
export function draftsOfInstances(instances: readonly Instance[], world: ImageWorld): { drafts: Draft[]; stock: StockRun[] } {
  const own: OwnRun[] = [];
  const stock: StockRun[] = [];
  for (const instance of instances) {
    const running = instance.workload.containers.filter((c) => !c.init).map((container) => ({ container, found: classify(instance, container, world) }));
    const owned = running.filter((r) => r.found.kind === 'own');
    for (const { container, found } of running) {
      const written = withoutEnvironment(instance.workload.writtenName ?? instance.workload.name);
      const name = owned.length > 1 || (owned.length === 0 && running.length > 1) ? withoutEnvironment(container.name) : written;
      if (found.kind === 'own') {
        const unit: RunUnit = { instance, container, image: found.image, ...(found.built && { built: found.built }) };
        own.push({ unit, name, folder: found.folder, base: found.base, migrates: migrates(unit) });
      } else if (owned.length === 0) stock.push({ unit: { instance, container, image: null }, name: written, found });
      else if (instance.workload.platform === 'nomad' && isServer(found))
        stock.push({ unit: { instance, container, image: null }, name: container.name, found });
    }
  }
  const drafts = joinRuns(own);
  return { drafts, stock: stock.filter((run) => !joinProgram(run, drafts)) };
}

/** Tasks of a Nomad group stand for themselves: a server among them is no sidecar. */
function isServer(found: Exclude<Classified, { kind: 'own' }>): boolean {
  return found.kind === 'stock' && ['datastore', 'broker', 'gateway'].includes(found.stock.kind);
}

/** A program that is run without an image (a command on the node) is the one service that another stack knows by the same core name. */
function joinProgram({ unit, name, found }: StockRun, drafts: readonly Draft[]): boolean {
  if (found.kind !== 'foreign' || unit.container.image !== undefined || unit.container.build !== undefined) return false;
  const words = [...(unit.container.entrypoint ?? []), ...(unit.container.command ?? [])].join(' ');
  const texts = [name, unit.container.name, ...[...words.matchAll(/\b(?:cmd|apps?|services?)\/([\w-]+)/g)].map((m) => m[1] ?? '')];
  const fitting = (fits: (text: string, other: string) => boolean): Draft[] =>
    drafts.filter(
      (d) => d.units.every((u) => u.instance.workload.stack !== unit.instance.workload.stack) && d.names.some((n) => texts.some((t) => fits(t, n.text))),
    );
  const exact = fitting((a, b) => squash(a) === squash(b));
  const pool = exact.length > 0 ? exact : fitting((a, b) => serviceStem(a).length > 2 && serviceStem(a) === serviceStem(b));
  const [draft] = pool;
  if (draft === undefined || pool.length !== 1) return false;
  draft.names.push({ text: name, rank: rankOf(unit) });
  draft.units.push(unit);
  return true;
}

/** Orchestrators name a service, then compose. */
function rankOf(unit: RunUnit): number {
  return ['kubernetes', 'nomad', 'cloudformation', 'serverless'].includes(unit.instance.workload.platform) ? 0 : 1;
}

/** Whether a container only migrates a database. */
function migrates(unit: RunUnit): boolean {
  const words = [...(unit.container.entrypoint ?? []), ...(unit.container.command ?? [])].join(' ');
  const job = /^(Job|CronJob)$/.test(unit.instance.workload.workloadKind);
  const command =
    /\bmigrat(e|ions?)\b|flyway|liquibase|\bdb[:-](push|migrate|init|seed|setup)\b|alembic|prisma (db|migrate)/i.test(words) && !/&&|;/.test(words);
  return command || (/(^|[-_])(migrat\w*|db-init|seed(er)?)([-_]|$)/i.test(unit.instance.workload.name) && (job || words === '' || command));
}

function joinRuns(runs: readonly OwnRun[]): Draft[] {
  const serving = runs.filter((r) => !r.migrates);
  const drafts = mergeByFolder(draftsByName(serving));
  for (const run of runs.filter((r) => r.migrates)) {
    const host =
      drafts.find((d) => run.folder !== null && d.folder === run.folder) ??
      drafts.find((d) => d.names.some((n) => squash(run.name).startsWith(squash(n.text)) || serviceStem(run.name).startsWith(serviceStem(n.text))));
    if (host !== undefined && run.folder !== null) host.folder ??= run.folder;
  }
  return drafts;
}

function draftsByName(runs: readonly OwnRun[]): Draft[] {
  const namespaces = new Map<string, Set<string>>();
  for (const run of runs) {
    const namespace = run.unit.instance.workload.namespace;
    if (namespace !== undefined && !isEnvironmentNamespace(namespace))
      namespaces.set(squash(run.name), (namespaces.get(squash(run.name)) ?? new Set()).add(namespace));
  }
  const groups = new Map<string, OwnRun[]>();
  for (const run of runs) {
    const namespace = run.unit.instance.workload.namespace;
    const apart = namespace !== undefined && (namespaces.get(squash(run.name))?.size ?? 0) > 1 && !isEnvironmentNamespace(namespace);
    const key = `${apart ? namespace : ''}\n${squash(replicaName(run, runs))}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups].flatMap(([key, group]) => {
    const folders = [...new Set(group.flatMap((r) => (r.folder === null ? [] : [r.folder])))];
    const namespace = key.split('\n')[0] ?? '';
    const parts = folders.length <= 1 ? [group] : folders.map((f, i) => group.filter((r) => r.folder === f || (r.folder === null && i === 0)));
    return parts.map((part) => draftOf(part, namespace));
  });
}

const copy = /[-_]?(\d+|secondary|replica|standby|canary|blue|green)$/;

/** `orders-1` and `orders-2`, `orders` and `orders-canary` of one folder or image are replicas of `orders`. */
function replicaName(run: OwnRun, runs: readonly OwnRun[]): string {
  const bare = run.name.replace(copy, '');
  const source = run.folder ?? imageKey(run.unit);
  if (bare === run.name || bare === '' || source === null) return run.name;
  const command = (r: OwnRun): string => (r.unit.container.command ?? []).join(' ');
  const twins = runs.filter((r) => (r.folder ?? imageKey(r.unit)) === source && r.name.replace(copy, '') === bare && command(r) === command(run));
  return twins.length > 1 ? bare : run.name;
}

/** The image a container runs, without tag; null where it is built. */
/** Owner and last part of a container's image; null where it has none. */
export function imageKey(unit: RunUnit): string | null {
  const image = unit.container.image === undefined ? undefined : readImage(unit.container.image);
  return image === undefined ? null : `${image.owner ?? ''}/${image.last}`;
}

function isEnvironmentNamespace(namespace: string): boolean {
  return namespace.split(/[-_]/).some((w) => isEnvironmentName(w));
}

function draftOf(runs: readonly OwnRun[], namespace: string): Draft {
  const names = runs.map((r) => ({ text: replicaName(r, runs), rank: rankOf(r.unit) }));
  return {
    names,
    folder: runs.find((r) => r.folder !== null)?.folder ?? null,
    ...(namespace === '' ? {} : { namespace }),
    units: runs.map((r) => r.unit),
    images: [...new Set(runs.flatMap((r) => (r.unit.image === null ? [] : [r.unit.image])))],
    packages: [],
    base: runs.find((r) => r.base !== undefined)?.base,
    certainty: 'deployed',
    starts: true,
  };
}

/** One folder (or image) under two names is one service, unless one stack runs both: then they are two programs of one folder. */
function mergeByFolder(drafts: readonly Draft[]): Draft[] {
  const out: Draft[] = [];
  const sources = (d: Draft): Set<string> => new Set(d.folder !== null ? [d.folder] : d.units.flatMap((u) => imageKey(u) ?? []));
  for (const draft of drafts) {
    const own = sources(draft);
    const stacks = new Set(draft.units.map((u) => u.instance.workload.stack));
    const same = out.find(
      (d) =>
        (d.folder === null) === (draft.folder === null) &&
        [...sources(d)].some((x) => own.has(x)) &&
        d.namespace === draft.namespace &&
        !d.units.some((u) => stacks.has(u.instance.workload.stack)) &&
        commandsAgree(d, draft),
    );
    if (same === undefined) out.push(draft);
    else {
      same.names.push(...draft.names);
      same.units.push(...draft.units);
      same.images.push(...draft.images.filter((i) => !same.images.includes(i)));
    }
  }
  return out;
}

function commandsAgree(a: Draft, b: Draft): boolean {
  const functions = (d: Draft): boolean => d.units.some((u) => u.container.code !== undefined);
  // Stacks of functions share code, and are told apart by their names.
  if (functions(a) && functions(b) && !a.names.some((n) => b.names.some((m) => squash(m.text) === squash(n.text)))) return false;
  const commands = (d: Draft): Set<string> => new Set(d.units.flatMap((u) => (u.container.command === undefined ? [] : [u.container.command.join(' ')])));
  const [x, y] = [commands(a), commands(b)];
  return x.size === 0 || y.size === 0 || [...x].some((c) => y.has(c));
}

/** Dockerfiles that no workload builds are services too, unless they are tools, bases or data stores; the names of their images are names of theirs. */
export function draftsOfImages(drafts: Draft[], world: FolderWorld, sources: readonly ImageSource[]): void {
  for (const image of [...world.images].sort((a, b) => compareText(a.dockerfile, b.dockerfile))) {
    if (drafts.some((d) => d.images.includes(image))) continue;
    const base = baseImage(image);
    if (base?.kind === 'datastore' || base?.kind === 'broker' || wrapsDeployed(image, drafts)) continue;
    const folder = folderOfImage(image, null, [], world);
    const known = drafts.filter(
      (d) => d.folder === folder || (d.folder !== null && d.folder !== '.' && isUnder(image.dir, d.folder) && !isBuiltAlone(folder, world)),
    );
    if (known[0] !== undefined) {
      if (known.length === 1 && known[0].images.length === 0) known[0].images.push(image);
      continue;
    }
    if (!buildsSomething(image, folder, world) || (!isBuiltAlone(folder, world) && choosesProgram(image))) continue;
    const published = sources.filter((s) => s.image === image).flatMap((s) => s.names.map(({ last }) => ({ text: last, rank: 3 })));
    drafts.push({
      names: [{ text: unitName(folder, world), rank: 2 }, ...published],
      folder,
      units: [],
      images: [image],
      packages: [],
      base,
      certainty: 'built',
      starts: true,
    });
  }
}

/** Whether an image only adds to one that a workload runs: the same program, packed once more. */
function wrapsDeployed(image: ImageFact, drafts: readonly Draft[]): boolean {
  const from = image.stages.at(-1)?.from;
  const base = from === undefined ? undefined : readImage(from);
  return base?.owner != null && drafts.some((d) => d.units.some((u) => imageKey(u) === `${base.owner}/${base.last}`));
}

/** Whether a folder is a package or module of its own. */
function isBuiltAlone(folder: string, world: FolderWorld): boolean {
  return world.byFolder.has(folder) || world.modules.some((m) => m.path === folder);
}

function buildsSomething(image: ImageFact, folder: string, world: FolderWorld): boolean {
  const last = image.stages.at(-1);
  const runs = image.stages.some((s) => (s.command?.length ?? 0) > 0 || (s.entrypoint?.length ?? 0) > 0);
  const copies = last?.copies.some((c) => c.sources.length > 0) ?? false;
  const root = world.byFolder.get(folder);
  const workspaceRoot = folder === '.' && root !== undefined && world.packages.some((p) => p !== root);
  return !workspaceRoot && (runs || copies) && (hasSources(folder, world.files) || copies);
}

/** A Dockerfile for many programs: an argument without a default says which (`COPY apps/$APP`, `CMD node dist/apps/$APP/main.js`). */
function choosesProgram(image: ImageFact): boolean {
  const asked = new Set(image.stages.flatMap((s) => s.args.flatMap((a) => (a.value === undefined ? [a.name] : []))));
  const last = image.stages.at(-1);
  if (last === undefined || asked.size === 0) return false;
  const copied = last.copies.flatMap((c) => (c.from === undefined ? c.sources : []));
  const written = [last.workdir ?? '', ...copied, ...(last.entrypoint ?? []), ...(last.command ?? [])];
  return written.some((text) => [...text.matchAll(/(?:^|\/)\$\{?(\w+)/g)].some((m) => asked.has(m[1] ?? '')));
}

/** Name of a unit that only its folder or package names. */
export function unitName(folder: string, world: FolderWorld): string {
  const byFolder = folderName(folder);
  const pack = world.byFolder.get(folder)?.name;
  const packageName = pack === undefined || pack === null ? undefined : pack.slice(pack.lastIndexOf('/') + 1);
  return byFolder === '.' || byFolder === '' ? (packageName ?? 'app') : byFolder;
}
