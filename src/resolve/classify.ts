import type { ImageFact } from '../core/fact.js';
import type { Container } from '../core/workload.js';
import type { Evidence } from '../core/location.js';
import { folderOfImportPath, type ImageSource, sourceOfImage } from './builds.js';
import { type FolderWorld, folderNamed, folderOfImage, folderOfImageName, imageOfBuild } from './folders.js';
import { type ImageName, type StockImage, baseImage, readImage, stockImage } from './images.js';
import type { Instance } from './model.js';
import { squash, withoutEnvironment, wordsOf } from './names.js';
import { baseOf, isUnder, joinPath } from './paths.js';

/** What one running container is. */
export type Classified =
  | {
      readonly kind: 'own';
      readonly folder: string | null;
      readonly image: ImageFact | null;
      readonly base: StockImage | undefined;
      /** The line that builds the image, where one ties it to the folder. */
      readonly built?: Evidence;
    }
  | { readonly kind: 'stock'; readonly stock: StockImage }
  /** Nobody's sources and no known image: a third party's. */
  | { readonly kind: 'foreign'; readonly name: string };

/** What the classification of one container depends on besides it. */
export interface ImageWorld {
  readonly folders: FolderWorld;
  readonly prefixes: readonly string[];
  /** Registries and organisations under which the owners publish. */
  readonly owners: ReadonlySet<string>;
  /** Images that the owners' pipelines and scripts build. */
  readonly sources: readonly ImageSource[];
  /** How images of these names (their last parts) are built, as workloads say that build them. */
  readonly builds: ReadonlyMap<string, Build>;
}
type Build = NonNullable<Container['build']>;

/** Decides whether the owners build a container, from which folder, or which stock image it is. */
export function classify(instance: Instance, container: Container, world: ImageWorld): Classified {
  const functions = ofFunctions(container);
  if (functions !== undefined) return functions;
  const tied = container.image === undefined ? undefined : sourceOfImage(container.image, world.sources);
  if (container.build !== undefined) {
    const built = classifyBuild(instance, container, container.build, world);
    return built.kind === 'own' && built.folder === null && tied !== undefined ? ofSource(tied) : built;
  }
  const program = folderOfImportPath(container.image, world.folders);
  if (program !== undefined) return own(program, world);
  const image = container.image === undefined ? undefined : readImage(container.image);
  if (image === undefined) {
    const folder = folderNamed(withoutEnvironment(instance.workload.writtenName ?? instance.workload.name), world.folders) ?? null;
    return container.image === undefined && folder === null ? { kind: 'foreign', name: instance.workload.name } : own(folder, world);
  }
  const stock = stockImage(image);
  // A stock image's name is somebody else's unless the owners' own path stands before it.
  if (tied !== undefined && (stock === undefined || image.owner !== null)) return ofSource(tied);
  if (stock !== undefined && stock.kind === 'base') return classifyBase(container, image, world);
  const build = stock === undefined && (image.openOwner || isOwners(image, world)) ? world.builds.get(image.last) : undefined;
  if (build !== undefined) return classifyBuild(instance, container, build, world);
  const folder = folderOfImageName(image, world.prefixes, world.folders);
  const rebuilt = folder !== undefined && world.folders.images.some((i) => i.dir === folder) && isOwners(image, world);
  if (stock !== undefined && !rebuilt) return stock.kind === 'load-generator' ? own(loadFolder(container, world), world, stock) : { kind: 'stock', stock };
  return classifyUnknown(instance, container, image, folder, world);
}

/** Functions come from their folder; where that is not known, their image may tell it. */
function ofFunctions({ code, image }: Container): Classified | undefined {
  return code === undefined || (code.folder === null && image !== undefined) ? undefined : { kind: 'own', folder: code.folder, image: null, base: undefined };
}

/** What a line of the owners' builds. */
function ofSource({ folder, image, evidence }: ImageSource): Classified {
  const base = image === null ? undefined : baseImage(image);
  return base?.kind === 'datastore' || base?.kind === 'broker' ? { kind: 'stock', stock: base } : { kind: 'own', folder, image, base, built: evidence };
}

/** An image that no table knows: the owners' by its folder, name or publisher, a seeded store, or a third party's. */
function classifyUnknown(instance: Instance, container: Container, image: ImageName, folder: string | undefined, world: ImageWorld): Classified {
  const seeded = seededStore(container, image);
  if (folder !== undefined && !(seeded !== undefined && squash(folder.slice(folder.lastIndexOf('/') + 1)) !== squash(image.last))) return own(folder, world);
  if (seeded !== undefined) return { kind: 'stock', stock: seeded };
  const byName = folderNamed(withoutEnvironment(instance.workload.writtenName ?? instance.workload.name), world.folders);
  const local = image.owner === null && !image.openOwner;
  if (isOwners(image, world) || local) return own(byName ?? null, world);
  return { kind: 'foreign', name: image.last };
}

const vendors =
  /(^|\/)(bitnami(legacy)?|confluentinc|apache|grafana|prom|hashicorp|elastic|opensearchproject|jaegertracing|openzipkin|istio|linkerd|envoyproxy|google-containers|google_containers|distroless|jenkins|gitlab|portainer|linuxserver|debezium|provectuslabs|otel|open-telemetry|timberio|fluent|mcr\.microsoft\.com.*|registry\.k8s\.io.*|k8s\.gcr\.io.*|quay\.io\/(jetstack|argoproj|prometheus|keycloak).*)$/;

