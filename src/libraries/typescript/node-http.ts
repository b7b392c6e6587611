import { defineLibrary } from '../../core/library.js';
import { nodeRequests } from '../node-requests.js';

/** `node:http`: requests by URL or by parts, and servers. */
export const nodeHttp = defineLibrary({
  id: 'node-http',
  language: 'typescript',
  url: 'https://nodejs.org/api/http.html',
  modules: ['http', 'node:http'],
  sightings: nodeRequests,
  examples: [
    {
      code: "import http from 'http';\nconst url = new URL('/orders', process.env.ORDERS_URL);\nhttp.request(url, { method: 'POST' }).end();\nhttp.request({ ...url, method: 'PUT' }).end();",
      expect: ['client http method=POST url=${ORDERS_URL}/orders', 'client http method=PUT url=${ORDERS_URL}/orders'],
    },
    {
      code: "import * as http from 'node:http';\nhttp.get(`${process.env.ORDERS_URL}/orders`, (res) => res.resume());",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    {
      code: "const http = require('http');\nhttp.request({ hostname: 'orders', port: 8080, path: '/orders', method: 'POST', timeout: 900 }, (res) => res.resume()).end();",
      expect: ['client http host=orders method=POST path=/orders port=8080 timeout=900'],
    },
    {
      code: "import { request } from 'http';\nrequest('http://orders/orders', { method: 'put' }).end();",
      expect: ['client http method=PUT url=http://orders/orders'],
    },
    { code: "import { createServer } from 'http';\ncreateServer((req, res) => res.end()).listen(8080);", expect: ['server http port=8080'] },
    { code: "import http from 'http';\nnew http.Agent({ keepAlive: true });", expect: [] },
  ],
});
