import { defineLibrary } from '../../core/library.js';

/** Settings that Vite and its kin put into a bundle. */
export const importMetaEnv = defineLibrary({
  id: 'import-meta-env',
  language: 'typescript',
  url: 'https://vite.dev/guide/env-and-mode',
  modules: [],
  sightings: [{ member: ['import.meta.env'], effect: 'setting', from: 'env' }],
  examples: [
    { code: 'fetch(`${import.meta.env.VITE_ORDERS_URL}/orders`);', expect: ['client http method=GET url=${VITE_ORDERS_URL}/orders'] },
    { code: 'console.log(import.meta.env.VITE_ORDERS_URL, import.meta.url);', expect: [] },
  ],
});
