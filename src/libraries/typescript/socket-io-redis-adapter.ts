import { defineLibrary } from '../../core/library.js';

/** Adapters and emitters that get Redis clients made elsewhere and use them as their bus. */
export const socketIoRedisAdapter = defineLibrary({
  id: 'socket-io-redis-adapter',
  language: 'typescript',
  url: 'https://socket.io/docs/v4/redis-adapter/',
  modules: ['@socket.io/redis-adapter', '@socket.io/redis-streams-adapter', '@socket.io/redis-emitter', '@socket.io/sharded-redis-adapter'],
  sightings: [
    { call: ['{createAdapter,createShardedAdapter}'], role: 'query', protocol: 'redis', access: 'readwrite', requires: { arg: 0 } },
    { new: ['Emitter'], role: 'query', protocol: 'redis', access: 'write', requires: { arg: 0 } },
  ],
  examples: [
    {
      code: `import Redis from 'ioredis';
import { createAdapter } from '@socket.io/redis-adapter';
const client = new Redis({ host: process.env.REDIS_HOST });
createAdapter(client, client.duplicate());`,
      expect: ['connection redis host=${REDIS_HOST}', 'query redis access=readwrite'],
    },
    {
      code: `import { createAdapter } from './adapter';
createAdapter({});`,
      expect: [],
    },
  ],
});
