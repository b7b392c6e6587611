import type { Config, ServiceSetting } from '../core/config.js';
import type { Fact } from '../core/fact.js';
import type { FileIndex } from '../core/files.js';
import type { Deployable } from '../core/interaction.js';
import { type Evidence, type NonEmpty, compareText, nonEmpty } from '../core/location.js';
import { aliasesOf, hostsOf } from './aliases.js';
import { imageSources } from './builds.js';
import { catalogOf, ownerOfFolder } from './catalog.js';
import { buildsByImage, imageOwners } from './classify.js';
import { type Draft, draftsOfImages, draftsOfInstances, imageKey } from './drafts.js';
import { entryFiles, handlersOf } from './entries.js';
import { type FolderWorld, commonPrefixes, folderName, folderWorld } from './folders.js';
import { languageOf } from './languages.js';
import { deliveriesOf } from './deliveries.js';
import { gatewayParts, standsAside } from './gateways/parts.js';
import { readersOf } from './gateways/readers.js';
import type { Identity, ServiceModel } from './model.js';
import { isGenericName, isStructuralFolder, squash, withoutScope } from './names.js';
import { draftsOfModules } from './module-programs.js';
import { dependenciesOf } from './modules.js';
import { draftsOfPackages } from './packages.js';
import { baseOf, dirOf } from './paths.js';
import { isBrowser, roleOf } from './roles.js';
import { groupStacks, serversOfRuns } from './servers.js';
import { instancesOf } from './workloads.js';

/**
 * Which workloads, images, folders and names are one service? Reads the manifests' facts and the list of files (none is
 * opened) and returns everything that runs, with its names, source folder and entry files. Candidates (packages that
 * nothing deploys) are still among the services; `resolveGraph` drops those whose code neither serves nor consumes.
 */
export function identify(facts: readonly Fact[], files: FileIndex, config: Config): Identity {
  const instances = instancesOf(facts, files);
  const world = folderWorld(facts, files);
  const containers = instances.flatMap((i) => i.workload.containers);
  const prefixes = commonPrefixes(containers);
  const sources = imageSources(facts, world);
  const owners = imageOwners(containers, prefixes, world, sources);
  const { drafts, stock } = draftsOfInstances(instances, { folders: world, prefixes, owners, sources, builds: buildsByImage(containers) });
  joinCanaries(drafts, facts);
  draftsOfImages(drafts, world, sources);
  draftsOfPackages(drafts, world);
  draftsOfModules(drafts, world);
  configured(drafts, config);
  const services = modelsOf(drafts, facts, world, config);
  const stackGroups = groupStacks(instances, drafts);
  const servers = serversOfRuns(stock, stackGroups, drafts);
  const of = (kind: (typeof servers)[number]['kind']) => servers.filter((s) => s.kind === kind).sort((a, b) => compareText(a.key, b.key));
  const known = {
    services,
    datastores: of('datastore'),
    brokers: of('broker'),
    gateways: of('gateway'),
    infrastructure: of('infrastructure'),
    deployables: services.flatMap((s) => (s.path === null || !isLinkable(s) ? [] : [deployableOf(s, s.path, files)])),
    instances,
    stackGroups,
    deliveries: deliveriesOf(facts, (file) => files.isAside(file)),
  };
  const parts = gatewayParts(facts, files);
  const all = [...parts.gateways, ...parts.routes, ...parts.backends, ...parts.policies];
  return { ...known, entrance: { parts, readers: readersOf(all, known, (file) => standsAside(file, files)) } };
}

function deployableOf(service: ServiceModel, path: string, files: FileIndex): Deployable {
  const handlers = handlersOf(service.units, files);
  return { id: service.id, path, entries: service.entries, ...(handlers.length === 0 ? {} : { handlers }) };
}

/** Scripts that a server of another language merely serves are not its program. */
function isLinkable(service: ServiceModel): boolean {
  return service.entries.length > 0 || service.packages.length > 0 || service.language === 'typescript' || service.language === 'javascript';
}

