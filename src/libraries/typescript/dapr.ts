import { defineLibrary } from '../../core/library.js';

/** Dapr's client and server: calls of programs by name, messages and state by the names of components. */
export const dapr = defineLibrary({
  id: 'dapr',
  language: 'typescript',
  url: 'https://docs.dapr.io/developing-applications/sdks/js/',
  modules: ['@dapr/dapr', 'dapr-client'],
  sightings: [
    { new: ['DaprClient'], effect: 'handle', type: 'DaprClient' },
    { new: ['DaprServer'], effect: 'handle', type: 'DaprServer' },
    {
      call: ['DaprClient.invoker.invoke', 'DaprServer.client.invoker.invoke'],
      role: 'client',
      protocol: 'http',
      parts: { serviceName: { arg: 0 }, path: { arg: 1 }, method: { text: 'upper', of: { renamed: { arg: 2 }, names: [] } } },
    },
    {
      call: ['DaprClient.pubsub.{publish,publishBulk}', 'DaprServer.client.pubsub.{publish,publishBulk}'],
      role: 'producer',
      protocol: 'dapr',
      parts: { exchange: { arg: 0 }, topic: { arg: 1 } },
    },
    {
      call: ['DaprServer.pubsub.{subscribe,subscribeBulk,subscribeToRoute,subscribeOnEvent}'],
      role: 'consumer',
      protocol: 'dapr',
      parts: { exchange: { arg: 0 }, topic: { arg: 1 } },
      handlers: { arg: 2, rest: true },
    },
    {
      call: ['DaprServer.pubsub.subscribeWithOptions'],
      role: 'consumer',
      protocol: 'dapr',
      parts: { exchange: { arg: 0 }, topic: { arg: 1 } },
      handlers: { arg: 2 },
    },
    {
      call: ['DaprClient.state.{get,getBulk,query}'],
      role: 'query',
      protocol: 'dapr',
      access: 'read',
      parts: { database: { arg: 0 } },
    },
    {
      call: ['DaprClient.state.{save,delete,transaction}'],
      role: 'query',
      protocol: 'dapr',
      access: 'write',
      parts: { database: { arg: 0 } },
    },
    {
      call: ['DaprServer.invoker.listen'],
      role: 'server',
      protocol: 'http',
      parts: { path: { arg: 0 }, method: { text: 'upper', of: { arg: 2, property: 'method' } } },
      handlers: { arg: 1 },
    },
    {
      new: ['DaprServer'],
      role: 'server',
      protocol: 'http',
      requires: { arg: 0, property: 'serverPort' },
      parts: { port: { arg: 0, property: 'serverPort' } },
    },
  ],
  examples: [
    {
      code: `import { DaprClient, HttpMethod } from '@dapr/dapr';
const client = new DaprClient({ daprHost: 'http://localhost', daprPort: '3500' });
await client.invoker.invoke('stock', 'items/1', HttpMethod.GET);
await client.pubsub.publish('shop', 'orders.placed', { id: 1 });
await client.state.save('baskets', [{ key: '1', value: {} }]);`,
      expect: [
        'client http method=GET path=items/1 serviceName=stock',
        'producer dapr exchange=shop topic=orders.placed',
        'query dapr database=baskets access=write',
      ],
    },
    {
      code: `import { DaprServer } from '@dapr/dapr';
const server = new DaprServer({ serverHost: '127.0.0.1', serverPort: process.env.APP_PORT });
server.pubsub.subscribe('shop', 'orders.placed', async () => {});
server.invoker.listen('items', async () => {});`,
      expect: ['consumer dapr exchange=shop topic=orders.placed', 'server http path=items', 'server http port=${APP_PORT}'],
    },
    { code: "import { DaprClient } from '@dapr/dapr';\nconst client = new DaprClient();\nawait client.health.isHealthy();", expect: [] },
  ],
});
