import { defineLibrary } from '../../core/library.js';

/** Redis stores of cache-manager, which NestJS's CacheModule builds on: they open the connection the cache works over. */
export const cacheManagerRedis = defineLibrary({
  id: 'cache-manager-redis',
  language: 'typescript',
  url: 'https://docs.nestjs.com/techniques/caching',
  modules: ['cache-manager-redis-store', 'cache-manager-redis-yet', 'cache-manager-ioredis', 'cache-manager-ioredis-yet'],
  sightings: [
    {
      call: ['redisStore', 'default'],
      role: 'connection',
      protocol: 'redis',
      requires: { arg: 0 },
      parts: {
        url: { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] },
        host: {
          firstOf: [
            { arg: 0, property: 'socket.host' },
            { arg: 0, property: 'host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'socket.port' },
            { arg: 0, property: 'port' },
          ],
        },
      },
    },
  ],
  examples: [
    {
      code: `import { redisStore } from 'cache-manager-redis-yet';
export const store = await redisStore({ socket: { host: process.env.REDIS_HOST, port: 6379 } });`,
      expect: ['connection redis host=${REDIS_HOST} port=6379'],
    },
    {
      code: `import { redisStore } from 'cache-manager-redis-yet';
export const options = { store: redisStore };`,
      expect: [],
    },
  ],
});
