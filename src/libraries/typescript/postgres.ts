import { defineLibrary } from '../../core/library.js';

const clients = '{Sql,TransactionSql,ReservedSql}';

export const postgres = defineLibrary({
  id: 'postgres',
  language: 'typescript',
  url: 'https://github.com/porsager/postgres',
  modules: ['postgres'],
  sightings: [
    {
      call: ['default'],
      role: 'connection',
      protocol: 'postgresql',
      requires: {
        firstOf: [
          { arg: 0, is: 'text' },
          { where: { arg: 1 }, pick: { arg: 0 } },
        ],
      },
      parts: { url: { arg: 0 } },
    },
    {
      call: ['default'],
      role: 'connection',
      protocol: 'postgresql',
      unless: { firstOf: [{ arg: 0, is: 'text' }, { arg: 1 }] },
      parts: {
        host: {
          firstOf: [
            { arg: 0, property: 'host' },
            { arg: 0, property: 'hostname' },
            { env: 'PGHOST', fallback: 'localhost' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'port' },
            { env: 'PGPORT', fallback: '5432' },
          ],
        },
        database: { firstOf: [{ arg: 0, property: 'database' }, { arg: 0, property: 'db' }, { env: 'PGDATABASE' }] },
      },
    },
    { call: ['default'], effect: 'handle', type: 'Sql' },
    { effect: 'handle', type: 'TransactionSql' },
    { call: ['Sql.reserve'], effect: 'handle', type: 'ReservedSql' },
    { call: [`${clients}.{begin,savepoint}`], effect: 'handle', type: 'TransactionSql', callbackParam: { arg: 0, param: 0 } },
    { call: [`${clients}.{begin,savepoint}`], effect: 'handle', type: 'TransactionSql', callbackParam: { arg: 1, param: 0 } },
    // sql(rows, 'id') makes a fragment; only a text is a statement.
    {
      call: ['Sql', 'TransactionSql', 'ReservedSql'],
      role: 'query',
      protocol: 'postgresql',
      requires: { arg: 0, is: 'text' },
      parts: { sql: { arg: 0 } },
    },
    { call: [`${clients}.{unsafe,file}`], role: 'query', protocol: 'postgresql', parts: { sql: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import postgres from 'postgres';
const sql = postgres(process.env.DATABASE_URL);
await sql\`SELECT * FROM orders\`;
await sql.begin(async (tx) => { await tx\`UPDATE stock SET count = 0\`; });`,
      expect: ['connection postgresql url=${DATABASE_URL}', 'query postgresql sql=SELECT * FROM orders', 'query postgresql sql=UPDATE stock SET count = 0'],
    },
    {
      code: `import postgres from 'postgres';
export const sql = postgres({ host: 'db', database: 'shop' });`,
      expect: ['connection postgresql database=shop host=db port=${PGPORT:-5432}'],
    },
    {
      code: `import type { Sql } from 'postgres';
export const close = (sql: Sql) => sql.end();`,
      expect: [],
    },
  ],
});
