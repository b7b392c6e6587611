import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import { lookupNode } from '../lookup.js';
import type { CommonOptions } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** `archlint why <from> [to] [paths...]`: the evidence of the edges between two nodes or the way between them; without `to`, all that is known of one. */
export async function why(from: string, to: string | undefined, paths: readonly string[], options: CommonOptions, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('why', options.format, options.output, nearestName);
  const analysed = await analysePaths(paths, options, console);
  const find = (word: string): string => lookupNode(analysed.report.graph, word, nearestName);
  const question = to === undefined ? { from: find(from) } : { from: find(from), to: find(to) };
  await emit('why', analysed, targets, options, { question }, console);
  return 0;
}
