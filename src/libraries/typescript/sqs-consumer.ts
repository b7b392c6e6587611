import { defineLibrary } from '../../core/library.js';

export const sqsConsumer = defineLibrary({
  id: 'sqs-consumer',
  language: 'typescript',
  url: 'https://bbc.github.io/sqs-consumer/',
  modules: ['sqs-consumer', 'sqs-producer'],
  sightings: [
    {
      call: ['Consumer.create'],
      role: 'consumer',
      protocol: 'aws_sqs',
      parts: { queue: { arg: 0, property: 'queueUrl' } },
      handlers: {
        firstOf: [
          { arg: 0, property: 'handleMessage' },
          { arg: 0, property: 'handleMessageBatch' },
        ],
      },
    },
    { call: ['Producer.create'], effect: 'handle', type: 'Producer' },
    { call: ['Producer.send'], role: 'producer', protocol: 'aws_sqs', parts: { queue: { handle: { arg: 0, property: 'queueUrl' } } } },
  ],
  examples: [
    {
      code: `import { Consumer } from 'sqs-consumer';
Consumer.create({ queueUrl: process.env.ORDERS_QUEUE_URL, handleMessage: async (message) => {} }).start();`,
      expect: ['consumer aws_sqs queue=${ORDERS_QUEUE_URL}'],
    },
    {
      code: `import { Producer } from 'sqs-producer';
await Producer.create({ queueUrl: 'https://sqs/1/orders' }).send('{}');`,
      expect: ['producer aws_sqs queue=https://sqs/1/orders'],
    },
    {
      code: `import { Producer } from 'sqs-producer';
export const idle = Producer.create({ queueUrl: 'https://sqs/1/orders' });`,
      expect: [],
    },
  ],
});
