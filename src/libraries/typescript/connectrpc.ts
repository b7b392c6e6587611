import { defineLibrary } from '../../core/library.js';

/** Connect: clients over a transport with a base URL. */
export const connectrpc = defineLibrary({
  id: 'connectrpc',
  language: 'typescript',
  url: 'https://connectrpc.com/docs/node/using-clients',
  modules: [
    '@connectrpc/connect',
    '@connectrpc/connect-node',
    '@connectrpc/connect-web',
    '@bufbuild/connect',
    '@bufbuild/connect-node',
    '@bufbuild/connect-web',
  ],
  sightings: [
    { call: ['{createConnectTransport,createGrpcTransport,createGrpcWebTransport}'], effect: 'handle', type: 'Transport' },
    { call: ['{createClient,createPromiseClient,createCallbackClient}'], effect: 'handle', type: 'ConnectClient' },
    {
      call: ['ConnectClient.*'],
      role: 'client',
      protocol: 'grpc',
      target: { handle: { handle: { arg: 0, property: 'baseUrl' }, of: { arg: 1 }, type: 'Transport' } },
      parts: {
        operation: {
          handle: {
            firstOf: [
              { arg: 0, property: 'typeName' },
              { text: 'stub-name', of: { arg: 0 } },
            ],
          },
        },
        method: { method: true },
        timeout: {
          firstOf: [{ arg: 1, property: 'timeoutMs' }, { handle: { handle: { arg: 0, property: 'defaultTimeoutMs' }, of: { arg: 1 }, type: 'Transport' } }],
        },
      },
    },
    { effect: 'handle', type: 'ConnectRouter' },
    {
      call: ['ConnectRouter.service'],
      role: 'server',
      protocol: 'grpc',
      parts: {
        operation: {
          firstOf: [
            { arg: 0, property: 'typeName' },
            { text: 'stub-name', of: { arg: 0 } },
          ],
        },
      },
      handlers: { arg: 1 },
    },
    { call: ['ConnectRouter.service'], effect: 'same', of: { receiver: true } },
  ],
  examples: [
    {
      code: "import { createClient } from '@connectrpc/connect';\nimport { createConnectTransport } from '@connectrpc/connect-node';\nconst Stock = { typeName: 'shop.Stock', methods: {} } as const;\nconst stock = createClient(Stock, createConnectTransport({ baseUrl: process.env.STOCK_URL!, httpVersion: '2' }));\nstock.reserve({ id: 1 });",
      expect: ['client grpc method=reserve operation=shop.Stock url=${STOCK_URL}'],
    },
    {
      code: "import type { ConnectRouter } from '@connectrpc/connect';\nexport default (router: ConnectRouter) => router.service({ typeName: 'shop.Stock', methods: {} }, { reserve: async () => ({}) });",
      expect: ['server grpc operation=shop.Stock'],
    },
    { code: "import { createConnectTransport } from '@connectrpc/connect-web';\ncreateConnectTransport({ baseUrl: 'http://stock' });", expect: [] },
  ],
});
