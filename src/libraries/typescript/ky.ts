import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const target: Pick = {
  join: [
    { firstOf: [{ arg: 1, property: 'prefixUrl' }, { handle: { arg: 0, property: 'prefixUrl' } }, { handle: { handle: { arg: 0, property: 'prefixUrl' } } }] },
    { arg: 0 },
  ],
};
const timeout: Pick = { firstOf: [{ arg: 1, property: 'timeout' }, { handle: { arg: 0, property: 'timeout' } }] };

/** ky: 10 s by default. */
export const ky = defineLibrary({
  id: 'ky',
  language: 'typescript',
  url: 'https://github.com/sindresorhus/ky',
  modules: ['ky', 'ky-universal'],
  sightings: [
    { call: ['{create,extend}', 'KyInstance.{create,extend}'], effect: 'handle', type: 'KyInstance' },
    {
      call: ['default', 'KyInstance'],
      role: 'client',
      protocol: 'http',
      target,
      parts: { method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { literal: 'GET' }] } }, timeout },
      defaultTimeout: 10000,
    },
    {
      call: ['{get,post,put,patch,delete,head}', 'KyInstance.{get,post,put,patch,delete,head}'],
      role: 'client',
      protocol: 'http',
      target,
      parts: { method: { method: true, upper: true }, timeout },
      defaultTimeout: 10000,
    },
  ],
  examples: [
    { code: "import ky from 'ky';\nky.get('http://orders/orders').json();", expect: ['client http method=GET url=http://orders/orders'] },
    {
      code: "import ky from 'ky';\nconst orders = ky.create({ prefixUrl: 'http://orders' });\norders.post('orders', { timeout: 3000 });",
      expect: ['client http method=POST timeout=3000 url=http://orders/orders'],
    },
    { code: "import ky from 'ky';\nky.create({ prefixUrl: 'http://orders' });", expect: [] },
  ],
});
