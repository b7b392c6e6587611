import { defineLibrary } from '../../core/library.js';

/** t3-env: the settings named in `runtimeEnv` (or the whole environment), checked. */
export const t3Env = defineLibrary({
  id: 't3-env',
  language: 'typescript',
  url: 'https://env.t3.gg/docs/core',
  modules: ['@t3-oss/env-core', '@t3-oss/env-nextjs', '@t3-oss/env-nuxt'],
  sightings: [
    {
      call: ['createEnv'],
      effect: 'same',
      of: {
        firstOf: [
          { arg: 0, property: 'runtimeEnv' },
          { arg: 0, property: 'runtimeEnvStrict' },
        ],
      },
      defaults: { in: { arg: 0, property: 'server' }, type: 'ZodDefault', pick: { arg: 0 } },
    },
    { call: ['createEnv'], effect: 'same', of: { arg: 0, property: 'experimental__runtimeEnv' } },
  ],
  examples: [
    {
      code: "import { createEnv } from '@t3-oss/env-core';\nimport { z } from 'zod';\nconst env = createEnv({ server: { ORDERS_URL: z.string().url() }, runtimeEnv: process.env });\nfetch(env.ORDERS_URL);",
      expect: ['client http method=GET url=${ORDERS_URL}'],
    },
    {
      code: "import { createEnv } from '@t3-oss/env-nextjs';\nconst env = createEnv({ client: {}, runtimeEnv: { NEXT_PUBLIC_ORDERS_URL: process.env.NEXT_PUBLIC_ORDERS_URL } });\nfetch(env.NEXT_PUBLIC_ORDERS_URL);",
      expect: ['client http method=GET url=${NEXT_PUBLIC_ORDERS_URL}'],
    },
    { code: "import { createEnv } from '@t3-oss/env-core';\ncreateEnv({ server: {}, runtimeEnv: process.env });", expect: [] },
  ],
});