/** A workload without sources behind a Kubernetes Service that bears another service's name is a variant of that one. */
function joinCanaries(drafts: Draft[], facts: readonly Fact[]): void {
  for (const draft of drafts.filter((d) => d.folder === null)) {
    const hosts = new Set(hostsOf(draft, facts).map((h) => squash(h.name)));
    const main = drafts.find(
      (d) =>
        d !== draft &&
        d.folder !== null &&
        d.names.some((n) => hosts.has(squash(n.text))) &&
        !draft.names.some((n) => d.names.some((m) => squash(m.text) === squash(n.text))),
    );
    if (main === undefined) continue;
    main.names.push(...draft.names.map((n) => ({ ...n, rank: 2 })));
    main.units.push(...draft.units);
    drafts.splice(drafts.indexOf(draft), 1);
  }
}

/** Services that only the configuration names, with a path. */
function configured(drafts: Draft[], config: Config): void {
  for (const [name, setting] of Object.entries(config.services)) {
    if (setting.path === undefined || drafts.some((d) => matches(d, name, setting))) continue;
    drafts.push({
      names: [{ text: name, rank: 0 }],
      folder: setting.path.replace(/\/+$/, ''),
      units: [],
      images: [],
      packages: [],
      base: undefined,
      certainty: 'built',
      starts: true,
    });
  }
}

