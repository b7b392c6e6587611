import { defineLibrary } from '../../core/library.js';

export const pgBoss = defineLibrary({
  id: 'pg-boss',
  language: 'typescript',
  url: 'https://timgit.github.io/pg-boss/',
  modules: ['pg-boss'],
  sightings: [
    {
      new: ['default', 'PgBoss'],
      role: 'connection',
      protocol: 'postgresql',
      parts: {
        url: { firstOf: [{ arg: 0, property: 'connectionString' }, { arg: 0 }] },
        host: { arg: 0, property: 'host' },
        port: { arg: 0, property: 'port' },
        database: { arg: 0, property: 'database' },
        schema: { firstOf: [{ arg: 0, property: 'schema' }, { literal: 'pgboss' }] },
      },
    },
    { new: ['default', 'PgBoss'], effect: 'handle', type: 'PgBoss' },
    {
      call: ['PgBoss.{send,publish,sendOnce,sendSingleton,sendAfter,sendThrottled,sendDebounced,schedule}'],
      role: 'producer',
      protocol: 'postgresql',
      parts: { queue: { firstOf: [{ arg: 0, property: 'name' }, { arg: 0 }] } },
    },
    {
      call: ['PgBoss.insert'],
      role: 'producer',
      protocol: 'postgresql',
      each: {
        firstOf: [
          { arg: 0, is: 'list' },
          { arg: 0, is: 'text' },
        ],
      },
      parts: { queue: { firstOf: [{ arg: 0, property: 'name' }, { arg: 0 }] } },
    },
    {
      call: ['PgBoss.{work,subscribe}'],
      role: 'consumer',
      protocol: 'postgresql',
      parts: { queue: { arg: 0 } },
      handlers: {
        firstOf: [
          { arg: 1, is: 'function' },
          { arg: 2, is: 'function' },
        ],
      },
    },
    { call: ['PgBoss.createQueue'], role: 'definition', protocol: 'postgresql', parts: { queue: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import PgBoss from 'pg-boss';
const boss = new PgBoss(process.env.DATABASE_URL);
await boss.send('invoices', { id: 1 });
await boss.work('invoices', { batchSize: 5 }, async (jobs) => {});`,
      expect: ['connection postgresql schema=pgboss url=${DATABASE_URL}', 'consumer postgresql queue=invoices', 'producer postgresql queue=invoices'],
    },
    {
      code: `import type PgBoss from 'pg-boss';
export const stop = (boss: PgBoss) => boss.stop();`,
      expect: [],
    },
  ],
});
