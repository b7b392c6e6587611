import { defineLibrary, type PartPicks } from '../../core/library.js';

/** The collection's name, and the database's where `db(name)` gives one; else the connection's URL tells it. */
const collection: PartPicks = { table: { handle: { arg: 0 } }, database: { handle: { handle: { arg: 0 } } } };

export const mongodb = defineLibrary({
  id: 'mongodb',
  language: 'typescript',
  url: 'https://www.mongodb.com/docs/drivers/node/current/',
  modules: ['mongodb'],
  sightings: [
    { new: ['MongoClient'], role: 'connection', protocol: 'mongodb', parts: { url: { arg: 0 } } },
    { new: ['MongoClient'], effect: 'handle', type: 'MongoClient' },
    {
      call: ['MongoClient.connect', 'connect'],
      role: 'connection',
      protocol: 'mongodb',
      requires: { arg: 0 },
      unless: { arg: 0, is: 'function' },
      parts: { url: { arg: 0 } },
    },
    { call: ['MongoClient.connect', 'connect'], effect: 'handle', type: 'MongoClient' },
    { call: ['MongoClient.connect', 'connect'], effect: 'handle', type: 'MongoClient', callbackParam: { arg: 0, param: 1 } },
    { call: ['MongoClient.connect', 'connect'], effect: 'handle', type: 'MongoClient', callbackParam: { arg: 1, param: 1 } },
    { call: ['MongoClient.connect', 'connect'], effect: 'handle', type: 'MongoClient', callbackParam: { arg: 2, param: 1 } },
    { call: ['MongoClient.db'], effect: 'handle', type: 'Db' },
    { call: ['Db.collection'], effect: 'handle', type: 'Collection' },
    { call: ['Db.createCollection'], effect: 'handle', type: 'Collection' },
    {
      call: ['Db.createCollection'],
      role: 'definition',
      protocol: 'mongodb',
      parts: { table: { arg: 0 }, database: { handle: { arg: 0 } } },
    },
    {
      call: ['Collection.{find,findOne,count,countDocuments,estimatedDocumentCount,distinct,aggregate,watch}'],
      role: 'query',
      protocol: 'mongodb',
      access: 'read',
      parts: collection,
    },
    {
      call: ['Collection.aggregate'],
      role: 'query',
      protocol: 'mongodb',
      access: 'read',
      each: { arg: 0, property: '$lookup.from' },
      parts: { table: { arg: 0 }, database: { handle: { handle: { arg: 0 } } } },
    },
    {
      call: ['Collection.aggregate'],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      each: {
        firstOf: [
          { arg: 0, property: '$merge.into' },
          { arg: 0, property: '$merge' },
          { arg: 0, property: '$out.coll' },
          { arg: 0, property: '$out' },
        ],
      },
      parts: { table: { arg: 0 }, database: { handle: { handle: { arg: 0 } } } },
    },
    {
      call: [
        'Collection.{insert,insertOne,insertMany,update,updateOne,updateMany,replaceOne,remove,deleteOne,deleteMany,save,bulkWrite,drop}',
        'Collection.{initializeOrderedBulkOp,initializeUnorderedBulkOp}',
      ],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      parts: collection,
    },
    {
      call: ['Collection.{findOneAndUpdate,findOneAndReplace,findOneAndDelete,findAndModify}'],
      role: 'query',
      protocol: 'mongodb',
      access: 'readwrite',
      parts: collection,
    },
    { call: ['Collection.{createIndex,createIndexes,ensureIndex}'], role: 'definition', protocol: 'mongodb', parts: collection },
  ],
  examples: [
    {
      code: `const mongoClient = require('mongodb').MongoClient;
mongoClient.connect(process.env.MONGO_URL || 'mongodb://mongodb:27017/catalogue', (error, client) => {
  const db = client.db('catalogue');
  db.collection('products').find({}).toArray();
});`,
      expect: ['connection mongodb url=${MONGO_URL:-mongodb://mongodb:27017/catalogue}', 'query mongodb database=catalogue table=products access=read'],
    },
    {
      code: `import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://mongo/shop');
await client.connect();
const orders = client.db().collection('orders');
await orders.insertOne({});
await orders.aggregate([{ $match: {} }, { $lookup: { from: 'customers', localField: 'c', foreignField: '_id', as: 'c' } }]).toArray();`,
      expect: [
        'connection mongodb url=mongodb://mongo/shop',
        'query mongodb table=customers access=read',
        'query mongodb table=orders access=read',
        'query mongodb table=orders access=write',
      ],
    },
    {
      code: `import type { Collection } from 'mongodb';
export const newest = (orders: Collection) => orders.findOneAndUpdate({}, {});`,
      expect: ['query mongodb access=readwrite'],
    },
    {
      code: `import { ObjectId } from 'mongodb';
export const id = new ObjectId();`,
      expect: [],
    },
  ],
});
