import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

/** A plugin's routes carry the prefix it is registered with, and those of the plugins around it. */
const under = (path: Pick): Pick => ({ join: [{ handle: { handle: { arg: 1, property: 'prefix' } } }, { handle: { arg: 1, property: 'prefix' } }, path] });
const VERBS = '{get,post,put,delete,patch,options,head}';

/** fastify: routes, plugins with prefixes, and proxies given to `register`. */
export const fastify = defineLibrary({
  id: 'fastify',
  language: 'typescript',
  url: 'https://fastify.dev/docs/latest/Reference/',
  modules: ['fastify'],
  sightings: [
    { call: ['default', 'fastify'], effect: 'handle', type: 'FastifyInstance' },
    { call: ['FastifyInstance.register'], effect: 'handle', type: 'FastifyInstance', callbackParam: { arg: 0, param: 0 } },
    {
      call: [`FastifyInstance.${VERBS}`],
      role: 'server',
      protocol: 'http',
      parts: { method: { method: true, upper: true }, path: under({ arg: 0 }) },
      handlers: { arg: 1, rest: true },
    },
    {
      call: ['FastifyInstance.all'],
      role: 'server',
      protocol: 'http',
      parts: { method: { literal: '*' }, path: under({ arg: 0 }) },
      handlers: { arg: 1, rest: true },
    },
    {
      call: ['FastifyInstance.route'],
      role: 'server',
      protocol: 'http',
      parts: {
        method: { text: 'upper', of: { arg: 0, property: 'method' } },
        path: under({
          firstOf: [
            { arg: 0, property: 'url' },
            { arg: 0, property: 'path' },
          ],
        }),
      },
      handlers: { arg: 0, property: 'handler' },
    },
    {
      call: ['FastifyInstance.register'],
      role: 'client',
      protocol: 'http',
      routes: true,
      requires: { arg: 1, property: 'upstream' },
      target: { arg: 1, property: 'upstream' },
      parts: { method: { literal: '*' }, path: { arg: 1, property: 'prefix' } },
    },
    {
      call: ['FastifyInstance.register'],
      role: 'client',
      protocol: 'http',
      routes: true,
      requires: { arg: 1, property: 'base' },
      target: { arg: 1, property: 'base' },
      parts: { method: { literal: '*' } },
    },
    { call: ['FastifyInstance.listen'], role: 'server', protocol: 'http', parts: { port: { firstOf: [{ arg: 0, property: 'port' }, { arg: 0 }] } } },
    {
      call: [`FastifyInstance.${VERBS}`, 'FastifyInstance.{all,route,register,decorate,addHook,after,withTypeProvider,setErrorHandler,setNotFoundHandler}'],
      effect: 'same',
      of: { receiver: true },
    },
  ],
  examples: [
    {
      code: "import Fastify from 'fastify';\nconst app = Fastify({ logger: true });\napp.get('/orders', async () => []);\napp.listen({ port: 3000 });",
      expect: ['server http method=GET path=/orders', 'server http port=3000'],
    },
    {
      code: "import fastify, { type FastifyInstance } from 'fastify';\nasync function orders(app: FastifyInstance) {\n  app.route({ method: 'POST', url: '/', handler: async () => ({}) });\n}\nfastify().register(orders, { prefix: '/orders' });",
      expect: ['server http method=POST path=/orders/'],
    },
    {
      code: "import proxy from '@fastify/http-proxy';\nimport fastify from 'fastify';\nfastify().register(proxy, { upstream: process.env.ORDERS_URL, prefix: '/orders' });",
      expect: ['client http method=* path=/orders url=${ORDERS_URL}'],
    },
    { code: "import cors from '@fastify/cors';\nimport fastify from 'fastify';\nfastify().register(cors, { origin: 'http://shop' });", expect: [] },
  ],
});
