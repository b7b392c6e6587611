import { defineLibrary } from '../../core/library.js';
import type { InteractionSighting } from '../../core/library.js';

/** A program registers itself under its application's name and its virtual address. */
const registered = (name: string): InteractionSighting => ({
  new: ['Eureka', 'default'],
  role: 'server',
  protocol: 'http',
  requires: { arg: 0, property: `instance.${name}` },
  parts: { serviceName: { arg: 0, property: `instance.${name}` }, port: { arg: 0, property: 'instance.port.$' } },
});

/** Netflix Eureka's client for Node. */
export const eurekaJsClient = defineLibrary({
  id: 'eureka-js-client',
  language: 'typescript',
  url: 'https://github.com/jquatier/eureka-js-client',
  modules: ['eureka-js-client'],
  sightings: [
    { new: ['Eureka', 'default'], effect: 'handle', type: 'Eureka' },
    registered('app'),
    registered('vipAddress'),
    { call: ['Eureka.{getInstancesByAppId,getInstancesByVipAddress}'], role: 'client', protocol: 'http', parts: { serviceName: { arg: 0 } } },
  ],
  examples: [
    {
      code: `import { Eureka } from 'eureka-js-client';
const client = new Eureka({
  instance: { app: 'order-desk', hostName: 'orders', vipAddress: 'orders', port: { $: 3000, '@enabled': true } },
  eureka: { host: 'registry', port: 8761 },
});
client.start(() => client.getInstancesByAppId('STOCK'));
const [prices] = client.getInstancesByVipAddress('prices');`,
      expect: [
        'client http serviceName=STOCK',
        'client http serviceName=prices',
        'server http port=3000 serviceName=order-desk',
        'server http port=3000 serviceName=orders',
      ],
    },
    { code: "import { Eureka } from 'eureka-js-client';\nnew Eureka({ filename: 'eureka-client', cwd: __dirname });", expect: [] },
  ],
});
