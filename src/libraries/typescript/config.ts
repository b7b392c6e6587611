import { defineLibrary } from '../../core/library.js';

/** node-config: `config.get('orders.url')`. */
export const config = defineLibrary({
  id: 'config',
  language: 'typescript',
  url: 'https://github.com/node-config/node-config',
  modules: ['config'],
  sightings: [
    { call: ['get'], effect: 'setting', from: 'config', name: { arg: 0 } },
    { call: ['util.toObject'], effect: 'setting', from: 'config' },
  ],
  examples: [
    { code: "import config from 'config';\nfetch(config.get<string>('orders.url'));", expect: ['client http method=GET url=${orders.url}'] },
    {
      code: "const config = require('config');\nconst orders = config.get('orders');\nfetch(`${orders.url}/orders`);",
      expect: ['client http method=GET url=${orders.url}/orders'],
    },
    { code: "import config from 'config';\nif (config.has('orders.url')) console.log('configured');", expect: [] },
  ],
});
