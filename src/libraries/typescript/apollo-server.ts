import { defineLibrary } from '../../core/library.js';

/** Apollo Server and other servers made from type definitions and resolvers. */
export const apolloServer = defineLibrary({
  id: 'apollo-server',
  language: 'typescript',
  url: 'https://www.apollographql.com/docs/apollo-server/',
  modules: [
    '@apollo/server',
    '@apollo/server/*',
    'apollo-server',
    'apollo-server-express',
    'apollo-server-koa',
    'apollo-server-fastify',
    'apollo-server-lambda',
    'graphql-yoga',
  ],
  sightings: [
    { new: ['ApolloServer'], effect: 'handle', type: 'ApolloServer' },
    { new: ['ApolloServer'], role: 'server', protocol: 'graphql', handlers: { arg: 0, property: 'resolvers' } },
    { new: ['ApolloServer'], effect: 'entry', functions: { arg: 0, property: 'resolvers' } },
    { call: ['createSchema'], role: 'server', protocol: 'graphql', handlers: { arg: 0, property: 'resolvers' } },
    { call: ['createSchema'], effect: 'entry', functions: { arg: 0, property: 'resolvers' } },
    {
      call: ['startStandaloneServer'],
      role: 'server',
      protocol: 'http',
      parts: { port: { firstOf: [{ arg: 1, property: 'listen.port' }, { literal: '4000' }] } },
    },
    {
      call: ['ApolloServer.listen'],
      role: 'server',
      protocol: 'http',
      parts: { port: { firstOf: [{ arg: 0, property: 'port' }, { arg: 0 }, { literal: '4000' }] } },
    },
  ],
  examples: [
    {
      code: "import { ApolloServer } from '@apollo/server';\nimport { startStandaloneServer } from '@apollo/server/standalone';\nconst resolvers = { Query: { orders: () => fetch('http://orders/orders') } };\nconst server = new ApolloServer({ typeDefs: 'type Query { orders: [String] }', resolvers });\nstartStandaloneServer(server, { listen: { port: 4001 } });",
      expect: ['client http method=GET url=http://orders/orders', 'server graphql', 'server http port=4001'],
    },
    { code: "import { HeaderMap } from '@apollo/server';\nnew HeaderMap();", expect: [] },
  ],
});
