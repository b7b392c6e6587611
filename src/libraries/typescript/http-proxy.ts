import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const option = (property: string): Pick => ({
  firstOf: [{ arg: 2, property, is: 'text' }, { arg: 3, property, is: 'text' }, { handle: { arg: 0, property, is: 'text' } }],
});

/** http-proxy: forwards what it gets. */
export const httpProxy = defineLibrary({
  id: 'http-proxy',
  language: 'typescript',
  url: 'https://github.com/http-party/node-http-proxy',
  modules: ['http-proxy', 'http-proxy-3', 'httpxy'],
  sightings: [
    { call: ['{createProxyServer,createServer,createProxy}'], effect: 'handle', type: 'ProxyServer' },
    { new: ['default', '{ProxyServer,HttpProxy}'], effect: 'handle', type: 'ProxyServer' },
    {
      call: ['ProxyServer.{web,ws}'],
      role: 'client',
      protocol: 'http',
      routes: true,
      target: option('target'),
      parts: { host: option('target.host'), port: option('target.port'), method: { literal: '*' }, timeout: option('proxyTimeout') },
    },
    {
      call: ['ProxyServer.listen'],
      role: 'client',
      protocol: 'http',
      routes: true,
      target: { handle: { arg: 0, property: 'target', is: 'text' } },
      parts: { host: { handle: { arg: 0, property: 'target.host' } }, port: { handle: { arg: 0, property: 'target.port' } }, method: { literal: '*' } },
    },
    { call: ['ProxyServer.listen'], role: 'server', protocol: 'http', parts: { port: { arg: 0 } } },
  ],
  examples: [
    {
      code: "import httpProxy from 'http-proxy';\nimport http from 'node:http';\nconst proxy = httpProxy.createProxyServer({});\nhttp.createServer((req, res) => proxy.web(req, res, { target: process.env.ORDERS_URL }));",
      expect: ['client http method=* url=${ORDERS_URL}'],
    },
    {
      code: "const httpProxy = require('http-proxy');\nhttpProxy.createProxyServer({ target: 'http://orders:9000' }).listen(8000);",
      expect: ['client http method=* url=http://orders:9000', 'server http port=8000'],
    },
    { code: "import httpProxy from 'http-proxy';\nhttpProxy.createProxyServer({ target: 'http://orders:9000' });", expect: [] },
  ],
});
