import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

const technologies = [
  ['postgres', 'postgresql'],
  ['mysql', 'mysql'],
  ['mariadb', 'mariadb'],
  ['mssql', 'mssql'],
  ['sqlite', 'sqlite'],
] as const;

/** Options of a constructor or of a Nest module. */
const connection = (option: (property: string) => Pick): PartPicks => ({
  technology: { renamed: option('dialect'), names: technologies },
  url: option('uri'),
  host: { firstOf: [option('host'), option('replication.write.host')] },
  port: option('port'),
  database: { firstOf: [option('database'), option('storage')] },
});

const said = (model: Pick, property: string): Pick => ({
  firstOf: [
    { calls: 'init', of: model, pick: { arg: 1, property } },
    { annotation: 'Table', of: model, pick: { arg: 0, property } },
    { handle: { arg: 2, property }, of: model, type: 'DefinedModel' },
  ],
});
const modelName = (model: Pick): Pick => ({
  firstOf: [said(model, 'modelName'), { handle: { arg: 0 }, of: model, type: 'DefinedModel' }, { text: 'type-name', of: model }],
});
/** `tableName`, else the model's name as it is (`freezeTableName`), else its plural (https://sequelize.org/docs/v6/core-concepts/model-basics/). */
const tableOf = (model: Pick): PartPicks => ({
  table: {
    firstOf: [
      said(model, 'tableName'),
      { annotation: 'Table', of: model, pick: { arg: 0, is: 'text' } },
      { where: said(model, 'freezeTableName'), pick: modelName(model) },
      {
        where: { handle: { firstOf: [0, 1, 2, 3].map((arg) => ({ handle: { arg, property: 'define.freezeTableName' } })) }, of: model, type: 'DefinedModel' },
        pick: modelName(model),
      },
      { text: 'plural', of: modelName(model) },
    ],
  },
  schema: said(model, 'schema'),
});
const ofModel = tableOf({ receiver: true });
const ofInjected = tableOf({ handle: { arg: 0 } });
const ofIncluded = tableOf({
  firstOf: [
    { arg: 0, is: 'class' },
    { arg: 0, property: 'model' },
    { arg: 0, is: 'object' },
  ],
});
const fromMaker = (parts: PartPicks): PartPicks => (parts.table ? { table: { handle: parts.table } } : {});

const models = '{Model,DefinedModel}';
const reads = 'findAll,findOne,findByPk,findById,findAndCountAll,findAndCount,findOrBuild,count,max,min,sum,aggregate';
const writes = 'create,bulkCreate,update,upsert,destroy,truncate,restore,increment,decrement';

