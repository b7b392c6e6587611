import { readTable, refAlias } from './sql-names.js';
import type { TableRef } from './sql-names.js';
import type { SqlToken } from './sql-tokens.js';
import type { SqlDialect, SqlStatement, SqlTable } from './sql-types.js';

export type SqlVerb = 'select' | 'insert' | 'update' | 'delete' | 'merge';

/** What is known at one depth of parentheses. */
export interface Frame {
  verb: SqlVerb | null;
  /** In a comma list of tables: the next comma brings another one. */
  list: boolean;
  /** `FROM (a JOIN b)`: its tables belong to the frame around it. */
  readonly group: boolean;
  /** Which of the two the tables of the running list join. */
  into: 'targets' | 'sources';
  targets: TableRef[];
  sources: TableRef[];
  /** Qualifiers of assigned columns in an UPDATE. */
  assigned: string[];
  assigning: boolean;
  returning: boolean;
  /** Index of the closing parenthesis. */
  readonly close: number;
}

interface CommonTable {
  readonly name: string;
  /** Token range in which the name means the expression. */
  readonly from: number;
  readonly to: number;
}

/** A statement while it is walked. */
export interface Walk {
  readonly tokens: readonly SqlToken[];
  readonly dialect: SqlDialect | undefined;
  /** Index of the partner of each parenthesis. */
  readonly partner: ReadonlyMap<number, number>;
  readonly frames: Frame[];
  readonly common: CommonTable[];
  kind: SqlStatement['kind'] | undefined;
  /** In a routine `INTO x` fills a variable. */
  routine: boolean;
  /** In CREATE TABLE: `LIKE t` names a table. */
  defining: boolean;
  readonly nesting: number;
  /** Place of a routine's body among the tokens of the statement around it. */
  readonly base: number;
  readonly reads: TableSet;
  readonly writes: TableSet;
  readonly creates: TableSet;
  readonly drops: TableSet;
}

/** Tables by schema and name, each with the place where it first stands. */
export type TableSet = Map<string, { readonly table: SqlTable; place: number }>;

/** Tables in the order of the text. */
export function inOrder(tables: TableSet): SqlTable[] {
  return [...tables.values()].sort((a, b) => a.place - b.place).map((t) => t.table);
}

/** A walk over `tokens`; `nesting` counts the routine bodies around it. */
export function startWalk(
  tokens: readonly SqlToken[],
  dialect: SqlDialect | undefined,
  nesting: number,
  out: Pick<Walk, 'base' | 'reads' | 'writes' | 'creates' | 'drops'>,
): Walk {
  return {
    tokens,
    dialect,
    partner: partners(tokens),
    frames: [newFrame(tokens.length)],
    common: [],
    kind: undefined,
    routine: nesting > 0,
    defining: false,
    nesting,
    base: out.base,
    reads: out.reads,
    writes: out.writes,
    creates: out.creates,
    drops: out.drops,
  };
}

function newFrame(close: number, group = false): Frame {
  return {
    verb: group ? 'select' : null,
    list: group,
    group,
    into: 'sources',
    targets: [],
    sources: [],
    assigned: [],
    assigning: false,
    returning: false,
    close,
  };
}

function partners(tokens: readonly SqlToken[]): Map<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'punct') continue;
    if (token.text === '(') open.push(i);
    else if (token.text === ')') {
      const start = open.pop();
      if (start !== undefined) found.set(start, i);
    }
  }
  return found;
}

/** The innermost frame. */
export function frameOf(walk: Walk): Frame {
  const last = walk.frames.at(-1);
  if (last) return last;
  const fresh = newFrame(walk.tokens.length);
  walk.frames.push(fresh);
  return fresh;
}

/** Ends all frames, as the end of a statement does, and begins anew. */
export function resetFrames(walk: Walk): void {
  while (walk.frames.length > 0) closeFrame(walk);
  walk.frames.push(newFrame(walk.tokens.length));
}

/** Opens the parenthesis at `at`; gives the index after it. */
export function openFrame(walk: Walk, at: number, group = false): number {
  walk.frames.push(newFrame(walk.partner.get(at) ?? walk.tokens.length, group));
  return at + 1;
}

/** Ends the innermost frame: its tables become reads and writes. */
export function closeFrame(walk: Walk): void {
  const frame = walk.frames.pop();
  if (!frame) return;
  const around = walk.frames.at(-1);
  if (frame.group && around) around.sources.push(...frame.sources);
  else settle(walk, frame);
}

