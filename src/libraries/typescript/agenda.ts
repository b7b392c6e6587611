import { defineLibrary } from '../../core/library.js';

export const agenda = defineLibrary({
  id: 'agenda',
  language: 'typescript',
  url: 'https://github.com/agenda/agenda',
  modules: ['agenda', '@hokify/agenda'],
  sightings: [
    {
      new: ['Agenda', 'default'],
      role: 'connection',
      protocol: 'mongodb',
      requires: { arg: 0, property: 'db.address' },
      parts: { url: { arg: 0, property: 'db.address' } },
    },
    { new: ['Agenda', 'default'], effect: 'handle', type: 'Agenda' },
    { call: ['Agenda.{now,create}'], role: 'producer', protocol: 'mongodb', parts: { queue: { arg: 0 } } },
    { call: ['Agenda.{schedule,every}'], role: 'producer', protocol: 'mongodb', each: { arg: 1 }, parts: { queue: { arg: 0 } } },
    {
      call: ['Agenda.define'],
      role: 'consumer',
      protocol: 'mongodb',
      parts: { queue: { arg: 0 } },
      handlers: {
        firstOf: [
          { arg: 1, is: 'function' },
          { arg: 2, is: 'function' },
        ],
      },
    },
  ],
  examples: [
    {
      code: `import Agenda from 'agenda';
const agenda = new Agenda({ db: { address: process.env.MONGO_URL } });
agenda.define('send invoice', async (job) => {});
await agenda.every('1 day', 'send invoice');`,
      expect: ['connection mongodb url=${MONGO_URL}', 'consumer mongodb queue=send invoice', 'producer mongodb queue=send invoice'],
    },
    {
      code: `import { Agenda } from 'agenda';
export const stop = (agenda: Agenda) => agenda.stop();`,
      expect: [],
    },
  ],
});
