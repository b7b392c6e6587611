import { defineLibrary } from '../../core/library.js';

/** Queues and topics share one name space, and a sender does not say which it means: both stand in `topic`. */
export const azureServiceBus = defineLibrary({
  id: 'azure-service-bus',
  language: 'typescript',
  url: 'https://learn.microsoft.com/javascript/api/overview/azure/service-bus-readme',
  modules: ['@azure/service-bus'],
  sightings: [
    { new: ['ServiceBusClient'], role: 'connection', protocol: 'servicebus', parts: { url: { arg: 0 } } },
    { new: ['ServiceBusClient'], effect: 'handle', type: 'ServiceBusClient' },
    { call: ['ServiceBusClient.createSender'], effect: 'handle', type: 'ServiceBusSender' },
    { call: ['ServiceBusClient.{createReceiver,acceptSession,acceptNextSession}'], effect: 'handle', type: 'ServiceBusReceiver' },
    {
      call: ['ServiceBusSender.{sendMessages,scheduleMessages}'],
      role: 'producer',
      protocol: 'servicebus',
      parts: { topic: { handle: { arg: 0 } } },
    },
    {
      call: ['ServiceBusReceiver.subscribe'],
      role: 'consumer',
      protocol: 'servicebus',
      parts: { topic: { handle: { arg: 0 } } },
      handlers: { arg: 0, property: 'processMessage' },
    },
    {
      call: ['ServiceBusReceiver.{receiveMessages,getMessageIterator}'],
      role: 'consumer',
      protocol: 'servicebus',
      parts: { topic: { handle: { arg: 0 } } },
    },
  ],
  examples: [
    {
      code: `import { ServiceBusClient } from '@azure/service-bus';
const client = new ServiceBusClient(process.env.SERVICE_BUS);
await client.createSender('orders').sendMessages({ body: {} });
client.createReceiver('stock-events', 'orders').subscribe({ processMessage: async () => {}, processError: async () => {} });`,
      expect: ['connection servicebus url=${SERVICE_BUS}', 'consumer servicebus topic=stock-events', 'producer servicebus topic=orders'],
    },
    {
      code: `import { isServiceBusError } from '@azure/service-bus';
export const known = (error: unknown) => isServiceBusError(error);`,
      expect: [],
    },
  ],
});
