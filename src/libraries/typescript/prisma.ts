import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';

const clients = '{PrismaClient,TransactionClient}';
const model: PartPicks = { table: { receiver: true } };
const nestedIn = (property: string): PartPicks => ({
  table: { receiver: true },
  relations: { eachOf: { arg: 0, property }, part: 'key', is: 'object' },
});
const selectedBy = (property: string): PartPicks => ({ table: { receiver: true }, relations: { eachOf: { arg: 0, property }, part: 'key' } });

/** An address given to the client itself, or to the driver adapter that it is given (the only way from Prisma 7 on). */
const adapterOption = (property: string): Pick => ({ handle: { arg: 0, property }, of: { arg: 0, property: 'adapter' }, type: 'DriverAdapter' });
const connection: PartPicks = {
  url: {
    firstOf: [
      { arg: 0, property: 'datasourceUrl' },
      { arg: 0, property: 'datasources.db.url' },
      adapterOption('connectionString'),
      adapterOption('url'),
      { handle: { arg: 0, is: 'text' }, of: { arg: 0, property: 'adapter' }, type: 'DriverAdapter' },
    ],
  },
  host: { firstOf: [adapterOption('host'), adapterOption('server')] },
  port: adapterOption('port'),
  database: adapterOption('database'),
};

const adapters = ['pg', 'neon', 'mariadb', 'mssql', 'planetscale', 'libsql', 'better-sqlite3'].map((name) => `@prisma/adapter-${name}`);
/**
 * `table` is the client's accessor (`order` of `prisma.order`); the schema, which maps it to a table, also names the database. Nested
 * writes and includes are told apart from plain fields by the schema's relations.
 */
export const prisma = defineLibrary({
  id: 'prisma',
  language: 'typescript',
  url: 'https://www.prisma.io/docs/orm/reference/prisma-client-reference',
  modules: ['@prisma/client', '@prisma/client/edge', '@prisma/client/extension', '.prisma/client', ...adapters],
  sightings: [
    { new: ['PrismaClient'], role: 'connection', protocol: '*', parts: connection },
    { extends: ['PrismaClient'], role: 'connection', protocol: '*', parts: connection },
    { new: ['PrismaClient'], effect: 'handle', type: 'PrismaClient' },
    {
      new: ['PrismaPg', 'PrismaNeon', 'PrismaMariaDb', 'PrismaMssql', 'PrismaPlanetScale', 'PrismaLibSql', 'PrismaLibSQL', 'PrismaBetterSqlite3'],
      effect: 'handle',
      type: 'DriverAdapter',
      typed: false,
    },
    { effect: 'handle', type: 'TransactionClient' },
    { call: [`${clients}.$extends`], effect: 'same', of: { receiver: true } },
    { call: [`${clients}.$transaction`], effect: 'handle', type: 'TransactionClient', callbackParam: { arg: 0, param: 0 } },

    {
      call: [`${clients}.*.{findUnique,findUniqueOrThrow,findFirst,findFirstOrThrow,findMany,count,aggregate,groupBy}`],
      role: 'query',
      protocol: '*',
      access: 'read',
      parts: model,
    },
    {
      call: [`${clients}.*.{create,createMany,createManyAndReturn,update,updateMany,updateManyAndReturn,upsert,delete,deleteMany}`],
      role: 'query',
      protocol: '*',
      access: 'write',
      parts: model,
    },
    {
      call: [`${clients}.*.{create,update}`],
      role: 'query',
      protocol: '*',
      access: 'write',
      requires: { eachOf: { arg: 0, property: 'data' }, part: 'key', is: 'object' },
      parts: nestedIn('data'),
    },
    {
      call: [`${clients}.*.upsert`],
      role: 'query',
      protocol: '*',
      access: 'write',
      requires: { eachOf: { arg: 0, property: 'create' }, part: 'key', is: 'object' },
      parts: nestedIn('create'),
    },
    {
      call: [`${clients}.*.upsert`],
      role: 'query',
      protocol: '*',
      access: 'write',
      requires: { eachOf: { arg: 0, property: 'update' }, part: 'key', is: 'object' },
      parts: nestedIn('update'),
    },
    {
      call: [`${clients}.*.{findUnique,findUniqueOrThrow,findFirst,findFirstOrThrow,findMany,create,update,upsert,delete}`],
      role: 'query',
      protocol: '*',
      access: 'read',
      requires: { arg: 0, property: 'include' },
      parts: selectedBy('include'),
    },
    {
      call: [`${clients}.*.{findUnique,findUniqueOrThrow,findFirst,findFirstOrThrow,findMany,create,update,upsert,delete}`],
      role: 'query',
      protocol: '*',
      access: 'read',
      requires: { arg: 0, property: 'select' },
      parts: selectedBy('select'),
    },
    {
      call: [`${clients}.{$queryRaw,$queryRawUnsafe,$executeRaw,$executeRawUnsafe}`],
      role: 'query',
      protocol: '*',
      parts: { sql: { arg: 0 } },
    },
    { call: ['Prisma.{sql,raw}', 'sql'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.ORDERS_DB }) });
await prisma.order.count();`,
      expect: ['connection * url=${ORDERS_DB}', 'query * table=order access=read'],
    },
    {
      code: `import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaClient } from '@prisma/client';
new PrismaClient({ adapter: new PrismaMariaDb({ host: process.env.DB_HOST, port: 3306, database: 'billing' }) });`,
      expect: ['connection * database=billing host=${DB_HOST} port=3306'],
    },
    {
      code: `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
await prisma.order.findMany({});
await prisma.order.create({ data: { sku: 'x', items: { create: [] } } });`,
      expect: ['connection *', 'query * relations=items table=order access=write', 'query * table=order access=read', 'query * table=order access=write'],
    },
    {
      code: `import { PrismaClient } from '@prisma/client';
export class Database extends PrismaClient {
  constructor() { super({ datasources: { db: { url: process.env.ORDERS_DB } } }); }
}
const database = new Database();
await database.$transaction(async (tx) => {
  await tx.stockItem.update({ where: { id: 1 }, data: { count: 2 } });
});`,
      expect: ['connection * url=${ORDERS_DB}', 'query * table=stockItem access=write'],
    },
    {
      code: `import type { PrismaClient } from '@prisma/client';
export async function report(prisma: PrismaClient) {
  await prisma.invoice.findFirst({ include: { customer: true } });
  await prisma.$queryRawUnsafe('SELECT 1 FROM audit');
}`,
      expect: ['query * relations=customer table=invoice access=read', 'query * sql=SELECT 1 FROM audit', 'query * table=invoice access=read'],
    },
    {
      code: `import { Prisma } from '@prisma/client';
export const known = (error: unknown) => error instanceof Prisma.PrismaClientKnownRequestError;`,
      expect: [],
    },
  ],
});