function matches(draft: Draft, name: string, setting: ServiceSetting): boolean {
  if (setting.path !== undefined) return draft.folder === setting.path.replace(/\/+$/, '').replace(/^\.\//, '');
  const names = new Set([name, ...setting.aliases].map(squash));
  return draft.names.some((n) => names.has(squash(n.text)));
}

/** Images that more than one service runs. */
function imagesOfSeveral(drafts: readonly Draft[]): ReadonlySet<string> {
  const users = new Map<string, number>();
  for (const draft of drafts) for (const name of new Set(draft.units.flatMap((u) => imageKey(u) ?? []))) users.set(name, (users.get(name) ?? 0) + 1);
  return new Set([...users].flatMap(([name, count]) => (count > 1 ? [name] : [])));
}

function modelsOf(drafts: readonly Draft[], facts: readonly Fact[], world: FolderWorld, config: Config): ServiceModel[] {
  const settings = drafts.map((d) => Object.entries(config.services).find(([name, s]) => matches(d, name, s)));
  const names = chooseNames(
    drafts,
    settings.map((s) => s?.[0]),
    world,
  );
  const folders = [...new Set(drafts.flatMap((d) => d.folder ?? []))];
  const shared = new Map<string, number>();
  for (const d of drafts) if (d.folder !== null) shared.set(d.folder, (shared.get(d.folder) ?? 0) + 1);
  const catalog = catalogOf(drafts, facts);
  const sharedImages = imagesOfSeveral(drafts);
  const models = drafts.map((draft, i): ServiceModel => {
    const component = catalog.get(draft);
    const name = names[i] ?? 'service';
    const setting = settings[i]?.[1];
    const browser = isBrowser(draft, world);
    const role =
      setting?.role !== undefined
        ? setting.role
        : config.infrastructure.some((n) => squash(n) === squash(name))
          ? 'infrastructure'
          : roleOf(draft, name, world);
    const query = {
      folder: draft.folder ?? '.',
      units: draft.units,
      images: draft.images,
      packages: draft.packages.filter((p) => p.path === draft.folder),
      browser,
    };
    return {
      id: `service:${draft.namespace === undefined ? '' : `${draft.namespace}/`}${name}`,
      name,
      aliases: aliasesOf(draft, name, setting, facts, { world, folders, shared: (shared.get(draft.folder ?? '') ?? 0) > 1, sharedImages, component }),
      path: draft.folder,
      entries: draft.folder === null ? [] : entryFiles(query, world.files, world),
      role,
      ...(draft.namespace === undefined ? {} : { namespace: draft.namespace }),
      language: languageOf(draft.folder, world.files),
      team: setting?.team ?? component?.owner ?? ownerOfFolder(draft.folder, facts),
      ...(component && { catalog: component }),
      context: setting?.context ?? contextOf(name, config) ?? component?.system ?? null,
      owns: setting?.owns ?? [],
      certainty: draft.certainty,
      starts: draft.starts,
      units: draft.units,
      images: draft.images,
      packages: draft.packages,
      builtWith: dependenciesOf(draft.folder, world.modules),
      evidence: evidenceOf(draft, world),
    };
  });
  return uniqueIds(models).sort((a, b) => compareText(a.id, b.id));
}

function contextOf(name: string, config: Config): string | null {
  const found = Object.entries(config.contexts).filter(([, c]) => c.services.some((s) => squash(s) === squash(name)));
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
}

/** Configuration, else Kubernetes, else compose, else folder; a generic name that several units bear gives way to the folder around it. */
function chooseNames(drafts: readonly Draft[], given: readonly (string | undefined)[], world: FolderWorld): string[] {
  const first = drafts.map((d, i) => given[i] ?? [...d.names].sort((a, b) => a.rank - b.rank)[0]?.text ?? 'service');
  const count = (name: string): number => first.filter((n) => squash(n) === squash(name)).length;
  const taken = new Set(first.filter((n) => count(n) === 1).map(squash));
  return first.map((name, i) => {
    const draft = drafts[i];
    if (given[i] !== undefined || draft === undefined || draft.namespace !== undefined) return name;
    const around = surrounding(draft);
    const lone = isGenericName(name) && isWholeRepository(draft, drafts);
    if (count(name) < 2 && !lone) return name;
    const candidates = around === null ? [] : isGenericName(name) ? [around, `${around}-${name}`] : [`${around}-${name}`];
    const own = draft.folder === null ? [] : [folderName(draft.folder), packageName(draft.folder, world)];
    const choice = [...(isGenericName(name) ? own.filter((o) => o !== null && !isGenericName(o) && o !== '.') : []), ...candidates].find(
      (c) => c !== null && !taken.has(squash(c)),
    );
    if (choice === undefined || choice === null || (lone && count(name) < 2)) return name;
    taken.add(squash(choice));
    return choice;
  });
}

function isWholeRepository(draft: Draft, drafts: readonly Draft[]): boolean {
  return drafts.length > 1 && draft.folder === '.';
}

/** The nearest folder around a unit that says something. */
function surrounding(draft: Draft): string | null {
  let path = draft.folder === null ? dirOf(draft.units[0]?.instance.workload.at.file ?? '.') : dirOf(draft.folder);
  while (
    path !== '.' &&
    (isStructuralFolder(baseOf(path)) || ['services', 'apps', 'packages', 'deploy', 'deployments', 'docker', 'k8s', 'microservices'].includes(baseOf(path)))
  )
    path = dirOf(path);
  return path === '.' ? null : baseOf(path);
}

function packageName(folder: string, world: FolderWorld): string | null {
  const name = world.byFolder.get(folder)?.name;
  return name === undefined || name === null ? null : withoutScope(name);
}

function uniqueIds(models: readonly ServiceModel[]): ServiceModel[] {
  const seen = new Map<string, number>();
  return [...models]
    .sort((a, b) => compareText(a.id, b.id) || compareText(a.path ?? '', b.path ?? ''))
    .map((m) => {
      const n = (seen.get(m.id) ?? 0) + 1;
      seen.set(m.id, n);
      return n === 1 ? m : { ...m, id: `${m.id}@${m.path ?? n}` };
    });
}

function evidenceOf(draft: Draft, world: FolderWorld): NonEmpty<Evidence> {
  const found: Evidence[] = [
    ...draft.units.map(
      (u): Evidence => ({ ...u.container.at, foundBy: u.instance.workload.foundBy, text: `${u.instance.workload.workloadKind} ${u.instance.workload.name}` }),
    ),
    ...draft.units.flatMap((u) => u.built ?? []),
    ...draft.images.map(
      (i): Evidence => ({ ...i.at, foundBy: i.foundBy, text: `Dockerfile of ${i.dir}`, ...(draft.units.length > 0 ? { role: 'definition' as const } : {}) }),
    ),
    ...draft.packages
      .filter((p) => p.path === draft.folder)
      .map(
        (p): Evidence => ({
          ...p.at,
          foundBy: p.foundBy,
          text: `package ${p.name ?? p.path}`,
          ...(draft.units.length + draft.images.length > 0 ? { role: 'definition' as const } : {}),
        }),
      ),
  ];
  const fallback = world.files.under(draft.folder ?? '.')[0] ?? draft.folder ?? '.';
  return nonEmpty(found) ?? [{ file: fallback, line: 1, foundBy: 'configuration', text: draft.names[0]?.text ?? '' }];
}
