import { defineLibrary } from '../../core/library.js';

/** `promisify` and its kin give the function they are given. */
export const nodeUtil = defineLibrary({
  id: 'node-util',
  language: 'typescript',
  url: 'https://nodejs.org/api/util.html',
  modules: ['util', 'node:util'],
  sightings: [{ call: ['{promisify,callbackify,deprecate}'], effect: 'same', of: { arg: 0 } }],
  examples: [
    { code: "import { promisify } from 'node:util';\nimport request from 'request';\nconst get = promisify(request.get);\nget('http://orders/orders');", expect: ['client http method=GET url=http://orders/orders'] },
    { code: "import { promisify } from 'node:util';\nimport request from 'request';\npromisify(request.get);", expect: [] },
  ],
});