/** Turns the tables that a frame has gathered into reads and writes. */
function settle(walk: Walk, frame: Frame): void {
  const { targets, sources } = frame;
  if (frame.verb === 'update' || frame.verb === 'delete') settleChange(walk, frame);
  else {
    for (const ref of targets) addTable(walk, walk.writes, ref);
    for (const ref of sources) addTable(walk, walk.reads, ref);
  }
  frame.targets = [];
  frame.sources = [];
  frame.assigned = [];
}

/** `UPDATE o … FROM orders o`, `DELETE o FROM orders o`, `UPDATE orders o JOIN items i … SET o.x`: the changed tables may be named by alias. */
function settleChange(walk: Walk, frame: Frame): void {
  const written = new Set<TableRef>();
  const byAlias = (name: string): TableRef | undefined => frame.sources.find((ref) => refAlias(ref) === name.toLowerCase());
  const several = frame.verb === 'update' && frame.targets.length > 1;
  const assigned = several ? frame.targets.filter((ref) => frame.assigned.includes(refAlias(ref))) : [];
  const targets = several ? (assigned.length > 0 ? assigned : frame.targets.slice(0, 1)) : frame.targets;
  for (const target of targets) {
    const source = target.table.schema === undefined ? byAlias(target.table.name) : undefined;
    if (source) written.add(source);
    addTable(walk, walk.writes, source ?? target);
  }
  for (const ref of [...frame.sources, ...(several ? frame.targets.filter((t) => !targets.includes(t)) : [])]) {
    if (!written.has(ref)) addTable(walk, walk.reads, ref);
  }
}

const CATALOGUES = new Set(['information_schema', 'pg_catalog', 'performance_schema', 'sys']);

/** Adds a table unless it is a common table expression, a pseudo table or of the system catalogue. */
export function addTable(walk: Walk, to: TableSet, ref: TableRef): void {
  const { schema, name } = ref.table;
  const lower = name.toLowerCase();
  if (schema !== undefined && CATALOGUES.has(schema.toLowerCase())) return;
  if (schema === undefined) {
    if (/^(?:pg_|sqlite_)/.test(lower) || lower === 'dual') return;
    if (walk.routine && (lower === 'inserted' || lower === 'deleted')) return;
    if (walk.common.some((c) => c.name === lower && ref.index >= c.from && ref.index <= c.to)) return;
  }
  const key = `${schema ?? ''}\u0000${name}`;
  const place = walk.nesting === 0 ? ref.index : walk.base;
  const known = to.get(key);
  if (known) known.place = Math.min(known.place, place);
  else to.set(key, { table: ref.table, place });
}

/** Reads the table reference at `i` (also a sub-query, a group in parentheses or a function) for the running list. */
export function tableAt(walk: Walk, i: number): number {
  let at = i;
  while (['ONLY', 'LATERAL', 'OUTER', 'TABLE', 'IGNORE', 'LOW_PRIORITY'].includes(walk.tokens[at]?.keyword ?? '')) at++;
  if (walk.tokens[at]?.text === '(' && walk.tokens[at]?.kind === 'punct') {
    if (walk.tokens[at - 1]?.keyword === 'TABLE') return at;
    let inner = at + 1;
    while (walk.tokens[inner]?.text === '(') inner++;
    const query = ['SELECT', 'WITH', 'VALUES', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(walk.tokens[inner]?.keyword ?? '');
    for (; at < inner; at++) openFrame(walk, at, !query || at < inner - 1);
    if (query) return at;
  }
  const read = readTable(walk.tokens, at);
  if (!read) return at;
  const frame = frameOf(walk);
  if (read.ref) frame[frame.into].push(read.ref);
  return read.next;
}

const BEFORE_STATEMENT = new Set(
  'BEGIN THEN ELSE LOOP AS EXPLAIN ANALYZE VERBOSE PLAN END EXTENDED DO ATOMIC FOR QUERY INSTEAD ALSO START TRANSACTION COMMIT'.split(' '),
);

/** A statement can begin at this token. */
export function atStart(walk: Walk, i: number): boolean {
  const before = walk.tokens[i - 1];
  if (!before || before.text === ';' || before.kind === 'end') return true;
  if (before.kind === 'punct') return (before.text === '(' && !walk.defining) || before.text === ')' || before.text === ':';
  return BEFORE_STATEMENT.has(before.keyword);
}

/** A verb begins at this depth: what was gathered before is settled. */
export function setVerb(walk: Walk, verb: SqlVerb): Frame {
  const frame = frameOf(walk);
  settle(walk, frame);
  frame.verb = verb;
  frame.list = false;
  frame.into = 'sources';
  frame.assigning = false;
  if (walk.frames.length === 1) walk.kind ??= verb;
  return frame;
}
