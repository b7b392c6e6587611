import { insertInto, mergeInto, removeFrom, updateTable } from './sql-changes.js';
import { startDefinition, startMaintenance } from './sql-definitions.js';
import { readTable } from './sql-names.js';
import { addTable, atStart, closeFrame, frameOf, inOrder, openFrame, resetFrames, setVerb, startWalk, tableAt } from './sql-state.js';
import type { Frame, Walk } from './sql-state.js';
import { sqlTokens } from './sql-tokens.js';
import type { SqlToken } from './sql-tokens.js';
import type { SqlDialect, SqlStatement } from './sql-types.js';

const MAX_NESTED_BODIES = 3;

/** Reads one statement's tokens; undefined where nothing but separators stands there. */
export function walkStatement(tokens: readonly SqlToken[], dialect: SqlDialect | undefined): SqlStatement | undefined {
  const first = tokens[0];
  if (!first) return undefined;
  const walk = startWalk(tokens, dialect, 0, { base: 0, reads: new Map(), writes: new Map(), creates: new Map(), drops: new Map() });
  run(walk);
  return {
    kind: walk.kind ?? 'other',
    reads: inOrder(walk.reads),
    writes: inOrder(walk.writes),
    creates: inOrder(walk.creates),
    drops: inOrder(walk.drops),
    line: first.line,
  };
}

function run(walk: Walk): void {
  let i = 0;
  while (i < walk.tokens.length) {
    const next = step(walk, i);
    i = Math.max(next, i + 1);
  }
  while (walk.frames.length > 0) closeFrame(walk);
}

function step(walk: Walk, i: number): number {
  const token = walk.tokens[i];
  if (!token) return i + 1;
  if (token.kind === 'body') return nestedBody(walk, token, i);
  if (token.kind === 'string') return stringBody(walk, token, i);
  if (token.kind === 'end' || token.text === ';') {
    resetFrames(walk);
    walk.defining = false;
    return i + 1;
  }
  if (token.kind === 'punct') return punctuation(walk, token, i);
  if (token.keyword !== '' && walk.tokens[i - 1]?.text !== '.') return keyword(walk, token.keyword, i);
  noteAssignment(walk, i);
  return i + 1;
}

function nestedBody(walk: Walk, token: SqlToken, i: number): number {
  if (walk.nesting < MAX_NESTED_BODIES && (walk.kind === 'ddl' || walk.tokens[0]?.keyword === 'DO')) {
    const inner = startWalk(sqlTokens(token.text, walk.dialect), walk.dialect, walk.nesting + 1, { ...walk, base: walk.nesting === 0 ? i : walk.base });
    inner.kind = walk.kind ?? 'other';
    run(inner);
  }
  return i + 1;
}

/** PostgreSQL before dollar quotes: `CREATE FUNCTION … AS '…' LANGUAGE sql`. */
function stringBody(walk: Walk, token: SqlToken, i: number): number {
  const routine = walk.routine && walk.nesting === 0 && walk.tokens[i - 1]?.keyword === 'AS' && walk.tokens.some((t) => t.keyword === 'LANGUAGE');
  return routine ? nestedBody(walk, token, i) : i + 1;
}

function punctuation(walk: Walk, token: SqlToken, i: number): number {
  const frame = frameOf(walk);
  if (token.text === '(') return openFrame(walk, i);
  if (token.text === ')') {
    if (walk.frames.length > 1) closeFrame(walk);
    return i + 1;
  }
  if (token.text === ',' && frame.list) return tableAt(walk, i + 1);
  return i + 1;
}

const LIST_ENDS = new Set(
  'WHERE GROUP ORDER HAVING LIMIT UNION INTERSECT EXCEPT MINUS WINDOW FETCH OFFSET FOR QUALIFY VALUES WHEN START CONNECT OPTION DO BEGIN END THEN ELSE IF'.split(
    ' ',
  ),
);

function keyword(walk: Walk, word: string, i: number): number {
  const frame = frameOf(walk);
  if (LIST_ENDS.has(word)) frame.list = false;
  switch (word) {
    case 'SELECT':
    case 'PERFORM':
      if (word === 'SELECT' || walk.routine) setVerb(walk, 'select');
      return i + 1;
    case 'WITH':
      return commonTables(walk, i);
    case 'FROM':
      return from(walk, i);
    case 'JOIN':
    case 'STRAIGHT_JOIN':
    case 'APPLY':
      return frame.verb === null || frame.verb === 'insert' ? i + 1 : tableAt(walk, i + 1);
    case 'USING':
      return using(walk, i);
    case 'INTO':
      return into(walk, i);
    case 'SET':
      frame.list = false;
      if (frame.verb === 'update') startAssigning(walk, frame, i);
      return i + 1;
    case 'RETURNING':
      frame.list = false;
      frame.returning = true;
      return i + 1;
    case 'LIKE':
      return walk.defining && ['(', ','].includes(walk.tokens[i - 1]?.text ?? '') ? likeTable(walk, i) : i + 1;
    case 'INHERITS':
      return walk.tokens[i + 1]?.text === '(' ? tableAt(walk, openFrame(walk, i + 1, true)) : i + 1;
    default:
      return change(walk, word, i);
  }
}

function likeTable(walk: Walk, i: number): number {
  const read = readTable(walk.tokens, i + 1);
  if (read?.ref) addTable(walk, walk.reads, read.ref);
  return read?.next ?? i + 1;
}

