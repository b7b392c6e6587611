import { readdirSync, lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { insideRepository } from '../git/door.js';
import { scanStarts } from './starts.js';

/** A repository, or the part of one that is scanned: absolute folder, and the same relative to the scan root (`.` for the root). */
export interface ScannedRepository {
  readonly folder: string;
  readonly prefix: string;
}

const maxDepth = 3;
const maxRepositories = 5000;

/**
 * The git repositories of the given paths: the one around each path, and those that begin up to three folders below it (folders of repositories,
 * submodules). Sorted by prefix. Reads folders only; throws `UsageError` for a path that does not exist.
 */
export function scannedRepositories(paths: readonly string[]): readonly ScannedRepository[] {
  const { root, starts } = scanStarts(paths);
  const found = new Map<string, ScannedRepository>();
  const add = (folder: string): void => {
    const prefix = relative(root, folder).split(sep).join('/') || '.';
    if (found.size < maxRepositories) found.set(prefix, { folder, prefix });
  };
  for (const start of starts.filter((s) => s.folder)) {
    if (insideRepository(start.path)) add(start.path);
    let open = [start.path];
    for (let depth = 0; depth < maxDepth; depth += 1) {
      const folders = open.flatMap(subfolders);
      for (const folder of folders) if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false })) add(folder);
      open = folders;
    }
  }
  return [...found.values()].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

const neverEntered: ReadonlySet<string> = new Set(['.git', 'node_modules', 'vendor', 'dist', 'build', 'target']);

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !neverEntered.has(entry.name))
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}
