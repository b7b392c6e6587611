import { scanSql } from './sql.js';
import type { SqlDialect, SqlTable } from './sql.js';

/** A table or view that exists after SQL text has run. */
export interface SqlSchema {
  readonly schema?: string;
  readonly table: string;
  /** The dialect that the text gives away. */
  readonly technology?: SqlDialect;
  /** What a view, or a table made from a query, reads. */
  readonly reads?: readonly string[];
  readonly line: number;
}

const signs: readonly (readonly [SqlDialect, RegExp])[] = [
  ['mysql', /\bENGINE\s*=\s*\w|\bAUTO_INCREMENT\b|CREATE TABLE (?:IF NOT EXISTS )?`/i],
  ['sqlite', /\bAUTOINCREMENT\b|\bWITHOUT ROWID\b|^\s*PRAGMA\b/im],
  ['mssql', /^\s*GO\s*$|\bNVARCHAR\b|\bIDENTITY\s*\(\d/im],
  ['oracle', /\b(?:VARCHAR2|NUMBER\(\d)/i],
  [
    'postgresql',
    /\b(?:BIG|SMALL)?SERIAL\b|\bJSONB\b|\bTIMESTAMPTZ\b|\bCREATE EXTENSION\b|\bLANGUAGE\s+'?plpgsql|::\w|\bgen_random_uuid\b|\bcharacter varying\b/i,
  ],
];

/** Dialect of a text by words that only one of them has; undefined where none or several stand in it. */
function dialectOf(text: string): SqlDialect | undefined {
  const found = signs.filter(([, sign]) => sign.test(text.slice(0, 100_000)));
  return found.length === 1 ? found[0]?.[0] : undefined;
}

/**
 * The tables and views that SQL text leaves behind: created, not dropped or renamed away again by the same text. A table whose name is not known,
 * and what only seeds or alters data, is left out.
 */
export function schemasIn(text: string): SqlSchema[] {
  const technology = dialectOf(text);
  const found = new Map<string, SqlSchema>();
  for (const statement of scanSql(text, technology)) {
    for (const table of statement.drops) found.delete(keyOf(table));
    const reads = statement.reads.map((t) => t.name).filter((name) => name !== '');
    for (const table of statement.creates) {
      const key = keyOf(table);
      if (table.name === '' || found.has(key)) continue;
      found.set(key, {
        ...(technology === undefined ? {} : { technology }),
        ...(table.schema === undefined ? {} : { schema: table.schema }),
        table: table.name,
        ...(reads.length === 0 ? {} : { reads }),
        line: statement.line,
      });
    }
  }
  return [...found.values()];
}

const keyOf = (table: SqlTable): string => `${table.schema ?? ''}\u0000${table.name.toLowerCase()}`;
