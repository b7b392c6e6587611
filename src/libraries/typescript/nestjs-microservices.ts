import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';

/** `Transport` by name and by number, as OpenTelemetry spells it. gRPC has a record of its own. */
const brokers = [
  ['REDIS', 'redis'],
  ['1', 'redis'],
  ['NATS', 'nats'],
  ['2', 'nats'],
  ['MQTT', 'mqtt'],
  ['3', 'mqtt'],
  ['RMQ', 'rabbitmq'],
  ['5', 'rabbitmq'],
  ['KAFKA', 'kafka'],
  ['6', 'kafka'],
] as const;
const grpc = [
  ['GRPC', 'grpc'],
  ['4', 'grpc'],
] as const;
const rabbit = [
  ['RMQ', 'rabbitmq'],
  ['5', 'rabbitmq'],
] as const;

const options = (arg: number): PartPicks => ({
  technology: { renamed: { arg, property: 'transport' }, names: brokers, only: true },
  url: {
    firstOf: [
      { arg, property: 'options.urls' },
      { arg, property: 'options.servers' },
      { arg, property: 'options.client.brokers' },
      { arg, property: 'options.url' },
    ],
  },
  host: {
    firstOf: [
      { arg, property: 'options.host' },
      { arg, property: 'options.urls.hostname' },
    ],
  },
  port: {
    firstOf: [
      { arg, property: 'options.port' },
      { arg, property: 'options.urls.port' },
    ],
  },
  queue: { where: { renamed: { arg, property: 'transport' }, names: rabbit, only: true }, pick: { arg, property: 'options.queue' } },
});
const toBroker = (arg: number): Pick => ({ renamed: { arg, property: 'transport' }, names: brokers, only: true });
const toGrpc = (arg: number): Pick => ({ renamed: { arg, property: 'transport' }, names: grpc, only: true });
const notTcp = (arg: number): Pick => ({ renamed: { arg, property: 'transport' }, names: [...brokers, ...grpc], only: true });
const tcp = (arg: number): PartPicks => ({ host: { arg, property: 'options.host' }, port: { arg, property: 'options.port' } });

const created = (pick: Pick): Pick => ({ handle: pick });
const client = options(0);
const fromClient: PartPicks = {
  // A client without a transport speaks TCP; of one that only its type tells nothing is known.
  technology: { firstOf: [created(toBroker(0)), { where: created({ arg: 0 }), pick: { literal: 'tcp' } }] },
  ...(client.url && { url: created(client.url) }),
  ...(client.host && { host: created(client.host) }),
  ...(client.port && { port: created(client.port) }),
  ...(client.queue && { queue: created(client.queue) }),
};
const proxies = '{ClientProxy,ClientKafka,ClientKafkaProxy,ClientRMQ,ClientRedis,ClientNats,ClientMqtt,ClientTCP}';

const connectMicroservice = '{INestApplication,NestExpressApplication,NestFastifyApplication}.connectMicroservice';

