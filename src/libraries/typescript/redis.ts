import { defineLibrary } from '../../core/library.js';
import { camelCased, redisReads, redisReadWrites, redisWrites } from '../redis-commands.js';

const clients = '{RedisClientType,RedisClient,RedisClusterType,RedisMulti}';
const spellings = (commands: readonly string[]): readonly string[] => {
  const names = new Set([...camelCased(commands), ...commands, ...commands.map((c) => c.toUpperCase())]);
  return [`${clients}.{${[...names].join(',')}}`];
};

export const redis = defineLibrary({
  id: 'redis',
  language: 'typescript',
  url: 'https://github.com/redis/node-redis',
  modules: ['redis', '@redis/client'],
  sightings: [
    // Version 3: createClient(port, host).
    { call: ['createClient'], role: 'connection', protocol: 'redis', requires: { arg: 1, is: 'text' }, parts: { host: { arg: 1 }, port: { arg: 0 } } },
    {
      call: ['createClient', 'createClientPool'],
      role: 'connection',
      protocol: 'redis',
      requires: { arg: 0 },
      unless: { arg: 1, is: 'text' },
      parts: {
        url: { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] },
        host: {
          firstOf: [
            { arg: 0, property: 'socket.host' },
            { arg: 0, property: 'host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'socket.port' },
            { arg: 0, property: 'port' },
          ],
        },
        // Every server begins with database 0: naming it says nothing.
        database: {
          firstOf: [
            {
              renamed: {
                firstOf: [
                  { arg: 0, property: 'database' },
                  { arg: 0, property: 'db' },
                ],
              },
              names: [['0', '']],
            },
          ],
        },
      },
    },
    {
      call: ['createClient', 'createClientPool'],
      role: 'connection',
      protocol: 'redis',
      unless: { arg: 0 },
      parts: { url: { literal: 'redis://localhost:6379' } },
    },
    {
      call: ['createCluster'],
      role: 'connection',
      protocol: 'redis',
      parts: { url: { arg: 0, property: 'rootNodes.url' }, host: { arg: 0, property: 'rootNodes.socket.host' } },
    },
    { call: ['createClient', 'createClientPool'], effect: 'handle', type: 'RedisClientType' },
    { call: ['createCluster'], effect: 'handle', type: 'RedisClusterType' },
    { effect: 'handle', type: 'RedisClient' },
    { call: [`${clients}.{duplicate,connect,on,once,withTypeMapping}`], effect: 'same', of: { receiver: true } },
    { call: [`${clients}.{multi,MULTI,batch}`], effect: 'handle', type: 'RedisMulti' },
    { call: ['RedisMulti.*'], effect: 'same', of: { receiver: true } },

    { call: spellings(redisReads), role: 'query', protocol: 'redis', access: 'read' },
    { call: spellings(redisWrites), role: 'query', protocol: 'redis', access: 'write' },
    { call: spellings(redisReadWrites), role: 'query', protocol: 'redis', access: 'readwrite' },
    { call: [`${clients}.{sendCommand,send_command,scanIterator,fCall}`], role: 'query', protocol: 'redis', access: 'unknown' },

    { call: [`${clients}.{publish,PUBLISH,sPublish}`], role: 'producer', protocol: 'redis', parts: { topic: { arg: 0 } } },
    {
      call: [`${clients}.{subscribe,pSubscribe,sSubscribe,psubscribe,SUBSCRIBE,PSUBSCRIBE}`],
      role: 'consumer',
      protocol: 'redis',
      each: { arg: 0 },
      parts: { topic: { arg: 0 } },
      handlers: { arg: 1, is: 'function' },
    },
    { call: [`${clients}.{xAdd,xadd,XADD}`], role: 'producer', protocol: 'redis', parts: { topic: { arg: 0 } } },
    {
      call: [`${clients}.{xRead,XREAD}`],
      role: 'consumer',
      protocol: 'redis',
      each: { arg: 0, property: 'key' },
      parts: { topic: { arg: 0 } },
    },
    {
      call: [`${clients}.{xReadGroup,XREADGROUP}`],
      role: 'consumer',
      protocol: 'redis',
      each: { arg: 2, property: 'key' },
      parts: { topic: { arg: 0 } },
    },
  ],
  examples: [
    {
      code: `const redis = require('redis');
const client = redis.createClient({ host: process.env.REDIS_HOST });
client.get('cart:1', (error, data) => {});
client.setex('cart:1', 3600, '{}');`,
      expect: ['connection redis host=${REDIS_HOST}', 'query redis access=read', 'query redis access=write'],
    },
    {
      code: `import { createClient } from 'redis';
const client = await createClient({ url: 'redis://cache:6379/2' }).connect();
await client.hGetAll('cart:1');
await client.publish('stock', 'changed');
await client.subscribe('orders', (message) => {});`,
      expect: ['connection redis url=redis://cache:6379/2', 'consumer redis topic=orders', 'producer redis topic=stock', 'query redis access=read'],
    },
    {
      code: `import { createClient } from 'redis';
const client = createClient(6380, 'cache');
client.multi().incr('orders').exec();`,
      expect: ['connection redis host=cache port=6380', 'query redis access=write'],
    },
    {
      code: `import { createClient } from 'redis';
export const client = createClient();`,
      expect: ['connection redis url=redis://localhost:6379'],
    },
    {
      code: `import { createClient } from './cache';
createClient({ url: 'redis://cache' }).get('cart:1');`,
      expect: [],
    },
  ],
});
