import { defineLibrary } from '../../core/library.js';

/** convict: a schema names the environment variable and the default of each setting. */
export const convict = defineLibrary({
  id: 'convict',
  language: 'typescript',
  url: 'https://github.com/mozilla/node-convict',
  modules: ['convict'],
  sightings: [
    { call: ['default', 'convict'], effect: 'handle', type: 'Config' },
    { call: ['Config.{validate,loadFile,load,set}'], effect: 'same', of: { receiver: true } },
    {
      call: ['Config.get'],
      effect: 'setting',
      from: 'env',
      name: { memberOf: { handle: { arg: 0 } }, at: { arg: 0 }, property: 'env' },
      fallback: { memberOf: { handle: { arg: 0 } }, at: { arg: 0 }, property: 'default' },
    },
  ],
  examples: [
    {
      code: "import convict from 'convict';\nconst config = convict({ orders: { url: { format: 'url', default: 'http://orders', env: 'ORDERS_URL' } } });\nfetch(config.get('orders.url'));",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}'],
    },
    { code: "import convict from 'convict';\nconvict({ url: { default: 'http://orders', env: 'ORDERS_URL' } }).validate();", expect: [] },
  ],
});