export const nestjsMicroservices = defineLibrary({
  id: 'nestjs-microservices',
  language: 'typescript',
  url: 'https://docs.nestjs.com/microservices/basics',
  modules: ['@nestjs/microservices', '@nestjs/core'],
  sightings: [
    { call: ['NestFactory.createMicroservice'], role: 'connection', protocol: '*', requires: toBroker(1), parts: options(1) },
    { call: [connectMicroservice], role: 'connection', protocol: '*', requires: toBroker(0), parts: options(0) },
    { call: ['NestFactory.createMicroservice'], role: 'server', protocol: 'tcp', requires: { arg: 1 }, unless: notTcp(1), parts: tcp(1) },
    { call: [connectMicroservice], role: 'server', protocol: 'tcp', requires: { arg: 0 }, unless: notTcp(0), parts: tcp(0) },

    {
      call: ['ClientsModule.{register,registerAsync}'],
      effect: 'provide',
      list: { firstOf: [{ arg: 0, property: 'clients' }, { arg: 0 }] },
      keys: { token: 'name', factory: 'useFactory', inject: 'inject' },
      handle: 'ClientProxy',
    },
    { call: ['ClientProxyFactory.create'], effect: 'handle', type: 'ClientProxy' },
    { annotation: ['Client'], effect: 'handle', type: 'ClientProxy' },
    { new: ['ClientKafka', 'ClientRMQ', 'ClientRedis', 'ClientNats', 'ClientMqtt', 'ClientTCP'], effect: 'handle', type: 'ClientProxy' },
    { effect: 'handle', type: 'ClientKafka' },
    { effect: 'handle', type: 'ClientKafkaProxy' },
    { effect: 'handle', type: 'ClientRMQ' },
    { effect: 'handle', type: 'ClientRedis' },
    { effect: 'handle', type: 'ClientNats' },
    { effect: 'handle', type: 'ClientMqtt' },
    { effect: 'handle', type: 'ClientTCP' },
    {
      call: [`${proxies}.send`],
      role: 'client',
      protocol: '*',
      reply: true,
      parts: { ...fromClient, operation: { text: 'json', of: { arg: 0 } } },
    },
    { call: [`${proxies}.emit`], role: 'producer', protocol: '*', parts: { ...fromClient, topic: { text: 'json', of: { arg: 0 } } } },

    { effect: 'handle', type: 'ClientGrpc' },
    { effect: 'handle', type: 'ClientGrpcProxy' },
    { call: ['{ClientProxy,ClientGrpc,ClientGrpcProxy}.{getService,getClientByServiceName}'], effect: 'handle', type: 'GrpcService' },
    {
      call: ['GrpcService.*'],
      role: 'client',
      protocol: 'grpc',
      target: { handle: { handle: { arg: 0, property: 'options.url' } } },
      parts: { operation: { handle: { arg: 0 } }, method: { method: true }, serviceName: { handle: { handle: { arg: 0, property: 'options.package' } } } },
    },
    { call: ['NestFactory.createMicroservice'], role: 'server', protocol: 'grpc', requires: toGrpc(1), target: { arg: 1, property: 'options.url' } },
    { call: [connectMicroservice], role: 'server', protocol: 'grpc', requires: toGrpc(0), target: { arg: 0, property: 'options.url' } },
    {
      annotation: ['MessagePattern'],
      role: 'server',
      protocol: '*',
      reply: true,
      parts: { operation: { text: 'json', of: { arg: 0 } }, technology: { renamed: { arg: 1 }, names: brokers, only: true } },
    },
    {
      annotation: ['EventPattern'],
      role: 'consumer',
      protocol: '*',
      parts: { topic: { text: 'json', of: { arg: 0 } }, technology: { renamed: { arg: 1 }, names: brokers, only: true } },
    },
    { annotation: ['MessagePattern', 'EventPattern'], effect: 'entry' },
  ],
  examples: [
    {
      code: `import { ClientProxyFactory, Transport } from '@nestjs/microservices';
const client = ClientProxyFactory.create({
  transport: Transport.RMQ,
  options: { urls: [process.env.AMQP_URL], queue: 'billing' },
});
client.emit('order.placed', { id: 1 });`,
      expect: ['producer * queue=billing technology=rabbitmq topic=order.placed url=${AMQP_URL}'],
    },
    {
      code: `import { ClientProxyFactory } from '@nestjs/microservices';
const client = ClientProxyFactory.create({ options: { host: 'stock', port: 4001 } });
client.send({ cmd: 'count' }, 'sku-1');`,
      expect: ['client * host=stock operation={"cmd":"count"} port=4001 technology=tcp'],
    },
    {
      code: `import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, Transport } from '@nestjs/microservices';
export class OrdersController {
  @EventPattern('payment.received')
  onPayment() {}
  @MessagePattern({ cmd: 'status' })
  status() {}
}
await NestFactory.createMicroservice(OrdersController, { transport: Transport.NATS, options: { servers: ['nats://nats:4222'] } });`,
      expect: ['connection * technology=nats url=nats://nats:4222', 'consumer * topic=payment.received', 'server * operation={"cmd":"status"}'],
    },
    {
      code: `import { Inject } from '@nestjs/common';
import { ClientsModule, Transport, type ClientKafka } from '@nestjs/microservices';
ClientsModule.register([{ name: 'AUDIT', transport: Transport.KAFKA, options: { client: { brokers: ['kafka:9092'] } } }]);
export class Orders {
  constructor(@Inject('AUDIT') private readonly audit: ClientKafka) {}
  place() { this.audit.emit('order-placed', {}); }
}`,
      expect: ['producer * technology=kafka topic=order-placed url=kafka:9092'],
    },
    {
      code: `import { NestFactory } from '@nestjs/core';
class OrdersModule {}
await NestFactory.createMicroservice(OrdersModule, { options: { port: 4001 } });`,
      expect: ['server tcp port=4001'],
    },
    {
      code: `import { Inject } from '@nestjs/common';
import { ClientsModule, Transport, type ClientGrpc } from '@nestjs/microservices';
ClientsModule.register([{ name: 'STOCK', transport: Transport.GRPC, options: { url: process.env.STOCK_ADDR, package: 'shop', protoPath: 'stock.proto' } }]);
export class Orders {
  private stock;
  constructor(@Inject('STOCK') private readonly client: ClientGrpc) {
    this.stock = this.client.getService('StockService');
  }
  place() { return this.stock.reserve({ id: 1 }); }
}`,
      expect: ['client grpc method=reserve operation=StockService serviceName=shop url=${STOCK_ADDR}'],
    },
    {
      code: `import { RpcException } from '@nestjs/microservices';
export const missing = () => new RpcException('no such order');`,
      expect: [],
    },
  ],
});
