import { defineLibrary } from '../../core/library.js';

const dialects = [
  ['PostgresDialect', 'postgresql'],
  ['MysqlDialect', 'mysql'],
  ['MssqlDialect', 'mssql'],
  ['SqliteDialect', 'sqlite'],
] as const;
const clients = '{Kysely,Transaction}';
const technology = { renamed: { handle: { text: 'type-name', of: { arg: 0, property: 'dialect' } } }, names: dialects, only: true } as const;

/** The dialect's pool (`pg`, `mysql2`) is the connection. A table may bear an alias: `orders as o`. */
export const kysely = defineLibrary({
  id: 'kysely',
  language: 'typescript',
  url: 'https://kysely.dev/docs/getting-started',
  modules: ['kysely'],
  sightings: [
    { new: ['PostgresDialect'], effect: 'handle', type: 'PostgresDialect', typed: false },
    { new: ['MysqlDialect'], effect: 'handle', type: 'MysqlDialect', typed: false },
    { new: ['MssqlDialect'], effect: 'handle', type: 'MssqlDialect', typed: false },
    { new: ['SqliteDialect'], effect: 'handle', type: 'SqliteDialect', typed: false },
    { new: ['Kysely'], effect: 'handle', type: 'Kysely' },
    { effect: 'handle', type: 'Transaction' },
    { call: [`${clients}.{withSchema,withPlugin,withTables,with}`], effect: 'same', of: { receiver: true } },
    { call: ['Kysely.transaction'], effect: 'handle', type: 'TransactionBuilder', typed: false },
    { call: ['TransactionBuilder.setIsolationLevel'], effect: 'same', of: { receiver: true } },
    { call: ['TransactionBuilder.execute'], effect: 'handle', type: 'Transaction', callbackParam: { arg: 0, param: 0 } },

    { call: [`${clients}.selectFrom`], role: 'query', protocol: '*', access: 'read', each: { arg: 0 }, parts: { table: { arg: 0 }, technology } },
    { call: [`${clients}.selectFrom`], effect: 'handle', type: 'SelectQueryBuilder' },
    { call: ['SelectQueryBuilder.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['SelectQueryBuilder.{innerJoin,leftJoin,rightJoin,fullJoin}'],
      role: 'query',
      protocol: '*',
      access: 'read',
      unless: { arg: 0, is: 'function' },
      parts: { table: { arg: 0 } },
    },
    {
      call: [`${clients}.{insertInto,replaceInto,updateTable,deleteFrom,mergeInto}`],
      role: 'query',
      protocol: '*',
      access: 'write',
      parts: { table: { arg: 0 }, technology },
    },
    { call: ['sql'], effect: 'handle', type: 'RawBuilder' },
    { call: ['RawBuilder.execute'], role: 'query', protocol: '*', parts: { sql: { handle: { arg: 0 } } } },
    { call: [`${clients}.schema.createTable`], role: 'definition', protocol: '*', parts: { table: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
const db = new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) }) });
await db.selectFrom('orders').innerJoin('customers', 'a', 'b').selectAll().execute();
await db.transaction().execute(async (trx) => { await trx.insertInto('audit').values({}).execute(); });
await sql\`DELETE FROM carts\`.execute(db);`,
      expect: [
        'connection postgresql url=${DATABASE_URL}',
        'query * sql=DELETE FROM carts',
        'query * table=audit access=write',
        'query * table=customers access=read',
        'query * table=orders technology=postgresql access=read',
      ],
    },
    {
      code: `import type { Kysely } from 'kysely';
export const close = (db: Kysely<object>) => db.destroy();`,
      expect: [],
    },
  ],
});
