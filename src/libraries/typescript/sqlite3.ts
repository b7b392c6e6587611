import { defineLibrary } from '../../core/library.js';

export const sqlite3 = defineLibrary({
  id: 'sqlite3',
  language: 'typescript',
  url: 'https://github.com/TryGhost/node-sqlite3/wiki/API',
  modules: ['sqlite3', 'sqlite'],
  sightings: [
    { new: ['Database'], role: 'connection', protocol: 'sqlite', parts: { database: { arg: 0 } } },
    { new: ['Database'], effect: 'handle', type: 'Database' },
    { call: ['verbose'], effect: 'handle', type: 'Verbose' },
    { new: ['Verbose.Database'], role: 'connection', protocol: 'sqlite', parts: { database: { arg: 0 } } },
    { new: ['Verbose.Database'], effect: 'handle', type: 'Database' },
    { call: ['open'], role: 'connection', protocol: 'sqlite', parts: { database: { arg: 0, property: 'filename' } } },
    { call: ['open'], effect: 'handle', type: 'Database' },
    { call: ['Database.{run,get,all,each,exec,prepare}'], role: 'query', protocol: 'sqlite', parts: { sql: { arg: 0 } } },
  ],
  examples: [
    {
      code: `const sqlite3 = require('sqlite3').verbose();
const db = new sqlite3.Database('orders.db');
db.all('SELECT * FROM orders', (error, rows) => {});`,
      expect: ['connection sqlite database=orders.db', 'query sqlite sql=SELECT * FROM orders'],
    },
    {
      code: `import sqlite3 from 'sqlite3';
sqlite3.verbose();`,
      expect: [],
    },
  ],
});
