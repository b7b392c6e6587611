import { defineLibrary } from '../../core/library.js';
import type { Pick } from '../../core/library.js';

const nameOf = (arg: number): Pick => ({ firstOf: [{ arg, property: 'service' }, { arg, property: 'name' }, { arg }] });

/** Consul's client: who registers itself under which name, and whose instances are looked up. */
export const consul = defineLibrary({
  id: 'consul',
  language: 'typescript',
  url: 'https://github.com/silas/node-consul',
  modules: ['consul'],
  sightings: [
    { call: ['default'], effect: 'handle', type: 'Consul' },
    { new: ['default', 'Consul'], effect: 'handle', type: 'Consul' },
    {
      call: ['Consul.agent.service.register'],
      role: 'server',
      protocol: 'http',
      parts: { serviceName: { firstOf: [{ arg: 0, property: 'name' }, { arg: 0 }] }, port: { arg: 0, property: 'port' } },
    },
    {
      call: ['Consul.catalog.register'],
      role: 'server',
      protocol: 'http',
      requires: { arg: 0, property: 'service' },
      parts: {
        serviceName: {
          firstOf: [
            { arg: 0, property: 'service.service' },
            { arg: 0, property: 'service' },
          ],
        },
        port: { arg: 0, property: 'service.port' },
      },
    },
    { call: ['Consul.health.service', 'Consul.catalog.service.nodes'], role: 'client', protocol: 'http', parts: { serviceName: nameOf(0) } },
    {
      call: ['Consul.watch'],
      role: 'client',
      protocol: 'http',
      requires: { arg: 0, property: 'options.service' },
      parts: { serviceName: { arg: 0, property: 'options.service' } },
    },
  ],
  examples: [
    {
      code: `import Consul from 'consul';
const consul = new Consul({ host: process.env.CONSUL_HOST });
await consul.agent.service.register({ name: 'orders', port: 3000, check: { http: 'http://localhost:3000/health', interval: '10s' } });
const found = await consul.health.service({ service: 'stock', passing: true });
const nodes = await consul.catalog.service.nodes('prices');`,
      expect: ['client http serviceName=prices', 'client http serviceName=stock', 'server http port=3000 serviceName=orders'],
    },
    {
      code: `const consul = require('consul')();
consul.agent.service.register('orders', () => {});
consul.watch({ method: consul.health.service, options: { service: 'stock' } });`,
      expect: ['client http serviceName=stock', 'server http serviceName=orders'],
    },
    {
      code: `import Consul from 'consul';
const consul = new Consul();
await consul.kv.get('orders/limit');
await consul.agent.service.list();`,
      expect: [],
    },
  ],
});
