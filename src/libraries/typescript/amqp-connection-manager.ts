import { defineLibrary, type Pick } from '../../core/library.js';

const wrapper = '{ChannelWrapper,AmqpChannelWrapper}';
const queueOrToken: Pick = { firstOf: [{ arg: 0 }, { token: true }] };

/** Channels given to `setup` functions are amqplib's own: its record describes them. */
export const amqpConnectionManager = defineLibrary({
  id: 'amqp-connection-manager',
  language: 'typescript',
  url: 'https://github.com/jwalton/node-amqp-connection-manager',
  modules: ['amqp-connection-manager'],
  sightings: [
    {
      call: ['connect'],
      role: 'connection',
      protocol: 'rabbitmq',
      parts: {
        url: { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] },
        host: {
          firstOf: [
            { arg: 0, property: 'hostname' },
            { arg: 0, property: 'connectionOptions.hostname' },
          ],
        },
      },
    },
    { call: ['connect'], effect: 'handle', type: 'AmqpConnectionManager' },
    { call: ['AmqpConnectionManager.createChannel'], effect: 'handle', type: 'ChannelWrapper' },
    {
      call: ['AmqpConnectionManager.createChannel'],
      effect: 'handle',
      type: 'Channel',
      typed: false,
      callbackParam: { arg: 0, param: 0, property: 'setup' },
    },
    { call: [`${wrapper}.addSetup`], effect: 'handle', type: 'Channel', typed: false, callbackParam: { arg: 0, param: 0 } },
    { call: [`${wrapper}.assertQueue`], role: 'definition', protocol: 'rabbitmq', parts: { queue: queueOrToken } },
    { call: [`${wrapper}.assertQueue`], effect: 'same', of: queueOrToken, as: 'queue' },
    {
      call: [`${wrapper}.assertExchange`],
      role: 'definition',
      protocol: 'rabbitmq',
      parts: { exchange: { arg: 0 }, exchangeType: { arg: 1 } },
    },
    {
      call: [`${wrapper}.bindQueue`],
      role: 'definition',
      protocol: 'rabbitmq',
      parts: { queue: { arg: 0 }, exchange: { arg: 1 }, key: { arg: 2 } },
    },
    {
      call: [`${wrapper}.publish`],
      role: 'producer',
      protocol: 'rabbitmq',
      parts: { exchange: { arg: 0 }, key: { arg: 1 } },
      requires: { arg: 0 },
    },
    { call: [`${wrapper}.publish`], role: 'producer', protocol: 'rabbitmq', parts: { queue: { arg: 1 } }, unless: { arg: 0 } },
    { call: [`${wrapper}.sendToQueue`], role: 'producer', protocol: 'rabbitmq', parts: { queue: { arg: 0 } }, unless: { arg: 0, is: 'object' } },
    { call: [`${wrapper}.consume`], role: 'consumer', protocol: 'rabbitmq', parts: { queue: { arg: 0 } }, handlers: { arg: 1 } },
  ],
  examples: [
    {
      code: `import amqp from 'amqp-connection-manager';
const connection = amqp.connect([process.env.AMQP_URL]);
const channel = connection.createChannel({
  json: true,
  setup: (channel) => channel.assertExchange('orders', 'fanout'),
});
await channel.publish('orders', '', { id: 1 });`,
      expect: ['connection rabbitmq url=${AMQP_URL}', 'definition rabbitmq exchange=orders exchangeType=fanout', 'producer rabbitmq exchange=orders key='],
    },
    {
      code: `import { connect } from 'amqp-connection-manager';
const channel = connect('amqp://broker').createChannel({});
await channel.addSetup(async (raw) => {
  await raw.assertQueue('shipments');
  await raw.consume('shipments', () => {});
});`,
      expect: ['connection rabbitmq url=amqp://broker', 'consumer rabbitmq queue=shipments', 'definition rabbitmq queue=shipments'],
    },
    {
      code: `import { connect } from './broker';
connect('amqp://broker').createChannel({});`,
      expect: [],
    },
  ],
});
