import { defineLibrary, type Pick } from '../../core/library.js';

const technologies = [
  ['pg', 'postgresql'],
  ['postgres', 'postgresql'],
  ['postgresql', 'postgresql'],
  ['pgnative', 'postgresql'],
  ['cockroachdb', 'cockroachdb'],
  ['mysql', 'mysql'],
  ['mysql2', 'mysql'],
  ['mssql', 'mssql'],
  ['sqlite3', 'sqlite'],
  ['better-sqlite3', 'sqlite'],
  ['oracledb', 'oracle.db'],
] as const;

/** `'orders'`, or `{ alias: 'orders' }`. */
const table: Pick = { firstOf: [{ eachOf: { arg: 0, is: 'object' }, part: 'value', is: 'text' }, { arg: 0 }] };
const clients = '{Knex,Transaction}';
const joins = 'join,innerJoin,leftJoin,leftOuterJoin,rightJoin,rightOuterJoin,fullOuterJoin,crossJoin';

/** Builders of three kinds: on a table; started without one (`select('*')`); started with a write (`insert(row)`). */
export const knex = defineLibrary({
  id: 'knex',
  language: 'typescript',
  url: 'https://knexjs.org/guide/query-builder.html',
  modules: ['knex'],
  sightings: [
    {
      call: ['default', 'knex'],
      role: 'connection',
      protocol: '*',
      parts: {
        technology: {
          renamed: {
            firstOf: [
              { arg: 0, property: 'client' },
              { arg: 0, property: 'dialect' },
            ],
          },
          names: technologies,
        },
        url: {
          firstOf: [
            { arg: 0, property: 'connection.connectionString' },
            { arg: 0, property: 'connection.uri' },
            { arg: 0, property: 'connection' },
            { arg: 0, property: 'connection().connectionString' },
            { arg: 0 },
          ],
        },
        host: {
          firstOf: [
            { arg: 0, property: 'connection.host' },
            { arg: 0, property: 'connection.server' },
            { arg: 0, property: 'connection().host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'connection.port' },
            { arg: 0, property: 'connection().port' },
          ],
        },
        database: {
          firstOf: [
            { arg: 0, property: 'connection.database' },
            { arg: 0, property: 'connection.filename' },
            { arg: 0, property: 'connection().database' },
          ],
        },
      },
    },
    { call: ['default', 'knex'], effect: 'handle', type: 'Knex' },
    { call: [`${clients}.transaction`], effect: 'handle', type: 'Transaction' },
    { call: [`${clients}.transaction`], effect: 'handle', type: 'Transaction', callbackParam: { arg: 0, param: 0 } },

    { call: ['Knex', 'Transaction', `${clients}.{table,from}`], role: 'query', protocol: '*', access: 'read', parts: { table } },
    { call: ['Knex', 'Transaction', `${clients}.{table,from}`], effect: 'handle', type: 'QueryBuilder' },
    { call: ['QueryBuilder.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['QueryBuilder.{insert,update,upsert,del,delete,truncate,increment,decrement}'],
      role: 'query',
      protocol: '*',
      access: 'write',
      parts: { table: { handle: table } },
    },
    { call: [`{QueryBuilder,OpenBuilder}.{${joins}}`], role: 'query', protocol: '*', access: 'read', unless: { arg: 0, is: 'function' }, parts: { table } },

    {
      call: [`${clients}.{select,column,columns,distinct,count,countDistinct,min,max,sum,avg,first,pluck,with,withSchema,queryBuilder}`],
      effect: 'handle',
      type: 'OpenBuilder',
      typed: false,
    },
    { call: ['OpenBuilder.*'], effect: 'same', of: { receiver: true } },
    { call: ['OpenBuilder.{from,table}'], role: 'query', protocol: '*', access: 'read', parts: { table } },
    { call: [`${clients}.{insert,update,del,delete}`, 'OpenBuilder.{insert,update,del,delete}'], effect: 'handle', type: 'WriteBuilder', typed: false },
    { call: ['WriteBuilder.*'], effect: 'same', of: { receiver: true } },
    { call: ['WriteBuilder.{into,from,table}', 'OpenBuilder.into'], role: 'query', protocol: '*', access: 'write', parts: { table } },
    { call: [`${clients}.batchInsert`], role: 'query', protocol: '*', access: 'write', parts: { table } },

    { call: [`${clients}.raw`], role: 'query', protocol: '*', parts: { sql: { arg: 0 } } },
    { call: [`${clients}.schema.{createTable,createTableIfNotExists,createTableLike}`], role: 'definition', protocol: '*', parts: { table: { arg: 0 } } },
    { call: [`${clients}.schema.{withSchema,createTable,alterTable,table,dropTable,dropTableIfExists}`], effect: 'handle', type: 'SchemaBuilder' },
    { call: ['SchemaBuilder.*'], effect: 'same', of: { receiver: true } },
    { call: ['SchemaBuilder.{createTable,createTableIfNotExists}'], role: 'definition', protocol: '*', parts: { table: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import knex from 'knex';
const db = knex({ client: 'pg', connection: { host: process.env.DB_HOST, database: 'shop' } });
await db('orders').where({ id: 1 }).first();
await db('order_items').insert({ sku: 'x' });
await db.select('*').from('customers').leftJoin('addresses', 'a', 'b');
await db.insert({ id: 1 }).into('audit');
await db.raw('DELETE FROM carts');`,
      expect: [
        'connection * database=shop host=${DB_HOST} technology=postgresql',
        'query * sql=DELETE FROM carts',
        'query * table=addresses access=read',
        'query * table=audit access=write',
        'query * table=customers access=read',
        'query * table=order_items access=read',
        'query * table=order_items access=write',
        'query * table=orders access=read',
      ],
    },
    {
      code: `const db = require('knex')({ client: 'mysql2', connection: process.env.DATABASE_URL });
db.transaction(async (trx) => {
  await trx('stock').decrement('count', 1);
});
db.schema.createTable('stock', (table) => { table.increments('id'); });`,
      expect: [
        'connection * technology=mysql url=${DATABASE_URL}',
        'definition * table=stock',
        'query * table=stock access=read',
        'query * table=stock access=write',
      ],
    },
    {
      code: `import type { Knex } from 'knex';
export const newest = (db: Knex) => db.table('invoices').orderBy('id').limit(1);`,
      expect: ['query * table=invoices access=read'],
    },
    {
      code: `import type { Knex } from 'knex';
export const close = (db: Knex) => db.destroy();`,
      expect: [],
    },
  ],
});
