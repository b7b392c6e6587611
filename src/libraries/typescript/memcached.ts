import { defineLibrary } from '../../core/library.js';

export const memcached = defineLibrary({
  id: 'memcached',
  language: 'typescript',
  url: 'https://github.com/3rd-Eden/memcached',
  modules: ['memcached'],
  sightings: [
    {
      new: ['default'],
      role: 'connection',
      protocol: 'memcached',
      parts: { url: { firstOf: [{ arg: 0 }, { eachOf: { arg: 0, is: 'object' }, part: 'key' }] } },
    },
    { new: ['default'], effect: 'handle', type: 'Memcached' },
    { call: ['Memcached.{get,getMulti,gets,items,stats}'], role: 'query', protocol: 'memcached', access: 'read' },
    { call: ['Memcached.{set,touch,replace,add,cas,append,prepend,incr,decr,del,flush}'], role: 'query', protocol: 'memcached', access: 'write' },
  ],
  examples: [
    {
      code: `import Memcached from 'memcached';
const cache = new Memcached('memcached:11211');
cache.get('sku-1', () => {});`,
      expect: ['connection memcached url=memcached:11211', 'query memcached access=read'],
    },
    {
      code: `import Memcached from 'memcached';
Memcached.config.poolSize = 25;`,
      expect: [],
    },
  ],
});
