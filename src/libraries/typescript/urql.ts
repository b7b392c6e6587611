import { defineLibrary } from '../../core/library.js';

/** urql. */
export const urql = defineLibrary({
  id: 'urql',
  language: 'typescript',
  url: 'https://nearform.com/open-source/urql/docs/',
  modules: ['urql', '@urql/core', '@urql/preact', '@urql/svelte', '@urql/vue', '@urql/next'],
  sightings: [
    { call: ['createClient'], effect: 'handle', type: 'Client' },
    { new: ['Client'], effect: 'handle', type: 'Client' },
    {
      call: ['Client.{query,mutation,subscription,readQuery,executeQuery,executeMutation,executeSubscription}'],
      role: 'client',
      protocol: 'graphql',
      target: { handle: { arg: 0, property: 'url' } },
    },
    {
      element: ['Provider', 'UrqlProvider'],
      role: 'client',
      protocol: 'graphql',
      target: { handle: { arg: 0, property: 'url' }, of: { firstOf: [{ named: 'value' }, { named: 'client' }] }, type: 'Client' },
    },
  ],
  examples: [
    {
      code: "import { createClient } from '@urql/core';\nconst client = createClient({ url: process.env.GRAPHQL_URL!, exchanges: [] });\nclient.query('{ orders { id } }', {});",
      expect: ['client graphql url=${GRAPHQL_URL}'],
    },
    { code: "import { createClient } from '@urql/core';\ncreateClient({ url: 'http://gateway/graphql', exchanges: [] });", expect: [] },
  ],
});
