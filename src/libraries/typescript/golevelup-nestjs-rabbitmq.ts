import { defineLibrary, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

const moduleOption = (path: string): Pick => nestModuleOption(path, 'createModuleConfig', [0, 1]);

export const golevelupNestjsRabbitmq = defineLibrary({
  id: 'golevelup-nestjs-rabbitmq',
  language: 'typescript',
  url: 'https://golevelup.github.io/nestjs/modules/rabbitmq.html',
  modules: ['@golevelup/nestjs-rabbitmq'],
  sightings: [
    { call: ['RabbitMQModule.{forRoot,forRootAsync}'], role: 'connection', protocol: 'rabbitmq', parts: { url: moduleOption('uri') } },
    {
      call: ['RabbitMQModule.{forRoot,forRootAsync}'],
      role: 'definition',
      protocol: 'rabbitmq',
      each: moduleOption('exchanges'),
      parts: { exchange: { arg: 0, property: 'name' }, exchangeType: { arg: 0, property: 'type' } },
    },
    {
      call: ['RabbitMQModule.{forRoot,forRootAsync}'],
      role: 'definition',
      protocol: 'rabbitmq',
      each: moduleOption('queues'),
      parts: { queue: { arg: 0, property: 'name' }, exchange: { arg: 0, property: 'exchange' }, key: { arg: 0, property: 'routingKey' } },
    },
    {
      annotation: ['RabbitSubscribe'],
      role: 'consumer',
      protocol: 'rabbitmq',
      parts: {
        exchange: { arg: 0, property: 'exchange' },
        key: { arg: 0, property: 'routingKey' },
        queue: { firstOf: [{ arg: 0, property: 'queue' }, { token: true }] },
      },
    },
    {
      annotation: ['RabbitRPC'],
      role: 'server',
      protocol: 'rabbitmq',
      reply: true,
      parts: {
        exchange: { arg: 0, property: 'exchange' },
        key: { arg: 0, property: 'routingKey' },
        queue: { firstOf: [{ arg: 0, property: 'queue' }, { token: true }] },
      },
    },
    { annotation: ['RabbitSubscribe', 'RabbitRPC'], effect: 'entry' },
    { effect: 'handle', type: 'AmqpConnection' },
    {
      call: ['AmqpConnection.publish'],
      role: 'producer',
      protocol: 'rabbitmq',
      parts: { exchange: { arg: 0 }, key: { arg: 1 } },
      requires: { arg: 0 },
    },
    { call: ['AmqpConnection.publish'], role: 'producer', protocol: 'rabbitmq', parts: { queue: { arg: 1 } }, unless: { arg: 0 } },
    {
      call: ['AmqpConnection.request'],
      role: 'client',
      protocol: 'rabbitmq',
      reply: true,
      parts: { exchange: { arg: 0, property: 'exchange' }, key: { arg: 0, property: 'routingKey' }, timeout: { arg: 0, property: 'timeout' } },
      defaultTimeout: 10_000,
    },
    {
      call: ['AmqpConnection.createSubscriber'],
      role: 'consumer',
      protocol: 'rabbitmq',
      handlers: { arg: 0 },
      parts: {
        exchange: { arg: 1, property: 'exchange' },
        key: { arg: 1, property: 'routingKey' },
        queue: { firstOf: [{ arg: 1, property: 'queue' }, { token: true }] },
      },
    },
    { member: ['AmqpConnection.channel', 'AmqpConnection.managedChannel'], effect: 'handle', type: 'Channel', typed: false },
  ],
  examples: [
    {
      code: `import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
export async function placed(amqp: AmqpConnection) {
  await amqp.publish('orders', 'order.placed', { id: 1 });
  await amqp.request({ exchange: 'rpc', routingKey: 'price.get', payload: {}, timeout: 2000 });
}`,
      expect: ['client rabbitmq exchange=rpc key=price.get timeout=2000', 'producer rabbitmq exchange=orders key=order.placed'],
    },
    {
      code: `import { RabbitSubscribe, RabbitRPC } from '@golevelup/nestjs-rabbitmq';
export class Billing {
  @RabbitSubscribe({ exchange: 'orders', routingKey: 'order.placed', queue: 'billing' })
  onPlaced() {}
  @RabbitRPC({ exchange: 'rpc', routingKey: 'price.get', queue: 'prices' })
  price() {}
}`,
      expect: ['consumer rabbitmq exchange=orders key=order.placed queue=billing', 'server rabbitmq exchange=rpc key=price.get queue=prices'],
    },
    {
      code: `import { RabbitMQModule } from '@golevelup/nestjs-rabbitmq';
RabbitMQModule.forRoot({ uri: process.env.AMQP_URL, exchanges: [{ name: 'orders', type: 'topic' }, { name: 'audit', type: 'fanout' }] });`,
      expect: [
        'connection rabbitmq url=${AMQP_URL}',
        'definition rabbitmq exchange=audit exchangeType=fanout',
        'definition rabbitmq exchange=orders exchangeType=topic',
      ],
    },
    {
      code: `import { Nack } from '@golevelup/nestjs-rabbitmq';
export const drop = () => new Nack();`,
      expect: [],
    },
  ],
});
