import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';

const queue: PartPicks = { queue: { arg: 0, property: 'QueueUrl' } };
const table: PartPicks = { table: { arg: 0, property: 'TableName' } };
const batch: PartPicks = { table: { eachOf: { arg: 0, property: 'RequestItems' }, part: 'key' } };
const bucket: PartPicks = { database: { firstOf: [{ arg: 0, property: 'Bucket' }, { handle: { arg: 0, property: 'params.Bucket' } }] } };
const endpoint: PartPicks = { url: { arg: 0, property: 'endpoint' } };

const functionName: Pick = { arg: 0, property: 'FunctionName' };
/** An invocation that waits for no answer. */
const unanswered: Pick = {
  renamed: { arg: 0, property: 'InvocationType' },
  names: [
    ['Event', 'Event'],
    ['DryRun', 'DryRun'],
  ],
  only: true,
};

const event: Pick = { renamed: { arg: 0, property: 'InvocationType' }, names: [['Event', 'Event']], only: true };

/** Version 2 of the SDK: one module, a client class for each service. */
export const awsSdk = defineLibrary({
  id: 'aws-sdk',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/index.html',
  modules: ['aws-sdk', 'aws-sdk/clients/all'],
  sightings: [
    { new: ['SQS'], role: 'connection', protocol: 'aws_sqs', requires: { arg: 0, property: 'endpoint' }, parts: endpoint },
    { new: ['SQS'], effect: 'handle', type: 'SQS' },
    { call: ['SQS.{sendMessage,sendMessageBatch}'], role: 'producer', protocol: 'aws_sqs', parts: queue },
    { call: ['SQS.receiveMessage'], role: 'consumer', protocol: 'aws_sqs', parts: queue },
    { call: ['SQS.createQueue'], role: 'definition', protocol: 'aws_sqs', parts: { queue: { arg: 0, property: 'QueueName' } } },

    { new: ['SNS'], effect: 'handle', type: 'SNS' },
    {
      call: ['SNS.{publish,publishBatch}'],
      role: 'producer',
      protocol: 'aws_sns',
      requires: { arg: 0, property: 'TopicArn' },
      parts: { topic: { arg: 0, property: 'TopicArn' } },
    },

    { new: ['Lambda'], effect: 'handle', type: 'Lambda' },
    { call: ['Lambda.invoke'], role: 'client', protocol: 'aws_lambda', unless: unanswered, parts: { serviceName: functionName, operation: functionName } },
    { call: ['Lambda.invoke'], role: 'producer', protocol: 'aws_lambda', requires: event, parts: { topic: functionName } },
    { call: ['Lambda.invokeAsync'], role: 'producer', protocol: 'aws_lambda', parts: { topic: functionName } },
    { new: ['Kinesis'], effect: 'handle', type: 'Kinesis' },
    { call: ['Kinesis.{putRecord,putRecords}'], role: 'producer', protocol: 'aws_kinesis', parts: { topic: { arg: 0, property: 'StreamName' } } },

    { new: ['EventBridge', 'CloudWatchEvents'], effect: 'handle', type: 'EventBridge' },
    {
      call: ['EventBridge.putEvents'],
      role: 'producer',
      protocol: 'aws_eventbridge',
      each: { arg: 0, property: 'Entries' },
      parts: { topic: { arg: 0, property: 'DetailType' }, exchange: { arg: 0, property: 'EventBusName' }, key: { arg: 0, property: 'Source' } },
    },

    { new: ['DynamoDB', 'DynamoDB.DocumentClient'], role: 'connection', protocol: 'dynamodb', requires: { arg: 0, property: 'endpoint' }, parts: endpoint },
    { new: ['DynamoDB', 'DynamoDB.DocumentClient'], effect: 'handle', type: 'DocumentClient' },
    { call: ['DocumentClient.{get,getItem,query,scan}'], role: 'query', protocol: 'dynamodb', access: 'read', parts: table },
    {
      call: ['DocumentClient.{put,putItem,update,updateItem,delete,deleteItem}'],
      role: 'query',
      protocol: 'dynamodb',
      access: 'write',
      parts: table,
    },
    { call: ['DocumentClient.{batchGet,batchGetItem}'], role: 'query', protocol: 'dynamodb', access: 'read', parts: batch },
    { call: ['DocumentClient.{batchWrite,batchWriteItem}'], role: 'query', protocol: 'dynamodb', access: 'write', parts: batch },

    { new: ['S3'], role: 'connection', protocol: 'aws_s3', requires: { arg: 0, property: 'endpoint' }, parts: endpoint },
    { new: ['S3'], effect: 'handle', type: 'S3' },
    { call: ['S3.{getObject,headObject,listObjects,listObjectsV2}'], role: 'query', protocol: 'aws_s3', access: 'read', parts: bucket },
    { call: ['S3.{putObject,upload,deleteObject,deleteObjects,copyObject}'], role: 'query', protocol: 'aws_s3', access: 'write', parts: bucket },
    {
      call: ['S3.{getSignedUrl,getSignedUrlPromise}'],
      role: 'query',
      protocol: 'aws_s3',
      access: 'unknown',
      parts: { database: { arg: 1, property: 'Bucket' } },
    },
  ],
  examples: [
    {
      code: `const AWS = require('aws-sdk');
const sqs = new AWS.SQS();
await sqs.sendMessage({ QueueUrl: process.env.ORDERS_QUEUE_URL, MessageBody: '{}' }).promise();`,
      expect: ['producer aws_sqs queue=${ORDERS_QUEUE_URL}'],
    },
    {
      code: `import { DynamoDB, S3 } from 'aws-sdk';
await new DynamoDB.DocumentClient().put({ TableName: 'orders', Item: {} }).promise();
await new S3({ endpoint: 'http://minio:9000' }).getObject({ Bucket: 'labels', Key: '1.png' }).promise();`,
      expect: ['connection aws_s3 url=http://minio:9000', 'query aws_s3 database=labels access=read', 'query dynamodb table=orders access=write'],
    },
    {
      code: `import { Kinesis, Lambda } from 'aws-sdk';
await new Lambda().invoke({ FunctionName: 'prices' }).promise();
await new Lambda().invoke({ FunctionName: 'report', InvocationType: 'Event' }).promise();
await new Kinesis().putRecord({ StreamName: 'clicks', PartitionKey: '1', Data: '{}' }).promise();`,
      expect: ['client aws_lambda operation=prices serviceName=prices', 'producer aws_kinesis topic=clicks', 'producer aws_lambda topic=report'],
    },
    {
      code: `import AWS from 'aws-sdk';
AWS.config.update({ region: 'eu-west-1' });`,
      expect: [],
    },
  ],
});
