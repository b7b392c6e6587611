import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../core/usage-error.js';
import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { type AskedState, differenceOf } from '../difference.js';
import { emit } from '../emit.js';
import type { CommonOptions, RuleChoice } from '../option-values.js';

/**
 * `archlint diff <before> [after] [paths...]`: how one state of a system differs from another, each a git revision or a file that `graph --format json`
 * wrote; without `after` the work tree. 0 whatever differs: `check --since` is the gate.
 */
export async function diff(before: string, words: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('diff', options.format, options.output, nearestName);
  const [first, ...rest] = words;
  const pathsOnly = first !== undefined && isFolder(first, console);
  const after: AskedState = first === undefined || pathsOnly ? { kind: 'worktree', name: '.' } : stateOf(first);
  const paths = pathsOnly ? words : rest;
  const missing = paths.find((one) => !isFolder(one, console));
  if (missing !== undefined) throw new UsageError(`there is no folder ${missing}: archlint diff takes a state or two, then folders`);
  const asked = { before: stateOf(before), after, paths: paths.length > 0 ? paths : ['.'] };
  await emit('diff', await differenceOf(asked, options, console), targets, options, {}, console);
  return 0;
}

/** A name that ends with `.json` is a file; anything else a revision. */
const stateOf = (word: string): AskedState => ({ kind: word.endsWith('.json') ? 'snapshot' : 'ref', name: word });

const isFolder = (word: string, { cwd }: Console): boolean => statSync(path.resolve(cwd, word), { throwIfNoEntry: false })?.isDirectory() === true;
