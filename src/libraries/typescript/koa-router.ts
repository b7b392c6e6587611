import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const VERBS = '{get,post,put,delete,patch,options,head}';
/** `(path, …)` or `(name, path, …)`. */
const path: Pick = { join: [{ handle: { arg: 0, property: 'prefix' } }, { firstOf: [{ arg: 1, is: 'text' }, { arg: 0 }] }] };

/** @koa/router. */
export const koaRouter = defineLibrary({
  id: 'koa-router',
  language: 'typescript',
  url: 'https://github.com/koajs/router/blob/master/API.md',
  modules: ['@koa/router', 'koa-router'],
  sightings: [
    { new: ['default', 'Router'], effect: 'handle', type: 'Router' },
    { call: ['default'], effect: 'handle', type: 'Router' },
    { call: [`Router.${VERBS}`], role: 'server', protocol: 'http', parts: { method: { method: true, upper: true }, path }, handlers: { arg: 1, rest: true } },
    { call: ['Router.del'], role: 'server', protocol: 'http', parts: { method: { literal: 'DELETE' }, path }, handlers: { arg: 1, rest: true } },
    { call: ['Router.all'], role: 'server', protocol: 'http', parts: { method: { literal: '*' }, path }, handlers: { arg: 1, rest: true } },
    {
      call: ['Router.use'],
      role: 'server',
      protocol: 'http',
      requires: { arg: 0, is: 'text' },
      mounts: { arg: 1, rest: true },
      parts: { method: { literal: '*' }, path: { arg: 0 } },
      handlers: { arg: 1, rest: true },
    },
    { call: ['Router.{routes,middleware}'], effect: 'same', of: { receiver: true } },
    { call: [`Router.${VERBS}`, 'Router.{del,all,use,param}'], effect: 'same', of: { receiver: true } },
  ],
  examples: [
    {
      code: "import Router from '@koa/router';\nconst router = new Router({ prefix: '/orders' });\nrouter.get('/:id', async (ctx) => {\n  ctx.body = {};\n});",
      expect: ['server http method=GET path=/orders/:id'],
    },
    {
      code: "const Router = require('koa-router');\nconst router = new Router();\nrouter.post('place', '/orders', async () => undefined).put('/orders', async () => undefined);",
      expect: ['server http method=POST path=/orders', 'server http method=PUT path=/orders'],
    },
    { code: "import Router from '@koa/router';\nconst router = new Router();\nconsole.log(router.url('place'));", expect: [] },
  ],
});
