import { defineLibrary } from '../../core/library.js';

/** The environment of Node.js, Bun and Deno processes, as globals. */
export const nodeProcess = defineLibrary({
  id: 'node-process',
  language: 'typescript',
  url: 'https://nodejs.org/api/process.html#processenv',
  modules: [],
  sightings: [
    { member: ['process.env', 'Bun.env'], effect: 'setting', from: 'env' },
    { call: ['Deno.env.get'], effect: 'setting', from: 'env', name: { arg: 0 } },
    { call: ['Deno.env.toObject'], effect: 'setting', from: 'env' },
  ],
  examples: [
    { code: 'fetch(process.env.ORDERS_URL!);', expect: ['client http method=GET url=${ORDERS_URL}'] },
    { code: "fetch(process.env['ORDERS_URL'] || 'http://orders:8080');", expect: ['client http method=GET url=${ORDERS_URL:-http://orders:8080}'] },
    {
      code: "const { ORDERS_URL = 'http://orders' } = process.env;\nfetch(`${ORDERS_URL}/orders`);",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}/orders'],
    },
    { code: 'console.log(process.env.ORDERS_URL);', expect: [] },
  ],
});
