import { defineLibrary } from '../../core/library.js';

const connections = '{Connection,Pool,PoolConnection,PoolCluster,PoolNamespace}';

export const mysql2 = defineLibrary({
  id: 'mysql2',
  language: 'typescript',
  url: 'https://sidorares.github.io/node-mysql2/docs',
  modules: ['mysql2', 'mysql2/promise', 'mysql', 'promise-mysql', 'mariadb'],
  sightings: [
    {
      call: ['createConnection', 'createPool', 'createConnectionPromise', 'createPoolPromise'],
      role: 'connection',
      protocol: 'mysql',
      parts: {
        url: { firstOf: [{ arg: 0, property: 'uri' }, { arg: 0 }] },
        host: { arg: 0, property: 'host' },
        port: { arg: 0, property: 'port' },
        database: { arg: 0, property: 'database' },
      },
    },
    { call: ['createConnection', 'createConnectionPromise'], effect: 'handle', type: 'Connection' },
    { call: ['createPool', 'createPoolPromise'], effect: 'handle', type: 'Pool' },
    { call: ['createPoolCluster'], effect: 'handle', type: 'PoolCluster' },
    {
      call: ['PoolCluster.add'],
      role: 'connection',
      protocol: 'mysql',
      parts: {
        url: { firstOf: [{ arg: 1, property: 'uri' }, { arg: 1 }] },
        host: {
          firstOf: [
            { arg: 1, property: 'host' },
            { arg: 0, property: 'host' },
          ],
        },
        database: {
          firstOf: [
            { arg: 1, property: 'database' },
            { arg: 0, property: 'database' },
          ],
        },
      },
    },
    { call: ['PoolCluster.of'], effect: 'handle', type: 'PoolNamespace' },
    { call: ['{Connection,Pool,PoolConnection}.promise'], effect: 'same', of: { receiver: true } },
    { call: ['{Pool,PoolCluster,PoolNamespace}.getConnection'], effect: 'handle', type: 'PoolConnection' },
    { call: ['{Pool,PoolCluster,PoolNamespace}.getConnection'], effect: 'handle', type: 'PoolConnection', callbackParam: { arg: 0, param: 1 } },
    {
      call: [`${connections}.{query,execute,queryStream,batch,prepare}`],
      role: 'query',
      protocol: 'mysql',
      parts: { sql: { firstOf: [{ arg: 0, property: 'sql' }, { arg: 0 }] } },
    },
    { call: ['format'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: `import mysql from 'mysql2/promise';
const pool = mysql.createPool({ host: process.env.DB_HOST, user: 'shop', database: 'ratings' });
await pool.execute('INSERT INTO ratings (sku) VALUES (?)', ['sku-1']);`,
      expect: ['connection mysql database=ratings host=${DB_HOST}', 'query mysql sql=INSERT INTO ratings (sku) VALUES (?)'],
    },
    {
      code: `const mysql = require('mysql');
const pool = mysql.createPool('mysql://shop@db/orders');
pool.getConnection((error, connection) => {
  connection.query({ sql: 'SELECT * FROM orders' }, (error, rows) => {});
});`,
      expect: ['connection mysql url=mysql://shop@db/orders', 'query mysql sql=SELECT * FROM orders'],
    },
    {
      code: `import { escape } from 'mysql2';
export const quoted = escape('x');`,
      expect: [],
    },
  ],
});
