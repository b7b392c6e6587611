import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

const technologies = [
  ['postgres', 'postgresql'],
  ['aurora-postgres', 'postgresql'],
  ['cockroachdb', 'cockroachdb'],
  ['mysql', 'mysql'],
  ['aurora-mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['mssql', 'mssql'],
  ['oracle', 'oracle.db'],
  ['mongodb', 'mongodb'],
  ['sqlite', 'sqlite'],
  ['better-sqlite3', 'sqlite'],
  ['sqljs', 'sqlite'],
] as const;

/** Options at the given places, the first that has the property. */
const connection = (places: readonly ((property: string) => Pick)[]): PartPicks => {
  const option = (property: string): Pick => ({ firstOf: places.map((place) => place(property)) });
  return {
    technology: { renamed: option('type'), names: technologies },
    url: option('url'),
    host: { firstOf: [option('host'), option('replication.master.host')] },
    port: { firstOf: [option('port'), option('replication.master.port')] },
    database: { firstOf: [option('database'), option('replication.master.database')] },
    schema: option('schema'),
  };
};
const direct = connection([(property) => ({ arg: 0, property }), (property) => ({ arg: 1, property })]);
const nest = connection([(property) => nestModuleOption(property, 'createTypeOrmOptions')]);

/**
 * The table of an entity given as a class, an instance, a name or an EntitySchema: what `@Entity` says, else the class's name in snake
 * case (`DefaultNamingStrategy.tableName`).
 */
const tableOf = (entity: Pick): PartPicks => ({
  table: {
    firstOf: [
      {
        annotation: 'Entity',
        of: entity,
        pick: {
          firstOf: [
            { arg: 0, property: 'name' },
            { arg: 0, is: 'text' },
            { arg: 1, property: 'name' },
          ],
        },
      },
      {
        annotation: 'ViewEntity',
        of: entity,
        pick: {
          firstOf: [
            { arg: 0, property: 'name' },
            { arg: 0, is: 'text' },
          ],
        },
      },
      { handle: { arg: 0, property: 'tableName' }, of: entity, type: 'EntitySchema' },
      { text: 'snake', of: { handle: { arg: 0, property: 'name' }, of: entity, type: 'EntitySchema' } },
      { text: 'snake', of: { text: 'type-name', of: entity } },
    ],
  },
  schema: {
    annotation: 'Entity',
    of: entity,
    pick: {
      firstOf: [
        { arg: 0, property: 'schema' },
        { arg: 1, property: 'schema' },
      ],
    },
  },
});
/** The entity of a repository: from the call or annotation that made it, `@EntityRepository`, `super(Order, …)` or `Repository<Order>`. */
const repositoryEntity: Pick = {
  firstOf: [{ handle: { arg: 0 } }, { annotation: 'EntityRepository', of: { receiver: true }, pick: { arg: 0 } }, { handle: { typeArg: 0 } }],
};
/** An argument that is an entity's class, an entity, or a list of them; an entity that a manager or repository made or found is of the class these were asked for. */
const entityAt = (arg: number): Pick => ({
  firstOf: [{ handle: { arg: 0 }, of: { arg }, type: 'ManagedEntity' }, { handle: repositoryEntity, of: { arg }, type: 'RepositoryEntity' }, { arg }],
});
const ofRepository = tableOf(repositoryEntity);
const ofBuilder = tableOf({ handle: repositoryEntity });

const repositories = '{Repository,TreeRepository,MongoRepository,AbstractRepository.repository}';
const managers = '{EntityManager,MongoEntityManager,DataSource.manager,Connection.manager,Repository.manager,QueryRunner.manager,AbstractRepository.manager}';
const sources = '{DataSource,Connection}';
const reads =
  'find,findBy,findAndCount,findAndCountBy,findOne,findOneBy,findOneOrFail,findOneByOrFail,findOneById,findByIds,findTrees,findDescendants,findAncestors,' +
  'findDescendantsTree,count,countBy,exist,exists,existsBy,existBy,sum,average,minimum,maximum,preload,aggregate,stream';
const writes =
  'save,insert,update,upsert,remove,delete,softRemove,softDelete,recover,restore,clear,increment,decrement,insertMany,insertOne,updateMany,updateOne,deleteMany,deleteOne,' +
  'updateAll,deleteAll';
/** What gives entities, made or found. */
const gives = 'create,merge,preload,find,findBy,findOne,findOneBy,findOneOrFail,findOneByOrFail,findOneById,findByIds';

export const typeorm = defineLibrary({
  id: 'typeorm',
  language: 'typescript',
  url: 'https://typeorm.io/docs/working-with-entity-manager/repository-api/',
  modules: ['typeorm', '@nestjs/typeorm'],
  sightings: [
    { new: ['DataSource'], role: 'connection', protocol: '*', parts: direct },
    { call: ['createConnection'], role: 'connection', protocol: '*', parts: direct },
    { call: ['createConnections'], role: 'connection', protocol: '*', each: { arg: 0 }, parts: direct },
    { call: ['TypeOrmModule.{forRoot,forRootAsync}'], role: 'connection', protocol: '*', parts: nest },
    { new: ['DataSource'], effect: 'handle', type: 'DataSource' },
    { call: ['createConnection', 'getConnection', 'DataSource.initialize', 'DataSource.connect'], effect: 'handle', type: 'Connection' },
    { call: ['getManager', 'getMongoManager', `${sources}.createEntityManager`], effect: 'handle', type: 'EntityManager' },
    { call: [`${sources}.createQueryRunner`], effect: 'handle', type: 'QueryRunner' },
    { call: [`${managers}.transaction`, `${sources}.transaction`], effect: 'handle', type: 'EntityManager', callbackParam: { arg: 0, param: 0 } },
    { call: [`${managers}.transaction`, `${sources}.transaction`], effect: 'handle', type: 'EntityManager', callbackParam: { arg: 1, param: 0 } },
    {
      call: ['getRepository', 'getTreeRepository', 'getMongoRepository', `${sources}.{getRepository,getTreeRepository,getMongoRepository}`],
      effect: 'handle',
      type: 'Repository',
    },
    { call: [`${managers}.{getRepository,getTreeRepository,getMongoRepository}`], effect: 'handle', type: 'Repository' },
    { call: ['getCustomRepository', `${sources}.getCustomRepository`, `${managers}.getCustomRepository`], effect: 'obtain', token: { arg: 0 } },
    { call: [`${repositories}.extend`], effect: 'same', of: { receiver: true } },
    { extends: ['Repository', 'TreeRepository', 'MongoRepository'], effect: 'handle', type: 'Repository' },
    { extends: ['AbstractRepository'], effect: 'handle', type: 'AbstractRepository' },
    { effect: 'handle', type: 'TreeRepository' },
    { effect: 'handle', type: 'MongoRepository' },
    { effect: 'handle', type: 'MongoEntityManager' },
    { annotation: ['InjectRepository'], effect: 'obtain', token: { arg: 0 }, handle: 'Repository' },
    { annotation: ['InjectDataSource', 'InjectConnection'], effect: 'obtain', token: { arg: 0 }, handle: 'DataSource' },
    { annotation: ['InjectEntityManager'], effect: 'obtain', token: { arg: 0 }, handle: 'EntityManager' },
    { new: ['EntitySchema'], effect: 'handle', type: 'EntitySchema' },

    { call: [`${repositories}.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: ofRepository },
    { call: [`${repositories}.{${writes}}`], role: 'query', protocol: '*', access: 'write', parts: ofRepository },
    { call: [`${managers}.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: tableOf({ arg: 0 }) },
    { call: [`${managers}.{${writes}}`], role: 'query', protocol: '*', access: 'write', unless: { arg: 0, is: 'list' }, parts: tableOf(entityAt(0)) },
    {
      call: [`${managers}.{${writes}}`],
      role: 'query',
      protocol: '*',
      access: 'write',
      requires: { arg: 0, is: 'list' },
      each: { arg: 0 },
      parts: tableOf(entityAt(0)),
    },
    { call: [`${managers}.{${gives}}`], effect: 'handle', type: 'ManagedEntity', typed: false },
    { call: [`${repositories}.{${gives}}`], effect: 'handle', type: 'RepositoryEntity', typed: false },
    { extends: ['BaseEntity'], effect: 'handle', type: 'BaseEntity' },
    { call: [`BaseEntity.{${reads},reload}`], role: 'query', protocol: '*', access: 'read', parts: tableOf({ receiver: true }) },
    { call: [`BaseEntity.{${writes}}`], role: 'query', protocol: '*', access: 'write', parts: tableOf({ receiver: true }) },

    { call: [`${repositories}.createQueryBuilder`], role: 'query', protocol: '*', access: 'read', parts: ofRepository },
    { call: [`${repositories}.createQueryBuilder`], effect: 'handle', type: 'SelectQueryBuilder' },
    { call: ['BaseEntity.createQueryBuilder'], role: 'query', protocol: '*', access: 'read', parts: tableOf({ receiver: true }) },
    {
      call: [`${managers}.createQueryBuilder`, `${sources}.createQueryBuilder`],
      role: 'query',
      protocol: '*',
      access: 'read',
      requires: { arg: 1, is: 'text' },
      parts: tableOf({ arg: 0 }),
    },
    {
      call: [`${managers}.createQueryBuilder`, `${sources}.createQueryBuilder`, 'createQueryBuilder', 'getConnection.createQueryBuilder'],
      effect: 'handle',
      type: 'FreeQueryBuilder',
      typed: false,
    },
    {
      call: [
        'SelectQueryBuilder.{select,addSelect,where,andWhere,orWhere,orderBy,addOrderBy,groupBy,having,skip,take,limit,offset,set,values,returning,setParameter,setParameters,cache}',
        'SelectQueryBuilder.{leftJoin,innerJoin,leftJoinAndSelect,innerJoinAndSelect,withDeleted,setLock,insert,update,delete,softDelete,restore,clone,distinct}',
      ],
      effect: 'same',
      of: { receiver: true },
    },
    { call: ['SelectQueryBuilder.{insert,update,delete,softDelete,restore}'], role: 'query', protocol: '*', access: 'write', parts: ofBuilder },
    {
      call: ['{SelectQueryBuilder,FreeQueryBuilder}.{innerJoin,leftJoin,innerJoinAndSelect,leftJoinAndSelect}'],
      role: 'query',
      protocol: '*',
      access: 'read',
      requires: { arg: 0, is: 'class' },
      parts: tableOf({ arg: 0 }),
    },
    {
      call: [
        'FreeQueryBuilder.{select,addSelect,where,andWhere,orWhere,orderBy,addOrderBy,skip,take,limit,offset,leftJoin,innerJoin,leftJoinAndSelect,innerJoinAndSelect}',
      ],
      effect: 'same',
      of: { receiver: true },
    },
    { call: ['FreeQueryBuilder.from'], role: 'query', protocol: '*', access: 'read', unless: { arg: 0, is: 'function' }, parts: tableOf({ arg: 0 }) },
    { call: ['FreeQueryBuilder.from'], effect: 'same', of: { receiver: true } },
    { call: ['FreeQueryBuilder.{insert,delete,softDelete}'], effect: 'handle', type: 'WriteQueryBuilder', typed: false },
    { call: ['FreeQueryBuilder.update'], role: 'query', protocol: '*', access: 'write', requires: { arg: 0 }, parts: tableOf({ arg: 0 }) },
    { call: ['WriteQueryBuilder.{into,from}'], role: 'query', protocol: '*', access: 'write', parts: tableOf({ arg: 0 }) },

    {
      call: [`${sources}.query`, `${managers}.query`, `${repositories}.query`, 'BaseEntity.query'],
      role: 'query',
      protocol: '*',
      parts: { sql: { arg: 0 } },
    },
    { call: ['QueryRunner.query'], role: 'query', protocol: '*', requires: { handle: { method: true } }, parts: { sql: { arg: 0 } } },
    // A query runner that only its declared type tells is the one migrations get.
    { call: ['QueryRunner.query'], role: 'definition', protocol: '*', unless: { handle: { method: true } }, parts: { sql: { arg: 0 } } },
    { new: ['Table'], effect: 'handle', type: 'Table' },
    {
      call: ['QueryRunner.createTable'],
      role: 'definition',
      protocol: '*',
      parts: {
        table: {
          firstOf: [
            { handle: { arg: 0, property: 'name' }, of: { arg: 0 }, type: 'Table' },
            { arg: 0, property: 'name' },
          ],
        },
        schema: {
          firstOf: [
            { handle: { arg: 0, property: 'schema' }, of: { arg: 0 }, type: 'Table' },
            { arg: 0, property: 'schema' },
          ],
        },
      },
    },
  ],
  examples: [
    {
      code: `import { DataSource, Entity } from 'typeorm';
@Entity()
export class OrderItem {}
@Entity({ name: 'invoices', schema: 'billing' })
export class Invoice {}
const source = new DataSource({ type: 'postgres', host: process.env.DB_HOST, port: 5432, database: 'shop' });
await source.getRepository(OrderItem).find();
await source.manager.save(new Invoice());`,
      expect: [
        'connection * database=shop host=${DB_HOST} port=5432 technology=postgresql',
        'query * schema=billing table=invoices access=write',
        'query * table=order_item access=read',
      ],
    },
    {
      code: `import { Entity, type Repository } from 'typeorm';
import { InjectRepository } from '@nestjs/typeorm';
@Entity('shipments')
class Shipment {}
export class Shipping {
  constructor(@InjectRepository(Shipment) private readonly shipments: Repository<Shipment>) {}
  late() { return this.shipments.createQueryBuilder('s').where('s.late').getMany(); }
  drop(id: number) { return this.shipments.delete(id); }
}`,
      expect: ['query * table=shipments access=read', 'query * table=shipments access=write'],
    },
    {
      code: `import { BaseEntity, Entity } from 'typeorm';
@Entity()
class Customer extends BaseEntity {}
await Customer.findBy({});`,
      expect: ['query * table=customer access=read'],
    },
    {
      code: `import { TypeOrmModule } from '@nestjs/typeorm';
TypeOrmModule.forRootAsync({ useFactory: () => ({ type: 'mysql', url: process.env.DATABASE_URL }) });`,
      expect: ['connection * technology=mysql url=${DATABASE_URL}'],
    },
    {
      code: `import { createConnection } from 'typeorm';
const connection = await createConnection({ type: 'postgres', url: 'postgres://db/shop' });
await connection.query('SELECT * FROM orders');`,
      expect: ['connection * technology=postgresql url=postgres://db/shop', 'query * sql=SELECT * FROM orders'],
    },
    {
      code: `import { DataSource, Entity } from 'typeorm';
@Entity('outbox')
class OutboxEvent {}
@Entity('stock')
class Stock {}
const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
await source.transaction(async (manager) => {
  await manager.save(manager.create(OutboxEvent, { topic: 'stock' }));
  await manager.save(['a', 'b'].map((sku) => manager.create(Stock, { sku })));
  const found = await source.getRepository(Stock).findOneBy({ sku: 'a' });
  await manager.remove(found);
});`,
      expect: [
        'connection * technology=postgresql url=${DATABASE_URL}',
        'query * table=outbox access=write',
        'query * table=stock access=read',
        'query * table=stock access=write',
        'query * table=stock access=write',
      ],
    },
    {
      code: `import { Column, Entity } from 'typeorm';
@Entity()
export class Price {
  @Column()
  amount: number;
}`,
      expect: [],
    },
  ],
});
