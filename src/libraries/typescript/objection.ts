import { defineLibrary, type PartPicks } from '../../core/library.js';

const ofClass: PartPicks = { table: { receiver: true, property: 'tableName' } };
const ofQuery: PartPicks = { table: { handle: { receiver: true, property: 'tableName' } } };

export const objection = defineLibrary({
  id: 'objection',
  language: 'typescript',
  url: 'https://vincit.github.io/objection.js/api/query-builder/',
  modules: ['objection'],
  sightings: [
    { extends: ['Model'], effect: 'handle', type: 'Model' },
    { call: ['Model.{query,$query}'], role: 'query', protocol: '*', access: 'read', parts: ofClass },
    { call: ['Model.{query,$query}'], effect: 'handle', type: 'QueryBuilder' },
    { call: ['QueryBuilder.*'], effect: 'same', of: { receiver: true } },
    {
      call: [
        'QueryBuilder.{insert,insertAndFetch,insertGraph,insertGraphAndFetch,update,updateAndFetch,updateAndFetchById,patch,patchAndFetch,patchAndFetchById}',
        'QueryBuilder.{upsertGraph,upsertGraphAndFetch,delete,deleteById,increment,decrement,truncate}',
      ],
      role: 'query',
      protocol: '*',
      access: 'write',
      parts: ofQuery,
    },
  ],
  examples: [
    {
      code: `import { Model } from 'objection';
class Order extends Model {
  static tableName = 'shop_orders';
}
await Order.query().where('id', 1);
await Order.query().insert({ sku: 'x' });`,
      expect: ['query * table=shop_orders access=read', 'query * table=shop_orders access=write'],
    },
    {
      code: `const { Model } = require('objection');
class Invoice extends Model {
  static get tableName() { return 'invoices'; }
}
Invoice.query().findById(1);`,
      expect: ['query * table=invoices access=read'],
    },
    {
      code: `import { Model } from 'objection';
export class Order extends Model {
  static tableName = 'orders';
}`,
      expect: [],
    },
  ],
});
