import { readTable } from './sql-names.js';
import type { TableRef } from './sql-names.js';
import { addTable, openFrame } from './sql-state.js';
import type { TableSet, Walk } from './sql-state.js';

const wordAt = (walk: Walk, i: number): string => walk.tokens[i]?.keyword ?? '';

function skipStatement(walk: Walk, from: number): number {
  let i = from;
  while (i < walk.tokens.length && walk.tokens[i]?.kind !== 'end' && walk.tokens[i]?.text !== ';') i++;
  return i;
}

/** CREATE, ALTER, DROP, TRUNCATE and RENAME at `i`; gives the index to go on from. */
export function startDefinition(walk: Walk, word: string, i: number): number {
  if (word === 'TRUNCATE') {
    walk.kind ??= 'delete';
    return tableList(walk, wordAt(walk, i + 1) === 'TABLE' ? i + 2 : i + 1, walk.writes);
  }
  walk.kind ??= 'ddl';
  if (word === 'RENAME') return renames(walk, i);
  const object = objectAt(walk, i + 1);
  if (word === 'DROP') return object?.word === 'TABLE' ? tableList(walk, object.next, walk.writes, walk.drops) : skipStatement(walk, i + 1);
  if (word === 'ALTER' && object?.word === 'TABLE') return alterTable(walk, object.next);
  if (object === undefined) return skipStatement(walk, i + 1);
  if (object.word === 'TABLE') return createTable(walk, object.next, object.temporary);
  if (object.word === 'VIEW') return createView(walk, object.next, object.temporary || word === 'ALTER');
  if (object.word === 'OTHER') return skipStatement(walk, object.next);
  return createRoutine(walk, object.word, object.next);
}

interface DefinedObject {
  readonly word: 'TABLE' | 'VIEW' | 'TRIGGER' | 'ROUTINE' | 'OTHER';
  readonly temporary: boolean;
  readonly next: number;
}

/** What is defined, past `OR REPLACE`, `TEMPORARY`, `DEFINER = …` and `IF [NOT] EXISTS`. */
function objectAt(walk: Walk, start: number): DefinedObject | undefined {
  let temporary = false;
  for (let i = start; i < start + 12 && i < walk.tokens.length; i++) {
    const word = wordAt(walk, i);
    if (word === 'TEMP' || word === 'TEMPORARY') temporary = true;
    if (word === 'TABLE' || word === 'VIEW') return { word, temporary, next: afterExists(walk, i + 1) };
    if (word === 'TRIGGER') return { word, temporary, next: i + 1 };
    if (['FUNCTION', 'PROCEDURE', 'PROC', 'EVENT', 'PACKAGE', 'RULE', 'POLICY'].includes(word)) return { word: 'ROUTINE', temporary, next: i + 1 };
    if (['INDEX', 'TYPE', 'SEQUENCE', 'SCHEMA', 'DATABASE', 'USER', 'ROLE', 'EXTENSION', 'DOMAIN', 'COLUMN', 'SERVER', 'STATISTICS'].includes(word)) {
      return { word: 'OTHER', temporary, next: i + 1 };
    }
  }
  return undefined;
}

function afterExists(walk: Walk, i: number): number {
  let at = i;
  while (['IF', 'NOT', 'EXISTS', 'ONLY', 'CONCURRENTLY'].includes(wordAt(walk, at))) at++;
  return at;
}

function createTable(walk: Walk, at: number, temporary: boolean): number {
  const read = readTable(walk.tokens, at, true);
  if (!read) return at;
  // `CREATE TABLE t SELECT …`, `t LIKE u`, `t INHERITS (…)`: what stands after the name is no alias.
  const ref = read.ref;
  const next = ref?.alias === undefined ? read.next : read.next - 1;
  if (ref && !temporary) addTable(walk, walk.creates, ref);
  walk.defining = true;
  if (wordAt(walk, next) === 'LIKE') return readSource(walk, next + 1);
  if (wordAt(walk, next) === 'PARTITION' && wordAt(walk, next + 1) === 'OF') return readSource(walk, next + 2);
  return next;
}

function readSource(walk: Walk, at: number): number {
  const read = readTable(walk.tokens, at, true);
  if (read?.ref) addTable(walk, walk.reads, read.ref);
  return read?.next ?? at;
}

function createView(walk: Walk, at: number, silent: boolean): number {
  const read = readTable(walk.tokens, at, true);
  if (read?.ref && !silent) addTable(walk, walk.creates, read.ref);
  return read?.next ?? at;
}

function createRoutine(walk: Walk, word: string, at: number): number {
  walk.routine = true;
  if (word !== 'TRIGGER') return at;
  // `AFTER INSERT OR UPDATE ON orders`: the trigger's own table is neither read nor written by it.
  let i = at;
  while (i < walk.tokens.length && !['EXECUTE', 'BEGIN', 'EACH', 'AS', 'WHEN', 'STATEMENT'].includes(wordAt(walk, i))) i++;
  return wordAt(walk, i) === 'EXECUTE' ? skipStatement(walk, i) : i + 1;
}

