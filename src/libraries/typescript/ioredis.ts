import { defineLibrary, type Pick } from '../../core/library.js';
import { redisReads, redisReadWrites, redisWrites } from '../redis-commands.js';

/** `new Redis(port, host)`, `new Redis(port, host, options)`; else a URL or options stand first. */
const positional: Pick = { firstOf: [{ arg: 1, is: 'text' }, { arg: 2 }] };
/** Every server begins with database 0: naming it says nothing. */
const index = (...picks: readonly Pick[]): Pick => ({ firstOf: [{ renamed: { firstOf: picks }, names: [['0', '']] }] });
const clients = '{Redis,Cluster,ChainableCommander}';
const spellings = (commands: readonly string[]): readonly string[] => [
  `${clients}.{${commands.join(',')}}`,
  `${clients}.{${commands.map((c) => `${c}Buffer`).join(',')}}`,
];

export const ioredis = defineLibrary({
  id: 'ioredis',
  language: 'typescript',
  url: 'https://github.com/redis/ioredis',
  modules: ['ioredis', '@liaoliaots/nestjs-redis', '@nestjs-modules/ioredis', '@songkeys/nestjs-redis'],
  sightings: [
    // new Redis(port, host, options)
    {
      new: ['default', 'Redis'],
      role: 'connection',
      protocol: 'redis',
      requires: positional,
      parts: { host: { arg: 1 }, port: { arg: 0 }, database: index({ arg: 2, property: 'db' }) },
    },
    {
      new: ['default', 'Redis'],
      role: 'connection',
      protocol: 'redis',
      requires: { arg: 0 },
      unless: positional,
      parts: {
        url: { arg: 0 },
        host: {
          firstOf: [
            { arg: 0, property: 'host' },
            { arg: 1, property: 'host' },
            { arg: 0, property: 'sentinels.host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'port' },
            { arg: 1, property: 'port' },
            { arg: 0, property: 'sentinels.port' },
          ],
        },
        database: index({ arg: 0, property: 'db' }, { arg: 1, property: 'db' }),
      },
    },
    {
      new: ['default', 'Redis'],
      role: 'connection',
      protocol: 'redis',
      unless: { arg: 0 },
      parts: { host: { literal: 'localhost' }, port: { literal: '6379' } },
    },
    {
      new: ['Cluster', 'Redis.Cluster'],
      role: 'connection',
      protocol: 'redis',
      parts: { url: { arg: 0 }, host: { arg: 0, property: 'host' }, port: { arg: 0, property: 'port' } },
    },
    {
      call: ['RedisModule.{forRoot,forRootAsync}'],
      role: 'connection',
      protocol: 'redis',
      parts: {
        url: {
          firstOf: [
            { arg: 0, property: 'config.url' },
            { arg: 0, property: 'url' },
            { arg: 0, property: 'useFactory().config.url' },
            { arg: 0, property: 'useFactory().url' },
          ],
        },
        host: {
          firstOf: [
            { arg: 0, property: 'config.host' },
            { arg: 0, property: 'options.host' },
            { arg: 0, property: 'useFactory().config.host' },
            { arg: 0, property: 'useFactory().options.host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'config.port' },
            { arg: 0, property: 'options.port' },
            { arg: 0, property: 'useFactory().config.port' },
            { arg: 0, property: 'useFactory().options.port' },
          ],
        },
      },
    },
    { new: ['default', 'Redis'], effect: 'handle', type: 'Redis' },
    { new: ['Cluster', 'Redis.Cluster'], effect: 'handle', type: 'Cluster' },
    { annotation: ['InjectRedis'], effect: 'obtain', token: { arg: 0 }, handle: 'Redis' },
    { call: ['RedisService.{getClient,getOrThrow,getOrNil}'], effect: 'handle', type: 'Redis' },
    { effect: 'handle', type: 'RedisService' },
    { call: ['{Redis,Cluster}.{duplicate,on,once}'], effect: 'same', of: { receiver: true } },
    { call: [`${clients}.{multi,pipeline}`], effect: 'handle', type: 'ChainableCommander' },
    { call: ['ChainableCommander.*'], effect: 'same', of: { receiver: true } },

    { call: spellings(redisReads), role: 'query', protocol: 'redis', access: 'read' },
    { call: spellings(redisWrites), role: 'query', protocol: 'redis', access: 'write' },
    { call: spellings(redisReadWrites), role: 'query', protocol: 'redis', access: 'readwrite' },
    { call: [`${clients}.{call,callBuffer,sendCommand,scanStream,hscanStream,sscanStream,zscanStream}`], role: 'query', protocol: 'redis', access: 'unknown' },

    { call: [`${clients}.{publish,spublish}`], role: 'producer', protocol: 'redis', parts: { topic: { arg: 0 } } },
    {
      call: [`${clients}.{subscribe,psubscribe,ssubscribe}`],
      role: 'consumer',
      protocol: 'redis',
      each: { arg: 0, rest: true },
      unless: { arg: 0, is: 'function' },
      parts: { topic: { arg: 0, is: 'text' } },
    },
    { call: [`${clients}.xadd`], role: 'producer', protocol: 'redis', parts: { topic: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import { Redis } from 'ioredis';
const redis = new Redis({ host: process.env.REDIS_HOST, port: 6379 });
await redis.setex('session:1', 60, 'x');
redis.subscribe('__keyevent@0__:expired');
redis.on('message', (channel, message) => {});`,
      expect: ['connection redis host=${REDIS_HOST} port=6379', 'consumer redis topic=__keyevent@0__:expired', 'query redis access=write'],
    },
    {
      code: `import Redis from 'ioredis';
const redis = new Redis(6379, 'cache', { db: 0 });
await redis.pipeline().get('a').del('b').exec();`,
      expect: ['connection redis host=cache port=6379', 'query redis access=read', 'query redis access=write'],
    },
    {
      code: `const Redis = require('ioredis');
const publisher = new Redis(process.env.REDIS_URL);
publisher.publish('orders', '{}');
new Redis.Cluster([{ host: 'node-1', port: 7000 }]);`,
      expect: ['connection redis host=node-1 port=7000', 'connection redis url=${REDIS_URL}', 'producer redis topic=orders'],
    },
    {
      code: `import type { RedisOptions } from 'ioredis';
export const options: RedisOptions = { host: 'cache' };`,
      expect: [],
    },
  ],
});
