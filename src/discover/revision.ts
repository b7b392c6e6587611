import { join, posix } from 'node:path';
import type { Diagnostic } from '../core/extraction.js';
import type { FileEntry, Limits } from '../core/files.js';
import { compareText } from '../core/location.js';
import { UsageError } from '../core/usage-error.js';
import { readBlobs, type TreeObject, treeAt } from '../git/objects.js';
import { holdsCommit } from '../git/revision.js';
import { type BlobPlace, BlobReader } from './blobs.js';
import { boundedFiles, folderFacts } from './facts.js';
import { IgnoreRules } from './ignores.js';
import { defaultLimits } from './limits.js';
import { type DiskTree, pathsUnder, type RepositoryPart, ScannedTree } from './tree.js';

export interface RevisionOptions {
  /** Patterns in gitignore syntax, as `DiscoverOptions.ignore`. */
  readonly ignore: readonly string[];
  readonly limits?: Partial<Limits>;
  /** The commit to read of the repository around a folder (absolute); `name` is how messages call it. Throws `UsageError` where there is none. */
  commitOf(folder: string, name: string): string;
}

/**
 * An earlier state of a tree that was discovered on the disk, by git's objects alone: nothing is checked out. Each repository in the tree is read at its own
 * commit, a submodule at the one that is recorded there; files that no repository holds are taken as they are. Ignores and limits are those of the disk;
 * links are not followed. Throws `UsageError` where a repository lacks the commit, or the tree holds none.
 */
export function discoverRevision(now: DiskTree, options: RevisionOptions): ScannedTree {
  const limits = { ...defaultLimits, ...options.limits };
  const listing = new Listing(now, options);
  for (const part of partsOf(now, options)) listing.repository(part);
  const diagnostics = [...listing.diagnostics];
  const sorted = listing.paths();
  const reader = new BlobReader(listing.places(sorted), now, limits);
  const text = (path: string): string | undefined => {
    const read = reader.read(path);
    return 'text' in read ? read.text : undefined;
  };
  const rules = new IgnoreRules(
    options.ignore,
    folderFacts(sorted, (path) => listing.has(path), text),
  );
  const left = new Set<string>();
  const entries = sorted.flatMap((path): FileEntry[] => {
    const by = rules.ignoredBy(path);
    if (by !== null) left.add(by);
    return by === null ? listing.entry(path) : [];
  });
  const tree = new ScannedTree({ reader, files: boundedFiles(entries, limits, diagnostics), ignored: left.size, remotes: now.remotes });
  for (const diagnostic of diagnostics) if (rules.ignoredBy(diagnostic.file) === null) tree.note(diagnostic);
  return tree;
}

/** The repositories of a tree, those around others first. Throws `UsageError` where there is none: no repository, no git, or the folder is ignored by it. */
function partsOf(now: DiskTree, options: RevisionOptions): readonly RepositoryPart[] {
  const parts = [...now.repositories].sort((a, b) => compareText(a.prefix, b.prefix) || compareText(a.only ?? '', b.only ?? ''));
  if (parts.length > 0) return parts;
  options.commitOf(now.root, here);
  if (now.files.length === 0) return [{ prefix: '' }];
  throw new UsageError(`${here} is left out by the .gitignore of its repository, which therefore knows no earlier state of it`);
}

const here = 'the scanned folder';

/** The files of an earlier state as they are found: what git's trees hold, and what no repository holds. */
class Listing {
  readonly diagnostics: Diagnostic[] = [];
  private readonly found = new Map<string, BlobPlace | null>();
  private readonly recorded = new Map<string, string>();

  constructor(
    private readonly now: DiskTree,
    private readonly options: RevisionOptions,
  ) {
    const held = new Set(now.repositories.flatMap(({ prefix, only }) => (only === undefined ? now.under(prefix) : [only])));
    for (const { path } of now.files) if (!held.has(path)) this.found.set(path, null);
  }

  /** Adds a repository's files; those around it come first, so that a submodule's recorded commit is known. */
  repository({ prefix, only }: RepositoryPart): void {
    const folder = join(this.now.root, prefix);
    const name = only ?? (prefix === '' ? here : prefix);
    const recorded = this.recorded.get(prefix);
    if (recorded !== undefined && !holdsCommit(folder, recorded)) {
      throw new UsageError(`the submodule ${name} lacks the commit ${recorded} of the earlier revision. Fetch it: git -C ${name} fetch origin ${recorded}`);
    }
    const objects = treeAt(folder, recorded ?? this.options.commitOf(folder, name));
    if (objects === undefined) throw new UsageError(`git cannot read the earlier revision of ${name}`);
    const links = objects.filter((object) => object.kind === 'link');
    for (const object of objects) {
      const path = prefix === '' ? object.path : `${prefix}/${object.path}`;
      if (only !== undefined && path !== only) continue;
      if (object.kind === 'file') this.found.set(path, { repository: prefix, id: object.id, size: object.size });
      else if (object.kind === 'submodule') this.submodule(path, object.id);
    }
    if (only === undefined) this.links(prefix, folder, links);
  }

  has(path: string): boolean {
    return this.found.has(path);
  }

  paths(): readonly string[] {
    return [...this.found.keys()].sort(compareText);
  }

  places(sorted: readonly string[]): ReadonlyMap<string, BlobPlace> {
    return new Map(sorted.flatMap((path) => [[path, this.found.get(path)] as const]).filter((pair): pair is [string, BlobPlace] => pair[1] != null));
  }

  entry(path: string): FileEntry[] {
    const place = this.found.get(path);
    return place ? [{ path, size: place.size ?? 0, blob: place.id }] : [{ path, size: this.now.sizeOf(path) ?? 0 }];
  }

  private submodule(path: string, commit: string): void {
    this.recorded.set(path, commit);
    if (this.now.repositories.some(({ prefix }) => prefix === path)) return;
    this.note(path, 'unreadable', 'The submodule is not checked out, so its earlier state is not compared.');
  }

  /** A link to something in the tree is no loss: its target is listed itself. */
  private links(prefix: string, folder: string, links: readonly TreeObject[]): void {
    const short = links.filter(({ size }) => size !== null && size <= longestTarget).slice(0, mostLinks);
    const targets = readBlobs(
      folder,
      short.map(({ id }) => id),
    );
    const listed = this.paths();
    for (const { path, id } of links) {
      const from = prefix === '' ? path : `${prefix}/${path}`;
      const target = posix.normalize(posix.join(posix.dirname(from), targets.get(id)?.toString('utf8') ?? '..'));
      if (target === '..' || target.startsWith('../') || targets.get(id)?.[0] === slash)
        this.note(from, 'outside-root', 'The link leaves the scanned folder and is not followed. Scan its target too if it belongs to the system.');
      else if (!this.found.has(target) && target !== '.' && pathsUnder(listed, target).length === 0) this.note(from, 'unreadable', 'The link leads nowhere.');
    }
  }

  private note(file: string, reason: Diagnostic['reason'], message: string): void {
    this.diagnostics.push({ file, line: 1, reason, message });
  }
}

const longestTarget = 4_096;
const mostLinks = 10_000;
const slash = 0x2f;
