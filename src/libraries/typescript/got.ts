import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const target: Pick = {
  join: [
    {
      firstOf: [
        { arg: 1, property: 'prefixUrl' },
        { arg: 0, property: 'prefixUrl' },
        { handle: { arg: 0, property: 'prefixUrl' } },
        { handle: { handle: { arg: 0, property: 'prefixUrl' } } },
        { arg: 1, property: 'baseUrl' },
        { handle: { arg: 0, property: 'baseUrl' } },
      ],
    },
    { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] },
  ],
};
const timeout: Pick = {
  firstOf: [
    { arg: 1, property: 'timeout.request' },
    { arg: 1, property: 'timeout', is: 'text' },
    { arg: 0, property: 'timeout.request' },
    { handle: { arg: 0, property: 'timeout.request' } },
    { handle: { arg: 0, property: 'timeout', is: 'text' } },
  ],
};

/** got: no time limit by default. */
export const got = defineLibrary({
  id: 'got',
  language: 'typescript',
  url: 'https://github.com/sindresorhus/got',
  modules: ['got', 'got-cjs'],
  sightings: [
    { call: ['{got.,}extend', 'Got.extend'], effect: 'handle', type: 'Got' },
    {
      call: ['default', 'got', 'Got', '{got.,}stream', '{got.,}paginate', 'Got.{stream,paginate}'],
      role: 'client',
      protocol: 'http',
      target,
      parts: { method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { arg: 0, property: 'method' }, { literal: 'GET' }] } }, timeout },
    },
    {
      call: ['{got.,}{get,post,put,patch,delete,head}', 'Got.{get,post,put,patch,delete,head}', '{got.,}stream.{get,post,put,patch,delete,head}'],
      role: 'client',
      protocol: 'http',
      target,
      parts: { method: { method: true, upper: true }, timeout },
    },
  ],
  examples: [
    {
      code: "import got from 'got';\ngot.post('http://orders/orders', { json: {}, timeout: { request: 500 } }).json();",
      expect: ['client http method=POST timeout=500 url=http://orders/orders'],
    },
    {
      code: "import { got } from 'got';\nconst orders = got.extend({ prefixUrl: process.env.ORDERS_URL });\norders('orders').json();",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    { code: "import got from 'got';\ngot({ url: 'http://orders/orders', method: 'PUT' });", expect: ['client http method=PUT url=http://orders/orders'] },
    { code: "import got from 'got';\ngot.extend({ prefixUrl: 'http://orders' });", expect: [] },
  ],
});
