import { defineLibrary, type Pick } from '../../core/library.js';

const channels = '{Channel,ConfirmChannel}';
const queueOrToken: Pick = { firstOf: [{ arg: 0 }, { token: true }] };
const replyPseudoQueue: Pick = { renamed: { arg: 0 }, names: [['amq.rabbitmq.reply-to', 'reply']], only: true };

export const amqplib = defineLibrary({
  id: 'amqplib',
  language: 'typescript',
  url: 'https://amqp-node.github.io/amqplib/channel_api.html',
  modules: ['amqplib', 'amqplib/callback_api'],
  sightings: [
    {
      call: ['connect'],
      role: 'connection',
      protocol: 'rabbitmq',
      parts: { url: { arg: 0 }, host: { arg: 0, property: 'hostname' }, port: { arg: 0, property: 'port' } },
    },
    { call: ['connect'], effect: 'handle', type: 'Connection' },
    { call: ['connect'], effect: 'handle', type: 'Connection', callbackParam: { arg: 1, param: 1 } },
    { call: ['connect'], effect: 'handle', type: 'Connection', callbackParam: { arg: 2, param: 1 } },
    { effect: 'handle', type: 'ChannelModel' },
    { call: ['{Connection,ChannelModel}.createChannel'], effect: 'handle', type: 'Channel' },
    { call: ['{Connection,ChannelModel}.createChannel'], effect: 'handle', type: 'Channel', callbackParam: { arg: 0, param: 1 } },
    { call: ['{Connection,ChannelModel}.createConfirmChannel'], effect: 'handle', type: 'ConfirmChannel' },
    { call: ['{Connection,ChannelModel}.createConfirmChannel'], effect: 'handle', type: 'ConfirmChannel', callbackParam: { arg: 0, param: 1 } },

    {
      call: [`${channels}.assertExchange`],
      role: 'definition',
      protocol: 'rabbitmq',
      parts: { exchange: { arg: 0 }, exchangeType: { arg: 1 } },
    },
    { call: [`${channels}.assertQueue`], role: 'definition', protocol: 'rabbitmq', parts: { queue: queueOrToken } },
    { call: [`${channels}.assertQueue`], effect: 'same', of: queueOrToken, as: 'queue' },
    { call: [`${channels}.assertQueue`], effect: 'same', of: queueOrToken, as: 'queue', callbackParam: { arg: 1, param: 1 } },
    { call: [`${channels}.assertQueue`], effect: 'same', of: queueOrToken, as: 'queue', callbackParam: { arg: 2, param: 1 } },
    {
      call: [`${channels}.bindQueue`],
      role: 'definition',
      protocol: 'rabbitmq',
      parts: { queue: { arg: 0 }, exchange: { arg: 1 }, key: { arg: 2 } },
    },

    {
      call: [`${channels}.publish`],
      role: 'producer',
      protocol: 'rabbitmq',
      parts: { exchange: { arg: 0 }, key: { arg: 1 } },
      requires: { arg: 0 },
      unless: { arg: 3, property: 'replyTo' },
    },
    {
      call: [`${channels}.publish`],
      role: 'client',
      protocol: 'rabbitmq',
      reply: true,
      parts: { exchange: { arg: 0 }, key: { arg: 1 } },
      requires: { where: { arg: 0 }, pick: { arg: 3, property: 'replyTo' } },
    },
    // The default exchange has the empty name and delivers to the queue the routing key names.
    {
      call: [`${channels}.publish`],
      role: 'producer',
      protocol: 'rabbitmq',
      parts: { queue: { arg: 1 } },
      unless: { firstOf: [{ arg: 0 }, { arg: 1, is: 'object' }, { arg: 3, property: 'replyTo' }] },
    },
    // `properties.replyTo` of a message that came in (a member of a handle) names no queue: an answer is no call of its own.
    {
      call: [`${channels}.sendToQueue`],
      role: 'producer',
      protocol: 'rabbitmq',
      parts: { queue: { arg: 0 } },
      unless: {
        firstOf: [
          { arg: 0, is: 'object' },
          { arg: 2, property: 'replyTo' },
        ],
      },
    },
    {
      call: [`${channels}.sendToQueue`],
      role: 'client',
      protocol: 'rabbitmq',
      reply: true,
      parts: { queue: { arg: 0 } },
      requires: { arg: 2, property: 'replyTo' },
    },
    {
      call: [`${channels}.consume`],
      role: 'consumer',
      protocol: 'rabbitmq',
      parts: { queue: { arg: 0 } },
      handlers: { arg: 1 },
      unless: replyPseudoQueue,
    },
    { call: [`${channels}.consume`], effect: 'handle', type: 'ConsumeMessage', callbackParam: { arg: 1, param: 0 } },
    { call: [`${channels}.get`], role: 'consumer', protocol: 'rabbitmq', parts: { queue: { arg: 0 } } },
    { call: [`${channels}.get`], effect: 'handle', type: 'GetMessage' },
  ],
  examples: [
    {
      code: `import amqp from 'amqplib';
const connection = await amqp.connect(process.env.AMQP_URL);
const channel = await connection.createChannel();
await channel.assertExchange('orders', 'topic', { durable: true });
channel.publish('orders', 'order.placed', Buffer.from('{}'));`,
      expect: [
        'connection rabbitmq url=${AMQP_URL}',
        'definition rabbitmq exchange=orders exchangeType=topic',
        'producer rabbitmq exchange=orders key=order.placed',
      ],
    },
    {
      code: `import * as amqp from 'amqplib';
const connection = await amqp.connect({ hostname: 'broker', port: 5672 });
const channel = await connection.createConfirmChannel();
const ok = await channel.assertQueue('', { exclusive: true });
await channel.bindQueue(ok.queue, 'orders', 'order.*');
await channel.consume(ok.queue, (message) => { channel.ack(message); });`,
      expect: [
        'connection rabbitmq host=broker port=5672',
        'consumer rabbitmq queue=<server-named>',
        'definition rabbitmq exchange=orders key=order.* queue=<server-named>',
        'definition rabbitmq queue=<server-named>',
      ],
    },
    {
      code: `const amqp = require('amqplib/callback_api');
amqp.connect('amqp://broker', (error, connection) => {
  connection.createChannel((error, channel) => {
    channel.assertQueue('invoices', { durable: true }, (error, ok) => {
      channel.consume(ok.queue, (message) => {});
    });
    channel.sendToQueue('mails', Buffer.from('hello'));
  });
});`,
      expect: [
        'connection rabbitmq url=amqp://broker',
        'consumer rabbitmq queue=invoices',
        'definition rabbitmq queue=invoices',
        'producer rabbitmq queue=mails',
      ],
    },
    {
      code: `import type { Channel } from 'amqplib';
export function askPrice(channel: Channel, reply: string) {
  channel.sendToQueue('prices', Buffer.from('sku-1'), { correlationId: '1', replyTo: 'amq.rabbitmq.reply-to' });
  channel.consume('amq.rabbitmq.reply-to', () => {}, { noAck: true });
}`,
      expect: ['client rabbitmq queue=prices'],
    },
    {
      code: `import type { Channel } from 'amqplib';
export function servePrices(channel: Channel) {
  channel.consume('prices', (message) => {
    channel.sendToQueue(message.properties.replyTo, Buffer.from('12'), { correlationId: message.properties.correlationId });
  });
}`,
      expect: ['consumer rabbitmq queue=prices'],
    },
    {
      code: `import { credentials } from 'amqplib';
credentials.plain('guest', 'guest');`,
      expect: [],
    },
  ],
});
