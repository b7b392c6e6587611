import type { Console } from '../console.js';
import { deployabilityIn } from '../deployability.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import { lookupNode } from '../lookup.js';
import type { CommonOptions, RuleChoice } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** `archlint why <from> [to] [paths...]`: the evidence of the edges between two nodes or the way between them, and why both go out together; without `to`, all that is known of one. */
export async function why(
  from: string,
  to: string | undefined,
  paths: readonly string[],
  options: CommonOptions & RuleChoice,
  console: Console,
): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('why', options.format, options.output, nearestName);
  const analysed = await analysePaths(paths, options, console);
  const find = (word: string): string => lookupNode(analysed.report.graph, word, nearestName);
  const question = { from: find(from), ...(to !== undefined && { to: find(to) }) };
  const bonds = question.to === undefined ? undefined : (await deployabilityIn(analysed.report, question.from, paths, options, console))?.bonds;
  const together = bonds?.find((bond) => bond.service === question.to)?.reasons ?? [];
  await emit('why', analysed, targets, options, { question, together }, console);
  return 0;
}
