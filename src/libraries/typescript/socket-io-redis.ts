import { defineLibrary } from '../../core/library.js';

/** The older adapter and emitter, which open their own connection; `createAdapter(pub, sub)` of the newer one gets clients made elsewhere. */
export const socketIoRedis = defineLibrary({
  id: 'socket-io-redis',
  language: 'typescript',
  url: 'https://github.com/socketio/socket.io-redis-adapter/tree/5.4.0',
  modules: ['socket.io-redis', 'socket.io-emitter', 'socket.io-redis-adapter'],
  sightings: [
    {
      call: ['default', 'createAdapter'],
      role: 'connection',
      protocol: 'redis',
      requires: {
        firstOf: [
          { arg: 0, property: 'host' },
          { arg: 0, is: 'text' },
        ],
      },
      parts: { url: { arg: 0 }, host: { arg: 0, property: 'host' }, port: { arg: 0, property: 'port' } },
    },
  ],
  examples: [
    {
      code: `const adapter = require('socket.io-redis');
adapter({ host: process.env.REDIS_HOST, port: 6379 });`,
      expect: ['connection redis host=${REDIS_HOST} port=6379'],
    },
    {
      code: `import { createAdapter } from 'socket.io-redis';
export const attach = (clients: object) => createAdapter(clients);`,
      expect: [],
    },
  ],
});
