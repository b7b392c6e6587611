import { defineLibrary } from '../../core/library.js';

/** `promisify` and its kin give the function they are given. */
export const nodeUtil = defineLibrary({
  id: 'node-util',
  language: 'typescript',
  url: 'https://nodejs.org/api/util.html',
  modules: ['util', 'node:util'],
  sightings: [{ call: ['{promisify,callbackify,deprecate}'], effect: 'same', of: { arg: 0 } }],
  examples: [
    {
      code: "import { promisify } from 'node:util';\nconst grpc = require('@grpc/grpc-js');\nconst shop = grpc.loadPackageDefinition({}).shop;\nconst stock = new shop.Stock('stock:50051', grpc.credentials.createInsecure());\nconst reserve = promisify(stock.reserve).bind(stock);\nreserve({ id: 1 });",
      expect: ['client grpc method=reserve operation=Stock url=stock:50051'],
    },
    {
      code: "import { promisify } from 'node:util';\nimport request from 'request';\nconst get = promisify(request.get);\nget('http://orders/orders');",
      expect: ['client http method=GET url=http://orders/orders'],
    },
    { code: "import { promisify } from 'node:util';\nimport request from 'request';\npromisify(request.get);", expect: [] },
  ],
});
