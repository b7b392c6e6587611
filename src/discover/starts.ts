import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { UsageError } from '../core/usage-error.js';

/** A path of the command line: absolute and real. */
export interface Start {
  readonly path: string;
  readonly folder: boolean;
}

/** The given paths (`.` for none) and the folder that contains them all, which every path of an index is relative to. */
export function scanStarts(paths: readonly string[]): { readonly root: string; readonly starts: readonly Start[] } {
  const starts = (paths.length === 0 ? ['.'] : paths).map(existing);
  return { root: commonFolder(starts), starts };
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
