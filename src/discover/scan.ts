import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Diagnostic } from '../core/extraction.js';
import type { FileEntry, Limits } from '../core/files.js';
import { compareText } from '../core/location.js';
import { insideRepository } from '../git/door.js';
import { boundedFiles, folderFacts } from './facts.js';
import { IgnoreRules, isNeverEntered } from './ignores.js';
import { GuardedReader } from './reader.js';
import { remotesOf } from './remotes.js';
import { DiskTree, type RepositoryPart } from './tree.js';
import { listTree } from './walk.js';

/** One scan in the making: folders and files are added, then `index` leaves out what is ignored and looks at the rest. */
export class Scan {
  private readonly listed = new Set<string>();
  private readonly diagnostics: Diagnostic[] = [];
  private readonly reader: GuardedReader;
  private readonly repositories: RepositoryPart[] = [];
  private readonly starts: string[] = [];
  private skippedFolders = 0;

  /** `root` is absolute and real; `patterns` are the user's ignores; with `identify` texts come with their ids. */
  constructor(
    private readonly root: string,
    private readonly limits: Limits,
    private readonly patterns: readonly string[],
    private readonly identify: boolean,
  ) {
    this.reader = new GuardedReader(root, limits);
  }

  /** Lists an absolute folder at or below the root. */
  folder(path: string): void {
    this.starts.push(path);
    this.listFolder(this.relativePath(path), 'any');
  }

  /** Adds one absolute file below the root. */
  file(path: string): void {
    this.starts.push(path);
    const file = this.relativePath(path);
    this.listed.add(file);
    const folder = dirname(file);
    if (insideRepository(dirname(path))) this.repositories.push({ prefix: folder === '.' ? '' : folder, only: file });
  }

  index(): DiskTree {
    const entries: FileEntry[] = [];
    const left = new Set<string>();
    let wanted = this.wanted([...this.listed].sort(compareText), left);
    while (wanted.length > 0) {
      const before = new Set(this.listed);
      for (const path of wanted) this.look(path, entries);
      wanted = this.wanted([...this.listed].filter((path) => !before.has(path)).sort(compareText), left);
    }
    const files = boundedFiles(entries, this.limits, this.diagnostics);
    const tree = new DiskTree({
      root: this.root,
      repositories: this.repositories,
      starts: this.starts,
      reader: new GuardedReader(this.root, this.limits, this.identify),
      files,
      ignored: left.size + this.skippedFolders,
      remotes: remotesOf(this.repositories, (path) => this.text(path)),
    });
    for (const diagnostic of this.diagnostics) tree.note(diagnostic);
    return tree;
  }

  private listFolder(prefix: string, repository: 'any' | 'own'): void {
    const { paths, skippedFolders } = listTree({
      root: this.root,
      prefix,
      repository,
      maxFiles: this.limits.files * 4,
      skipFolder: (name) => isNeverEntered(name, this.patterns),
      readText: (path) => this.text(path),
      note: (diagnostic) => this.diagnostics.push(diagnostic),
      repositoryAt: (folder) => this.repositories.push({ prefix: folder }),
    });
    this.skippedFolders += skippedFolders;
    for (const path of paths) this.listed.add(path);
  }

  /** The paths that no ignore leaves out; what leaves the others out is added to `left`. */
  private wanted(sorted: readonly string[], left: Set<string>): string[] {
    const facts = folderFacts(
      sorted,
      (path) => this.listed.has(path),
      (path) => this.text(path),
    );
    const rules = new IgnoreRules(this.patterns, facts);
    return sorted.filter((path) => {
      const by = rules.ignoredBy(path);
      if (by !== null) left.add(by);
      return by === null;
    });
  }

  /** Regular files become entries; folders (submodules, nested repositories) are listed; links and special files are left out. */
  private look(path: string, entries: FileEntry[]): void {
    let stat: ReturnType<typeof lstatSync>;
    try {
      stat = lstatSync(join(this.root, path));
    } catch (error) {
      // Git lists deleted files until the deletion is committed.
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return;
      this.note(path, 'unreadable', 'The file cannot be looked at. Check its permissions.');
      return;
    }
    if (!this.reader.isInside(dirname(path))) this.note(path, 'outside-root', 'A folder of its path is a link, and links are not followed.');
    else if (stat.isFile()) entries.push({ path, size: stat.size });
    else if (stat.isDirectory()) this.listFolder(path, 'own');
    else if (stat.isSymbolicLink()) this.lookAtLink(path);
    else this.note(path, 'unreadable', 'It is no regular file (a pipe, socket or device) and is not opened.');
  }

  /** A link to something inside the root is no loss: its target is listed itself. */
  private lookAtLink(path: string): void {
    try {
      const target = relative(this.root, realpathSync.native(join(this.root, path)));
      if (target.split(sep)[0] !== '..') return;
      this.note(path, 'outside-root', 'The link leaves the scanned folder and is not followed. Scan its target too if it belongs to the system.');
    } catch {
      this.note(path, 'unreadable', 'The link leads nowhere.');
    }
  }

  private text(path: string): string | undefined {
    const result = this.reader.read(path);
    return 'text' in result ? result.text : undefined;
  }

  private relativePath(absolute: string): string {
    return relative(this.root, absolute).split(sep).join('/');
  }

  private note(file: string, reason: Diagnostic['reason'], message: string): void {
    this.diagnostics.push({ file, line: 1, reason, message });
  }
}
