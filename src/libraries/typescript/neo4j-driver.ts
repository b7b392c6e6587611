import { defineLibrary } from '../../core/library.js';

const runners = '{Session,Transaction,RxSession}';

export const neo4jDriver = defineLibrary({
  id: 'neo4j-driver',
  language: 'typescript',
  url: 'https://neo4j.com/docs/javascript-manual/current/',
  modules: ['neo4j-driver'],
  sightings: [
    { call: ['driver'], role: 'connection', protocol: 'neo4j', parts: { url: { arg: 0 } } },
    { call: ['driver'], effect: 'handle', type: 'Driver' },
    { call: ['Driver.session'], effect: 'handle', type: 'Session' },
    { call: ['Session.beginTransaction'], effect: 'handle', type: 'Transaction' },
    {
      call: ['Session.{executeRead,executeWrite,readTransaction,writeTransaction}'],
      effect: 'handle',
      type: 'Transaction',
      callbackParam: { arg: 0, param: 0 },
    },
    {
      call: [`${runners}.run`],
      role: 'query',
      protocol: 'neo4j',
      access: 'unknown',
      parts: { database: { firstOf: [{ handle: { arg: 0, property: 'database' } }, { handle: { handle: { arg: 0, property: 'database' } } }] } },
    },
    {
      call: ['Driver.executeQuery'],
      role: 'query',
      protocol: 'neo4j',
      access: 'unknown',
      parts: { database: { arg: 2, property: 'database' } },
    },
  ],
  examples: [
    {
      code: `import neo4j from 'neo4j-driver';
const driver = neo4j.driver(process.env.NEO4J_URL, neo4j.auth.basic('neo4j', 'secret'));
await driver.session({ database: 'catalog' }).run('MATCH (p:Product) RETURN p');`,
      expect: ['connection neo4j url=${NEO4J_URL}', 'query neo4j database=catalog access=unknown'],
    },
    {
      code: `import { int } from 'neo4j-driver';
export const one = int(1);`,
      expect: [],
    },
  ],
});
