import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { FileIndex, Limits } from '../core/files.js';
import { UsageError } from '../core/usage-error.js';
import { defaultLimits } from './limits.js';
import { Scan } from './scan.js';

export interface DiscoverOptions {
  /** Patterns in gitignore syntax, relative to the scan root; `!pattern` brings back what a default leaves out. */
  readonly ignore: readonly string[];
  readonly limits?: Partial<Limits>;
}

/**
 * The files of the given paths (folders or files, absolute or relative to the working directory). One path is the scan root itself, of
 * several it is their common ancestor; every path in the index is relative to it. Runs nothing it finds and follows no link. Throws
 * `UsageError` for a path that does not exist; an empty folder gives an empty index.
 */
export function discoverFiles(paths: readonly string[], options: DiscoverOptions): FileIndex {
  const limits = { ...defaultLimits, ...options.limits };
  const starts = (paths.length === 0 ? ['.'] : paths).map(existing);
  const root = commonFolder(starts);
  const scan = new Scan(root, limits, options.ignore);
  for (const start of starts) {
    if (start.folder) scan.folder(start.path);
    else scan.file(start.path);
  }
  return scan.index();
}

interface Start {
  readonly path: string;
  readonly folder: boolean;
}

function existing(path: string): Start {
  try {
    const real = realpathSync.native(resolve(path));
    return { path: real, folder: statSync(real).isDirectory() };
  } catch {
    throw new UsageError(`No such file or folder: ${path}`);
  }
}

function commonFolder(starts: readonly Start[]): string {
  let common: string[] | undefined;
  for (const start of starts) {
    const parts = (start.folder ? start.path : dirname(start.path)).split(sep);
    const other = common ?? parts;
    const differs = parts.findIndex((part, index) => part !== other[index]);
    common = parts.slice(0, differs < 0 ? parts.length : differs);
  }
  return common?.join(sep) || sep;
}
