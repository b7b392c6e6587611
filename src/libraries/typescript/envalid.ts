import { defineLibrary } from '../../core/library.js';

/** envalid: the cleaned environment is the environment, with the defaults of its validators. */
export const envalid = defineLibrary({
  id: 'envalid',
  language: 'typescript',
  url: 'https://github.com/af/envalid',
  modules: ['envalid'],
  sightings: [
    { call: ['{str,url,host,port,num,bool,email,json}'], effect: 'handle', type: 'Validator' },
    { call: ['{makeValidator,makeExactValidator,makeStructuredValidator}'], effect: 'handle', type: 'ValidatorMaker' },
    { call: ['ValidatorMaker'], effect: 'handle', type: 'Validator' },
    {
      call: ['{cleanEnv,customCleanEnv}'],
      effect: 'same',
      of: { arg: 0 },
      defaults: { in: { arg: 1 }, type: 'Validator', pick: { arg: 0, property: 'default' } },
    },
  ],
  examples: [
    {
      code: "import { cleanEnv, str, url } from 'envalid';\nconst env = cleanEnv(process.env, { ORDERS_URL: url({ default: 'http://orders' }), NAME: str() });\nfetch(env.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL:-http://orders}'],
    },
    {
      code: "import * as envalid from 'envalid';\nconst env = envalid.cleanEnv(process.env, { ORDERS_URL: envalid.str() });\nfetch(env.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    { code: "import { cleanEnv, str } from 'envalid';\ncleanEnv(process.env, { ORDERS_URL: str({ default: 'http://orders' }) });", expect: [] },
  ],
});
