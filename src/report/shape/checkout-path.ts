import { posix } from 'node:path';

/** A file as platforms name it: from the checkout. `prefix`: the folder of the scan root in it, with a slash at its end, as `RenderOptions.prefix`. */
export function checkoutPath(prefix: string | undefined, file: string): string {
  return posix.normalize(`${prefix ?? ''}${file}`);
}
