import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const option = (...names: readonly string[]): Pick => ({
  firstOf: names.flatMap((property) => [
    { arg: 0, property, is: 'text' as const },
    { arg: 1, property, is: 'text' as const },
  ]),
});

/** `node:https`: requests by URL or by parts, and servers. */
export const nodeHttps = defineLibrary({
  id: 'node-https',
  language: 'typescript',
  url: 'https://nodejs.org/api/https.html',
  modules: ['https', 'node:https'],
  sightings: [
    {
      call: ['request', 'get'],
      role: 'client',
      protocol: 'http',
      requires: {
        firstOf: [
          { arg: 0, property: 'hostname' },
          { arg: 0, property: 'host' },
        ],
      },
      unless: { arg: 0, property: 'href' },
      parts: {
        host: { firstOf: [option('hostname'), option('host')] },
        port: option('port'),
        path: option('path'),
        method: { text: 'upper', of: { firstOf: [option('method'), { literal: 'GET' }] } },
        timeout: option('timeout'),
      },
    },
    {
      call: ['request', 'get'],
      role: 'client',
      protocol: 'http',
      unless: {
        firstOf: [
          { arg: 0, property: 'href' },
          { arg: 0, property: 'hostname' },
          { arg: 0, property: 'host' },
        ],
      },
      target: { arg: 0 },
      parts: {
        method: { text: 'upper', of: { firstOf: [option('method'), { literal: 'GET' }] } },
        timeout: option('timeout'),
      },
    },
    {
      call: ['request', 'get'],
      role: 'client',
      protocol: 'http',
      requires: { arg: 0, property: 'href' },
      target: { arg: 0, property: 'href' },
      parts: { method: { text: 'upper', of: { firstOf: [option('method'), { literal: 'GET' }] } }, timeout: option('timeout') },
    },
    { call: ['createServer'], effect: 'handle', type: 'Server' },
    { new: ['Server'], effect: 'handle', type: 'Server' },
    { call: ['Server.listen'], role: 'server', protocol: 'http', parts: { port: { firstOf: [{ arg: 0, property: 'port' }, { arg: 0 }] } } },
  ],
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
