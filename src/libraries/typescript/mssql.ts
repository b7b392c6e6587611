import { defineLibrary, type PartPicks } from '../../core/library.js';

const config: PartPicks = {
  url: { firstOf: [{ arg: 0, property: 'connectionString' }, { arg: 0 }] },
  host: { arg: 0, property: 'server' },
  port: { arg: 0, property: 'port' },
  database: { arg: 0, property: 'database' },
};

export const mssql = defineLibrary({
  id: 'mssql',
  language: 'typescript',
  url: 'https://github.com/tediousjs/node-mssql',
  modules: ['mssql', 'mssql/msnodesqlv8'],
  sightings: [
    { call: ['connect'], role: 'connection', protocol: 'mssql', parts: config },
    { new: ['ConnectionPool'], role: 'connection', protocol: 'mssql', parts: config },
    { call: ['connect'], effect: 'handle', type: 'ConnectionPool' },
    { new: ['ConnectionPool'], effect: 'handle', type: 'ConnectionPool' },
    { call: ['ConnectionPool.connect'], effect: 'same', of: { receiver: true } },
    { call: ['{ConnectionPool,Transaction}.request'], effect: 'handle', type: 'Request' },
    { new: ['Request'], effect: 'handle', type: 'Request' },
    { call: ['ConnectionPool.transaction'], effect: 'handle', type: 'Transaction' },
    { new: ['Transaction'], effect: 'handle', type: 'Transaction' },
    { call: ['Request.{input,output}'], effect: 'same', of: { receiver: true } },
    { call: ['query', 'batch', '{ConnectionPool,Request}.{query,batch}'], role: 'query', protocol: 'mssql', parts: { sql: { arg: 0 } } },
    { call: ['Request.bulk'], role: 'query', protocol: 'mssql', access: 'write', parts: { table: { handle: { arg: 0 }, of: { arg: 0 } } } },
    { new: ['Table'], effect: 'handle', type: 'Table' },
  ],
  examples: [
    {
      code: `import sql from 'mssql';
const pool = await sql.connect({ server: 'mssql', database: 'shop' });
await pool.request().input('id', 1).query('SELECT * FROM orders WHERE id = @id');`,
      expect: ['connection mssql database=shop host=mssql', 'query mssql sql=SELECT * FROM orders WHERE id = @id'],
    },
    {
      code: `import { MAX } from 'mssql';
export const size = MAX;`,
      expect: [],
    },
  ],
});
