import { defineLibrary } from '../../core/library.js';

/** hono's server for Node.js. */
export const honoNodeServer = defineLibrary({
  id: 'hono-node-server',
  language: 'typescript',
  url: 'https://github.com/honojs/node-server',
  modules: ['@hono/node-server'],
  sightings: [{ call: ['serve'], role: 'server', protocol: 'http', parts: { port: { firstOf: [{ arg: 0, property: 'port' }, { literal: '3000' }] } } }],
  examples: [
    {
      code: "import { serve } from '@hono/node-server';\nimport { Hono } from 'hono';\nserve({ fetch: new Hono().fetch, port: 8787 });",
      expect: ['server http port=8787'],
    },
    { code: "import { Hono } from 'hono';\nserve(new Hono());\nfunction serve(app: Hono) {\n  return app;\n}", expect: [] },
  ],
});
