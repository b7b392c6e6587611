import { defineLibrary } from '../../core/library.js';

const clients = '{DatabasePool,CommonQueryMethods,DatabaseTransactionConnection,DatabasePoolConnection}';

export const slonik = defineLibrary({
  id: 'slonik',
  language: 'typescript',
  url: 'https://github.com/gajus/slonik',
  modules: ['slonik'],
  sightings: [
    { call: ['createPool'], role: 'connection', protocol: 'postgresql', parts: { url: { arg: 0 } } },
    { call: ['createPool'], effect: 'handle', type: 'DatabasePool' },
    { effect: 'handle', type: 'CommonQueryMethods' },
    { call: [`${clients}.connect`], effect: 'handle', type: 'DatabasePoolConnection', callbackParam: { arg: 0, param: 0 } },
    { call: [`${clients}.transaction`], effect: 'handle', type: 'DatabaseTransactionConnection', callbackParam: { arg: 0, param: 0 } },
    { call: ['sql', 'sql.{unsafe,fragment,typeAlias}'], effect: 'same', of: { arg: 0 } },
    { call: ['createSqlTag'], effect: 'handle', type: 'SqlTag', typed: false },
    { call: ['sql.type', 'SqlTag.{type,typeAlias}'], effect: 'handle', type: 'TypedSqlTag', typed: false },
    { call: ['TypedSqlTag', 'SqlTag.{unsafe,fragment}'], effect: 'same', of: { arg: 0 } },
    {
      call: [`${clients}.{query,any,anyFirst,many,manyFirst,maybeOne,maybeOneFirst,one,oneFirst,exists,stream}`],
      role: 'query',
      protocol: 'postgresql',
      parts: { sql: { arg: 0 } },
    },
  ],
  examples: [
    {
      code: `import { createPool, sql } from 'slonik';
const pool = await createPool(process.env.DATABASE_URL);
await pool.any(sql.unsafe\`SELECT id FROM orders\`);
await pool.transaction(async (tx) => { await tx.query(sql.type({})\`DELETE FROM carts\`); });`,
      expect: ['connection postgresql url=${DATABASE_URL}', 'query postgresql sql=DELETE FROM carts', 'query postgresql sql=SELECT id FROM orders'],
    },
    {
      code: `import { sql } from 'slonik';
export const one = sql.fragment\`SELECT 1\`;`,
      expect: [],
    },
  ],
});
