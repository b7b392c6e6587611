import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as explorerModule from 'cosmiconfig/dist/ExplorerSync.js';
import { ConfigError } from './errors.js';

/** A configuration file that was found, its text not yet understood. */
export interface FoundConfig {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** Names under which a configuration is looked for, the first wins. Data formats only: nothing found is ever run. */
const searchPlaces = ['.archlintrc.yml', '.archlintrc.yaml', '.archlintrc.json', '.archlintrc', 'archlint.config.json', 'package.json'] as const;

const maxBytes = 1_000_000;

interface Explorer {
  search(from: string): { readonly filepath: string; readonly config: unknown } | null;
}
type ExplorerClass = new (options: Readonly<Record<string, unknown>>) => Explorer;

// cosmiconfig's public functions first load the *working directory's* own settings for cosmiconfig, `.config/config.js` among them, and run them. Its explorer
// alone does not.
const { ExplorerSync } = explorerModule as unknown as { readonly ExplorerSync: ExplorerClass };

/**
 * Looks for a configuration in a folder and those above it, up to the root of its git repository (the folder alone where there is none). Candidates that
 * are links, no regular files or larger than 1 MB are refused with `ConfigError`; such a package.json is passed over.
 */
export function findConfig(from: string, nameOf: (path: string) => string): FoundConfig | undefined {
  for (const folder of foldersToRoot(resolve(from))) {
    const places = searchPlaces.filter((place) => isCandidate(join(folder, place), nameOf));
    if (places.length === 0) continue;
    const found = explorerOf(places).search(folder);
    if (found) return { path: found.filepath, text: (found.config as { readonly text: string }).text };
  }
  return undefined;
}

/** Reads texts of an earlier state by their absolute paths; what it does not have is left out. */
export type ReadEarlier = (paths: readonly string[]) => ReadonlyMap<string, string>;

/** The same search in an earlier state of the repository. */
export function findEarlierConfig(from: string, read: ReadEarlier): FoundConfig | undefined {
  const candidates = foldersToRoot(resolve(from)).flatMap((folder) => searchPlaces.map((place) => join(folder, place)));
  const texts = read(candidates);
  const path = candidates.find((candidate) => {
    const text = texts.get(candidate) ?? '';
    return basename(candidate) === 'package.json' ? hasOwnSection(text) : text.trim() !== '';
  });
  return path === undefined ? undefined : { path, text: texts.get(path) ?? '' };
}

/** Reads the file that the user named. A link is followed: the user chose it. */
export function readNamedConfig(path: string, nameOf: (path: string) => string): FoundConfig {
  if (/\.[cm]?[jt]sx?$/.test(path)) {
    throw new ConfigError(nameOf(path), null, 'is a program, and archlint runs none', 'Write the configuration as YAML or JSON (.archlintrc.yml).');
  }
  try {
    return { path, text: readBounded(path) };
  } catch (error) {
    throw error instanceof Unreadable
      ? new ConfigError(nameOf(path), null, error.message, 'Name a YAML or JSON file with --config.')
      : new ConfigError(nameOf(path), null, 'cannot be read', 'Check the path after --config.');
  }
}

function explorerOf(places: readonly string[]): Explorer {
  const keepText = (_path: string, text: string): { text: string } => ({ text });
  const keepPackage = (path: string, text: string): { text: string } | { archlint?: { text: string } } =>
    basename(path) !== 'package.json' ? { text } : hasOwnSection(text) ? { archlint: { text } } : {};
  return new ExplorerSync({
    moduleName: 'archlint',
    searchPlaces: [...places],
    loaders: { '.json': keepPackage, '.yaml': keepText, '.yml': keepText, noExt: keepText },
    transform: (result: unknown) => result,
    ignoreEmptySearchPlaces: true,
    cache: false,
    searchStrategy: 'none',
    metaConfigFilePath: null,
    mergeImportArrays: false,
    mergeSearchPlaces: false,
  });
}

function hasOwnSection(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && Object.hasOwn(content, 'archlint');
  } catch {
    return false;
  }
}

function isCandidate(path: string, nameOf: (path: string) => string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat || stat.isDirectory()) return false;
  const problem = stat.isSymbolicLink() ? 'is a link' : !stat.isFile() ? 'is no regular file' : stat.size > maxBytes ? 'is larger than 1 MB' : undefined;
  if (problem === undefined) return true;
  if (basename(path) === 'package.json') return false;
  throw new ConfigError(nameOf(path), null, `${problem} and is not read`, 'Replace it with a small regular file, or name another with --config.');
}

function foldersToRoot(from: string): readonly string[] {
  const start = statSync(from, { throwIfNoEntry: false })?.isFile() ? dirname(from) : from;
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder);
    if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false })) return folders;
    if (dirname(folder) === folder) return [start];
  }
}

class Unreadable extends Error {}

function readBounded(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Unreadable('is no regular file');
    if (stat.size > maxBytes) throw new Unreadable('is larger than 1 MB');
    const buffer = Buffer.alloc(stat.size);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, stat.size, 0));
  } finally {
    closeSync(file);
  }
}
