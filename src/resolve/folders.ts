import type { Fact, ImageFact, ModuleFact, PackageFact } from '../core/fact.js';
import type { Container } from '../core/workload.js';
import type { FileIndex } from '../core/files.js';
import { compareText } from '../core/location.js';
import type { ScriptWorld } from './commands.js';
import { modulesOf } from './modules.js';
import { type ImageName, baseImage, readImage } from './images.js';
import { languageOf } from './languages.js';
import { isEnvironmentName, isStructuralFolder, serviceStem, squash, withoutScope, wordsOf } from './names.js';
import { withProjects } from './projects.js';
import { baseOf, depthOf, dirOf, isToolFolder, isUnder, joinPath, suffixesOf } from './paths.js';

type Files = Pick<FileIndex, 'has' | 'under' | 'isAside' | 'files'>;

/** Where sources can stand: packages and Dockerfiles, with the names they are known by. */
export interface FolderWorld extends ScriptWorld {
  readonly images: readonly ImageFact[];
  readonly packages: readonly PackageFact[];
  /** Folders of packages that their workspace's tool says are programs. */
  readonly programs: ReadonlySet<string>;
  /** Modules of Maven, Gradle and .NET builds. */
  readonly modules: readonly ModuleFact[];
  /** Squashed name to the folders that bear it. */
  readonly byWord: ReadonlyMap<string, readonly string[]>;
  /** Names of packages that another package depends on. */
  readonly imported: ReadonlySet<string>;
  readonly files: Files;
}

const manifests = [
  'package.json',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'requirements.txt',
  'pyproject.toml',
  'composer.json',
  'Gemfile',
  'Cargo.toml',
  'mix.exs',
  'setup.py',
  'Pipfile',
  'deno.json',
];
const sourceFile = /\.(ts|tsx|js|jsx|mjs|cjs|mts|cts|go|java|kt|py|php|rb|cs|fs|rs|scala|ex|exs|lua|html|c|cc|cpp|cxx|swift|dart|erl|clj|hs|zig)$/;

/** Collects the folders of packages and Dockerfiles that are no examples, tests or tools. */
export function folderWorld(facts: readonly Fact[], files: Files): FolderWorld {
  const usable = (path: string): boolean => !isToolFolder(path) && !files.isAside(path);
  const written = facts.filter((f) => f.kind === 'package').filter((p) => usable(p.at.file) && baseOf(p.at.file) === 'package.json' && !isExcluded(p, facts));
  const { packages, programs } = withProjects(
    written,
    facts.filter((f) => f.kind === 'project').filter((p) => usable(joinPath(p.path, baseOf(p.at.file))) && isScript(languageOf(p.path, files))),
  );
  const images = facts.filter((f) => f.kind === 'image').filter((i) => usable(i.dockerfile));
  const modules = modulesOf(facts).filter((m) => usable(m.at.file));
  const imported = new Set(packages.flatMap((p) => Object.keys({ ...p.dependencies, ...p.devDependencies })));
  const byWord = new Map<string, string[]>();
  const add = (word: string, folder: string): void => {
    const key = squash(word);
    const at = byWord.get(key);
    if (key === '') return;
    if (at === undefined) byWord.set(key, [folder]);
    else if (!at.includes(folder)) at.push(folder);
  };
  for (const p of packages) {
    add(folderName(p.path), p.path);
    if (p.name !== null) add(withoutScope(p.name), p.path);
  }
  for (const m of modules.filter((one) => one.path !== '.' && one.produces !== 'description')) {
    add(folderName(m.path), m.path);
    if (m.name !== null) add(m.name, m.path);
  }
  for (const i of images) {
    const folder = packsServer(i) || hasSources(i.dir, files) ? i.dir : null;
    if (folder !== null && folder !== '.') add(folderName(folder), folder);
  }
  const byFolder = new Map(packages.map((p) => [p.path, p]));
  const byName = new Map(packages.flatMap((p) => (p.name === null ? [] : [[p.name, p] as const])));
  return { packages, programs, modules, images, byWord, byFolder, byName, imported, files };
}

/** Nx builds programs of any language; only these are packages of npm. */
const isScript = (language: string | null): boolean => language === 'typescript' || language === 'javascript';

