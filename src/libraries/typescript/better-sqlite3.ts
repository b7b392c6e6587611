import { defineLibrary } from '../../core/library.js';

export const betterSqlite3 = defineLibrary({
  id: 'better-sqlite3',
  language: 'typescript',
  url: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md',
  modules: ['better-sqlite3'],
  sightings: [
    { new: ['default'], role: 'connection', protocol: 'sqlite', parts: { database: { arg: 0 } } },
    { call: ['default'], role: 'connection', protocol: 'sqlite', parts: { database: { arg: 0 } } },
    { new: ['default'], effect: 'handle', type: 'Database' },
    { call: ['default'], effect: 'handle', type: 'Database' },
    { call: ['Database.{prepare,exec}'], role: 'query', protocol: 'sqlite', parts: { sql: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import Database from 'better-sqlite3';
const db = new Database('data/orders.db');
db.prepare('SELECT * FROM orders').all();`,
      expect: ['connection sqlite database=data/orders.db', 'query sqlite sql=SELECT * FROM orders'],
    },
    {
      code: `import type { Database } from 'better-sqlite3';
export const close = (db: Database) => db.close();`,
      expect: [],
    },
  ],
});
