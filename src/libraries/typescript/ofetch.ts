import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const target: Pick = { join: [{ firstOf: [{ arg: 1, property: 'baseURL' }, { handle: { arg: 0, property: 'baseURL' } }] }, { arg: 0 }] };

/** ofetch: `ofetch`, `$fetch` and instances. */
export const ofetch = defineLibrary({
  id: 'ofetch',
  language: 'typescript',
  url: 'https://github.com/unjs/ofetch',
  modules: ['ofetch', 'ohmyfetch'],
  sightings: [
    { call: ['{ofetch,$fetch}.create', '$Fetch.create'], effect: 'handle', type: '$Fetch' },
    {
      call: ['{ofetch,$fetch}', '{ofetch,$fetch}.raw', '$Fetch', '$Fetch.raw'],
      role: 'client',
      protocol: 'http',
      target,
      parts: {
        method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { handle: { arg: 0, property: 'method' } }, { literal: 'GET' }] } },
        timeout: { firstOf: [{ arg: 1, property: 'timeout' }, { handle: { arg: 0, property: 'timeout' } }] },
      },
    },
  ],
  examples: [
    {
      code: "import { ofetch } from 'ofetch';\nofetch('/orders', { baseURL: process.env.ORDERS_URL, method: 'POST' });",
      expect: ['client http method=POST url=${ORDERS_URL}/orders'],
    },
    {
      code: "import { $fetch } from 'ofetch';\nconst orders = $fetch.create({ baseURL: 'http://orders' });\norders('/orders');",
      expect: ['client http method=GET url=http://orders/orders'],
    },
    { code: "import { ofetch } from 'ofetch';\nofetch.create({ baseURL: 'http://orders' });", expect: [] },
  ],
});