function alterTable(walk: Walk, at: number): number {
  const read = readTable(walk.tokens, at, true);
  if (!read?.ref) return skipStatement(walk, at);
  addTable(walk, walk.writes, read.ref);
  const end = skipStatement(walk, at);
  for (let i = at; i < end; i++) {
    if (wordAt(walk, i) !== 'RENAME') continue;
    const to = ['TO', 'AS'].includes(wordAt(walk, i + 1)) ? i + 2 : i + 1;
    const renamed = to === i + 1 && ['COLUMN', 'INDEX', 'KEY', 'CONSTRAINT', ''].includes(wordAt(walk, to)) ? undefined : readTable(walk.tokens, to, true);
    if (!renamed?.ref || walk.tokens[to + 1]?.keyword === 'TO') continue;
    addTable(walk, walk.creates, withSchema(renamed.ref, read.ref));
    addTable(walk, walk.drops, read.ref);
  }
  return end;
}

function withSchema(ref: TableRef, of: TableRef): TableRef {
  return ref.table.schema === undefined && of.table.schema !== undefined ? { ...ref, table: { ...ref.table, schema: of.table.schema } } : ref;
}

/** MySQL: `RENAME TABLE a TO b, c TO d`. */
function renames(walk: Walk, i: number): number {
  const end = skipStatement(walk, i);
  for (let at = wordAt(walk, i + 1) === 'TABLE' ? i + 2 : end; at < end; ) {
    const from = readTable(walk.tokens, at, true);
    const to = from && wordAt(walk, from.next) === 'TO' ? readTable(walk.tokens, from.next + 1, true) : undefined;
    if (!from?.ref || !to?.ref) break;
    addTable(walk, walk.writes, from.ref);
    addTable(walk, walk.drops, from.ref);
    addTable(walk, walk.creates, to.ref);
    at = to.next + 1;
  }
  return end;
}

function tableList(walk: Walk, start: number, ...to: readonly TableSet[]): number {
  let at = afterExists(walk, start);
  for (;;) {
    const read = readTable(walk.tokens, at, true);
    if (read?.ref) for (const tables of to) addTable(walk, tables, read.ref);
    at = read?.next ?? at + 1;
    // LOCK TABLES a READ, b LOW_PRIORITY WRITE.
    while (['READ', 'WRITE', 'LOCAL', 'LOW_PRIORITY'].includes(wordAt(walk, at))) at++;
    if (walk.tokens[at]?.text !== ',') return skipStatement(walk, at);
    at = afterExists(walk, at + 1);
  }
}

/** Statements that are neither queries nor definitions: COPY, LOCK, LOAD DATA, GRANT … */
export function startMaintenance(walk: Walk, word: string, i: number): number {
  switch (word) {
    case 'COPY':
      return copy(walk, i + 1);
    case 'LOCK':
      walk.kind ??= 'other';
      return ['TABLE', 'TABLES'].includes(wordAt(walk, i + 1)) ? tableList(walk, i + 2, walk.reads) : tableList(walk, i + 1, walk.reads);
    case 'TABLE':
      walk.kind ??= 'select';
      return tableList(walk, i + 1, walk.reads);
    case 'LOAD':
      return load(walk, i);
    case 'BULK':
      walk.kind ??= 'insert';
      return wordAt(walk, i + 1) === 'INSERT' ? tableList(walk, i + 2, walk.writes) : i + 1;
    case 'REFRESH':
      walk.kind ??= 'ddl';
      return refresh(walk, i);
    case 'GRANT':
    case 'REVOKE':
    case 'COMMENT':
    case 'SHOW':
    case 'USE':
    case 'VACUUM':
    case 'REINDEX':
    case 'CLUSTER':
    case 'FETCH':
    case 'CALL':
      if (walk.tokens[i + 1]?.text === '.' || walk.tokens[i + 1]?.text === '=') return i + 1;
      walk.kind ??= 'other';
      return skipStatement(walk, i);
    default:
      return i + 1;
  }
}

function copy(walk: Walk, at: number): number {
  if (walk.tokens[at]?.text === '(') {
    walk.kind ??= 'select';
    return openFrame(walk, at);
  }
  const end = skipStatement(walk, at);
  const read = readTable(walk.tokens, at, true);
  if (!read?.ref) return end;
  let i = read.next;
  if (walk.tokens[i]?.text === '(') i = (walk.partner.get(i) ?? i) + 1;
  const writes = wordAt(walk, i) === 'FROM';
  if (!writes && wordAt(walk, i) !== 'TO') return end;
  walk.kind ??= writes ? 'insert' : 'select';
  addTable(walk, writes ? walk.writes : walk.reads, read.ref);
  return end;
}

/** MySQL: LOAD DATA … INTO TABLE t. */
function load(walk: Walk, i: number): number {
  const end = skipStatement(walk, i);
  for (let at = i; at < end; at++) {
    if (wordAt(walk, at) !== 'INTO' || wordAt(walk, at + 1) !== 'TABLE') continue;
    walk.kind ??= 'insert';
    const read = readTable(walk.tokens, at + 2, true);
    if (read?.ref) addTable(walk, walk.writes, read.ref);
  }
  return end;
}

function refresh(walk: Walk, i: number): number {
  if (wordAt(walk, i + 1) !== 'MATERIALIZED' || wordAt(walk, i + 2) !== 'VIEW') return skipStatement(walk, i);
  return tableList(walk, i + 3, walk.writes);
}
