import { defineLibrary } from '../../core/library.js';

export const cassandraDriver = defineLibrary({
  id: 'cassandra-driver',
  language: 'typescript',
  url: 'https://docs.datastax.com/en/developer/nodejs-driver/latest/',
  modules: ['cassandra-driver'],
  sightings: [
    {
      new: ['Client'],
      role: 'connection',
      protocol: 'cassandra',
      parts: {
        host: { arg: 0, property: 'contactPoints' },
        port: { arg: 0, property: 'protocolOptions.port' },
        database: { arg: 0, property: 'keyspace' },
      },
    },
    { new: ['Client'], effect: 'handle', type: 'Client' },
    { call: ['Client.{execute,eachRow,stream}'], role: 'query', protocol: 'cassandra', parts: { sql: { arg: 0 } } },
    {
      call: ['Client.batch'],
      role: 'query',
      protocol: 'cassandra',
      each: { arg: 0 },
      parts: { sql: { firstOf: [{ arg: 0, property: 'query' }, { arg: 0 }] } },
    },
  ],
  examples: [
    {
      code: `import { Client } from 'cassandra-driver';
const client = new Client({ contactPoints: ['cassandra'], localDataCenter: 'dc1', keyspace: 'shop' });
await client.execute('SELECT * FROM orders');
await client.batch([{ query: 'INSERT INTO audit (id) VALUES (?)', params: [1] }, 'DELETE FROM carts WHERE id = 1']);`,
      expect: [
        'connection cassandra database=shop host=cassandra',
        'query cassandra sql=DELETE FROM carts WHERE id = 1',
        'query cassandra sql=INSERT INTO audit (id) VALUES (?)',
        'query cassandra sql=SELECT * FROM orders',
      ],
    },
    {
      code: `import { types } from 'cassandra-driver';
export const id = types.Uuid.random();`,
      expect: [],
    },
  ],
});
