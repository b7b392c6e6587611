import { defineLibrary } from '../../core/library.js';

/** `env.get('X').default('y').required().asString()`. */
export const envVar = defineLibrary({
  id: 'env-var',
  language: 'typescript',
  url: 'https://github.com/evanshortiss/env-var',
  modules: ['env-var'],
  sightings: [
    { call: ['from'], effect: 'handle', type: 'EnvVarReader' },
    { call: ['get', 'EnvVarReader.get'], effect: 'handle', type: 'Variable' },
    { call: ['Variable.default'], effect: 'handle', type: 'DefaultedVariable' },
    { call: ['{Variable,DefaultedVariable}.{required,example,covertFromBase64,convertFromBase64,description}'], effect: 'same', of: { receiver: true } },
    { call: ['Variable.*'], effect: 'setting', from: 'env', name: { handle: { arg: 0 } } },
    { call: ['DefaultedVariable.*'], effect: 'setting', from: 'env', name: { handle: { handle: { arg: 0 } } }, fallback: { handle: { arg: 0 } } },
  ],
  examples: [
    { code: "import env from 'env-var';\nfetch(env.get('ORDERS_URL').required().asUrlString());", expect: ['client http method=GET url=${ORDERS_URL}'] },
    {
      code: "import * as env from 'env-var';\nfetch(env.get('ORDERS_URL').default('http://orders').asString());",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}'],
    },
    { code: "import env from 'env-var';\nenv.get('ORDERS_URL').required();", expect: [] },
  ],
});
