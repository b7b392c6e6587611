import { defineLibrary } from '../../core/library.js';

export const nodeNatsStreaming = defineLibrary({
  id: 'node-nats-streaming',
  language: 'typescript',
  url: 'https://github.com/nats-io/stan.js',
  modules: ['node-nats-streaming'],
  sightings: [
    {
      call: ['connect'],
      role: 'connection',
      protocol: 'nats',
      parts: {
        url: { firstOf: [{ arg: 2, property: 'url' }, { arg: 2, property: 'servers' }, { arg: 2 }, { literal: 'nats://localhost:4222' }] },
      },
    },
    { call: ['connect'], effect: 'handle', type: 'Stan' },
    { call: ['Stan.publish'], role: 'producer', protocol: 'nats', parts: { topic: { arg: 0 } } },
    { call: ['Stan.subscribe'], role: 'consumer', protocol: 'nats', parts: { topic: { arg: 0 } } },
    { call: ['Stan.subscribe'], effect: 'handle', type: 'StanSubscription' },
  ],
  examples: [
    {
      code: `import nats from 'node-nats-streaming';
const stan = nats.connect('shop', 'orders-1', { url: 'http://nats-srv:4222' });
stan.on('connect', () => {
  stan.publish('order:created', '{}');
  const subscription = stan.subscribe('payment:created', 'orders', stan.subscriptionOptions().setManualAckMode(true));
  subscription.on('message', (message) => message.ack());
});`,
      expect: ['connection nats url=http://nats-srv:4222', 'consumer nats topic=payment:created', 'producer nats topic=order:created'],
    },
    {
      code: `import type { Stan } from 'node-nats-streaming';
export abstract class Publisher {
  constructor(protected readonly client: Stan) {}
}`,
      expect: [],
    },
  ],
});
