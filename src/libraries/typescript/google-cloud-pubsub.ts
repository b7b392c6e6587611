import { defineLibrary, type Pick } from '../../core/library.js';

const onMessage: Pick = { renamed: { arg: 0 }, names: [['message', 'message']], only: true };

export const googleCloudPubsub = defineLibrary({
  id: 'google-cloud-pubsub',
  language: 'typescript',
  url: 'https://cloud.google.com/nodejs/docs/reference/pubsub/latest',
  modules: ['@google-cloud/pubsub'],
  sightings: [
    { new: ['PubSub'], effect: 'handle', type: 'PubSub' },
    { call: ['PubSub.topic'], effect: 'handle', type: 'Topic' },
    { call: ['{PubSub,Topic}.subscription'], effect: 'handle', type: 'Subscription' },
    {
      call: ['Topic.{publish,publishMessage,publishJSON}'],
      role: 'producer',
      protocol: 'gcp_pubsub',
      parts: { topic: { handle: { arg: 0 } } },
    },
    {
      call: ['Subscription.on'],
      role: 'consumer',
      protocol: 'gcp_pubsub',
      requires: onMessage,
      parts: { queue: { handle: { arg: 0 } } },
      handlers: { arg: 1 },
    },
    { call: ['PubSub.createTopic'], role: 'definition', protocol: 'gcp_pubsub', parts: { topic: { arg: 0 } } },
    {
      call: ['PubSub.createSubscription'],
      role: 'definition',
      protocol: 'gcp_pubsub',
      parts: { topic: { firstOf: [{ handle: { arg: 0 }, of: { arg: 0 } }, { arg: 0 }] }, queue: { arg: 1 } },
    },
    {
      call: ['Topic.createSubscription'],
      role: 'definition',
      protocol: 'gcp_pubsub',
      parts: { topic: { handle: { arg: 0 } }, queue: { arg: 0 } },
    },
  ],
  examples: [
    {
      code: `import { PubSub } from '@google-cloud/pubsub';
const pubsub = new PubSub();
await pubsub.topic('order-placed').publishMessage({ json: {} });
const subscription = pubsub.subscription(process.env.STOCK_SUBSCRIPTION);
subscription.on('message', (message) => message.ack());
subscription.on('error', () => {});`,
      expect: ['consumer gcp_pubsub queue=${STOCK_SUBSCRIPTION}', 'producer gcp_pubsub topic=order-placed'],
    },
    {
      code: `import { PubSub } from '@google-cloud/pubsub';
await new PubSub().createSubscription('order-placed', 'billing');`,
      expect: ['definition gcp_pubsub queue=billing topic=order-placed'],
    },
    {
      code: `import { PubSub } from '@google-cloud/pubsub';
export const topic = new PubSub().topic('order-placed');`,
      expect: [],
    },
  ],
});
