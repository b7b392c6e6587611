import type { Pick } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const NESTED = ['GrpcObject', 'GrpcObject.*', 'GrpcObject.*.*', 'GrpcObject.*.*.*', 'GrpcObject.*.*.*.*', 'GrpcObject.*.*.*.*.*'];

/** The service a stub stands for: the last name in the loaded package, the name given, or the common path of the methods. */
const operation: Pick = {
  firstOf: [
    { handle: { method: true } },
    { handle: { handle: { arg: 1 } } },
    { text: 'stub-name', of: { handle: { handle: { eachOf: { arg: 0 }, part: 'value', property: 'path' } } } },
  ],
};

/** gRPC for Node.js: loaded packages, generated clients, servers. A call has no deadline by default. */
export const grpcJs = defineLibrary({
  id: 'grpc-js',
  language: 'typescript',
  url: 'https://grpc.github.io/grpc/node/',
  modules: ['@grpc/grpc-js', 'grpc'],
  sightings: [
    { call: ['{loadPackageDefinition,load,loadObject}'], effect: 'handle', type: 'GrpcObject' },
    { call: ['{makeGenericClientConstructor,makeClientConstructor}'], effect: 'handle', type: 'ClientConstructor' },
    { new: [...NESTED, 'ClientConstructor'], effect: 'handle', type: 'GrpcClient' },
    { call: ['GrpcClient.{close,getChannel,waitForReady,$channel}'], effect: 'same', of: { receiver: true } },
    {
      call: ['GrpcClient.*'],
      role: 'client',
      protocol: 'grpc',
      target: { handle: { arg: 0 } },
      parts: {
        operation,
        method: { method: true },
        timeout: {
          firstOf: [
            { arg: 2, property: 'deadline', is: 'text' },
            { arg: 1, property: 'deadline', is: 'text' },
          ],
        },
      },
    },
    { new: ['Server'], effect: 'handle', type: 'Server' },
    {
      call: ['Server.{addService,addProtoService}'],
      role: 'server',
      protocol: 'grpc',
      parts: { operation: { text: 'stub-name', of: { arg: 0 } } },
      handlers: { arg: 1 },
    },
    { call: ['Server.{bindAsync,bind}'], role: 'server', protocol: 'grpc', target: { arg: 0 } },
  ],
  examples: [
    {
      code: "import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';\nconst StockService = { reserve: { path: '/shop.Stock/Reserve' }, free: { path: '/shop.Stock/Free' } };\nconst StockClient = makeGenericClientConstructor(StockService);\nnew StockClient('stock:50051', credentials.createInsecure()).free({ id: 1 });",
      expect: ['client grpc method=free operation=shop.Stock url=stock:50051'],
    },
    {
      code: "const grpc = require('@grpc/grpc-js');\nconst protoLoader = require('@grpc/proto-loader');\nconst shop = grpc.loadPackageDefinition(protoLoader.loadSync('stock.proto')).shop;\nconst stock = new shop.StockService(process.env.STOCK_ADDR, grpc.credentials.createInsecure());\nstock.reserve({ id: 1 }, (err, reply) => console.log(reply));",
      expect: ['client grpc method=reserve operation=StockService url=${STOCK_ADDR}'],
    },
    {
      code: "import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';\nconst StockClient = makeGenericClientConstructor({ reserve: { path: '/shop.Stock/Reserve' } }, 'shop.Stock');\nconst stock = new StockClient('stock:50051', credentials.createInsecure());\nstock.reserve({ id: 1 });",
      expect: ['client grpc method=reserve operation=shop.Stock url=stock:50051'],
    },
    {
      code: "const grpc = require('@grpc/grpc-js');\nconst shop = grpc.loadPackageDefinition(require('@grpc/proto-loader').loadSync('stock.proto')).shop;\nconst server = new grpc.Server();\nserver.addService(shop.StockService.service, { reserve: (call, done) => done(null, {}) });\nserver.bindAsync(`0.0.0.0:${process.env.PORT}`, grpc.ServerCredentials.createInsecure(), () => server.start());",
      expect: ['server grpc operation=shop.StockService', 'server grpc url=0.0.0.0:${PORT}'],
    },
    {
      code: "const grpc = require('@grpc/grpc-js');\nconst shop = grpc.loadPackageDefinition(require('@grpc/proto-loader').loadSync('stock.proto')).shop;\nnew shop.StockService('stock:50051', grpc.credentials.createInsecure());",
      expect: [],
    },
  ],
});
