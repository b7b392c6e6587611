import { defineLibrary, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

const nest = (path: string): Pick => nestModuleOption(path, 'createSharedConfiguration', [0, 1]);

export const bull = defineLibrary({
  id: 'bull',
  language: 'typescript',
  url: 'https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md',
  modules: ['bull', '@nestjs/bull'],
  sightings: [
    {
      new: ['default'],
      role: 'connection',
      protocol: 'redis',
      requires: {
        firstOf: [
          { arg: 1, is: 'text' },
          { arg: 1, property: 'redis' },
        ],
      },
      parts: {
        url: { firstOf: [{ arg: 1, property: 'redis' }, { arg: 1 }] },
        host: { arg: 1, property: 'redis.host' },
        port: { arg: 1, property: 'redis.port' },
        queue: { arg: 0 },
      },
    },
    { new: ['default'], effect: 'handle', type: 'Queue' },
    { call: ['default'], effect: 'handle', type: 'Queue' },
    { call: ['Queue.{add,addBulk}'], role: 'producer', protocol: 'redis', parts: { queue: { handle: { arg: 0 } } } },
    {
      call: ['Queue.process'],
      role: 'consumer',
      protocol: 'redis',
      parts: { queue: { handle: { arg: 0 } } },
      handlers: {
        firstOf: [
          { arg: 0, is: 'function' },
          { arg: 1, is: 'function' },
          { arg: 2, is: 'function' },
        ],
      },
    },

    {
      call: ['BullModule.{forRoot,forRootAsync}'],
      role: 'connection',
      protocol: 'redis',
      parts: { url: { firstOf: [nest('url'), nest('redis')] }, host: nest('redis.host'), port: nest('redis.port') },
    },
    { annotation: ['InjectQueue'], effect: 'obtain', token: { arg: 0 }, handle: 'Queue' },
    {
      annotation: ['Processor'],
      role: 'consumer',
      protocol: 'redis',
      parts: { queue: { firstOf: [{ arg: 0, property: 'name' }, { arg: 0 }] } },
    },
    { annotation: ['Processor'], effect: 'entry', makes: true },
    {
      annotation: [
        '{Process,OnQueueError,OnQueueWaiting,OnQueueActive,OnQueueStalled,OnQueueProgress,OnQueueCompleted,OnQueueFailed,OnQueuePaused,OnQueueResumed,OnQueueDrained}',
        '{OnGlobalQueueCompleted,OnGlobalQueueFailed,OnGlobalQueueActive,OnGlobalQueueProgress,OnGlobalQueueStalled}',
      ],
      effect: 'entry',
    },
  ],
  examples: [
    {
      code: `import Bull from 'bull';
const mails = new Bull('mails', process.env.REDIS_URL);
mails.add({ to: 'a@b' });
mails.process(5, async (job) => {});`,
      expect: ['connection redis queue=mails url=${REDIS_URL}', 'consumer redis queue=mails', 'producer redis queue=mails'],
    },
    {
      code: `import { InjectQueue, Process, Processor } from '@nestjs/bull';
import type { Queue } from 'bull';
@Processor('invoices')
export class InvoiceProcessor {
  constructor(@InjectQueue('mails') private readonly mails: Queue) {}
  @Process()
  async run() { await this.mails.add('sent', {}); }
}`,
      expect: ['consumer redis queue=invoices', 'producer redis queue=mails'],
    },
    {
      code: `import Bull from 'bull';
export const idle = new Bull('mails');`,
      expect: [],
    },
  ],
});