export const sequelize = defineLibrary({
  id: 'sequelize',
  language: 'typescript',
  url: 'https://sequelize.org/docs/v6/',
  modules: ['sequelize', 'sequelize-typescript', '@sequelize/core', '@nestjs/sequelize'],
  sightings: [
    // new Sequelize(database, user, password, options)
    {
      new: ['Sequelize', 'default'],
      role: 'connection',
      protocol: '*',
      requires: { arg: 2 },
      parts: {
        database: { arg: 0 },
        technology: {
          renamed: {
            firstOf: [
              { arg: 3, property: 'dialect' },
              { arg: 2, property: 'dialect' },
            ],
          },
          names: technologies,
        },
        host: {
          firstOf: [
            { arg: 3, property: 'host' },
            { arg: 2, property: 'host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 3, property: 'port' },
            { arg: 2, property: 'port' },
          ],
        },
      },
    },
    {
      new: ['Sequelize', 'default'],
      role: 'connection',
      protocol: '*',
      unless: { firstOf: [{ arg: 2 }, { arg: 0, is: 'object' }] },
      requires: { arg: 0 },
      parts: { url: { arg: 0 }, technology: { renamed: { arg: 1, property: 'dialect' }, names: technologies } },
    },
    {
      new: ['Sequelize', 'default'],
      role: 'connection',
      protocol: '*',
      requires: { arg: 0, is: 'object' },
      unless: { arg: 2 },
      parts: connection((property) => ({ arg: 0, property })),
    },
    {
      call: ['SequelizeModule.{forRoot,forRootAsync}'],
      role: 'connection',
      protocol: '*',
      parts: connection((property) => nestModuleOption(property, 'createSequelizeOptions')),
    },
    { new: ['Sequelize', 'default'], effect: 'handle', type: 'Sequelize' },
    { call: ['Sequelize.define'], effect: 'handle', type: 'DefinedModel', typed: false },
    { extends: ['Model'], effect: 'handle', type: 'Model' },
    { annotation: ['InjectModel'], effect: 'obtain', token: { arg: 0 }, handle: 'InjectedModel' },
    { annotation: ['InjectConnection'], effect: 'obtain', token: { arg: 0 }, handle: 'Sequelize' },
    { call: [`${models}.{scope,unscoped,schema}`], effect: 'same', of: { receiver: true } },

    { call: [`${models}.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: ofModel },
    { call: [`${models}.{${writes}}`, 'Model.{save,reload}'], role: 'query', protocol: '*', access: 'write', parts: ofModel },
    { call: [`${models}.{findOrCreate,findCreateFind}`], role: 'query', protocol: '*', access: 'readwrite', parts: ofModel },
    { call: [`InjectedModel.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: ofInjected },
    { call: [`InjectedModel.{${writes}}`], role: 'query', protocol: '*', access: 'write', parts: ofInjected },
    { call: ['InjectedModel.{findOrCreate,findCreateFind}'], role: 'query', protocol: '*', access: 'readwrite', parts: ofInjected },
    {
      call: [`{Model,DefinedModel,InjectedModel}.{findAll,findOne,findByPk,findAndCountAll,count}`],
      role: 'query',
      protocol: '*',
      access: 'read',
      each: {
        firstOf: [
          { arg: 0, property: 'include' },
          { arg: 1, property: 'include' },
        ],
      },
      parts: ofIncluded,
    },
    { call: [`${models}.{findOne,findByPk,findById,create,build}`], effect: 'handle', type: 'ModelInstance', typed: false },
    { new: ['DefinedModel'], effect: 'handle', type: 'ModelInstance', typed: false },
    { call: ['InjectedModel.{findOne,findByPk,findById,create,build}'], effect: 'handle', type: 'InjectedInstance', typed: false },
    {
      call: ['ModelInstance.{save,update,destroy,increment,decrement,restore}'],
      role: 'query',
      protocol: '*',
      access: 'write',
      parts: fromMaker(ofModel),
    },
    {
      call: ['InjectedInstance.{save,update,destroy,increment,decrement,restore}'],
      role: 'query',
      protocol: '*',
      access: 'write',
      parts: fromMaker(ofInjected),
    },
    { call: [`Sequelize.models.*.{${reads}}`], role: 'query', protocol: '*', access: 'read', parts: { table: { text: 'plural', of: { receiver: true } } } },
    { call: [`Sequelize.models.*.{${writes}}`], role: 'query', protocol: '*', access: 'write', parts: { table: { text: 'plural', of: { receiver: true } } } },

    {
      call: ['Sequelize.query'],
      role: 'query',
      protocol: '*',
      parts: { sql: { firstOf: [{ arg: 0, property: 'query' }, { arg: 0 }] } },
    },
    { call: ['Sequelize.getQueryInterface'], effect: 'handle', type: 'QueryInterface' },
    {
      call: ['QueryInterface.createTable'],
      role: 'definition',
      protocol: '*',
      parts: { table: { firstOf: [{ arg: 0, property: 'tableName' }, { arg: 0 }] }, schema: { arg: 0, property: 'schema' } },
    },
  ],
  examples: [
    {
      code: `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize('shop', 'user', 'secret', { host: process.env.DB_HOST, dialect: 'postgres' });
const Order = sequelize.define('Order', { sku: DataTypes.STRING });
const Stock = sequelize.define('stock', {}, { freezeTableName: true });
await Order.findAll();
const stock = await Stock.findOne();
await stock.update({ count: 2 });`,
      expect: [
        'connection * database=shop host=${DB_HOST} technology=postgresql',
        'query * table=Orders access=read',
        'query * table=stock access=read',
        'query * table=stock access=write',
      ],
    },
    {
      code: `import { Model, Sequelize } from 'sequelize';
const sequelize = new Sequelize(process.env.DATABASE_URL, { dialect: 'mysql' });
class Invoice extends Model {}
Invoice.init({}, { sequelize, tableName: 'billing_invoices' });
class Customer extends Model {}
Customer.init({}, { sequelize, modelName: 'customer' });
await Invoice.findAll({ include: [{ model: Customer }] });
await Invoice.destroy({ where: { id: 1 } });`,
      expect: [
        'connection * technology=mysql url=${DATABASE_URL}',
        'query * table=billing_invoices access=read',
        'query * table=billing_invoices access=write',
        'query * table=customers access=read',
      ],
    },
    {
      code: `import { Model, Table } from 'sequelize-typescript';
@Table({ tableName: 'shipments' })
export class Shipment extends Model {}
await Shipment.create({});`,
      expect: ['query * table=shipments access=write'],
    },
    {
      code: `import { DataTypes } from 'sequelize';
export const type = DataTypes.STRING(20);`,
      expect: [],
    },
  ],
});
