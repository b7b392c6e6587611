import type { PackageFact } from '../core/fact.js';
import type { FileIndex } from '../core/files.js';
import { compareText } from '../core/location.js';
import type { ModuleResolver } from './program.js';

/** Path mapping of a tsconfig.json, with what it extends already applied. */
export interface PathMapping {
  /** Folder of the tsconfig. */
  readonly dir: string;
  /** Folder that bare imports are tried from; absent where no baseUrl is set. */
  readonly baseUrl?: string;
  /** Patterns with at most one `*`, targets relative to the scan root. */
  readonly paths: readonly (readonly [string, readonly string[]])[];
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
/** What a compiler may have written for a source file. */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx'], '.jsx': ['.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'] };
const OUTPUT_FOLDER = /(^|\/)(dist|build|lib|out|output|es|esm|cjs|\.output)(?=\/|$)(\/(esm|cjs|es|lib|src|browser|node|types))?/;

/**
 * Finds the file behind an import as Node and the TypeScript compiler do: relative paths, path mappings, workspace
 * packages by name (`main`, `exports`; an absent build output leads back to its source), `file:` and `link:` dependencies. `generated`: folders that a
 * generator fills with the client of a package; imports that lead there mean the package, whether its files are there or not.
 */
export function createModuleResolver(
  files: FileIndex,
  packages: readonly PackageFact[],
  mappings: readonly PathMapping[],
  generated: ReadonlyMap<string, string> = new Map(),
): ModuleResolver {
  const byName = new Map<string, PackageFact>();
  for (const fact of [...packages].sort((a, b) => compareText(a.path, b.path))) if (fact.name && !byName.has(fact.name)) byName.set(fact.name, fact);
  const byDir = new Map(packages.map((p) => [p.path, p]));
  const mapped = [...mappings].sort((a, b) => b.dir.length - a.dir.length);
  const cache = new Map<string, string | null>();

  const made = (specifier: string, from: string): string | undefined => {
    if (generated.size === 0) return undefined;
    const places = placesOf(specifier, from, mapped, byName);
    return [...generated].find(([folder]) => places.some((place) => place === folder || isUnder(place, folder)) || isInstalledAs(folder, specifier))?.[1];
  };
  const find = (specifier: string, from: string): string | null => {
    if (made(specifier, from) !== undefined) return null;
    const dir = dirname(from);
    if (specifier.startsWith('.')) return file(files, normalize(`${dir}/${specifier}`));
    if (specifier.startsWith('/')) return null;
    for (const mapping of mapped) {
      if (!isUnder(from, mapping.dir)) continue;
      const found = throughMapping(files, mapping, specifier);
      if (found) return found;
      if (mapping.paths.length > 0) break;
    }
    return throughPackage(files, specifier, from, byName, byDir);
  };
  return {
    resolve(specifier, from) {
      const key = specifier.startsWith('.') ? normalize(`${dirname(from)}/${specifier}`) : `${dirname(from)}\u0000${specifier}`;
      const known = cache.get(key);
      if (known !== undefined) return known;
      const found = find(specifier, from);
      cache.set(key, found);
      return found;
    },
    packageOf: (specifier, from) => made(specifier, from) ?? specifier,
  };
}

/** Where an import may lead, whether anything is there or not. */
function placesOf(specifier: string, from: string, mappings: readonly PathMapping[], byName: ReadonlyMap<string, PackageFact>): readonly string[] {
  if (specifier.startsWith('.')) return [normalize(`${dirname(from)}/${specifier}`)];
  const name = packageName(specifier);
  const owner = byName.get(name);
  const mapped = mappings.filter((mapping) => isUnder(from, mapping.dir)).flatMap((mapping) => mappedPlaces(mapping, specifier));
  return owner ? [...mapped, normalize(`${owner.path}/${specifier.slice(name.length + 1)}`)] : mapped;
}

/** A client may be written into `node_modules`, to be imported by a name of its own. */
function isInstalledAs(folder: string, specifier: string): boolean {
  const name = /(?:^|\/)node_modules\/((?!.*\/node_modules\/).+)$/.exec(folder)?.[1];
  return name !== undefined && (specifier === name || specifier.startsWith(`${name}/`));
}

function throughMapping(files: FileIndex, mapping: PathMapping, specifier: string): string | null {
  for (const place of mappedPlaces(mapping, specifier)) {
    const found = file(files, place);
    if (found) return found;
  }
  return mapping.baseUrl === undefined ? null : file(files, normalize(`${mapping.baseUrl}/${specifier}`));
}

/** What the patterns of a mapping make of a specifier, in order. */
function mappedPlaces(mapping: PathMapping, specifier: string): readonly string[] {
  return mapping.paths.flatMap(([pattern, targets]) => {
    const star = pattern.indexOf('*');
    const middle = star < 0 ? (pattern === specifier ? '' : null) : between(specifier, pattern.slice(0, star), pattern.slice(star + 1));
    return middle === null ? [] : targets.map((target) => normalize(target.replace('*', middle)));
  });
}

function between(value: string, before: string, after: string): string | null {
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after)
    ? value.slice(before.length, value.length - after.length)
    : null;
}

