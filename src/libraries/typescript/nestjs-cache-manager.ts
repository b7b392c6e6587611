import { defineLibrary } from '../../core/library.js';

/** Only a cache that names a server is seen; the default one lives in memory. */
export const nestjsCacheManager = defineLibrary({
  id: 'nestjs-cache-manager',
  language: 'typescript',
  url: 'https://docs.nestjs.com/techniques/caching',
  modules: ['@nestjs/cache-manager', '@nestjs/common'],
  sightings: [
    {
      call: ['CacheModule.{register,registerAsync}'],
      role: 'connection',
      protocol: 'redis',
      requires: {
        firstOf: [
          { arg: 0, property: 'host' },
          { arg: 0, property: 'url' },
          { arg: 0, property: 'useFactory().host' },
          { arg: 0, property: 'useFactory().url' },
        ],
      },
      parts: {
        url: {
          firstOf: [
            { arg: 0, property: 'url' },
            { arg: 0, property: 'useFactory().url' },
          ],
        },
        host: {
          firstOf: [
            { arg: 0, property: 'host' },
            { arg: 0, property: 'useFactory().host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'port' },
            { arg: 0, property: 'useFactory().port' },
          ],
        },
      },
    },
  ],
  examples: [
    {
      code: `import { CacheModule } from '@nestjs/cache-manager';
import * as redisStore from 'cache-manager-redis-store';
export const cache = CacheModule.register({ store: redisStore, host: process.env.REDIS_HOST, port: 6379 });`,
      expect: ['connection redis host=${REDIS_HOST} port=6379'],
    },
    {
      code: `import { CacheModule } from '@nestjs/cache-manager';
export const cache = CacheModule.register({ ttl: 5 });`,
      expect: [],
    },
  ],
});
