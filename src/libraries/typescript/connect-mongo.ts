import { defineLibrary } from '../../core/library.js';

export const connectMongo = defineLibrary({
  id: 'connect-mongo',
  language: 'typescript',
  url: 'https://github.com/jdesboeufs/connect-mongo',
  modules: ['connect-mongo'],
  sightings: [
    {
      call: ['create', 'MongoStore.create'],
      role: 'connection',
      protocol: 'mongodb',
      requires: { arg: 0, property: 'mongoUrl' },
      parts: { url: { arg: 0, property: 'mongoUrl' }, database: { arg: 0, property: 'dbName' } },
    },
    {
      call: ['create', 'MongoStore.create'],
      role: 'query',
      protocol: 'mongodb',
      access: 'readwrite',
      parts: { table: { firstOf: [{ arg: 0, property: 'collectionName' }, { literal: 'sessions' }] }, database: { arg: 0, property: 'dbName' } },
    },
    { call: ['create', 'MongoStore.create'], effect: 'handle', type: 'MongoStore' },
  ],
  examples: [
    {
      code: `import MongoStore from 'connect-mongo';
export const store = MongoStore.create({ mongoUrl: process.env.MONGO_URL });`,
      expect: ['connection mongodb url=${MONGO_URL}', 'query mongodb table=sessions access=readwrite'],
    },
    {
      code: `import type MongoStore from 'connect-mongo';
export const close = (store: MongoStore) => store.close();`,
      expect: [],
    },
  ],
});
