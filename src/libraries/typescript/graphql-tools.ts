import { defineLibrary } from '../../core/library.js';

/** Schemas made from type definitions and resolvers, and stitched from remote ones. */
export const graphqlTools = defineLibrary({
  id: 'graphql-tools',
  language: 'typescript',
  url: 'https://the-guild.dev/graphql/tools',
  modules: ['@graphql-tools/schema', 'graphql-tools', '@apollo/subgraph', '@apollo/federation'],
  sightings: [
    {
      call: ['{makeExecutableSchema,buildSubgraphSchema,buildFederatedSchema}'],
      role: 'server',
      protocol: 'graphql',
      handlers: { arg: 0, property: 'resolvers' },
    },
    { call: ['{makeExecutableSchema,buildSubgraphSchema,buildFederatedSchema}'], effect: 'entry', functions: { arg: 0, property: 'resolvers' } },
  ],
  examples: [
    {
      code: "import { buildSubgraphSchema } from '@apollo/subgraph';\nexport const schema = buildSubgraphSchema([{ typeDefs: 'type Query { stock: Int }', resolvers: { Query: { stock: () => fetch('http://stock/items') } } }]);",
      expect: ['client http method=GET url=http://stock/items', 'server graphql'],
    },
    { code: "import { mergeSchemas } from '@graphql-tools/schema';\nmergeSchemas({ schemas: [] });", expect: [] },
  ],
});
