import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { SchemaFact } from '../../../core/fact.js';
import { looksLikeSql, SQL_HOLE } from '../../../parse/sql.js';
import { schemasIn } from '../../../parse/sql-schemas.js';
import { literalsIn } from './literals.js';
import type { CodeLiteral } from './literals.js';

/**
 * Tables that migrations written in TypeScript or JavaScript create (TypeORM, Sequelize, knex, MikroORM, db-migrate, node-pg-migrate): SQL texts with
 * CREATE TABLE, and `createTable`, `renameTable` and `createCollection` calls. What stands in `down` is left out.
 */
export const migrations: ManifestExtractor = {
  id: 'migrations',
  title: 'Migrations in TypeScript or JavaScript',
  files: (path) => /(?:^|\/)(?:db[-_])?migrat(?:e|ions?)\/(?:.+\/)?[^/]+\.[cm]?[jt]s$/i.test(path) && !/\.(?:spec|test|d)\.[cm]?[jt]s$/.test(path),
  extract,
};

const creation = /\b(?:create|rename)(?:table|collection|view)|\bcreate\s+(?:\w+\s+){0,3}(?:table|view)|\brename\s+to\b/i;

function extract(file: string, text: string): Extraction {
  if (!creation.test(text)) return { facts: [], diagnostics: [] };
  const found = new Map<string, SchemaFact>();
  const add = (fact: Omit<SchemaFact, 'kind' | 'foundBy' | 'by' | 'at'>, line: number): void => {
    const key = `${fact.schema ?? ''}\u0000${fact.table}`;
    if (!found.has(key)) found.set(key, { kind: 'schema', at: { file, line }, foundBy: 'migrations', by: 'migration', ...fact });
  };
  for (const literal of literalsIn(text)) {
    if (literal.section === 'down') continue;
    if (looksLikeSql(literal.text)) {
      for (const { line, ...schema } of schemasIn(literal.text)) add(schema, literal.line + line - 1);
      continue;
    }
    const called = calledTable(literal);
    if (called) add(called, literal.line);
  }
  return { facts: [...found.values()], diagnostics: [] };
}

const name = /^[\w$.-]{1,128}$/;
/** Code before a table's name, without blanks. Type arguments may stand before the parenthesis. */
const byName = /\bcreate(?:Table(?:IfNotExists)?|View|Collection)(?:<[^()]*>)?\($/;
const byProperty = /\bcreateTable\((?:new \w+\()?\{(?:[^{}]*,)?(?:name|tableName):$/;
const renamed = /\brenameTable\((["'`])[^"'`]*\1,$/;
const schemaBefore = /\bwithSchema\((["'`])([\w-]+)\1\)[^;]{0,80}$|[{,]schema:(["'`])([\w-]+)\3,[^;{}]{0,80}$/;

function calledTable(literal: CodeLiteral): { readonly schema?: string; readonly table: string } | undefined {
  if (
    !name.test(literal.text) ||
    literal.text.includes(SQL_HOLE) ||
    !(byName.test(literal.before) || byProperty.test(literal.before) || renamed.test(literal.before))
  )
    return undefined;
  const match = schemaBefore.exec(literal.before);
  const [first, second] = literal.text.split('.');
  const schema = match?.[2] ?? match?.[4] ?? (second === undefined ? undefined : first);
  const table = second ?? literal.text;
  return schema === undefined ? { table } : { schema, table };
}
