import type { FileIndex } from '../../core/files.js';
import { joinPath } from '../../parse/paths.js';

/** Which folders of the tree are the repositories that plans name. */
export class Repositories {
  private byName: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly files: FileIndex) {}

  /**
   * A path of a repository, relative to the scan root: in the folder that bears the repository's name, else in the repository that names it (`from` is a file of
   * that). Undefined where there is no such path: then the repository is another, which is not in the tree.
   */
  resolve(url: string | undefined, path: string, from: string): string | undefined {
    return this.roots(url, from)
      .map((root) => joinPath(root, path.replace(/^\/+/, '')))
      .find((one) => this.has(one));
  }

  /** Folders that a repository may be, the likeliest first; '.' is the whole tree. */
  roots(url: string | undefined, from: string): string[] {
    const name = url === undefined ? '' : repositoryName(url);
    this.byName ??= foldersByName(this.files);
    const named = this.byName.get(name) ?? [];
    const { folder, remote } = this.repositoryAround(from);
    const foreign = name !== '' && remote !== undefined && remote !== name;
    const top = from.includes('/') ? from.slice(0, from.indexOf('/')) : '.';
    return [...new Set([...named, ...(foreign ? [] : folder === undefined ? ['.', top] : [folder])])];
  }

  /** Whether something lies at a path. */
  has(path: string): boolean {
    return !path.startsWith('..') && (path === '.' || this.files.has(path) || this.files.under(path).length > 0);
  }

  /** The repository that a file is part of, as far as git tells it. */
  private repositoryAround(from: string): { folder?: string; remote?: string } {
    const known = [...(this.files.remotes ?? [])].filter(([prefix]) => prefix === '.' || from.startsWith(`${prefix}/`));
    const [nearest] = known.sort(([a], [b]) => b.length - a.length);
    return nearest === undefined ? {} : { folder: nearest[0], remote: repositoryName(nearest[1]) };
  }
}

/** Folders near the root, by their name in lower case. */
function foldersByName(files: FileIndex): ReadonlyMap<string, readonly string[]> {
  const seen = new Set<string>();
  for (const { path } of files.files) {
    const segments = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= Math.min(segments.length, 3); depth += 1) seen.add(segments.slice(0, depth).join('/'));
  }
  const folders = new Map<string, string[]>();
  for (const folder of [...seen].sort()) {
    const name = folder.slice(folder.lastIndexOf('/') + 1).toLowerCase();
    folders.set(name, [...(folders.get(name) ?? []), folder]);
  }
  return folders;
}

/** `orders` of `https://git.example.com/shop/orders.git` and of `git@host:shop/orders`. */
function repositoryName(url: string): string {
  const path = url
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1).toLowerCase();
}
