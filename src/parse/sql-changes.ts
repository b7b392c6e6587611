import { readTable } from './sql-names.js';
import { atStart, setVerb, tableAt } from './sql-state.js';
import type { Walk } from './sql-state.js';

/** INSERT, REPLACE or UPSERT at `i`; a MERGE's own INSERT and functions of these names are passed over. */
export function insertInto(walk: Walk, i: number): number {
  let at = i + 1;
  const skipped = ['IGNORE', 'LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'OR', 'ABORT', 'FAIL', 'ROLLBACK', 'REPLACE', 'ALL', 'FIRST', 'TOP', 'ANY'];
  while (skipped.includes(walk.tokens[at]?.keyword ?? '')) at++;
  if (walk.tokens[at - 1]?.keyword === 'TOP') at = (walk.partner.get(at) ?? at) + 1;
  const introduced = ['INTO', 'OVERWRITE'].includes(walk.tokens[at]?.keyword ?? '');
  const next = walk.tokens[introduced ? at + 1 : at];
  if (!introduced && (!atStart(walk, i) || next === undefined || next.kind === 'punct' || ['VALUES', 'ON', 'TO'].includes(next.keyword))) return i + 1;
  const frame = setVerb(walk, 'insert');
  if (next?.kind === 'punct' && next.text === '(') return at + 1;
  if (introduced) at++;
  while (['TABLE', 'INTO'].includes(walk.tokens[at]?.keyword ?? '')) at++;
  const read = readTable(walk.tokens, at, true);
  if (read?.ref) frame.targets.push(read.ref);
  return read?.next ?? at;
}

/** UPDATE at `i`, where it changes a table rather than locks rows or stands in a clause of another statement. */
export function updateTable(walk: Walk, i: number): number {
  const before = walk.tokens[i - 1]?.keyword ?? '';
  const next = walk.tokens[i + 1];
  if (['FOR', 'KEY', 'ON', 'OR', 'BEFORE', 'AFTER', 'OF', 'INSTEAD'].includes(before) || walk.tokens[i - 1]?.text === ',') return i + 1;
  if (next === undefined || ['SET', 'OF', 'ON', 'STATISTICS', 'NOWAIT', 'SKIP'].includes(next.keyword) || next.kind === 'punct') return i + 1;
  const frame = setVerb(walk, 'update');
  frame.into = 'targets';
  frame.list = true;
  let at = i + 1;
  if (next.keyword === 'OR') at += 2;
  if (walk.tokens[at]?.keyword === 'TOP' && walk.tokens[at + 1]?.text === '(') at = (walk.partner.get(at + 1) ?? at + 1) + 1;
  return tableAt(walk, at);
}

/** DELETE at `i`, with or without FROM. */
export function removeFrom(walk: Walk, i: number): number {
  let at = i + 1;
  while (['LOW_PRIORITY', 'QUICK', 'IGNORE'].includes(walk.tokens[at]?.keyword ?? '')) at++;
  if (walk.tokens[at]?.keyword === 'TOP') at = (walk.partner.get(at + 1) ?? at) + 1;
  const next = walk.tokens[at];
  const before = walk.tokens[i - 1]?.keyword ?? '';
  if (['ON', 'OR', 'BEFORE', 'AFTER', 'OF'].includes(before)) return i + 1;
  const from = next?.keyword === 'FROM';
  if (!from && (!atStart(walk, i) || next === undefined || next.kind === 'punct' || ['WHERE', 'WHEN', 'ON'].includes(next.keyword))) return i + 1;
  const frame = setVerb(walk, 'delete');
  frame.into = 'targets';
  frame.list = true;
  return tableAt(walk, from ? at + 1 : at);
}

/** MERGE at `i`: its target; `USING` brings the source. */
export function mergeInto(walk: Walk, i: number): number {
  const frame = setVerb(walk, 'merge');
  let at = i + 1;
  if (walk.tokens[at]?.keyword === 'TOP') at = (walk.partner.get(at + 1) ?? at) + 1;
  if (walk.tokens[at]?.keyword === 'INTO') at++;
  frame.into = 'targets';
  return tableAt(walk, at);
}
