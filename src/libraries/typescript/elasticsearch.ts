import { defineLibrary, type PartPicks } from '../../core/library.js';

/** An index stands where other stores have their table. */
const index: PartPicks = { table: { arg: 0, property: 'index' } };

export const elasticsearch = defineLibrary({
  id: 'elasticsearch',
  language: 'typescript',
  url: 'https://www.elastic.co/docs/reference/elasticsearch/clients/javascript',
  modules: ['@elastic/elasticsearch', '@opensearch-project/opensearch', 'elasticsearch', '@nestjs/elasticsearch'],
  sightings: [
    {
      new: ['Client'],
      role: 'connection',
      protocol: 'elasticsearch',
      parts: {
        url: {
          firstOf: [
            { arg: 0, property: 'node.url' },
            { arg: 0, property: 'node' },
            { arg: 0, property: 'nodes.url' },
            { arg: 0, property: 'nodes' },
            { arg: 0, property: 'host' },
            { arg: 0, property: 'hosts' },
          ],
        },
      },
    },
    {
      call: ['ElasticsearchModule.{register,registerAsync}'],
      role: 'connection',
      protocol: 'elasticsearch',
      parts: {
        url: {
          firstOf: [
            { arg: 0, property: 'node' },
            { arg: 0, property: 'useFactory().node' },
            { arg: 0, property: 'nodes' },
          ],
        },
      },
    },
    { new: ['Client'], effect: 'handle', type: 'Client' },
    { effect: 'handle', type: 'ElasticsearchService' },
    {
      call: ['{Client,ElasticsearchService}.{search,get,getSource,mget,count,exists,explain,msearch,scroll,termvectors}'],
      role: 'query',
      protocol: 'elasticsearch',
      access: 'read',
      parts: index,
    },
    {
      call: ['{Client,ElasticsearchService}.{index,create,update,delete,bulk,updateByQuery,deleteByQuery}'],
      role: 'query',
      protocol: 'elasticsearch',
      access: 'write',
      parts: index,
    },
    { call: ['{Client,ElasticsearchService}.indices.{create,putMapping}'], role: 'definition', protocol: 'elasticsearch', parts: index },
  ],
  examples: [
    {
      code: `import { Client } from '@elastic/elasticsearch';
const client = new Client({ node: process.env.ELASTIC_URL });
await client.indices.create({ index: 'products' });
await client.index({ index: 'products', document: {} });
await client.search({ index: 'orders' });`,
      expect: [
        'connection elasticsearch url=${ELASTIC_URL}',
        'definition elasticsearch table=products',
        'query elasticsearch table=orders access=read',
        'query elasticsearch table=products access=write',
      ],
    },
    {
      code: `import { errors } from '@elastic/elasticsearch';
export const timedOut = (error: unknown) => error instanceof errors.TimeoutError;`,
      expect: [],
    },
  ],
});
