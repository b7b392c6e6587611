import { defineLibrary } from '../../core/library.js';

/** koa. */
export const koa = defineLibrary({
  id: 'koa',
  language: 'typescript',
  url: 'https://koajs.com',
  modules: ['koa'],
  sightings: [
    { new: ['default'], effect: 'handle', type: 'Koa' },
    { call: ['default'], effect: 'handle', type: 'Koa' },
    { call: ['Koa.use'], effect: 'same', of: { receiver: true } },
    { call: ['Koa.listen'], role: 'server', protocol: 'http', parts: { port: { arg: 0 } } },
  ],
  examples: [
    {
      code: "import Koa from 'koa';\nexport function start(app: Koa) {\n  app.listen(3000);\n}",
      expect: ['server http port=3000'],
    },
    {
      code: "import Koa from 'koa';\nconst app = new Koa();\napp.use(async (ctx) => {\n  ctx.body = 'orders';\n});\napp.listen(3000);",
      expect: ['server http port=3000'],
    },
    { code: "import Koa from 'koa';\nnew Koa().use(async () => undefined);", expect: [] },
  ],
});
