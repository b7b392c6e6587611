import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const VERBS = '{get,post,put,delete,patch,options}';
const HONO = '{Hono,OpenAPIHono}';
const path: Pick = { join: [{ handle: { arg: 0, is: 'text' } }, { arg: 0 }] };

/** hono. */
export const hono = defineLibrary({
  id: 'hono',
  language: 'typescript',
  url: 'https://hono.dev/docs/api/routing',
  modules: ['hono', 'hono/tiny', 'hono/quick', '@hono/zod-openapi'],
  sightings: [
    { new: ['Hono'], effect: 'handle', type: 'Hono' },
    { new: ['OpenAPIHono'], effect: 'handle', type: 'OpenAPIHono' },
    { call: [`${HONO}.basePath`], effect: 'handle', type: 'Hono' },
    {
      call: [`${HONO}.${VERBS}`],
      role: 'server',
      protocol: 'http',
      requires: { arg: 1 },
      parts: { method: { method: true, upper: true }, path },
      handlers: { arg: 1, rest: true },
    },
    {
      call: [`${HONO}.all`],
      role: 'server',
      protocol: 'http',
      requires: { arg: 1 },
      parts: { method: { literal: '*' }, path },
      handlers: { arg: 1, rest: true },
    },
    {
      call: [`${HONO}.on`],
      role: 'server',
      protocol: 'http',
      parts: { method: { text: 'upper', of: { arg: 0 } }, path: { join: [{ handle: { arg: 0, is: 'text' } }, { arg: 1 }] } },
      handlers: { arg: 2, rest: true },
    },
    { call: [`${HONO}.route`], role: 'server', protocol: 'http', mounts: { arg: 1 }, parts: { method: { literal: '*' }, path } },
    { call: [`${HONO}.${VERBS}`, `${HONO}.{all,on,route,use,notFound,onError}`], effect: 'same', of: { receiver: true } },
  ],
  examples: [
    {
      code: "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/orders/:id', (c) => c.json({})).post('/orders', (c) => c.json({}));",
      expect: ['server http method=GET path=/orders/:id', 'server http method=POST path=/orders'],
    },
    {
      code: "import { Hono } from 'hono';\nconst orders = new Hono();\norders.get('/all', (c) => c.json([]));\nnew Hono().route('/orders', orders);",
      expect: ['server http method=GET path=/orders/all'],
    },
    { code: "import { Hono } from 'hono';\nnew Hono().use(async (_, next) => next());", expect: [] },
  ],
});
