import { defineLibrary } from '../../core/library.js';

/** dotenv and its kin: what they load is the environment. */
export const dotenv = defineLibrary({
  id: 'dotenv',
  language: 'typescript',
  url: 'https://github.com/motdotla/dotenv',
  modules: ['dotenv', 'dotenv-flow', 'dotenv-safe', 'dotenv-defaults', 'dotenv-extended', '@dotenvx/dotenvx'],
  sightings: [
    { call: ['{config,configDotenv}'], effect: 'setting', from: 'env', as: 'parsed' },
    { call: ['{config,configDotenv}'], effect: 'setting', from: 'env', as: 'required' },
    { call: ['load'], effect: 'setting', from: 'env' },
  ],
  examples: [
    { code: "import dotenv from 'dotenv';\ndotenv.config();\nfetch(process.env.ORDERS_URL!);", expect: ['client http method=GET url=${ORDERS_URL}'] },
    {
      code: "import { config } from 'dotenv';\nconst { parsed } = config({ path: '.env.local' });\nfetch(parsed!.ORDERS_URL!);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    { code: "import 'dotenv/config';\nconsole.log(process.env.ORDERS_URL);", expect: [] },
  ],
});
