import { defineLibrary } from '../../core/library.js';

/** undici: `fetch`, `request` and clients of one origin. Headers must arrive within 300 s by default. */
export const undici = defineLibrary({
  id: 'undici',
  language: 'typescript',
  url: 'https://undici.nodejs.org',
  modules: ['undici'],
  sightings: [
    {
      call: ['{fetch,request,stream,pipeline}'],
      role: 'client',
      protocol: 'http',
      target: { join: [{ firstOf: [{ arg: 0, property: 'origin' }, { arg: 0 }] }, { arg: 0, property: 'path' }] },
      parts: {
        method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { arg: 0, property: 'method' }, { literal: 'GET' }] } },
        timeout: {
          firstOf: [
            { arg: 1, property: 'headersTimeout' },
            { arg: 1, property: 'signal', is: 'text' },
          ],
        },
      },
      defaultTimeout: 300000,
    },
    { new: ['Client'], effect: 'handle', type: 'Client' },
    { new: ['Pool'], effect: 'handle', type: 'Pool' },
    { new: ['BalancedPool'], effect: 'handle', type: 'BalancedPool' },
    {
      call: ['{Client,Pool,BalancedPool}.{request,stream,pipeline,dispatch}'],
      role: 'client',
      protocol: 'http',
      target: { join: [{ firstOf: [{ arg: 0, property: 'origin' }, { handle: { arg: 0 } }] }, { arg: 0, property: 'path' }] },
      parts: {
        method: { text: 'upper', of: { firstOf: [{ arg: 0, property: 'method' }, { literal: 'GET' }] } },
        timeout: { firstOf: [{ arg: 0, property: 'headersTimeout' }, { handle: { arg: 1, property: 'headersTimeout' } }] },
      },
      defaultTimeout: 300000,
    },
  ],
  examples: [
    {
      code: "import { request } from 'undici';\nrequest('http://orders/orders', { method: 'PUT' });",
      expect: ['client http method=PUT url=http://orders/orders'],
    },
    {
      code: "import { Pool } from 'undici';\nconst orders = new Pool(process.env.ORDERS_URL!);\norders.request({ path: '/orders', method: 'GET' });",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    { code: "import { Agent, setGlobalDispatcher } from 'undici';\nsetGlobalDispatcher(new Agent({ connect: { timeout: 1000 } }));", expect: [] },
  ],
});
