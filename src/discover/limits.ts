import type { Limits } from '../core/files.js';

export const defaultLimits: Limits = {
  sourceBytes: 1_000_000,
  dataBytes: 2_000_000,
  totalBytes: 1_000_000_000,
  files: 200_000,
  lineLength: 50_000,
};

const sourceFile =
  /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|astro|go|java|kt|kts|scala|groovy|cs|fs|vb|py|php|rb|rs|ex|exs|swift|dart|c|cc|cpp|h|hpp|css|scss)$/i;

/** Source code, by its extension: the lower size limit and the line limit hold for it. */
export function isSourceFile(path: string): boolean {
  return sourceFile.test(path);
}
