import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

/**
 * A model's collection: given as the third argument, or by the schema, else mongoose's plural of the model's name
 * (https://mongoosejs.com/docs/guide.html#collection). Read from what made the model: `model(name, schema, collection)`, an entry of
 * NestJS `forFeature`, `@InjectModel(name)`, typegoose's `getModelForClass(class, options)`.
 */
const collectionName: Pick = {
  firstOf: [
    { handle: { arg: 2, is: 'text' } },
    { handle: { arg: 2, property: 'collection' } },
    { handle: { arg: 0, property: 'collection' } },
    { handle: { handle: { arg: 1, property: 'collection' }, of: { arg: 1 }, type: 'Schema' } },
    { handle: { handle: { arg: 1, property: 'collection' }, of: { arg: 0, property: 'schema' }, type: 'Schema' } },
    { annotation: 'Schema', of: { handle: { arg: 1 } }, pick: { arg: 0, property: 'collection' } },
    { annotation: 'Schema', of: { handle: { arg: 0, property: 'schema' } }, pick: { arg: 0, property: 'collection' } },
    { handle: { arg: 1, property: 'schemaOptions.collection' } },
    { annotation: 'modelOptions', of: { handle: { arg: 0 } }, pick: { arg: 0, property: 'schemaOptions.collection' } },
    { text: 'mongoose-plural', of: { handle: { arg: 0, property: 'name' } } },
    { text: 'mongoose-plural', of: { text: 'type-name', of: { handle: { arg: 0 } } } },
  ],
};
const ofModel: PartPicks = { table: collectionName };
const ofDocument: PartPicks = { table: { handle: collectionName } };
const models = '{Model,PaginateModel,SoftDeleteModel,AggregatePaginateModel,ReturnModelType}';
const nest = (path: string): Pick => nestModuleOption(path, 'createMongooseOptions');

