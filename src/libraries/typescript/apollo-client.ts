import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

/** Address in the options of a client: its own, else that of its (terminating) link. */
const address: Pick = {
  firstOf: [
    { arg: 0, property: 'uri' },
    {
      handle: {
        firstOf: [
          { arg: 0, property: 'uri' },
          { arg: 0, property: 'url' },
          { handle: { arg: 0, property: 'url' }, of: { arg: 0 } },
        ],
      },
      of: { arg: 0, property: 'link' },
      type: 'HttpLink',
    },
  ],
};

/** Apollo Client, its links and its React bindings. */
export const apolloClient = defineLibrary({
  id: 'apollo-client',
  language: 'typescript',
  url: 'https://www.apollographql.com/docs/react/',
  modules: [
    '@apollo/client',
    '@apollo/client/*',
    'apollo-client',
    'apollo-boost',
    'apollo-link',
    'apollo-link-http',
    'apollo-link-ws',
    'apollo-link-batch-http',
    'apollo-link-context',
    'apollo-link-error',
    'apollo-upload-client',
    'apollo-upload-client/*',
    'react-apollo',
    '@apollo/react-hooks',
    'graphql-ws',
    'subscriptions-transport-ws',
    'apollo-angular/http',
  ],
  sightings: [
    { new: ['ApolloClient', 'default'], effect: 'handle', type: 'ApolloClient' },
    { new: ['{HttpLink,BatchHttpLink,WebSocketLink,GraphQLWsLink,UploadHttpLink}'], effect: 'handle', type: 'HttpLink' },
    { call: ['{createHttpLink,createUploadLink,createPersistedQueryHttpLink}', 'HttpLink.create'], effect: 'handle', type: 'HttpLink' },
    { new: ['{SubscriptionClient}'], effect: 'handle', type: 'SubscriptionClient' },
    { call: ['createClient'], effect: 'handle', type: 'SubscriptionClient' },
    { call: ['{setContext,onError}'], effect: 'handle', type: 'ApolloLink' },
    { new: ['{ApolloLink,RetryLink,ErrorLink,SetContextLink}'], effect: 'handle', type: 'ApolloLink' },
    { call: ['ApolloLink.concat', 'HttpLink.concat'], effect: 'same', of: { arg: 0 } },
    { call: ['{from,concat}', 'ApolloLink.from'], effect: 'same', of: { arg: 0, rest: true } },
    { call: ['{split}', 'ApolloLink.split'], effect: 'same', of: { arg: 1, rest: true } },
    { call: ['ApolloClient.{query,mutate,subscribe,watchQuery,refetchQueries}'], role: 'client', protocol: 'graphql', target: { handle: address } },
    { element: ['ApolloProvider'], role: 'client', protocol: 'graphql', target: { handle: address, of: { named: 'client' }, type: 'ApolloClient' } },
  ],
  examples: [
    {
      code: "import { ApolloClient, gql, InMemoryCache } from '@apollo/client';\nconst client = new ApolloClient({ uri: process.env.GRAPHQL_URL, cache: new InMemoryCache() });\nclient.query({ query: gql`{ orders { id } }` });",
      expect: ['client graphql url=${GRAPHQL_URL}'],
    },
    {
      code: "import { ApolloClient, createHttpLink, gql, InMemoryCache } from '@apollo/client';\nimport { setContext } from '@apollo/client/link/context';\nconst http = createHttpLink({ uri: 'http://gateway/graphql' });\nconst client = new ApolloClient({ link: setContext(() => ({})).concat(http), cache: new InMemoryCache() });\nclient.mutate({ mutation: gql`mutation { place }` });",
      expect: ['client graphql url=http://gateway/graphql'],
    },
    {
      code: "import { ApolloClient, InMemoryCache } from '@apollo/client';\nnew ApolloClient({ uri: 'http://gateway/graphql', cache: new InMemoryCache() });",
      expect: [],
    },
  ],
});