function throughPackage(
  files: FileIndex,
  specifier: string,
  from: string,
  byName: ReadonlyMap<string, PackageFact>,
  byDir: ReadonlyMap<string, PackageFact>,
): string | null {
  const name = packageName(specifier);
  const sub = specifier.slice(name.length + 1);
  const owner = owningPackage(from, byDir);
  const declared = owner ? (owner.dependencies[name] ?? owner.devDependencies[name]) : undefined;
  const linked =
    declared && /^(file|link|portal):/.test(declared) && owner ? byDir.get(normalize(`${owner.path}/${declared.replace(/^\w+:/, '')}`)) : undefined;
  const target = linked ?? byName.get(name);
  if (linked === undefined && declared && /^(file|link|portal):/.test(declared) && owner) {
    const dir = normalize(`${owner.path}/${declared.replace(/^\w+:/, '')}`);
    return file(files, sub ? `${dir}/${sub}` : dir);
  }
  if (!target) return null;
  return sub ? subPath(files, target, sub) : mainFile(files, target);
}

function owningPackage(from: string, byDir: ReadonlyMap<string, PackageFact>): PackageFact | undefined {
  for (let dir = dirname(from); ; dir = dirname(dir)) {
    const found = byDir.get(dir);
    if (found || dir === '.') return found;
  }
}

function mainFile(files: FileIndex, fact: PackageFact): string | null {
  const candidates = [fact.source, fact.exports['.'], fact.module, fact.main].filter((c): c is string => c !== undefined);
  for (const candidate of candidates) {
    const found = sourceOf(files, fact.path, candidate);
    if (found) return found;
  }
  for (const usual of ['src/index', 'index', 'src/main', 'lib/index', 'src/public-api', 'src/public_api']) {
    const found = file(files, normalize(`${fact.path}/${usual}`));
    if (found) return found;
  }
  return null;
}

function subPath(files: FileIndex, fact: PackageFact, sub: string): string | null {
  const direct = file(files, normalize(`${fact.path}/${sub}`));
  if (direct) return direct;
  const exported = fact.exports[`./${sub}`];
  const listed = exported ? sourceOf(files, fact.path, exported) : null;
  if (listed) return listed;
  return file(files, normalize(`${fact.path}/src/${sub}`)) ?? sourceOf(files, fact.path, sub);
}

/** A file as a package names it, or the source it is built from when it is an absent build output. */
function sourceOf(files: FileIndex, dir: string, named: string): string | null {
  const path = normalize(`${dir}/${named}`);
  const direct = file(files, path);
  if (direct) return direct;
  const relative = path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : path;
  for (const replacement of ['src', '', 'lib']) {
    const guess = relative.replace(OUTPUT_FOLDER, (_, lead: string) => (replacement ? `${lead}${replacement}` : lead)).replace(/^\//, '');
    if (guess === relative) continue;
    const found = file(files, normalize(`${dir}/${stripExtension(guess)}`));
    if (found) return found;
  }
  return null;
}

function stripExtension(path: string): string {
  return path.replace(/(\.d)?\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/, '');
}

function file(files: FileIndex, path: string): string | null {
  if (/\.\w+$/.test(path) && files.has(path)) return path;
  const known = stemsOf(files);
  if (!known.has(path) && !known.has(stripExtension(path))) return null;
  for (const [written, sources] of Object.entries(WRITTEN_AS)) {
    if (!path.endsWith(written)) continue;
    const stem = path.slice(0, -written.length);
    for (const source of sources) if (files.has(stem + source)) return stem + source;
  }
  for (const extension of EXTENSIONS) if (files.has(path + extension)) return path + extension;
  for (const extension of EXTENSIONS) if (files.has(`${path}/index${extension}`)) return `${path}/index${extension}`;
  return null;
}

const stems = new WeakMap<FileIndex, ReadonlySet<string>>();

/** What names a source without its extension, or the folder of its `index`: most specifiers lead nowhere, and one look tells. */
function stemsOf(files: FileIndex): ReadonlySet<string> {
  const known = stems.get(files);
  if (known) return known;
  const made = new Set<string>();
  for (const { path } of files.files) {
    const extension = path.slice(path.lastIndexOf('.'));
    if (!EXTENSIONS.includes(extension)) continue;
    const stem = path.slice(0, -extension.length);
    made.add(stem);
    made.add(stripExtension(stem));
    if (stem.endsWith('/index')) made.add(stem.slice(0, -'/index'.length));
  }
  stems.set(files, made);
  return made;
}

/** Folder of a POSIX path, `.` for a bare name. */
export function dirname(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, at) || '.';
}

/** Whether a path is a folder or lies below it; everything lies below `.`. */
export function isUnder(path: string, dir: string): boolean {
  return dir === '.' || (path.startsWith(dir) && (path.length === dir.length || path[dir.length] === '/'));
}

/** Name of the package that a bare specifier leads into: `@a/b` of `@a/b/c`. */
export function packageName(specifier: string): string {
  const first = specifier.indexOf('/');
  const end = first >= 0 && specifier.startsWith('@') ? specifier.indexOf('/', first + 1) : first;
  return end < 0 ? specifier : specifier.slice(0, end);
}

/** Resolves `.` and `..` segments of a relative POSIX path; a path that leaves the root keeps its leading `..`. */
export function normalize(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && out.length > 0 && out.at(-1) !== '..') out.pop();
    else out.push(part);
  }
  return out.join('/') || '.';
}