/** A store or broker with the owners' additions, a gateway with files of theirs; one that only packs another image once more is none of its own. */
function packsServer(image: ImageFact): boolean {
  const kind = baseImage(image)?.kind;
  const copies = image.stages.at(-1)?.copies ?? [];
  // An absolute source is one that a command moves inside the image.
  return (
    kind === 'datastore' || kind === 'broker' || (kind === 'gateway' && copies.some((c) => c.from === undefined && c.sources.some((s) => !s.startsWith('/'))))
  );
}

/** A workspace that names a package with `!` wants it out. */
function isExcluded(pack: PackageFact, facts: readonly Fact[]): boolean {
  return facts.some(
    (f) => f.kind === 'package' && f.workspaces.some((glob) => glob.startsWith('!') && joinPath(f.path, glob.slice(1).replace(/\/$/, '')) === pack.path),
  );
}

/** What a folder is called: its own name, or its parent's where its own says nothing (`orders/src`). */
export function folderName(folder: string): string {
  let path = folder;
  while (isStructuralFolder(baseOf(path)) && path !== '.' && path.includes('/')) path = dirOf(path);
  return baseOf(path);
}

/** Whether sources or a build description stand directly in a folder, or sources anywhere under it. */
export function hasSources(folder: string, files: Files): boolean {
  return manifests.some((m) => files.has(joinPath(folder, m))) || files.under(folder).some((f) => sourceFile.test(f) && !files.isAside(f));
}

function hasManifest(folder: string, files: Files): boolean {
  return manifests.some((m) => files.has(joinPath(folder, m)));
}

/** The one folder that bears a name: exactly, else by the core words of both. Undefined for none or several. */
export function folderNamed(name: string, world: FolderWorld): string | undefined {
  const exact = world.byWord.get(squash(name));
  if (exact !== undefined) return only(exact, world);
  const stem = serviceStem(name);
  if (stem.length < 2) return undefined;
  const close = [...world.byWord].filter(([word]) => serviceStem(word) === stem).flatMap(([, folders]) => folders);
  if (close.length > 0) return only([...new Set(close)], world);
  const told = [...world.byWord.values()]
    .flat()
    .filter((folder) => serviceStem(withoutLanguage(folderName(folder))) === stem && /[-_.]/.test(folderName(folder)));
  return told.length === 0 ? undefined : only([...new Set(told)], world);
}

/** `orders-go` holds the orders service in Go. */
function withoutLanguage(name: string): string {
  return name.replace(/[-_.](go|golang|java|kotlin|node|nodejs|js|ts|python|py|php|ruby|rust|rs|dotnet|csharp|scala|elixir)$/i, '');
}

/** Of nested folders the outermost with a build of its own counts; of unrelated ones none. */
function only(folders: readonly string[], world: FolderWorld): string | undefined {
  if (folders.length <= 1) return folders[0];
  const built = folders.filter((f) => world.images.some((i) => i.dir === f));
  const pool = built.length > 0 ? built : folders;
  const [first] = [...pool].sort((a, b) => depthOf(a) - depthOf(b) || compareText(a, b));
  return first !== undefined && (pool.length === 1 || pool.every((f) => isUnder(f, first))) ? first : undefined;
}

/** The Dockerfile a compose `build` means; a context that leaves the root is found by its unique longest suffix. */
export function imageOfBuild(build: NonNullable<Container['build']>, world: FolderWorld): ImageFact | null {
  const written = build.dockerfile ?? 'Dockerfile';
  const candidates = [joinPath(build.context, written), joinPath('.', written)];
  const exact = candidates.flatMap((c) => world.images.find((i) => i.dockerfile === c) ?? []);
  if (exact[0] !== undefined && (build.dockerfile === undefined || written.includes('/') || exact[0].dockerfile === candidates[0])) {
    if (exact[0].dockerfile === candidates[0] || written !== 'Dockerfile') return exact[0];
  }
  for (const candidate of candidates.filter((c) => c.includes('/'))) {
    for (const suffix of suffixesOf(candidate)) {
      const matches = world.images.filter((i) => i.dockerfile === suffix || i.dockerfile.endsWith(`/${suffix}`));
      if (matches.length === 1 && (suffix.includes('/') || (matches[0]?.dockerfile === suffix && !build.context.startsWith('..')))) return matches[0] ?? null;
      if (matches.length > 1) break;
    }
  }
  return null;
}

