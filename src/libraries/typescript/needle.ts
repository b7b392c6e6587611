import { defineLibrary } from '../../core/library.js';

/** needle. Only opening the connection is limited by default, the answer is not. */
export const needle = defineLibrary({
  id: 'needle',
  language: 'typescript',
  url: 'https://github.com/tomas/needle',
  modules: ['needle'],
  sightings: [
    {
      call: ['default', 'request'],
      role: 'client',
      protocol: 'http',
      target: { arg: 1 },
      parts: {
        method: { text: 'upper', of: { arg: 0 } },
        timeout: {
          firstOf: [
            { arg: 3, property: 'response_timeout' },
            { arg: 2, property: 'response_timeout' },
            { arg: 3, property: 'read_timeout' },
          ],
        },
      },
    },
    {
      call: ['{get,head}'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0 },
      parts: { method: { method: true, upper: true }, timeout: { arg: 1, property: 'response_timeout' } },
    },
    {
      call: ['{post,put,patch,delete}'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0 },
      parts: { method: { method: true, upper: true }, timeout: { arg: 2, property: 'response_timeout' } },
    },
  ],
  examples: [
    {
      code: "import needle from 'needle';\nneedle('post', 'http://orders/orders', { id: 1 }, { json: true });",
      expect: ['client http method=POST url=http://orders/orders'],
    },
    {
      code: "const needle = require('needle');\nneedle.get('http://orders/orders', { response_timeout: 800 });",
      expect: ['client http method=GET timeout=800 url=http://orders/orders'],
    },
    { code: "import needle from 'needle';\nneedle.defaults({ open_timeout: 1000 });", expect: [] },
  ],
});
