import type { Limits } from '../core/files.js';
import { defaultLimits } from './limits.js';
import { Scan } from './scan.js';
import { scanStarts } from './starts.js';
import type { DiskTree } from './tree.js';

export { discoverRevision } from './revision.js';
export type { DiskTree } from './tree.js';

export interface DiscoverOptions {
  /** Patterns in gitignore syntax, relative to the scan root; `!pattern` brings back what a default leaves out. */
  readonly ignore: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Whether to name the contents that are read (`FileIndex.contentId`), for comparing states. */
  readonly identify?: boolean;
}

/**
 * The files of the given paths (folders or files, absolute or relative to the working directory). One path is the scan root itself, of
 * several it is their common ancestor; every path in the index is relative to it. Runs nothing it finds and follows no link. Throws
 * `UsageError` for a path that does not exist; an empty folder gives an empty index.
 */
export function discoverFiles(paths: readonly string[], options: DiscoverOptions): DiskTree {
  const limits = { ...defaultLimits, ...options.limits };
  const { root, starts } = scanStarts(paths);
  const scan = new Scan(root, limits, options.ignore, options.identify === true);
  for (const start of starts) {
    if (start.folder) scan.folder(start.path);
    else scan.file(start.path);
  }
  return scan.index();
}
