import { defineLibrary } from '../../core/library.js';

/** Text messages (`PhoneNumber`) and mobile endpoints (`TargetArn`) are no channels. */
export const awsSdkClientSns = defineLibrary({
  id: 'aws-sdk-client-sns',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sns/',
  modules: ['@aws-sdk/client-sns'],
  sightings: [
    { new: ['SNS'], effect: 'handle', type: 'SNS' },
    {
      new: ['{Publish,PublishBatch}Command'],
      role: 'producer',
      protocol: 'aws_sns',
      requires: { arg: 0, property: 'TopicArn' },
      parts: { topic: { arg: 0, property: 'TopicArn' } },
    },
    {
      call: ['SNS.{publish,publishBatch}'],
      role: 'producer',
      protocol: 'aws_sns',
      requires: { arg: 0, property: 'TopicArn' },
      parts: { topic: { arg: 0, property: 'TopicArn' } },
    },
    { new: ['CreateTopicCommand'], role: 'definition', protocol: 'aws_sns', parts: { topic: { arg: 0, property: 'Name' } } },
    {
      new: ['SubscribeCommand'],
      role: 'definition',
      protocol: 'aws_sns',
      parts: { topic: { arg: 0, property: 'TopicArn' }, queue: { arg: 0, property: 'Endpoint' } },
    },
  ],
  examples: [
    {
      code: `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
await new SNSClient({}).send(new PublishCommand({ TopicArn: process.env.ORDERS_TOPIC_ARN, Message: '{}' }));`,
      expect: ['producer aws_sns topic=${ORDERS_TOPIC_ARN}'],
    },
    {
      code: `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
await new SNSClient({}).send(new PublishCommand({ PhoneNumber: '+4912345', Message: 'shipped' }));`,
      expect: [],
    },
  ],
});
