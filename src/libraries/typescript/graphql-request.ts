import { defineLibrary } from '../../core/library.js';

/** graphql-request. */
export const graphqlRequest = defineLibrary({
  id: 'graphql-request',
  language: 'typescript',
  url: 'https://github.com/jasonkuhrt/graffle/tree/graphql-request',
  modules: ['graphql-request'],
  sightings: [
    { new: ['GraphQLClient'], effect: 'handle', type: 'GraphQLClient' },
    { call: ['GraphQLClient.{setHeader,setHeaders}'], effect: 'same', of: { receiver: true } },
    { call: ['GraphQLClient.{request,rawRequest,batchRequests}'], role: 'client', protocol: 'graphql', target: { firstOf: [{ handle: { arg: 0 } }] } },
    {
      call: ['{request,rawRequest,batchRequests,default}'],
      role: 'client',
      protocol: 'graphql',
      target: { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] },
    },
  ],
  examples: [
    {
      code: "import { gql, GraphQLClient } from 'graphql-request';\nconst orders = new GraphQLClient(`${process.env.ORDERS_URL}/graphql`);\norders.request(gql`{ orders { id } }`);",
      expect: ['client graphql url=${ORDERS_URL}/graphql'],
    },
    {
      code: "import { request } from 'graphql-request';\nrequest({ url: 'http://orders/graphql', document: '{ orders { id } }' });",
      expect: ['client graphql url=http://orders/graphql'],
    },
    { code: "import { GraphQLClient } from 'graphql-request';\nnew GraphQLClient('http://orders/graphql');", expect: [] },
  ],
});
