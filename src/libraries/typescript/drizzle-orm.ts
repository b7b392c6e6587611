import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';

const makers = [
  ['pgTable', 'postgresql'],
  ['mysqlTable', 'mysql'],
  ['sqliteTable', 'sqlite'],
] as const;

/** A table value: made by `pgTable('orders', …)` or by `pgSchema('billing').table('orders', …)`. */
const tableOf = (value: Pick): PartPicks => ({
  table: { handle: { arg: 0 }, of: value, type: 'Table' },
  schema: { handle: { handle: { arg: 0 } }, of: value, type: 'Table' },
  technology: { renamed: { handle: { method: true }, of: value, type: 'Table' }, names: makers, only: true },
});
const given = tableOf({ arg: 0 });
const relational = tableOf({
  memberOf: {
    handle: {
      firstOf: [
        { arg: 1, property: 'schema' },
        { arg: 0, property: 'schema' },
      ],
    },
  },
  at: { receiver: true },
});
const databases =
  '{Database,Transaction,NodePgDatabase,PostgresJsDatabase,NeonHttpDatabase,NeonDatabase,VercelPgDatabase,PgDatabase,MySql2Database,PlanetScaleDatabase,' +
  'BetterSQLite3Database,LibSQLDatabase,DrizzleD1Database,PgTransaction,MySqlTransaction}';

export const drizzleOrm = defineLibrary({
  id: 'drizzle-orm',
  language: 'typescript',
  url: 'https://orm.drizzle.team/docs/overview',
  modules: ['drizzle-orm', 'drizzle-orm/*'],
  sightings: [
    { call: ['pgTable', 'mysqlTable', 'sqliteTable'], effect: 'handle', type: 'Table', typed: false },
    { call: ['pgSchema', 'mysqlSchema'], effect: 'handle', type: 'TableSchema', typed: false },
    { call: ['TableSchema.table'], effect: 'handle', type: 'Table', typed: false },
    {
      call: ['drizzle'],
      role: 'connection',
      protocol: '*',
      requires: {
        firstOf: [
          { arg: 0, is: 'text' },
          { arg: 0, property: 'connection' },
        ],
      },
      parts: {
        url: {
          firstOf: [
            { arg: 0, property: 'connection.connectionString' },
            { arg: 0, property: 'connection.url' },
            { arg: 0, property: 'connection.uri' },
            { arg: 0, property: 'connection' },
            { arg: 0 },
          ],
        },
        host: { arg: 0, property: 'connection.host' },
        port: { arg: 0, property: 'connection.port' },
        database: { arg: 0, property: 'connection.database' },
      },
    },
    { call: ['drizzle'], effect: 'handle', type: 'Database' },
    ...['NodePgDatabase', 'PostgresJsDatabase', 'NeonHttpDatabase', 'NeonDatabase', 'VercelPgDatabase', 'PgDatabase'].map((type) => ({
      effect: 'handle' as const,
      type,
    })),
    ...['MySql2Database', 'PlanetScaleDatabase', 'BetterSQLite3Database', 'LibSQLDatabase', 'DrizzleD1Database'].map((type) => ({
      effect: 'handle' as const,
      type,
    })),
    ...['PgTransaction', 'MySqlTransaction'].map((type) => ({ effect: 'handle' as const, type })),
    { call: [`${databases}.transaction`], effect: 'handle', type: 'Transaction', callbackParam: { arg: 0, param: 0 } },

    { call: [`${databases}.{select,selectDistinct,selectDistinctOn,with}`], effect: 'handle', type: 'SelectBuilder' },
    { call: ['SelectBuilder.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['SelectBuilder.{from,innerJoin,leftJoin,rightJoin,fullJoin,crossJoin}'],
      role: 'query',
      protocol: '*',
      access: 'read',
      requires: { handle: { arg: 0 }, of: { arg: 0 }, type: 'Table' },
      parts: given,
    },
    { call: [`${databases}.{insert,update,delete}`], role: 'query', protocol: '*', access: 'write', parts: given },
    { call: [`${databases}.$count`], role: 'query', protocol: '*', access: 'read', parts: given },
    { call: [`${databases}.query.*.{findMany,findFirst}`], role: 'query', protocol: '*', access: 'read', parts: relational },
    { call: [`${databases}.{execute,run,all,get,values}`], role: 'query', protocol: '*', parts: { sql: { arg: 0 } } },
    { call: ['sql', 'sql.raw'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: `import { drizzle } from 'drizzle-orm/node-postgres';
import { pgSchema, pgTable, serial } from 'drizzle-orm/pg-core';
const orders = pgTable('orders', { id: serial('id') });
const invoices = pgSchema('billing').table('invoices', { id: serial('id') });
const db = drizzle(process.env.DATABASE_URL);
await db.select().from(orders).leftJoin(invoices, true).limit(1);
await db.insert(orders).values({});`,
      expect: [
        'connection * url=${DATABASE_URL}',
        'query * schema=billing table=invoices access=read',
        'query * table=orders technology=postgresql access=read',
        'query * table=orders technology=postgresql access=write',
      ],
    },
    {
      code: `import { drizzle } from 'drizzle-orm/mysql2';
import { mysqlTable } from 'drizzle-orm/mysql-core';
const stockItems = mysqlTable('stock_items', {});
const db = drizzle({ connection: { uri: 'mysql://db/stock' }, schema: { stockItems } });
await db.query.stockItems.findMany();
await db.transaction(async (tx) => { await tx.delete(stockItems); });`,
      expect: [
        'connection * url=mysql://db/stock',
        'query * table=stock_items technology=mysql access=read',
        'query * table=stock_items technology=mysql access=write',
      ],
    },
    {
      code: `import { drizzle } from 'drizzle-orm/postgres-js';
import { sql } from 'drizzle-orm';
await drizzle('postgres://db/shop').execute(sql\`SELECT count(*) FROM orders\`);`,
      expect: ['connection * url=postgres://db/shop', 'query * sql=SELECT count(*) FROM orders'],
    },
    {
      code: `import { pgTable, serial } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: serial('id') });`,
      expect: [],
    },
  ],
});
