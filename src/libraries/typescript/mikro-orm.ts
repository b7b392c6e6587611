import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

const technologies = [
  ['postgresql', 'postgresql'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['mongo', 'mongodb'],
  ['mssql', 'mssql'],
  ['sqlite', 'sqlite'],
  ['better-sqlite', 'sqlite'],
  ['PostgreSqlDriver', 'postgresql'],
  ['MySqlDriver', 'mysql'],
  ['MariaDbDriver', 'mariadb'],
  ['MongoDriver', 'mongodb'],
  ['MsSqlDriver', 'mssql'],
  ['SqliteDriver', 'sqlite'],
  ['BetterSqliteDriver', 'sqlite'],
] as const;

const option = (property: string): Pick => nestModuleOption(property, 'createMikroOrmOptions');
const connection: PartPicks = {
  technology: { renamed: { firstOf: [option('type'), option('driver')] }, names: technologies, only: true },
  url: option('clientUrl'),
  host: option('host'),
  port: option('port'),
  database: option('dbName'),
  schema: option('schema'),
};
/** `@Entity({ tableName })` (also `collection`), else the class's name in snake case (`UnderscoreNamingStrategy`). */
const tableOf = (entity: Pick): PartPicks => ({
  table: {
    firstOf: [
      {
        annotation: 'Entity',
        of: entity,
        pick: {
          firstOf: [
            { arg: 0, property: 'tableName' },
            { arg: 0, property: 'collection' },
          ],
        },
      },
      { handle: { arg: 0, property: 'tableName' }, of: entity, type: 'EntitySchema' },
      { text: 'snake', of: { handle: { arg: 0, property: 'name' }, of: entity, type: 'EntitySchema' } },
      { text: 'snake', of: { text: 'type-name', of: entity } },
    ],
  },
  schema: { annotation: 'Entity', of: entity, pick: { arg: 0, property: 'schema' } },
});
const repositoryEntity: Pick = { firstOf: [{ handle: { arg: 0 } }, { handle: { typeArg: 0 } }] };
const managers = '{EntityManager,SqlEntityManager,MongoEntityManager,MikroORM.em}';
const reads = 'find,findOne,findOneOrFail,findAll,findAndCount,findByCursor,count,aggregate,qb,createQueryBuilder';
const writes = 'create,insert,insertMany,upsert,upsertMany,nativeUpdate,nativeDelete,nativeInsert,assign';
const units = 'persist,persistAndFlush,remove,removeAndFlush';

export const mikroOrm = defineLibrary({
  id: 'mikro-orm',
  language: 'typescript',
  url: 'https://mikro-orm.io/docs/entity-manager',
  modules: [
    '@mikro-orm/core',
    '@mikro-orm/nestjs',
    '@mikro-orm/knex',
    '@mikro-orm/postgresql',
    '@mikro-orm/mysql',
    '@mikro-orm/mariadb',
    '@mikro-orm/mongodb',
    '@mikro-orm/mssql',
    '@mikro-orm/sqlite',
    '@mikro-orm/better-sqlite',
  ],
  sightings: [
    { call: ['MikroORM.{init,initSync}', 'MikroOrmModule.{forRoot,forRootAsync}'], role: 'connection', protocol: '*', parts: connection },
    { call: ['MikroORM.{init,initSync}'], effect: 'handle', type: 'MikroORM' },
    { effect: 'handle', type: 'EntityManager' },
    { effect: 'handle', type: 'SqlEntityManager' },
    { call: [`${managers}.fork`], effect: 'same', of: { receiver: true } },
    { call: [`${managers}.transactional`], effect: 'handle', type: 'EntityManager', callbackParam: { arg: 0, param: 0 } },
    { call: [`${managers}.{getRepository,repo}`], effect: 'handle', type: 'EntityRepository' },
    { extends: ['EntityRepository'], effect: 'handle', type: 'EntityRepository' },
    { annotation: ['InjectRepository'], effect: 'obtain', token: { arg: 0 }, handle: 'EntityRepository' },
    { annotation: ['InjectEntityManager'], effect: 'obtain', token: { arg: 0 }, handle: 'EntityManager' },
    { new: ['EntitySchema'], effect: 'handle', type: 'EntitySchema' },

    { call: [`${managers}.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: tableOf({ arg: 0 }) },
    { call: [`${managers}.{${writes},${units}}`], role: 'query', protocol: '*', access: 'write', parts: tableOf({ arg: 0 }) },
    { call: [`EntityRepository.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: tableOf(repositoryEntity) },
    { call: [`EntityRepository.{${writes},${units}}`], role: 'query', protocol: '*', access: 'write', parts: tableOf(repositoryEntity) },
    { call: [`${managers}.execute`], role: 'query', protocol: '*', parts: { sql: { arg: 0 } } },
    { call: [`${managers}.getConnection`], effect: 'handle', type: 'Connection', typed: false },
    { call: ['Connection.execute'], role: 'query', protocol: '*', parts: { sql: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import { Entity, MikroORM } from '@mikro-orm/postgresql';
@Entity({ tableName: 'shop_orders' })
class Order {}
@Entity()
class OrderItem {}
const orm = await MikroORM.init({ clientUrl: process.env.DATABASE_URL, entities: [Order, OrderItem] });
const em = orm.em.fork();
await em.find(Order, {});
await em.persistAndFlush(new OrderItem());`,
      expect: ['connection * url=${DATABASE_URL}', 'query * table=order_item access=write', 'query * table=shop_orders access=read'],
    },
    {
      code: `import { Entity, type EntityRepository } from '@mikro-orm/core';
import { InjectRepository } from '@mikro-orm/nestjs';
@Entity()
class Invoice {}
export class Billing {
  constructor(@InjectRepository(Invoice) private readonly invoices: EntityRepository<Invoice>) {}
  all() { return this.invoices.findAll(); }
}`,
      expect: ['query * table=invoice access=read'],
    },
    {
      code: `import { wrap } from '@mikro-orm/core';
export const plain = (order: object) => wrap(order).toObject();`,
      expect: [],
    },
  ],
});
