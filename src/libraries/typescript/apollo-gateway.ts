import { defineLibrary } from '../../core/library.js';

/** An Apollo federation gateway forwards operations to its subgraphs. */
export const apolloGateway = defineLibrary({
  id: 'apollo-gateway',
  language: 'typescript',
  url: 'https://www.apollographql.com/docs/apollo-server/using-federation/api/apollo-gateway',
  modules: ['@apollo/gateway'],
  sightings: [
    {
      new: ['IntrospectAndCompose'],
      role: 'client',
      protocol: 'graphql',
      routes: true,
      each: { arg: 0, property: 'subgraphs' },
      target: { arg: 0, property: 'url' },
      parts: { serviceName: { arg: 0, property: 'name' } },
    },
    {
      new: ['ApolloGateway'],
      role: 'client',
      protocol: 'graphql',
      routes: true,
      requires: { arg: 0, property: 'serviceList' },
      each: { arg: 0, property: 'serviceList' },
      target: { arg: 0, property: 'url' },
      parts: { serviceName: { arg: 0, property: 'name' } },
    },
  ],
  examples: [
    {
      code: "import { ApolloGateway, IntrospectAndCompose } from '@apollo/gateway';\nexport const gateway = new ApolloGateway({\n  supergraphSdl: new IntrospectAndCompose({ subgraphs: [{ name: 'orders', url: process.env.ORDERS_URL }, { name: 'stock', url: 'http://stock/graphql' }] }),\n});",
      expect: ['client graphql serviceName=orders url=${ORDERS_URL}', 'client graphql serviceName=stock url=http://stock/graphql'],
    },
    {
      code: "import { ApolloGateway } from '@apollo/gateway';\nexport const gateway = new ApolloGateway({ serviceList: [{ name: 'orders', url: 'http://orders/graphql' }] });",
      expect: ['client graphql serviceName=orders url=http://orders/graphql'],
    },
    { code: "import { ApolloGateway } from '@apollo/gateway';\nexport const gateway = new ApolloGateway({ debug: true });", expect: [] },
  ],
});
