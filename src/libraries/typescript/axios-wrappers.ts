import { defineLibrary } from '../../core/library.js';

/** Packages that take an axios instance and give it back. */
export const axiosWrappers = defineLibrary({
  id: 'axios-wrappers',
  language: 'typescript',
  url: 'https://axios-cache-interceptor.js.org',
  modules: ['axios-cache-interceptor', 'axios-case-converter', 'axios-cookiejar-support', 'axios-debug-log'],
  sightings: [{ call: ['default', '{setupCache,wrapper,applyCaseMiddleware}'], effect: 'same', of: { arg: 0 } }],
  examples: [
    {
      code: "import axios from 'axios';\nimport { setupCache } from 'axios-cache-interceptor';\nconst orders = setupCache(axios.create({ baseURL: 'http://orders' }));\norders.get('/orders');",
      expect: ['client http method=GET url=http://orders/orders'],
    },
    {
      code: "import axios from 'axios';\nimport { setupCache } from 'axios-cache-interceptor';\nsetupCache(axios.create({ baseURL: 'http://orders' }));",
      expect: [],
    },
  ],
});