/** `mongoose.models.X` says nothing: where code reads it, a `model(…)` call stands beside it. */
export const mongoose = defineLibrary({
  id: 'mongoose',
  language: 'typescript',
  url: 'https://mongoosejs.com/docs/api/mongoose.html',
  modules: ['mongoose', '@nestjs/mongoose', '@typegoose/typegoose'],
  sightings: [
    {
      call: ['connect', 'createConnection', 'Connection.openUri'],
      role: 'connection',
      protocol: 'mongodb',
      requires: { arg: 0 },
      parts: { url: { arg: 0 }, database: { arg: 1, property: 'dbName' } },
    },
    { call: ['createConnection'], effect: 'handle', type: 'Connection' },
    {
      call: ['MongooseModule.forRoot'],
      role: 'connection',
      protocol: 'mongodb',
      parts: { url: { arg: 0 }, database: { arg: 1, property: 'dbName' } },
    },
    {
      call: ['MongooseModule.forRootAsync'],
      role: 'connection',
      protocol: 'mongodb',
      parts: { url: nest('uri'), database: nest('dbName') },
    },
    { annotation: ['InjectConnection'], effect: 'obtain', token: { arg: 0 }, handle: 'Connection' },

    { new: ['Schema'], effect: 'handle', type: 'Schema' },
    { call: ['SchemaFactory.createForClass', 'buildSchema'], effect: 'same', of: { arg: 0 } },
    { call: ['model', 'Connection.model', 'connection.model', 'getModelForClass'], effect: 'handle', type: 'Model' },
    { call: [`${models}.discriminator`], effect: 'same', of: { receiver: true } },
    {
      call: ['MongooseModule.{forFeature,forFeatureAsync}'],
      effect: 'provide',
      list: { arg: 0 },
      keys: { token: 'name', factory: 'useFactory', inject: 'inject' },
      handle: 'Model',
    },
    { annotation: ['InjectModel'], effect: 'obtain', token: { arg: 0 }, handle: 'Model' },
    { effect: 'handle', type: 'PaginateModel' },
    { effect: 'handle', type: 'AggregatePaginateModel' },
    { effect: 'handle', type: 'SoftDeleteModel' },
    { effect: 'handle', type: 'ReturnModelType' },

    {
      call: [
        `${models}.{find,findOne,findById,count,countDocuments,estimatedDocumentCount,exists,distinct,aggregate,where,watch,populate}`,
        `${models}.{findWithDeleted,findDeleted,findOneDeleted,findOneWithDeleted,countDocumentsDeleted,countDocumentsWithDeleted,paginate,aggregatePaginate}`,
      ],
      role: 'query',
      protocol: 'mongodb',
      access: 'read',
      parts: ofModel,
    },
    {
      call: [
        `${models}.{create,insertOne,insertMany,update,updateOne,updateMany,replaceOne,deleteOne,deleteMany,remove,bulkWrite,bulkSave}`,
        `${models}.{delete,deleteById,restore,softDelete}`,
      ],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      parts: ofModel,
    },
    {
      call: [`${models}.{findOneAndUpdate,findOneAndReplace,findOneAndDelete,findOneAndRemove,findByIdAndUpdate,findByIdAndDelete,findByIdAndRemove}`],
      role: 'query',
      protocol: 'mongodb',
      access: 'readwrite',
      parts: ofModel,
    },
    {
      call: [`${models}.aggregate`],
      role: 'query',
      protocol: 'mongodb',
      access: 'read',
      each: { arg: 0, property: '$lookup.from' },
      parts: { table: { arg: 0 } },
    },
    {
      call: [`${models}.aggregate`],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      each: {
        firstOf: [
          { arg: 0, property: '$merge.into' },
          { arg: 0, property: '$out' },
        ],
      },
      parts: { table: { arg: 0 } },
    },
    { call: [`${models}.{createIndexes,ensureIndexes,syncIndexes,createCollection}`], role: 'definition', protocol: 'mongodb', parts: ofModel },

    { new: ['Model'], effect: 'handle', type: 'Document' },
    { call: [`${models}.{findOne,findById,create,findOneAndUpdate,findByIdAndUpdate,hydrate}`], effect: 'handle', type: 'Document', typed: false },
    { call: ['Document.{select,sort,populate,session,exec,orFail,where,setOptions}'], effect: 'same', of: { receiver: true } },
    {
      call: ['Document.{save,remove,delete,deleteOne,updateOne,replaceOne,restore}'],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      parts: ofDocument,
    },

    {
      call: ['{connection,Connection}.collection', '{connection,Connection}.db.collection'],
      effect: 'handle',
      type: 'NativeCollection',
      typed: false,
    },
    {
      call: ['NativeCollection.{find,findOne,countDocuments,distinct,aggregate,watch}'],
      role: 'query',
      protocol: 'mongodb',
      access: 'read',
      parts: { table: { handle: { arg: 0 } } },
    },
    {
      call: ['NativeCollection.{insertOne,insertMany,updateOne,updateMany,replaceOne,deleteOne,deleteMany,bulkWrite,drop,findOneAndUpdate,findOneAndDelete}'],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      parts: { table: { handle: { arg: 0 } } },
    },
    {
      call: [`${models}.collection.{insertOne,insertMany,updateOne,updateMany,deleteOne,deleteMany}`],
      role: 'query',
      protocol: 'mongodb',
      access: 'write',
      parts: ofModel,
    },
    { call: [`${models}.collection.{find,findOne,countDocuments,aggregate}`], role: 'query', protocol: 'mongodb', access: 'read', parts: ofModel },
  ],
  examples: [
    {
      code: `import mongoose from 'mongoose';
await mongoose.connect(process.env.MONGO_URL);
const Order = mongoose.model('Order', new mongoose.Schema({ sku: String }));
await Order.find({ sku: 'x' });
await new Order({ sku: 'x' }).save();`,
      expect: ['connection mongodb url=${MONGO_URL}', 'query mongodb table=orders access=read', 'query mongodb table=orders access=write'],
    },
    {
      code: `const { Schema, model } = require('mongoose');
const schema = new Schema({ name: String }, { collection: 'staff' });
const Person = model('Person', schema);
Person.updateMany({}, { active: true });
const Category = model('Category', new Schema({}), 'shop_categories');
Category.countDocuments();`,
      expect: ['query mongodb table=shop_categories access=read', 'query mongodb table=staff access=write'],
    },
    {
      code: `import mongoose, { type Model } from 'mongoose';
class Repository {
  constructor(protected readonly model: Model<object>) {}
  remove(id: string) { return this.model.findByIdAndDelete(id); }
}
const Invoice = mongoose.models.Invoice || mongoose.model('Invoice', new mongoose.Schema({}));
await new Repository(Invoice).remove('1');`,
      expect: ['query mongodb table=invoices access=readwrite'],
    },
    {
      code: `import { MongooseModule, InjectModel, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
@Schema({ collection: 'stock_items' })
class StockItem {}
const StockItemSchema = SchemaFactory.createForClass(StockItem);
MongooseModule.forRoot('mongodb://mongo/stock');
MongooseModule.forFeature([{ name: StockItem.name, schema: StockItemSchema }]);
export class Stock {
  constructor(@InjectModel(StockItem.name) private readonly items: Model<StockItem>) {}
  all() { return this.items.find(); }
}`,
      expect: ['connection mongodb url=mongodb://mongo/stock', 'query mongodb table=stock_items access=read'],
    },
    {
      code: `import { Types } from 'mongoose';
export const id = new Types.ObjectId();`,
      expect: [],
    },
  ],
});
