import { defineLibrary } from '../../core/library.js';

const clients = '{Pool,Client,PoolClient}';

export const pg = defineLibrary({
  id: 'pg',
  language: 'typescript',
  url: 'https://node-postgres.com/features/connecting',
  modules: ['pg', '@neondatabase/serverless'],
  sightings: [
    {
      new: ['Pool', 'Client', 'native.Pool', 'native.Client'],
      role: 'connection',
      protocol: 'postgresql',
      unless: {
        firstOf: [
          { arg: 0, is: 'text' },
          { arg: 0, property: 'connectionString' },
        ],
      },
      parts: {
        host: {
          firstOf: [
            { arg: 0, property: 'host' },
            { env: 'PGHOST', fallback: 'localhost' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'port' },
            { env: 'PGPORT', fallback: '5432' },
          ],
        },
        database: { firstOf: [{ arg: 0, property: 'database' }, { env: 'PGDATABASE' }] },
      },
    },
    {
      new: ['Pool', 'Client', 'native.Pool', 'native.Client'],
      role: 'connection',
      protocol: 'postgresql',
      requires: {
        firstOf: [
          { arg: 0, is: 'text' },
          { arg: 0, property: 'connectionString' },
        ],
      },
      parts: { url: { firstOf: [{ arg: 0, property: 'connectionString' }, { arg: 0 }] } },
    },
    { new: ['Pool', 'native.Pool'], effect: 'handle', type: 'Pool' },
    { new: ['Client', 'native.Client'], effect: 'handle', type: 'Client' },
    { effect: 'handle', type: 'PoolClient' },
    { call: ['{Pool,Client}.connect'], effect: 'handle', type: 'PoolClient' },
    { call: ['{Pool,Client}.connect'], effect: 'handle', type: 'PoolClient', callbackParam: { arg: 0, param: 1 } },
    {
      call: [`${clients}.query`],
      role: 'query',
      protocol: 'postgresql',
      parts: { sql: { firstOf: [{ arg: 0, property: 'text' }, { arg: 0 }] } },
    },
  ],
  examples: [
    {
      code: `import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
await pool.query('SELECT id FROM orders WHERE id = $1', [1]);
const client = await pool.connect();
await client.query({ text: 'UPDATE orders SET paid = true' });`,
      expect: [
        'connection postgresql url=${DATABASE_URL}',
        'query postgresql sql=SELECT id FROM orders WHERE id = $1',
        'query postgresql sql=UPDATE orders SET paid = true',
      ],
    },
    {
      code: `const { Client } = require('pg');
const client = new Client({ host: 'postgres', database: 'shop' });
client.query('DELETE FROM carts', (error) => {});`,
      expect: ['connection postgresql database=shop host=postgres port=${PGPORT:-5432}', 'query postgresql sql=DELETE FROM carts'],
    },
    {
      code: `import pg from 'pg';
export const pool = new pg.Pool();`,
      expect: ['connection postgresql database=${PGDATABASE} host=${PGHOST:-localhost} port=${PGPORT:-5432}'],
    },
    {
      code: `import { types } from 'pg';
types.setTypeParser(20, Number);`,
      expect: [],
    },
  ],
});
