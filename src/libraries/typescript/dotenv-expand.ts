import { defineLibrary } from '../../core/library.js';

/** Returns what dotenv loaded, with references filled in. */
export const dotenvExpand = defineLibrary({
  id: 'dotenv-expand',
  language: 'typescript',
  url: 'https://github.com/motdotla/dotenv-expand',
  modules: ['dotenv-expand'],
  sightings: [{ call: ['expand', 'default'], effect: 'same', of: { arg: 0 } }],
  examples: [
    {
      code: "import dotenv from 'dotenv';\nimport { expand } from 'dotenv-expand';\nconst env = expand(dotenv.config()).parsed!;\nfetch(env.ORDERS_URL!);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    { code: "import dotenv from 'dotenv';\nimport { expand } from 'dotenv-expand';\nexpand(dotenv.config());", expect: [] },
  ],
});
