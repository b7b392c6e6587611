import { defineLibrary } from '../../core/library.js';

export const beeQueue = defineLibrary({
  id: 'bee-queue',
  language: 'typescript',
  url: 'https://github.com/bee-queue/bee-queue',
  modules: ['bee-queue'],
  sightings: [
    {
      new: ['default'],
      role: 'connection',
      protocol: 'redis',
      requires: { arg: 1, property: 'redis' },
      parts: {
        url: {
          firstOf: [
            { arg: 1, property: 'redis.url' },
            { arg: 1, property: 'redis' },
          ],
        },
        host: { arg: 1, property: 'redis.host' },
        port: { arg: 1, property: 'redis.port' },
        queue: { arg: 0 },
      },
    },
    { new: ['default'], effect: 'handle', type: 'Queue' },
    { call: ['Queue.{createJob,saveAll}'], role: 'producer', protocol: 'redis', parts: { queue: { handle: { arg: 0 } } } },
    {
      call: ['Queue.process'],
      role: 'consumer',
      protocol: 'redis',
      parts: { queue: { handle: { arg: 0 } } },
      handlers: {
        firstOf: [
          { arg: 0, is: 'function' },
          { arg: 1, is: 'function' },
        ],
      },
    },
  ],
  examples: [
    {
      code: `const Queue = require('bee-queue');
const queue = new Queue('thumbnails', { redis: { host: 'redis' } });
queue.createJob({ id: 1 }).save();
queue.process(async (job) => {});`,
      expect: ['connection redis host=redis queue=thumbnails', 'consumer redis queue=thumbnails', 'producer redis queue=thumbnails'],
    },
    {
      code: `import Queue from 'bee-queue';
export const idle = new Queue('thumbnails');`,
      expect: [],
    },
  ],
});
