import { defineLibrary } from '../../core/library.js';

/** Key-value stores by URL. In memory (no URL) there is nothing to see. */
export const keyv = defineLibrary({
  id: 'keyv',
  language: 'typescript',
  url: 'https://keyv.org/docs/',
  modules: ['keyv', '@keyv/redis', 'cacheable'],
  sightings: [
    {
      new: ['KeyvRedis', 'default', 'Keyv'],
      role: 'connection',
      protocol: '*',
      requires: {
        firstOf: [
          { arg: 0, is: 'text' },
          { arg: 0, property: 'uri' },
          { arg: 0, property: 'url' },
        ],
      },
      parts: { url: { firstOf: [{ arg: 0, property: 'uri' }, { arg: 0, property: 'url' }, { arg: 0 }] } },
    },
    { call: ['createKeyv'], role: 'connection', protocol: 'redis', parts: { url: { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] } } },
  ],
  examples: [
    {
      code: `import Keyv from 'keyv';
export const cache = new Keyv(process.env.CACHE_URL);`,
      expect: ['connection * url=${CACHE_URL}'],
    },
    {
      code: `import { createKeyv } from '@keyv/redis';
export const store = createKeyv('redis://cache:6379');`,
      expect: ['connection redis url=redis://cache:6379'],
    },
    {
      code: `import Keyv from 'keyv';
export const cache = new Keyv({ ttl: 1000 });`,
      expect: [],
    },
  ],
});
