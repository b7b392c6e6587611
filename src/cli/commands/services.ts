import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import type { CommonOptions } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** `archlint services`: what was recognised. */
export async function services(paths: readonly string[], options: CommonOptions, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('services', options.format, options.output, nearestName);
  const analysed = await analysePaths(paths, options, console);
  await emit('services', analysed, targets, options, {}, console);
  return 0;
}
