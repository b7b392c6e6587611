import { defineLibrary } from '../../core/library.js';

/** Packages that call a function again until it succeeds, and give what it gives. */
export const retry = defineLibrary({
  id: 'retry',
  language: 'typescript',
  url: 'https://github.com/vercel/async-retry',
  modules: ['async-retry', 'p-retry', 'promise-retry', 'ts-retry-promise', 'ts-retry', '@lifeomic/attempt', 'exponential-backoff'],
  sightings: [{ call: ['default', '{retry,retryAsync,attempt,backOff}'], effect: 'same', of: { arg: 0, property: '()' } }],
  examples: [
    {
      code: "import retry from 'async-retry';\nasync function address() {\n  return process.env.ORDERS_URL;\n}\nasync function load() {\n  const url = await retry(() => address(), { retries: 3 });\n  return fetch(`${url}/orders`);\n}\nload();",
      expect: ['client http method=GET url=${ORDERS_URL}/orders'],
    },
    { code: "import retry from 'async-retry';\nretry(async () => 'http://orders', { retries: 3 });", expect: [] },
  ],
});
