import { defineLibrary } from '../../core/library.js';

/** hapi. */
export const hapi = defineLibrary({
  id: 'hapi',
  language: 'typescript',
  url: 'https://hapi.dev/api/',
  modules: ['@hapi/hapi', 'hapi'],
  sightings: [
    { call: ['server'], effect: 'handle', type: 'Server' },
    { new: ['Server'], effect: 'handle', type: 'Server' },
    {
      call: ['Server.route'],
      role: 'server',
      protocol: 'http',
      each: { arg: 0 },
      parts: { method: { text: 'upper', of: { arg: 0, property: 'method' } }, path: { arg: 0, property: 'path' } },
      handlers: {
        firstOf: [
          { arg: 0, property: 'handler' },
          { arg: 0, property: 'options.handler' },
        ],
      },
    },
    { call: ['Server.start'], role: 'server', protocol: 'http', parts: { port: { handle: { arg: 0, property: 'port' } } } },
  ],
  examples: [
    {
      code: "import Hapi from '@hapi/hapi';\nconst server = Hapi.server({ port: 3000, host: '0.0.0.0' });\nserver.route([{ method: 'GET', path: '/orders', handler: () => [] }, { method: 'POST', path: '/orders', handler: () => ({}) }]);\nserver.start();",
      expect: ['server http method=GET path=/orders', 'server http method=POST path=/orders', 'server http port=3000'],
    },
    { code: "import Hapi from '@hapi/hapi';\nHapi.server({ port: 3000 });", expect: [] },
  ],
});
