import { defineLibrary } from '../../core/library.js';

/** soap: a client is made from the address of its WSDL. */
export const soap = defineLibrary({
  id: 'soap',
  language: 'typescript',
  url: 'https://github.com/vpulim/node-soap',
  modules: ['soap', 'strong-soap'],
  sightings: [
    {
      call: ['{createClient,createClientAsync}', 'soap.createClient'],
      role: 'client',
      protocol: 'http',
      target: { firstOf: [{ arg: 1, property: 'endpoint' }, { arg: 0 }] },
      parts: { method: { literal: 'POST' } },
    },
    {
      call: ['listen'],
      role: 'server',
      protocol: 'http',
      parts: { path: { firstOf: [{ arg: 0, property: 'path' }, { arg: 1 }] }, method: { literal: 'POST' } },
      handlers: { firstOf: [{ arg: 0, property: 'services' }, { arg: 2 }] },
    },
  ],
  examples: [
    {
      code: "import * as soap from 'soap';\nsoap.createClientAsync(`${process.env.BILLING_URL}/invoice?wsdl`);",
      expect: ['client http method=POST url=${BILLING_URL}/invoice?wsdl'],
    },
    { code: "import { BasicAuthSecurity } from 'soap';\nnew BasicAuthSecurity('user', 'word');", expect: [] },
  ],
});
