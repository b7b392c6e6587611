import { defineLibrary } from '../../core/library.js';

/** The functions that Nuxt puts into every file. */
export const nuxtFetch = defineLibrary({
  id: 'nuxt-fetch',
  language: 'typescript',
  url: 'https://nuxt.com/docs/getting-started/data-fetching',
  modules: [],
  sightings: [
    {
      call: ['{$fetch,useFetch,useLazyFetch}'],
      role: 'client',
      protocol: 'http',
      target: { join: [{ arg: 1, property: 'baseURL' }, { firstOf: [{ arg: 0, property: '()' }, { arg: 0 }] }] },
      parts: { method: { text: 'upper', of: { firstOf: [{ arg: 1, property: 'method' }, { literal: 'GET' }] } }, timeout: { arg: 1, property: 'timeout' } },
    },
    { call: ['useRuntimeConfig'], effect: 'setting', from: 'config' },
  ],
  examples: [
    { code: "export const load = () => $fetch('http://orders/orders', { method: 'PUT' });", expect: ['client http method=PUT url=http://orders/orders'] },
    { code: "export const load = () => useFetch(() => 'http://orders/orders');", expect: ['client http method=GET url=http://orders/orders'] },
    { code: "export const load = () => useAsyncData('orders');", expect: [] },
  ],
});
