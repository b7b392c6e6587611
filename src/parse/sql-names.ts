import type { SqlToken } from './sql-tokens.js';
import type { SqlTable } from './sql-types.js';

/** A table where a statement names it. */
export interface TableRef {
  readonly table: SqlTable;
  readonly alias?: string;
  /** Index of its token: the names of common table expressions hold in a range. */
  readonly index: number;
}

/** How the rest of a statement calls a table: its alias, else its name; lower case. */
export function refAlias(ref: TableRef): string {
  return (ref.alias ?? ref.table.name).toLowerCase();
}

const NO_NAME = new Set(
  (
    'SELECT SET WHERE VALUES FROM JOIN ON USING GROUP ORDER HAVING LIMIT UNION INTERSECT EXCEPT AS INTO AND OR NOT NULL CASE WHEN THEN ELSE END ' +
    'UNNEST INNER LEFT RIGHT FULL CROSS NATURAL RETURNING DEFAULT WITH ALL DISTINCT EXISTS IN IS BETWEEN STDIN STDOUT'
  ).split(' '),
);
const NO_ALIAS = new Set(
  (
    'WHERE GROUP ORDER HAVING LIMIT UNION INTERSECT EXCEPT MINUS WINDOW FETCH OFFSET FOR ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL OUTER SET VALUES ' +
    'SELECT FROM INTO RETURNING WITH WHEN TABLESAMPLE PARTITION USE FORCE IGNORE STRAIGHT_JOIN APPLY QUALIFY START CONNECT PIVOT UNPIVOT DEFAULT OUTPUT ' +
    'LATERAL OPTION LOCK THEN BEGIN END LOOP INSERT UPDATE DELETE MERGE CREATE ALTER DROP TRUNCATE IF ELSE DECLARE EXEC EXECUTE OVERRIDING DO TO READ WRITE ' +
    'IN CASCADE RESTRICT RESTART CONTINUE INDEXED NOT COMMIT GO ANTI SEMI ASOF POSITIONAL PREWHERE FINAL SAMPLE WHILE RETURN UNLOGGED AND OR'
  ).split(' '),
);
/** Hints that SQL Server lets follow a table in plain parentheses. */
const HINT = /^(?:NOLOCK|UPDLOCK|ROWLOCK|HOLDLOCK|TABLOCKX?|READPAST|READUNCOMMITTED|INDEX|PAGLOCK|XLOCK)$/;

const isName = (token: SqlToken | undefined): boolean =>
  token !== undefined && (token.kind === 'word' || token.kind === 'name' || token.kind === 'hole' || token.kind === 'param');

/**
 * Reads a table's name and alias at `start`. `ref` is absent where the name is a function's or a variable's; `columns` says
 * that parentheses after the name list columns (INSERT). Undefined where no name stands there.
 */
export function readTable(tokens: readonly SqlToken[], start: number, columns = false): { readonly ref?: TableRef; readonly next: number } | undefined {
  const first = tokens[start];
  if (first?.kind === 'variable') return { next: aliasEnd(tokens, start + 1).next };
  if (!first || !isName(first) || noName(first, tokens[start + 1])) return undefined;
  const parts: (string | undefined)[] = [];
  let at = start;
  for (;;) {
    const part = readPart(tokens, at);
    parts.push(part.text);
    at = part.next;
    if (tokens[at]?.text !== '.' || tokens[at]?.kind !== 'punct') break;
    at++;
    if (tokens[at]?.text === '.') {
      parts.push(undefined);
      at++;
    }
    if (tokens[at]?.text === '*' || !isName(tokens[at])) break;
  }
  if (tokens[at]?.text === '*') at++;
  if (!columns && tokens[at]?.text === '(' && !HINT.test(tokens[at + 1]?.keyword ?? '')) return { next: at };
  const name = parts.at(-1) ?? '';
  const schema = parts.length > 1 ? parts.at(-2) : undefined;
  const table: SqlTable = schema ? { schema, name } : { name };
  const alias = aliasEnd(tokens, at);
  return { ref: { table, index: start, ...(alias.alias === undefined ? {} : { alias: alias.alias }) }, next: alias.next };
}

/** `Order` and `Group` are entities of HQL as long as no BY follows. */
function noName(token: SqlToken, next: SqlToken | undefined): boolean {
  if (token.keyword === 'ORDER' || token.keyword === 'GROUP') return next === undefined || next.keyword === 'BY';
  return NO_NAME.has(token.keyword);
}

/** One part of a dotted name; text that touches a hole is unknown as a whole (`orders_$hole`). */
function readPart(tokens: readonly SqlToken[], at: number): { readonly text: string | undefined; readonly next: number } {
  let next = at + 1;
  let known = tokens[at]?.kind === 'word' || tokens[at]?.kind === 'name';
  const text = tokens[at]?.text;
  for (
    let token = tokens[next];
    token?.glued && (token.kind === 'hole' || token.kind === 'param' || (!known && (token.kind === 'word' || token.kind === 'number')));
    token = tokens[next]
  ) {
    known = false;
    next++;
  }
  return { text: known ? text : undefined, next };
}

function aliasEnd(tokens: readonly SqlToken[], at: number): { readonly alias?: string; readonly next: number } {
  const token = tokens[at];
  if (token?.keyword === 'AS') {
    const name = tokens[at + 1];
    return isName(name) && name !== undefined && !['SELECT', 'WITH', 'VALUES', 'OF'].includes(name.keyword) ? { alias: name.text, next: at + 2 } : { next: at };
  }
  if (token?.kind === 'name' || (token?.kind === 'word' && !NO_ALIAS.has(token.keyword))) return { alias: token.text, next: at + 1 };
  return { next: at };
}
