import type { Diagnostic } from '../core/extraction.js';
import type { FileEntry, FileIndex } from '../core/files.js';
import { compareLocations, compareText } from '../core/location.js';
import { isAsidePath } from './aside.js';
import type { ReadResult, TextReader } from './texts.js';

/** Texts are kept for a second reader up to this many characters in all. */
const keptCharacters = 16_000_000;

export interface TreeParts {
  readonly reader: TextReader;
  /** Sorted by path. */
  readonly files: readonly FileEntry[];
  /** See `FileIndex.ignored`. */
  readonly ignored: number;
  /** See `FileIndex.remotes`. */
  readonly remotes: ReadonlyMap<string, string>;
}

/** One state of a tree over a sorted list of files. Reading is lazy. */
export class ScannedTree implements FileIndex {
  readonly files: readonly FileEntry[];
  readonly ignored: number;
  readonly remotes: ReadonlyMap<string, string>;
  private readonly reader: TextReader;
  private readonly byPath: ReadonlyMap<string, FileEntry>;
  private readonly paths: readonly string[];
  private readonly byName = new Map<string, string[]>();
  private readonly asides = new Map<string, boolean>();
  private readonly results = new Map<string, ReadResult>();
  private readonly noted = new Map<string, Diagnostic>();
  private readonly ids = new Map<string, string>();
  private readonly readPaths = new Set<string>();
  private kept = 0;

  constructor({ reader, files, ignored, remotes }: TreeParts) {
    this.reader = reader;
    this.files = files;
    this.ignored = ignored;
    this.remotes = remotes;
    this.paths = files.map((file) => file.path);
    this.byPath = new Map(files.map((file) => [file.path, file]));
    for (const path of this.paths) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const same = this.byName.get(name);
      if (same) same.push(path);
      else this.byName.set(name, [path]);
    }
  }

  has(path: string): boolean {
    return this.byPath.has(path);
  }

  under(folder: string): readonly string[] {
    if (folder === '.' || folder === '') return this.paths;
    return pathsUnder(this.paths, folder);
  }

  endingWith(suffix: string): readonly string[] {
    const slash = suffix.lastIndexOf('/');
    const candidates = slash >= 0 ? (this.byName.get(suffix.slice(slash + 1)) ?? []) : this.paths;
    return candidates.filter((path) => `/${path}`.endsWith(suffix));
  }

  read(path: string): ReturnType<FileIndex['read']> {
    const known = this.results.get(path);
    if (known) return known;
    if (!this.byPath.has(path)) return { skipped: path.startsWith('../') || path.startsWith('/') ? 'outside-root' : 'unreadable' };
    const result = this.reader.read(path);
    if ('text' in result) this.readPaths.add(path);
    if ('text' in result && result.id !== undefined) this.ids.set(path, result.id);
    if ('skipped' in result) this.note({ file: path, line: 1, reason: result.skipped, message: result.message });
    else if (this.kept + result.text.length > keptCharacters) return result;
    else this.kept += result.text.length;
    this.results.set(path, result);
    return result;
  }

  /** Bytes of a file; undefined for one that is not here. */
  sizeOf(path: string): number | undefined {
    return this.byPath.get(path)?.size;
  }

  contentId(path: string): string | undefined {
    return this.byPath.get(path)?.blob ?? this.ids.get(path);
  }

  get readCount(): number {
    return this.readPaths.size;
  }

  isAside(path: string): boolean {
    const known = this.asides.get(path);
    if (known !== undefined) return known;
    const aside = isAsidePath(path, (folder) => this.byPath.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`));
    this.asides.set(path, aside);
    return aside;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.noted.values()].sort((a, b) => compareLocations(a, b) || compareText(a.message, b.message));
  }

  note(diagnostic: Diagnostic): void {
    this.noted.set(JSON.stringify([diagnostic.file, diagnostic.line, diagnostic.reason, diagnostic.message]), diagnostic);
  }
}

/** A part of a git repository in the tree: the folder whose files git listed, or one file that was asked for by name. */
export interface RepositoryPart {
  /** Relative to the scan root, empty for the root itself. */
  readonly prefix: string;
  readonly only?: string;
}

/** The tree on the disk. */
export class DiskTree extends ScannedTree {
  /** Absolute and real. */
  readonly root: string;
  readonly repositories: readonly RepositoryPart[];
  /** The paths that were asked for, absolute and real. */
  readonly starts: readonly string[];

  constructor({ root, repositories, starts, ...parts }: TreeParts & Pick<DiskTree, 'root' | 'repositories' | 'starts'>) {
    super(parts);
    this.root = root;
    this.repositories = repositories;
    this.starts = starts;
  }
}

/** The part of a sorted list that lies directly or deeply under a folder (not `.`). */
export function pathsUnder(sorted: readonly string[], folder: string): readonly string[] {
  const prefix = `${folder}/`;
  const begin = lowerBound(sorted, prefix);
  let end = begin;
  while (sorted[end]?.startsWith(prefix)) end += 1;
  return sorted.slice(begin, end);
}

/** Index of the first element that is not less than `text`. */
function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
