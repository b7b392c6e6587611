import { defineLibrary } from '../../core/library.js';

/** Packages that offer `fetch` as their own export. */
export const nodeFetch = defineLibrary({
  id: 'node-fetch',
  language: 'typescript',
  url: 'https://github.com/node-fetch/node-fetch',
  modules: [
    'node-fetch',
    'cross-fetch',
    'isomorphic-fetch',
    'isomorphic-unfetch',
    'unfetch',
    'whatwg-fetch',
    'make-fetch-happen',
    'minipass-fetch',
    'node-fetch-native',
    'fetch-with-retry',
  ],
  sightings: [
    {
      call: ['default', 'fetch'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0 },
      parts: {
        method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { literal: 'GET' }] } },
        timeout: {
          firstOf: [
            { arg: 1, property: 'timeout' },
            { arg: 1, property: 'signal', is: 'text' },
          ],
        },
      },
    },
    { new: ['Request'], effect: 'same', of: { arg: 0 } },
  ],
  examples: [
    {
      code: "import fetch from 'node-fetch';\nfetch(`${process.env.ORDERS_URL}/orders`, { timeout: 3000 });",
      expect: ['client http method=GET timeout=3000 url=${ORDERS_URL}/orders'],
    },
    {
      code: "import { fetch } from 'cross-fetch';\nfetch('http://orders/orders', { method: 'DELETE' });",
      expect: ['client http method=DELETE url=http://orders/orders'],
    },
    { code: "const fetch = require('node-fetch');\nfetch('http://orders/orders');", expect: ['client http method=GET url=http://orders/orders'] },
    { code: "import { Headers } from 'node-fetch';\nnew Headers({ accept: 'text/plain' });", expect: [] },
  ],
});
