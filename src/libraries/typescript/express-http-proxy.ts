import { defineLibrary } from '../../core/library.js';

/** express-http-proxy: `proxy(host, options)`, the host may be a function. */
export const expressHttpProxy = defineLibrary({
  id: 'express-http-proxy',
  language: 'typescript',
  url: 'https://github.com/villadora/express-http-proxy',
  modules: ['express-http-proxy'],
  sightings: [
    {
      call: ['default'],
      role: 'client',
      protocol: 'http',
      routes: true,
      target: { firstOf: [{ arg: 0, property: '()' }, { arg: 0 }] },
      parts: { method: { literal: '*' }, timeout: { arg: 1, property: 'timeout' } },
    },
  ],
  examples: [
    {
      code: "import express from 'express';\nimport proxy from 'express-http-proxy';\nexpress().use('/orders', proxy(process.env.ORDERS_URL!, { timeout: 2000 }));",
      expect: ['client http method=* timeout=2000 url=${ORDERS_URL}'],
    },
    {
      code: "const proxy = require('express-http-proxy');\nmodule.exports = proxy(() => 'http://orders:8080');",
      expect: ['client http method=* url=http://orders:8080'],
    },
    { code: "import type { ProxyOptions } from 'express-http-proxy';\nexport type Options = ProxyOptions;", expect: [] },
  ],
});
