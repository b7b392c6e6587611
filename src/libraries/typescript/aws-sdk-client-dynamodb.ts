import { defineLibrary, type PartPicks } from '../../core/library.js';

const table: PartPicks = { table: { arg: 0, property: 'TableName' } };
const batch: PartPicks = { table: { eachOf: { arg: 0, property: 'RequestItems' }, part: 'key' } };
const documents = '{DynamoDB,DynamoDBDocument}';

export const awsSdkClientDynamodb = defineLibrary({
  id: 'aws-sdk-client-dynamodb',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb/',
  modules: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  sightings: [
    {
      new: ['DynamoDBClient', 'DynamoDB'],
      role: 'connection',
      protocol: 'dynamodb',
      requires: { arg: 0, property: 'endpoint' },
      parts: { url: { arg: 0, property: 'endpoint' } },
    },
    { new: ['DynamoDB'], effect: 'handle', type: 'DynamoDB' },
    { call: ['DynamoDBDocument.from'], effect: 'handle', type: 'DynamoDBDocument' },
    { new: ['{GetItem,Query,Scan,Get}Command'], role: 'query', protocol: 'dynamodb', access: 'read', parts: table },
    { new: ['{PutItem,UpdateItem,DeleteItem,Put,Update,Delete}Command'], role: 'query', protocol: 'dynamodb', access: 'write', parts: table },
    { new: ['{BatchGetItem,BatchGet}Command'], role: 'query', protocol: 'dynamodb', access: 'read', parts: batch },
    { new: ['{BatchWriteItem,BatchWrite}Command'], role: 'query', protocol: 'dynamodb', access: 'write', parts: batch },
    {
      new: ['{TransactGetItems,TransactGet}Command'],
      role: 'query',
      protocol: 'dynamodb',
      access: 'read',
      each: { arg: 0, property: 'TransactItems.Get' },
      parts: table,
    },
    {
      new: ['{TransactWriteItems,TransactWrite}Command'],
      role: 'query',
      protocol: 'dynamodb',
      access: 'write',
      each: { arg: 0, property: 'TransactItems.Put' },
      parts: table,
    },
    {
      new: ['{TransactWriteItems,TransactWrite}Command'],
      role: 'query',
      protocol: 'dynamodb',
      access: 'write',
      each: { arg: 0, property: 'TransactItems.Update' },
      parts: table,
    },
    {
      new: ['{TransactWriteItems,TransactWrite}Command'],
      role: 'query',
      protocol: 'dynamodb',
      access: 'write',
      each: { arg: 0, property: 'TransactItems.Delete' },
      parts: table,
    },
    { new: ['CreateTableCommand'], role: 'definition', protocol: 'dynamodb', parts: table },
    { call: [`${documents}.{get,getItem,query,scan}`], role: 'query', protocol: 'dynamodb', access: 'read', parts: table },
    {
      call: [`${documents}.{put,putItem,update,updateItem,delete,deleteItem}`],
      role: 'query',
      protocol: 'dynamodb',
      access: 'write',
      parts: table,
    },
    { call: [`${documents}.{batchGet,batchGetItem}`], role: 'query', protocol: 'dynamodb', access: 'read', parts: batch },
    { call: [`${documents}.{batchWrite,batchWriteItem}`], role: 'query', protocol: 'dynamodb', access: 'write', parts: batch },
  ],
  examples: [
    {
      code: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
await client.send(new GetCommand({ TableName: process.env.ORDERS_TABLE, Key: { id: '1' } }));
await client.send(new PutCommand({ TableName: 'audit', Item: {} }));`,
      expect: ['query dynamodb table=${ORDERS_TABLE} access=read', 'query dynamodb table=audit access=write'],
    },
    {
      code: `import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
const documents = DynamoDBDocument.from(new DynamoDB({ endpoint: 'http://dynamodb:8000' }));
await documents.query({ TableName: 'orders' });`,
      expect: ['connection dynamodb url=http://dynamodb:8000', 'query dynamodb table=orders access=read'],
    },
    {
      code: `import { marshall } from '@aws-sdk/util-dynamodb';
export const item = marshall({ TableName: 'orders' });`,
      expect: [],
    },
  ],
});
