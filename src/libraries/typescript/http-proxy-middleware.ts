import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const CALLS = ['default', '{createProxyMiddleware,legacyCreateProxyMiddleware,proxy}'];
const option = (property: string): Pick => ({
  firstOf: [
    { arg: 0, property },
    { arg: 1, property },
  ],
});
const path: Pick = {
  firstOf: [
    { arg: 0, property: 'pathFilter' },
    { arg: 0, is: 'text' },
    { arg: 0, is: 'list' },
  ],
};

/** http-proxy-middleware, versions 0 to 3: `(options)`, `(context, options)`, `(url)`. */
export const httpProxyMiddleware = defineLibrary({
  id: 'http-proxy-middleware',
  language: 'typescript',
  url: 'https://github.com/chimurai/http-proxy-middleware',
  modules: ['http-proxy-middleware'],
  sightings: [
    {
      call: CALLS,
      role: 'client',
      protocol: 'http',
      routes: true,
      requires: option('target'),
      target: { firstOf: [{ arg: 0, property: 'target', is: 'text' }, { arg: 1, property: 'target', is: 'text' }, option('target.href'), option('target')] },
      parts: { host: option('target.host'), port: option('target.port'), path, method: { literal: '*' }, timeout: option('proxyTimeout') },
    },
    {
      call: CALLS,
      role: 'client',
      protocol: 'http',
      routes: true,
      requires: option('router'),
      target: { firstOf: [option('router()'), { eachOf: option('router'), part: 'value' }] },
      parts: { path, method: { literal: '*' } },
    },
    {
      call: CALLS,
      role: 'client',
      protocol: 'http',
      routes: true,
      requires: { arg: 0, is: 'text' },
      unless: { arg: 1 },
      target: { arg: 0 },
      parts: { method: { literal: '*' } },
    },
  ],
  examples: [
    {
      code: "import { createProxyMiddleware } from 'http-proxy-middleware';\nexport const proxy = createProxyMiddleware({ target: 'http://web', router: { '/orders': process.env.ORDERS_URL, '/stock': 'http://stock' } });",
      expect: ['client http method=* url=${ORDERS_URL}|http://stock', 'client http method=* url=http://web'],
    },
    {
      code: "import express from 'express';\nimport { createProxyMiddleware } from 'http-proxy-middleware';\nexpress().use('/orders', createProxyMiddleware({ target: process.env.ORDERS_URL, changeOrigin: true }));",
      expect: ['client http method=* url=${ORDERS_URL}'],
    },
    {
      code: "import { createProxyMiddleware } from 'http-proxy-middleware';\nexport const stock = createProxyMiddleware('/stock', { target: 'http://stock:8080' });",
      expect: ['client http method=* path=/stock url=http://stock:8080'],
    },
    {
      code: "const proxy = require('http-proxy-middleware');\nmodule.exports = (app) => app.use(proxy('/api', { target: 'http://orders' }));",
      expect: ['client http method=* path=/api url=http://orders'],
    },
    { code: "import { responseInterceptor } from 'http-proxy-middleware';\nresponseInterceptor(async (buffer) => buffer);", expect: [] },
  ],
});