function change(walk: Walk, word: string, i: number): number {
  switch (word) {
    case 'INSERT':
    case 'REPLACE':
    case 'UPSERT':
      return insertInto(walk, i);
    case 'UPDATE':
      return updateTable(walk, i);
    case 'DELETE':
      return removeFrom(walk, i);
    case 'MERGE':
      if (!atStart(walk, i)) return i + 1;
      return mergeInto(walk, i);
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
    case 'TRUNCATE':
    case 'RENAME':
      return atStart(walk, i) ? startDefinition(walk, word, i) : i + 1;
    default:
      if (atStart(walk, i)) return startMaintenance(walk, word, i);
      noteAssignment(walk, i);
      return i + 1;
  }
}

function from(walk: Walk, i: number): number {
  const frame = frameOf(walk);
  if (walk.tokens[i - 1]?.keyword === 'DISTINCT' && ['IS', 'NOT'].includes(walk.tokens[i - 2]?.keyword ?? '')) return i + 1;
  // HQL and DuckDB begin a query with FROM.
  if (frame.verb === null && i === 0) setVerb(walk, 'select');
  if (frame.verb === null || frame.verb === 'insert' || frame.verb === 'merge') return i + 1;
  if (walk.tokens[i + 1]?.keyword === 'ROWS' && walk.tokens[i + 2]?.keyword === 'FROM') {
    frame.list = true;
    return i + 3;
  }
  frame.into = 'sources';
  frame.list = true;
  return tableAt(walk, i + 1);
}

function using(walk: Walk, i: number): number {
  const frame = frameOf(walk);
  if (frame.verb !== 'delete' && frame.verb !== 'merge') return i + 1;
  const next = walk.tokens[i + 1];
  const columns = next?.text === '(' && !['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(walk.tokens[i + 2]?.keyword ?? '') && frame.sources.length > 0;
  if (columns) return i + 1;
  frame.into = 'sources';
  frame.list = frame.verb === 'delete';
  return tableAt(walk, i + 1);
}

function into(walk: Walk, i: number): number {
  const frame = frameOf(walk);
  let at = i + 1;
  let temporary = false;
  while (['TEMP', 'TEMPORARY', 'UNLOGGED', 'TABLE', 'GLOBAL', 'LOCAL', 'STRICT'].includes(walk.tokens[at]?.keyword ?? '')) {
    temporary ||= walk.tokens[at]?.keyword.startsWith('TEMP') === true;
    at++;
  }
  if (frame.returning || frame.verb === null || (frame.verb === 'select' && (walk.routine || walk.tokens[at]?.kind === 'param'))) return at;
  if (['OUTFILE', 'DUMPFILE'].includes(walk.tokens[at]?.keyword ?? '')) return at + 1;
  const read = readTable(walk.tokens, at, true);
  if (read?.ref && !temporary) addTable(walk, walk.writes, read.ref);
  return read?.next ?? at;
}

function startAssigning(walk: Walk, frame: Frame, i: number): void {
  frame.assigning = true;
  noteAssignment(walk, i + 1);
}

/** `SET o.total = …, i.done = …`: the qualifier says which table of a multi-table UPDATE changes. */
function noteAssignment(walk: Walk, i: number): void {
  const frame = frameOf(walk);
  const before = walk.tokens[i - 1];
  if (frame.verb !== 'update' || !frame.assigning || !(before?.keyword === 'SET' || before?.text === ',')) return;
  const [qualifier, dot, , equals] = walk.tokens.slice(i, i + 4);
  if (qualifier && dot?.text === '.' && equals?.text === '=') frame.assigned.push(qualifier.text.toLowerCase());
}

function commonTables(walk: Walk, i: number): number {
  let at = i + 1;
  const recursive = walk.tokens[at]?.keyword === 'RECURSIVE';
  if (recursive) at++;
  const scopeEnd = frameOf(walk).close;
  for (let name = walk.tokens[at]; name && (name.kind === 'word' || name.kind === 'name'); name = walk.tokens[at]) {
    let open = at + 1;
    if (walk.tokens[open]?.text === '(') open = (walk.partner.get(open) ?? open) + 1;
    if (walk.tokens[open]?.keyword !== 'AS') break;
    open++;
    while (['NOT', 'MATERIALIZED'].includes(walk.tokens[open]?.keyword ?? '')) open++;
    const close = walk.tokens[open]?.text === '(' ? walk.partner.get(open) : undefined;
    if (close === undefined) break;
    const self = recursive || (walk.dialect !== undefined && walk.dialect !== 'postgresql' && selfReference(walk, name, open, close));
    walk.common.push({ name: name.text.toLowerCase(), from: self ? open : close, to: scopeEnd });
    at = close + 1;
    if (['SEARCH', 'CYCLE'].includes(walk.tokens[at]?.keyword ?? '')) at = afterSearch(walk, at);
    if (walk.tokens[at]?.text !== ',') break;
    at++;
  }
  return i + 1;
}

/** PostgreSQL's SEARCH and CYCLE clauses list columns: the next expression or the query begins at a comma after a SET, or a verb. */
function afterSearch(walk: Walk, start: number): number {
  let set = false;
  for (let at = start; at < walk.tokens.length; at++) {
    const word = walk.tokens[at]?.keyword ?? '';
    if (['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(word)) return at;
    set ||= word === 'SET';
    if (set && walk.tokens[at]?.text === ',') return at;
  }
  return walk.tokens.length;
}

/** SQL Server and Oracle write recursive expressions without RECURSIVE: they hold a UNION and their own name. */
function selfReference(walk: Walk, name: SqlToken, open: number, close: number): boolean {
  const body = walk.tokens.slice(open, close);
  return (
    body.some((t) => t.keyword === 'UNION') &&
    body.some((t, i) => t.text.toLowerCase() === name.text.toLowerCase() && ['FROM', 'JOIN'].includes(body[i - 1]?.keyword ?? ''))
  );
}
