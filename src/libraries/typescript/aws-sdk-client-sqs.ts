import { defineLibrary } from '../../core/library.js';

/** `client.send(command)` says nothing the command does not: commands count where they are made. */
export const awsSdkClientSqs = defineLibrary({
  id: 'aws-sdk-client-sqs',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sqs/',
  modules: ['@aws-sdk/client-sqs'],
  sightings: [
    {
      new: ['SQSClient', 'SQS'],
      role: 'connection',
      protocol: 'aws_sqs',
      requires: { arg: 0, property: 'endpoint' },
      parts: { url: { arg: 0, property: 'endpoint' } },
    },
    { new: ['SQSClient'], effect: 'handle', type: 'SQSClient' },
    { new: ['SQS'], effect: 'handle', type: 'SQS' },
    { new: ['{SendMessage,SendMessageBatch}Command'], role: 'producer', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueUrl' } } },
    { call: ['SQS.{sendMessage,sendMessageBatch}'], role: 'producer', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueUrl' } } },
    { new: ['ReceiveMessageCommand'], role: 'consumer', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueUrl' } } },
    { call: ['SQS.receiveMessage'], role: 'consumer', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueUrl' } } },
    { new: ['CreateQueueCommand'], role: 'definition', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueName' } } },
    { call: ['SQS.createQueue'], role: 'definition', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueName' } } },
    { new: ['{GetQueueUrl,CreateQueue}Command'], effect: 'handle', type: 'QueueNameCommand', typed: false },
    { call: ['SQSClient.send'], effect: 'same', of: { handle: { arg: 0, property: 'QueueName' }, of: { arg: 0 }, type: 'QueueNameCommand' }, as: 'QueueUrl' },
    { call: ['SQS.{getQueueUrl,createQueue}'], effect: 'same', of: { arg: 0, property: 'QueueName' }, as: 'QueueUrl' },
  ],
  examples: [
    {
      code: `import { SQSClient, SendMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
const client = new SQSClient({ region: 'eu-west-1' });
await client.send(new SendMessageCommand({ QueueUrl: process.env.ORDERS_QUEUE_URL, MessageBody: '{}' }));
await client.send(new ReceiveMessageCommand({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/stock' }));`,
      expect: ['consumer aws_sqs queue=https://sqs.eu-west-1.amazonaws.com/1/stock', 'producer aws_sqs queue=${ORDERS_QUEUE_URL}'],
    },
    {
      code: `import { SQSClient, GetQueueUrlCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
const client = new SQSClient({ endpoint: process.env.AWS_ENDPOINT });
const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'orders' }));
await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] }));`,
      expect: ['connection aws_sqs url=${AWS_ENDPOINT}', 'producer aws_sqs queue=orders'],
    },
    {
      code: `import { SQSClient, DeleteMessageCommand } from '@aws-sdk/client-sqs';
await new SQSClient({}).send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: 'r' }));`,
      expect: [],
    },
  ],
});
