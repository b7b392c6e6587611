import { defineLibrary } from '../../core/library.js';

/** nice-grpc: clients and servers from generated definitions. */
export const niceGrpc = defineLibrary({
  id: 'nice-grpc',
  language: 'typescript',
  url: 'https://github.com/deeplay-io/nice-grpc',
  modules: ['nice-grpc', 'nice-grpc-web'],
  sightings: [
    { call: ['createChannel'], effect: 'handle', type: 'Channel' },
    { call: ['createClientFactory', 'ClientFactory.use'], effect: 'handle', type: 'ClientFactory' },
    { call: ['createClient', 'ClientFactory.create'], effect: 'handle', type: 'NiceClient' },
    {
      call: ['NiceClient.*'],
      role: 'client',
      protocol: 'grpc',
      target: { handle: { handle: { arg: 0 }, of: { arg: 1 }, type: 'Channel' } },
      parts: {
        operation: {
          handle: {
            firstOf: [
              { arg: 0, property: 'fullName' },
              { text: 'stub-name', of: { arg: 0 } },
            ],
          },
        },
        method: { method: true },
      },
    },
    { call: ['createServer'], effect: 'handle', type: 'Server' },
    {
      call: ['Server.add'],
      role: 'server',
      protocol: 'grpc',
      parts: {
        operation: {
          firstOf: [
            { arg: 0, property: 'fullName' },
            { text: 'stub-name', of: { arg: 0 } },
          ],
        },
      },
      handlers: { arg: 1 },
    },
    { call: ['Server.listen'], role: 'server', protocol: 'grpc', target: { arg: 0 } },
  ],
  examples: [
    {
      code: "import { createChannel, createClient } from 'nice-grpc';\nconst StockDefinition = { name: 'Stock', fullName: 'shop.Stock', methods: {} } as const;\nconst stock = createClient(StockDefinition, createChannel(process.env.STOCK_ADDR!));\nstock.reserve({ id: 1 });",
      expect: ['client grpc method=reserve operation=shop.Stock url=${STOCK_ADDR}'],
    },
    {
      code: "import { createServer } from 'nice-grpc';\nconst server = createServer();\nserver.add({ fullName: 'shop.Stock', methods: {} }, { reserve: async () => ({}) });\nserver.listen('0.0.0.0:50051');",
      expect: ['server grpc operation=shop.Stock', 'server grpc url=0.0.0.0:50051'],
    },
    { code: "import { createChannel } from 'nice-grpc';\ncreateChannel('stock:50051');", expect: [] },
  ],
});
