import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const path: Pick = { firstOf: [{ arg: 0, property: 'path' }, { arg: 0 }] };

/** restify. */
export const restify = defineLibrary({
  id: 'restify',
  language: 'typescript',
  url: 'http://restify.com/docs/server-api/',
  modules: ['restify'],
  sightings: [
    { call: ['createServer'], effect: 'handle', type: 'Server' },
    {
      call: ['Server.{get,post,put,patch,head}'],
      role: 'server',
      protocol: 'http',
      parts: { method: { method: true, upper: true }, path },
      handlers: { arg: 1, rest: true },
    },
    { call: ['Server.del'], role: 'server', protocol: 'http', parts: { method: { literal: 'DELETE' }, path }, handlers: { arg: 1, rest: true } },
    { call: ['Server.listen'], role: 'server', protocol: 'http', parts: { port: { arg: 0 } } },
  ],
  examples: [
    {
      code: "const restify = require('restify');\nconst server = restify.createServer();\nserver.get('/orders', (req, res, next) => next());\nserver.listen(8080);",
      expect: ['server http method=GET path=/orders', 'server http port=8080'],
    },
    { code: "const restify = require('restify');\nrestify.createServer();", expect: [] },
  ],
});