/** Owners under which an image is published whose sources are here, or two images that nobody else is known to make. */
export function imageOwners(containers: readonly Container[], prefixes: readonly string[], folders: FolderWorld, sources: readonly ImageSource[]): Set<string> {
  const owners = new Set<string>(sources.flatMap((s) => s.names.flatMap((n) => n.owner ?? [])));
  const unknown = new Map<string, Set<string>>();
  for (const container of containers) {
    const image = container.image === undefined ? undefined : readImage(container.image);
    if (image?.owner == null) continue;
    const isStock = stockImage(image) !== undefined;
    if (container.build !== undefined || (!isStock && folderOfImageName(image, prefixes, folders) !== undefined)) owners.add(image.owner);
    else if (!isStock && !vendors.test(image.owner)) unknown.set(image.owner, (unknown.get(image.owner) ?? new Set()).add(image.last));
  }
  for (const [owner, images] of unknown) if (images.size > 1) owners.add(owner);
  return owners;
}

/** Builds by the name of the image they give: a compose file says both, and what only runs the image elsewhere is built so too. */
export function buildsByImage(containers: readonly Container[]): Map<string, Build> {
  const builds = new Map<string, Build | null>();
  for (const { image, build } of containers) {
    const name = image === undefined || build === undefined ? undefined : readImage(image)?.last;
    if (name === undefined || build === undefined) continue;
    const known = builds.get(name);
    builds.set(name, known === undefined || known?.context === build.context ? build : null);
  }
  return new Map([...builds].flatMap(([name, build]) => (build === null ? [] : [[name, build]])));
}

const initialised: readonly (readonly [RegExp, string])[] = [
  [/^POSTGRES_(PASSWORD|USER|DB)$/, 'postgres'],
  [/^(MYSQL_(ROOT_PASSWORD|DATABASE)|MARIADB_DATABASE)$/, 'mysql'],
  [/^MONGO_INITDB_/, 'mongo'],
];

/** A store's image that the owners publish with their schema: it bears a store's name and takes the settings that initialise one. */
function seededStore(container: Container, image: ImageName): StockImage | undefined {
  if (!/(^|[-_.])(db|database|postgres(ql)?|pg|mysql|mongo(db)?)$/.test(image.last)) return undefined;
  const found = initialised.find(([pattern]) => container.env.some((e) => pattern.test(e.name)));
  return found === undefined ? undefined : stockImage({ last: found[1], owner: null, openOwner: false });
}

function isOwners(image: ImageName, world: ImageWorld): boolean {
  return image.openOwner || (image.owner !== null && world.owners.has(image.owner));
}

function classifyBuild(instance: Instance, container: Container, build: Build, world: ImageWorld): Classified {
  const image = imageOfBuild(build, world.folders);
  const hints = buildHints(instance, container, build);
  if (image === null) {
    const inside = build.context.startsWith('..') ? undefined : build.context;
    const folder =
      inside !== undefined && world.folders.files.under(inside).length > 0 && inside !== '.'
        ? inside
        : hints.map((h) => folderNamed(h, world.folders)).find((f) => f !== undefined);
    return { kind: 'own', folder: folder ?? null, image: null, base: undefined };
  }
  const base = baseImage(image, build.target);
  if (base?.kind === 'datastore' || base?.kind === 'broker') return { kind: 'stock', stock: base };
  return { kind: 'own', folder: folderOfImage(image, build.context, hints, world.folders), image, base };
}

/** Words of a build that may name what it builds: its arguments, target, command, then the workload. */
function buildHints(instance: Instance, container: Container, build: Build): string[] {
  const args = build.args.flatMap((a) => (a.value?.k === 'literal' && /^[\w@/.-]{2,80}$/.test(a.value.text) ? [a.value.text] : []));
  const command = (container.command ?? []).filter((w) => /^[\w@/.:-]+$/.test(w)).flatMap((w) => [w, ...w.split(':').slice(1)]);
  return [
    ...args,
    ...(build.target === undefined ? [] : [build.target]),
    ...command,
    withoutEnvironment(instance.workload.writtenName ?? instance.workload.name),
  ].filter((h) => wordsOf(h).length > 0);
}

/** A language image with the sources mounted into it runs them; alone it is a tool. */
function classifyBase(container: Container, image: ImageName, world: ImageWorld): Classified {
  for (const mount of container.mounts) {
    const folder = joinPath('.', mount.source);
    if (world.folders.byFolder.has(folder) || world.folders.images.some((i) => i.dir === folder)) return own(folder, world);
    const nested = folder === '.' && container.workingDir !== undefined ? container.workingDir.replace(mount.target, '').replace(/^\/+/, '') : '';
    if (nested !== '' && world.folders.byFolder.has(nested)) return own(nested, world);
  }
  return { kind: 'foreign', name: image.last };
}

function loadFolder(container: Container, world: ImageWorld): string | null {
  const mounted = container.mounts.map((m) => joinPath('.', m.source)).find((s) => !s.startsWith('..') && world.folders.files.under(s).length > 0);
  return mounted ?? null;
}

function own(folder: string | null, world: ImageWorld, given?: StockImage): Classified {
  const images = folder === null ? [] : world.folders.images.filter((i) => i.dir === folder || (isUnder(i.dir, folder) && folder !== '.'));
  const image = images.find((i) => baseOf(i.dockerfile) === 'Dockerfile') ?? images[0] ?? null;
  const base = given ?? (image === null ? undefined : baseImage(image));
  if (given === undefined && (base?.kind === 'datastore' || base?.kind === 'broker')) return { kind: 'stock', stock: base };
  return { kind: 'own', folder, image, base };
}
