import type { Fact, PropertiesFact } from '../core/fact.js';
import type { EnvEntry, WorkloadFact } from '../core/workload.js';
import { compareText } from '../core/location.js';
import { squash } from './names.js';
import { baseOf, dirOf, joinPath } from './paths.js';
import { uniformName } from './properties.js';
import { fill } from './terms.js';

/** Where a configuration server of the owners' takes its files from, as far as that lies in the tree. */
export interface ConfigRepository {
  /** Folder of the server's own configuration. */
  readonly server: string;
  /** Folders of the files; `{application}` in one stands for the client's name. */
  readonly folders: readonly string[];
}

const places = /^spring\.cloud\.config\.server\.((native|git|svn|composite\.\d+|git\.repos\.[^.]+)\.)(searchlocations|searchpaths|uri)(\.\d+)?$/;

/** A server's settings of one backend: `git`, `native`, `composite.0`. */
interface Backend {
  readonly at: string;
  readonly uris: string[];
  readonly paths: string[];
  readonly locations: string[];
}

/**
 * The configuration servers of the tree and their folders: `native` search locations (on the class path, beside the program, or mounted into its
 * container) and git repositories that are laid out in the tree under their name.
 */
export function configRepositories(facts: readonly Fact[]): ConfigRepository[] {
  const properties = facts.filter((f): f is PropertiesFact => f.kind === 'properties' && f.style === 'spring');
  const workloads = facts.filter((f): f is WorkloadFact => f.kind === 'workload');
  const world: World = { folders: foldersOf(properties), mounts: workloads.flatMap((w) => w.containers.flatMap((c) => c.mounts)) };
  const found: ConfigRepository[] = [];
  for (const [server, entries] of serverSettings(properties)) {
    const fromDeployment = workloads.flatMap((w) => w.containers.flatMap((c) => c.env.filter((e) => squash(e.name).startsWith('springcloudconfigserver'))));
    const backends = backendsOf(server, [...entries, ...fromDeployment.map(withDots)]);
    const folders = new Set(backends.flatMap((b) => foldersOfBackend(b, world)));
    if (folders.size > 0) found.push({ server: moduleOf(server), folders: [...folders].sort(compareText) });
  }
  return found.sort((a, b) => compareText(a.server, b.server));
}

interface World {
  readonly folders: ReadonlySet<string>;
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
}

/** Folders that hold property files, with all folders around them. */
function foldersOf(properties: readonly PropertiesFact[]): Set<string> {
  const folders = new Set<string>();
  for (const { path } of properties) for (let dir = dirOf(path); !folders.has(dir); dir = dirOf(dir)) folders.add(dir);
  return folders;
}

/** Folder of a file that configures a configuration server, with its entries. */
function serverSettings(properties: readonly PropertiesFact[]): Map<string, EnvEntry[]> {
  const servers = new Map<string, EnvEntry[]>();
  for (const fact of properties) {
    const own = fact.entries.filter((e) => uniformName(e.name).startsWith('spring.cloud.config.server.'));
    if (own.length > 0) servers.set(dirOf(fact.path), [...(servers.get(dirOf(fact.path)) ?? []), ...own]);
  }
  return servers;
}

/** `SPRING_CLOUD_CONFIG_SERVER_GIT_URI` as the setting that it sets. */
function withDots(entry: EnvEntry): EnvEntry {
  const words = entry.name.toLowerCase().split('_');
  const rest = words.slice(4);
  const name = rest.length < 2 ? rest.join('.') : `${rest[0]}.${rest.slice(1).join('')}`;
  return { ...entry, name: `spring.cloud.config.server.${name}` };
}

function backendsOf(server: string, entries: readonly EnvEntry[]): Backend[] {
  const backends = new Map<string, Backend>();
  for (const entry of entries) {
    const [, , backend = '', kind] = places.exec(uniformName(entry.name)) ?? [];
    if (backend === '' || entry.value === undefined) continue;
    const at = backends.get(backend) ?? { at: server, uris: [], paths: [], locations: [] };
    backends.set(backend, at);
    const texts = fill(entry.value, () => []).flatMap((f) => f.text.split(',').map((t) => t.trim()));
    (kind === 'uri' ? at.uris : kind === 'searchpaths' ? at.paths : at.locations).push(...texts.filter((t) => t !== ''));
  }
  return [...backends.values()];
}

function foldersOfBackend(backend: Backend, world: World): string[] {
  const located = backend.locations.flatMap((l) => folderOfLocation(l, backend.at, world));
  const repositories = backend.uris.flatMap((u) => repositoryFolder(u, backend.at, world));
  const below = repositories.flatMap((r) => [r, ...backend.paths.map((p) => joinPath(r, p))]);
  return [...located, ...below];
}

/** The folder of the program whose configuration stands at `folder`. */
function moduleOf(folder: string): string {
  const source = folder.search(/(^|\/)src\/main\//);
  return source < 0 ? folder : source === 0 ? '.' : folder.slice(0, source);
}

/** `classpath:/shared` lies beside the server's own file, `file:./config` beside its program or at the root, an absolute path where it is mounted. */
function folderOfLocation(location: string, at: string, world: World): string[] {
  const path = location
    .replace(/^(optional:)?(classpath\*?|file):/, '')
    .replace(/\/+$/, '')
    .replace(/^\/+/, '/');
  if (/^(optional:)?classpath/.test(location)) return [joinPath(at.replace(/\/config$/, ''), path)];
  return pathFolder(path, at, world);
}

function pathFolder(path: string, at: string, world: World): string[] {
  const [, fixed = '', open = ''] = /^([^{]*?)\/*(\{.*)?$/.exec(path) ?? [];
  const whole = (folder: string): string[] => [open === '' ? folder : joinPath(folder, open)];
  const mount = world.mounts.find((m) => fixed.startsWith('/') && (fixed === m.target || fixed.startsWith(`${m.target.replace(/\/$/, '')}/`)));
  if (mount !== undefined) return whole(joinPath(mount.source, fixed.slice(mount.target.length)));
  const near = fixed.startsWith('/') ? [] : [joinPath(moduleOf(at), fixed), joinPath('.', fixed)].filter((f) => world.folders.has(f));
  if (near[0] !== undefined) return whole(near[0]);
  return namedFolder(baseOf(fixed), world).flatMap(whole);
}

/** A repository is laid out under its own name. */
function repositoryFolder(uri: string, at: string, world: World): string[] {
  const path = uri.replace(/\/+$/, '').replace(/\.git$/, '');
  if (path.startsWith('file:') || /^[.~/]/.test(path)) return pathFolder(path.replace(/^file:(\/\/)?/, ''), at, world);
  return namedFolder(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1), world);
}

function namedFolder(name: string, world: World): string[] {
  if (name === '' || name === '.') return [];
  const hits = [...world.folders].filter((f) => baseOf(f) === name);
  return hits.length === 1 ? hits : [];
}
