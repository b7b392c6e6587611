import { defineLibrary } from '../../core/library.js';

export const nats = defineLibrary({
  id: 'nats',
  language: 'typescript',
  url: 'https://github.com/nats-io/nats.js',
  modules: ['nats', 'nats.ws', '@nats-io/transport-node', '@nats-io/nats-core', '@nats-io/jetstream'],
  sightings: [
    {
      call: ['connect', 'wsconnect'],
      role: 'connection',
      protocol: 'nats',
      parts: {
        url: { firstOf: [{ arg: 0, property: 'servers' }, { arg: 0, property: 'url' }, { arg: 0 }, { literal: 'nats://127.0.0.1:4222' }] },
        port: { arg: 0, property: 'port' },
      },
    },
    { call: ['connect', 'wsconnect'], effect: 'handle', type: 'NatsConnection' },
    { effect: 'handle', type: 'Client' },
    { call: ['{NatsConnection,Client}.publish'], role: 'producer', protocol: 'nats', parts: { topic: { arg: 0 } } },
    {
      call: ['{NatsConnection,Client}.subscribe'],
      role: 'consumer',
      protocol: 'nats',
      parts: { topic: { arg: 0 } },
      handlers: {
        firstOf: [
          { arg: 1, property: 'callback' },
          { arg: 1, is: 'function' },
          { arg: 2, is: 'function' },
        ],
      },
    },
    {
      call: ['{NatsConnection,Client}.{request,requestMany,requestOne}'],
      role: 'client',
      protocol: 'nats',
      reply: true,
      parts: { topic: { arg: 0 }, timeout: { arg: 2, property: 'timeout' } },
      defaultTimeout: 1000,
    },
    { call: ['NatsConnection.jetstream', 'jetstream'], effect: 'handle', type: 'JetStreamClient' },
    { call: ['NatsConnection.jetstreamManager', 'jetstreamManager'], effect: 'handle', type: 'JetStreamManager' },
    { call: ['JetStreamClient.publish'], role: 'producer', protocol: 'nats', parts: { topic: { arg: 0 } } },
    {
      call: ['JetStreamClient.{subscribe,pullSubscribe,pull,fetch}'],
      role: 'consumer',
      protocol: 'nats',
      parts: { topic: { arg: 0 } },
    },
    {
      call: ['JetStreamClient.consumers.get'],
      role: 'consumer',
      protocol: 'nats',
      parts: {
        queue: { arg: 0 },
        topic: {
          firstOf: [
            { arg: 1, property: 'filter_subjects' },
            { arg: 1, property: 'filterSubjects' },
          ],
        },
      },
    },
    {
      call: ['JetStreamManager.consumers.add'],
      role: 'consumer',
      protocol: 'nats',
      parts: {
        queue: { arg: 0 },
        topic: {
          firstOf: [
            { arg: 1, property: 'filter_subject' },
            { arg: 1, property: 'filter_subjects' },
          ],
        },
      },
      requires: {
        firstOf: [
          { arg: 1, property: 'filter_subject' },
          { arg: 1, property: 'filter_subjects' },
        ],
      },
    },
    {
      call: ['JetStreamManager.streams.add'],
      role: 'definition',
      protocol: 'nats',
      parts: { queue: { arg: 0, property: 'name' }, topic: { arg: 0, property: 'subjects' } },
    },
  ],
  examples: [
    {
      code: `import { connect } from 'nats';
const nc = await connect({ servers: process.env.NATS_URL });
nc.publish('orders.placed', '{}');
nc.subscribe('stock.changed', { callback: () => {} });
await nc.request('prices.get', 'sku-1', { timeout: 500 });`,
      expect: [
        'client nats timeout=500 topic=prices.get',
        'connection nats url=${NATS_URL}',
        'consumer nats topic=stock.changed',
        'producer nats topic=orders.placed',
      ],
    },
    {
      code: `import type { NatsConnection } from 'nats';
export async function ship(nc: NatsConnection) {
  const js = nc.jetstream();
  await js.publish('shipments.sent', '{}');
}`,
      expect: ['producer nats topic=shipments.sent'],
    },
    {
      code: `import { StringCodec } from 'nats';
export const codec = StringCodec();`,
      expect: [],
    },
  ],
});
