import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Console } from './console.js';

/**
 * Folder of the scan root inside the checkout, `services/` for example: platforms name files from the checkout, archlint from the scan root. The checkout is
 * what GitHub Actions or GitLab CI says it is, else the working directory; empty where the scan root is the checkout, or outside of it.
 */
export async function checkoutPrefix(paths: readonly string[], { cwd, env }: Pick<Console, 'cwd' | 'env'>): Promise<string> {
  const { scanStarts } = await import('../discover/starts.js');
  const { root } = scanStarts(paths.map((one) => path.resolve(cwd, one)));
  const below = [env['GITHUB_WORKSPACE'], env['CI_PROJECT_DIR'], cwd]
    .flatMap((folder) => (folder === undefined || folder === '' ? [] : [path.relative(real(folder), root)]))
    .find((relative) => relative === '' || !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)));
  return below === undefined || below === '' ? '' : `${below.split(path.sep).join('/')}/`;
}

function real(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return path.resolve(folder);
  }
}
