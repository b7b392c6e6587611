import type { SchemaFact } from '../core/fact.js';
import type { Interaction, UnresolvedReason } from '../core/interaction.js';
import type { Access } from '../core/library.js';
import { type Term, describeTerm } from '../core/term.js';
import { type Environment, fillAll } from './settings.js';
import { whyUnknown } from './targets.js';
import { HOLE, fill } from './terms.js';

/** Finds the tables of an SQL text; `parse/sql.ts` gives it. A table whose name is a hole has name ''. */
export type SqlScan = (
  text: string,
  dialect?: 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'oracle',
) => readonly {
  readonly reads: readonly SqlTableName[];
  readonly writes: readonly SqlTableName[];
  readonly creates?: readonly SqlTableName[];
}[];
export interface SqlTableName {
  readonly schema?: string;
  readonly name: string;
}

/** One table that a service touches. */
export interface TableAccess {
  readonly schema: string | null;
  readonly name: string;
  readonly access: Access;
}
/** What tables are found with. */
export interface TableContext {
  readonly environments: readonly Environment[];
  readonly schemas: readonly SchemaFact[];
  readonly scanSql: SqlScan;
}
/** Tables, their names, and what could not be named. */
export interface TableAnswer {
  readonly tables: TableAccess[];
  readonly names: string[];
  readonly unresolved: { reason: UnresolvedReason; text: string }[];
}

/** The tables that one query names, in SQL, by name, or by the relations of a model. */
export function tablesOf(interaction: Interaction, technology: string, schema: readonly SchemaFact[], context: TableContext): TableAnswer {
  const { table, sql, relations } = interaction.parts;
  const access = interaction.access ?? 'unknown';
  if (sql !== undefined) return sqlTables(sql, technology, context);
  if (table === undefined) return { tables: [], names: [], unresolved: [] };
  const tables: TableAccess[] = [];
  const unresolved = new Map<string, { reason: UnresolvedReason; text: string }>();
  for (const { filled, environment } of fillAll(table, context.environments)) {
    const text = filled.text.trim();
    if (text === '' || text.includes(HOLE)) unresolved.set(whyUnknown(filled), { reason: whyUnknown(filled), text: `table ${describeTerm(table)}` });
    else if (relations !== undefined) tables.push(...relatedTables(text, relations, access, schema, environment));
    else tables.push(namedTable(text, technology, access, schema, interaction.parts.schema, environment));
  }
  const distinct = distinctTables(tables);
  return { tables: distinct, names: distinct.map((t) => t.name), unresolved: [...unresolved.values()] };
}

function namedTable(
  text: string,
  technology: string,
  access: Access,
  schema: readonly SchemaFact[],
  namespace: Term | undefined,
  environment: Environment,
): TableAccess {
  const model = modelNamed(text, schema);
  if (model !== undefined) return { schema: model.schema ?? null, name: model.table, access };
  const said = namespace === undefined ? null : (fill(namespace, environment.lookup).find((f) => f.text !== '' && !f.text.includes(HOLE))?.text ?? null);
  const dot = ['postgresql', 'mysql', 'mssql', 'mariadb', 'oracle', '*'].includes(technology) ? text.lastIndexOf('.') : -1;
  const bare = dot < 0 ? text : text.slice(dot + 1);
  const written = dot < 0 ? said : text.slice(0, dot);
  return { schema: usefulSchema(written), name: bare.replace(/^["`[]|["`\]]$/g, ''), access };
}

function usefulSchema(schema: string | null): string | null {
  const bare = schema?.replace(/["`[\]]/g, '') ?? null;
  return bare === null || bare === '' || bare === 'public' || bare === 'dbo' ? null : bare;
}

/** A generated client names models with a small first letter. */
function modelNamed(accessor: string, schema: readonly SchemaFact[]): SchemaFact | undefined {
  const lower = (s: string): string => s.charAt(0).toLowerCase() + s.slice(1);
  return schema.find((s) => lower(s.model ?? s.table) === lower(accessor)) ?? schema.find((s) => s.table === accessor);
}

/** Tables behind the relation fields that a nested write or include names. */
function relatedTables(accessor: string, relations: Term, access: Access, schema: readonly SchemaFact[], environment: Environment): TableAccess[] {
  const model = modelNamed(accessor, schema);
  if (model?.relations === undefined) return [];
  return fill(relations, environment.lookup).flatMap((f) => {
    const related = Object.entries(model.relations ?? {}).find(([field]) => field === f.text)?.[1];
    const target = related === undefined ? undefined : (schema.find((s) => (s.model ?? s.table) === related) ?? undefined);
    return target === undefined ? [] : [{ schema: usefulSchema(target.schema ?? null), name: target.table, access }];
  });
}

function sqlTables(sql: Term, technology: string, context: TableContext): TableAnswer {
  const tables: TableAccess[] = [];
  const unresolved = new Map<string, { reason: UnresolvedReason; text: string }>();
  const shown = describeTerm(sql).slice(0, 80);
  for (const { filled } of fillAll(sql, context.environments)) {
    if (filled.text.replaceAll(HOLE, '').trim() === '') unresolved.set('text', { reason: whyUnknown(filled), text: `SQL ${shown}` });
    for (const touched of statementTables(filled.text, technology, context)) {
      if (touched.name === '' || touched.name.includes('$hole')) unresolved.set('table', { reason: 'dynamic-target', text: `table of ${shown}` });
      else tables.push(...throughView(touched, context.schemas));
    }
  }
  const distinct = distinctTables(tables);
  return { tables: distinct, names: distinct.map((t) => t.name), unresolved: [...unresolved.values()] };
}

const dialects: ReadonlyMap<string, NonNullable<Parameters<SqlScan>[1]>> = new Map([
  ['postgresql', 'postgresql'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
  ['sqlite', 'sqlite'],
  ['mssql', 'mssql'],
  ['oracle', 'oracle'],
]);

/** Tables that the statements of one text read and write; holes keep a name that tells them. */
function statementTables(text: string, technology: string, context: TableContext): TableAccess[] {
  const named = (list: readonly SqlTableName[], access: Access): TableAccess[] =>
    list.map((t) => ({ schema: usefulSchema(t.schema ?? null), name: t.name, access }));
  return context.scanSql(text.replaceAll(HOLE, '$hole'), dialects.get(technology)).flatMap((s) => [...named(s.reads, 'read'), ...named(s.writes, 'write')]);
}

/** Access through a view is access to its tables. */
function throughView(table: TableAccess, schemas: readonly SchemaFact[], depth = 0): TableAccess[] {
  const view = schemas.find((s) => s.reads !== undefined && s.reads.length > 0 && s.table.toLowerCase() === table.name.toLowerCase());
  if (view === undefined || depth > 5) return [table];
  return (view.reads ?? [])
    .filter((r) => r !== table.name)
    .flatMap((name) => throughView({ schema: table.schema, name: name.slice(name.lastIndexOf('.') + 1), access: table.access }, schemas, depth + 1));
}

function distinctTables(tables: readonly TableAccess[]): TableAccess[] {
  const seen = new Map<string, TableAccess>();
  for (const t of tables) {
    const key = `${t.schema ?? ''}\n${t.name}`;
    const before = seen.get(key);
    seen.set(key, before === undefined || before.access === t.access ? t : { ...t, access: 'readwrite' });
  }
  return [...seen.values()];
}