/** Source folder of what a Dockerfile builds; `hints` are words that may name it (compose key, target, arguments). */
export function folderOfImage(image: ImageFact, context: string | null, hints: readonly string[], world: FolderWorld): string {
  const named = dockerfileHint(baseOf(image.dockerfile));
  const own = image.dir !== '.' && hasManifest(image.dir, world.files);
  if (own && named === null) return image.dir;
  if (named === null && image.dir !== '.' && hasSources(image.dir, world.files)) return image.dir;
  const byHint = [...(named === null ? [] : [named]), ...(own ? [] : [...copiedFolders(image), ...hints])];
  const inside = byHint.map((h) => packageAt(h, world)).find((f) => f !== undefined && f !== '.');
  if (inside !== undefined) return inside;
  if (image.dir !== '.' && hasSources(image.dir, world.files)) return image.dir;
  const byDir = image.dir === '.' ? undefined : folderNamed(folderName(image.dir), world);
  if (byDir !== undefined) return byDir;
  if (context !== null && !context.startsWith('..') && hasSources(context, world.files) && takesMore(image, context, world.files)) return context;
  return image.dir;
}

/** Whether a Dockerfile beside nothing takes sources from elsewhere in its context. */
function takesMore(image: ImageFact, context: string, files: Files): boolean {
  if (image.dir === '.' || image.dir === context) return true;
  const taken = image.stages.flatMap((s) => s.copies.flatMap((c) => (c.from === undefined ? c.sources : [])));
  return taken.some((source) => {
    const path = joinPath(context, source);
    return !source.startsWith('/') && !isUnder(path, image.dir) && (/[*?$]/.test(source) || files.has(path) || files.under(path).length > 0);
  });
}

function packageAt(hint: string, world: FolderWorld): string | undefined {
  if (hint.includes('/')) {
    const folder = suffixesOf(hint).find((s) => world.byFolder.has(s));
    if (folder !== undefined) return folder;
  }
  return hint.includes('/') ? undefined : folderNamed(hint, world);
}

/** `Dockerfile.orders` and `orders.Dockerfile` name what they build; `Dockerfile.dev` does not. */
function dockerfileHint(name: string): string | null {
  const match = /^(?:Dockerfile|Containerfile)[.-](.+)$/i.exec(name) ?? /^(.+)\.(?:Dockerfile|Containerfile)$/i.exec(name);
  const word = match?.[1];
  return word === undefined ||
    wordsOf(word).every((w) => isEnvironmentName(w) || ['base', 'alpine', 'slim', 'debug', 'node', 'build', 'multi', 'arm', 'arm64', 'amd64'].includes(w))
    ? null
    : word;
}

/** Folders that the last stage works in, or that the image copies alone. */
function copiedFolders(image: ImageFact): string[] {
  const workdir = image.stages.at(-1)?.workdir;
  const copied = image.stages
    .flatMap((s) => s.copies.filter((c) => c.from === undefined).flatMap((c) => c.sources))
    .map((s) => joinPath('.', s))
    .filter((s) => s !== '.' && !/[*?]/.test(s) && !baseOf(s).includes('.'));
  return [...(workdir === undefined ? [] : [workdir]), ...(copied.length === 1 ? copied : copied.slice(0, 0))];
}

/** Source folder of a workload that only names an image: the folder, package or Dockerfile folder that bears its name. */
export function folderOfImageName(image: ImageName, commonPrefixes: readonly string[], world: FolderWorld): string | undefined {
  const direct = folderNamed(image.last, world);
  if (direct !== undefined) return direct;
  for (const prefix of commonPrefixes) {
    if (image.last.startsWith(prefix) && image.last.length > prefix.length + 1) {
      const hit = folderNamed(image.last.slice(prefix.length), world);
      if (hit !== undefined) return hit;
    }
  }
  return undefined;
}

/** First words (`rs-`, `acme_`) that two or more of the images begin with. */
export function commonPrefixes(containers: readonly Container[]): string[] {
  const counts = new Map<string, Set<string>>();
  for (const container of containers) {
    const last = container.image === undefined ? undefined : readImage(container.image)?.last;
    if (last === undefined) continue;
    for (const match of last.matchAll(/[-_.]/g)) {
      const prefix = last.slice(0, match.index + 1);
      counts.set(prefix, (counts.get(prefix) ?? new Set()).add(last));
    }
  }
  return [...counts]
    .filter(([, images]) => images.size > 1)
    .map(([prefix]) => prefix)
    .sort((a, b) => b.length - a.length || compareText(a, b));
}
