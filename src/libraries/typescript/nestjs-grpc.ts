import { defineLibrary } from '../../core/library.js';

/** gRPC handlers of NestJS. Clients are in `nestjs-microservices`. */
export const nestjsGrpc = defineLibrary({
  id: 'nestjs-grpc',
  language: 'typescript',
  url: 'https://docs.nestjs.com/microservices/grpc',
  modules: ['@nestjs/microservices'],
  sightings: [
    {
      annotation: ['{GrpcMethod,GrpcStreamMethod,GrpcStreamCall}'],
      role: 'server',
      protocol: 'grpc',
      parts: { operation: { firstOf: [{ arg: 0 }, { on: 'owner' }] }, method: { firstOf: [{ arg: 1 }, { on: 'name' }] } },
    },
    { annotation: ['{GrpcMethod,GrpcStreamMethod,GrpcStreamCall}'], effect: 'entry' },
    { call: ['{GrpcMethod,GrpcStreamMethod,GrpcStreamCall}'], role: 'server', protocol: 'grpc', parts: { operation: { arg: 0 }, method: { arg: 1 } } },
  ],
  examples: [
    {
      code: "import { Controller } from '@nestjs/common';\nimport { GrpcMethod } from '@nestjs/microservices';\n@Controller()\nexport class Stock {\n  @GrpcMethod('StockService', 'Reserve')\n  reserve() {\n    return { ok: true };\n  }\n}",
      expect: ['server grpc method=Reserve operation=StockService'],
    },
    {
      code: "import { Controller } from '@nestjs/common';\nimport { GrpcMethod } from '@nestjs/microservices';\n@Controller()\nexport class StockService {\n  @GrpcMethod()\n  reserve() {\n    return { ok: true };\n  }\n}",
      expect: ['server grpc method=reserve operation=StockService'],
    },
    {
      code: "import { Controller } from '@nestjs/common';\n@Controller()\nexport class StockService {\n  reserve() {\n    return { ok: true };\n  }\n}",
      expect: [],
    },
  ],
});
