import { defineLibrary } from '../../core/library.js';

/** The environment of a Node.js process, imported: `import { env } from 'node:process'`. */
export const nodeProcessModule = defineLibrary({
  id: 'node-process-module',
  language: 'typescript',
  url: 'https://nodejs.org/api/process.html#processenv',
  modules: ['process', 'node:process'],
  sightings: [{ member: ['env'], effect: 'setting', from: 'env' }],
  examples: [
    { code: "import { env } from 'node:process';\nfetch(env.ORDERS_URL!);", expect: ['client http method=GET url=${ORDERS_URL}'] },
    { code: "import process from 'node:process';\nfetch(process.env.ORDERS_URL!);", expect: ['client http method=GET url=${ORDERS_URL}'] },
    { code: "import process from 'node:process';\nprocess.exit(1);", expect: [] },
  ],
});
