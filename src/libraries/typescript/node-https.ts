import { defineLibrary } from '../../core/library.js';
import { nodeRequests } from '../node-requests.js';

/** `node:https`: requests by URL or by parts, and servers. */
export const nodeHttps = defineLibrary({
  id: 'node-https',
  language: 'typescript',
  url: 'https://nodejs.org/api/https.html',
  modules: ['https', 'node:https'],
  sightings: nodeRequests,
  examples: [
    {
      code: "import https from 'https';\nconst url = new URL('/orders', process.env.ORDERS_URL);\nhttps.request(url, { method: 'POST' }).end();\nhttps.request({ ...url, method: 'PUT' }).end();",
      expect: ['client http method=POST url=${ORDERS_URL}/orders', 'client http method=PUT url=${ORDERS_URL}/orders'],
    },
    {
      code: "import * as https from 'node:https';\nhttps.get(`${process.env.ORDERS_URL}/orders`, (res) => res.resume());",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    {
      code: "const https = require('https');\nhttps.request({ hostname: 'orders', port: 8080, path: '/orders', method: 'POST', timeout: 900 }, (res) => res.resume()).end();",
      expect: ['client http host=orders method=POST path=/orders port=8080 timeout=900'],
    },
    {
      code: "import { request } from 'https';\nrequest('http://orders/orders', { method: 'put' }).end();",
      expect: ['client http method=PUT url=http://orders/orders'],
    },
    { code: "import { createServer } from 'https';\ncreateServer((req, res) => res.end()).listen(8080);", expect: ['server http port=8080'] },
    { code: "import https from 'https';\nnew https.Agent({ keepAlive: true });", expect: [] },
  ],
});
