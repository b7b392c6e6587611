import { defineLibrary, type PartPicks, type Pick } from '../../core/library.js';
import { nestModuleOption } from '../nest-module-options.js';

/** Address in `connection`. A Redis client given there has its own connection, and queue and client share the handle. */
const connection = (arg: number, queue: boolean): PartPicks => ({
  url: { arg, property: 'connection.url' },
  host: { arg, property: 'connection.host' },
  port: { arg, property: 'connection.port' },
  ...(queue && { queue: { arg: 0 } }),
});
const addressed = (arg: number): Pick => ({
  firstOf: [
    { arg, property: 'connection.url' },
    { arg, property: 'connection.host' },
    { arg, property: 'connection.port' },
  ],
});
const nest = (path: string): Pick => nestModuleOption(path, 'createSharedConfiguration', [0, 1]);

export const bullmq = defineLibrary({
  id: 'bullmq',
  language: 'typescript',
  url: 'https://docs.bullmq.io/',
  modules: ['bullmq', '@taskforcesh/bullmq-pro', '@nestjs/bullmq'],
  sightings: [
    { new: ['Queue', 'QueuePro'], role: 'connection', protocol: 'redis', requires: addressed(1), parts: connection(1, true) },
    { new: ['Queue', 'QueuePro'], effect: 'handle', type: 'Queue' },
    { effect: 'handle', type: 'QueuePro' },
    { call: ['{Queue,QueuePro}.{add,addBulk,upsertJobScheduler}'], role: 'producer', protocol: 'redis', parts: { queue: { handle: { arg: 0 } } } },
    {
      new: ['Worker', 'WorkerPro'],
      role: 'connection',
      protocol: 'redis',
      requires: addressed(2),
      parts: connection(2, true),
    },
    { new: ['Worker', 'WorkerPro'], role: 'consumer', protocol: 'redis', parts: { queue: { arg: 0 } }, handlers: { arg: 1 } },
    { new: ['Worker', 'WorkerPro'], effect: 'handle', type: 'Worker' },
    { new: ['FlowProducer'], role: 'connection', protocol: 'redis', requires: addressed(0), parts: connection(0, false) },
    { new: ['FlowProducer'], effect: 'handle', type: 'FlowProducer' },
    {
      call: ['FlowProducer.{add,addBulk}'],
      role: 'producer',
      protocol: 'redis',
      each: { arg: 0 },
      parts: { queue: { arg: 0, property: 'queueName' } },
    },
    {
      call: ['FlowProducer.{add,addBulk}'],
      role: 'producer',
      protocol: 'redis',
      each: { arg: 0, property: 'children' },
      parts: { queue: { arg: 0, property: 'queueName' } },
    },
    {
      call: ['FlowProducer.{add,addBulk}'],
      role: 'producer',
      protocol: 'redis',
      each: { arg: 0, property: 'children.children' },
      parts: { queue: { arg: 0, property: 'queueName' } },
    },

    {
      call: ['BullModule.{forRoot,forRootAsync}'],
      role: 'connection',
      protocol: 'redis',
      parts: { url: nest('connection.url'), host: nest('connection.host'), port: nest('connection.port') },
    },
    { annotation: ['InjectQueue'], effect: 'obtain', token: { arg: 0 }, handle: 'Queue' },
    { annotation: ['InjectFlowProducer'], effect: 'obtain', token: { arg: 0 }, handle: 'FlowProducer' },
    {
      annotation: ['Processor'],
      role: 'consumer',
      protocol: 'redis',
      parts: { queue: { firstOf: [{ arg: 0, property: 'name' }, { arg: 0 }] } },
    },
    { annotation: ['Processor'], effect: 'entry', makes: true, methods: ['process'] },
    { extends: ['WorkerHost'], effect: 'entry', methods: ['process'] },
    { annotation: ['OnWorkerEvent', 'OnQueueEvent'], effect: 'entry' },
  ],
  examples: [
    {
      code: `import { Queue, Worker } from 'bullmq';
const mails = new Queue('mails', { connection: { host: process.env.REDIS_HOST, port: 6379 } });
await mails.add('welcome', { to: 'a@b' });
new Worker('invoices', async (job) => {}, { connection: { host: 'redis' } });`,
      expect: [
        'connection redis host=${REDIS_HOST} port=6379 queue=mails',
        'connection redis host=redis queue=invoices',
        'consumer redis queue=invoices',
        'producer redis queue=mails',
      ],
    },
    {
      code: `import { FlowProducer } from 'bullmq';
const flow = new FlowProducer();
await flow.add({ name: 'ship', queueName: 'shipping', children: [{ name: 'pick', queueName: 'picking' }, { name: 'pack', queueName: 'packing' }] });`,
      expect: ['producer redis queue=packing', 'producer redis queue=picking', 'producer redis queue=shipping'],
    },
    {
      code: `import { Processor, WorkerHost } from '@nestjs/bullmq';
@Processor('mails')
export class MailProcessor extends WorkerHost {
  async process() {}
}`,
      expect: ['consumer redis queue=mails'],
    },
    {
      code: `import type { Queue } from 'bullmq';
export const pause = (queue: Queue) => queue.pause();`,
      expect: [],
    },
  ],
});
