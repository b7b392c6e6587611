import { defineLibrary, type Pick } from '../../core/library.js';

const stream: Pick = {
  firstOf: [
    { arg: 0, property: 'StreamName' },
    { arg: 0, property: 'StreamARN' },
  ],
};

/** A stream is a channel; a consumer of its own library reads it by iterators, which say no more than `GetRecords` does. */
export const awsSdkClientKinesis = defineLibrary({
  id: 'aws-sdk-client-kinesis',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/kinesis/',
  modules: ['@aws-sdk/client-kinesis'],
  sightings: [
    { new: ['Kinesis'], effect: 'handle', type: 'Kinesis' },
    { new: ['{PutRecord,PutRecords}Command'], role: 'producer', protocol: 'aws_kinesis', parts: { topic: stream } },
    { call: ['Kinesis.{putRecord,putRecords}'], role: 'producer', protocol: 'aws_kinesis', parts: { topic: stream } },
    { new: ['GetShardIteratorCommand'], role: 'consumer', protocol: 'aws_kinesis', parts: { topic: stream } },
    { call: ['Kinesis.getShardIterator'], role: 'consumer', protocol: 'aws_kinesis', parts: { topic: stream } },
    { new: ['CreateStreamCommand'], role: 'definition', protocol: 'aws_kinesis', parts: { topic: stream } },
  ],
  examples: [
    {
      code: `import { KinesisClient, PutRecordCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
const kinesis = new KinesisClient({});
await kinesis.send(new PutRecordCommand({ StreamName: process.env.CLICKS_STREAM, PartitionKey: '1', Data: new Uint8Array() }));
await kinesis.send(new GetShardIteratorCommand({ StreamARN: 'arn:aws:kinesis:eu-west-1:1:stream/clicks', ShardId: '0', ShardIteratorType: 'LATEST' }));`,
      expect: ['consumer aws_kinesis topic=arn:aws:kinesis:eu-west-1:1:stream/clicks', 'producer aws_kinesis topic=${CLICKS_STREAM}'],
    },
    {
      code: `import { Kinesis } from '@aws-sdk/client-kinesis';
await new Kinesis({}).putRecords({ StreamName: 'clicks', Records: [] });`,
      expect: ['producer aws_kinesis topic=clicks'],
    },
    {
      code: `import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
await new KinesisClient({}).send(new ListStreamsCommand({}));`,
      expect: [],
    },
  ],
});
