import { defineLibrary, type PartPicks } from '../../core/library.js';

const entry: PartPicks = {
  topic: { arg: 0, property: 'DetailType' },
  exchange: { arg: 0, property: 'EventBusName' },
  key: { arg: 0, property: 'Source' },
};

/** The detail type names the channel; the bus stands in `exchange`, the source in `key`. */
export const awsSdkClientEventbridge = defineLibrary({
  id: 'aws-sdk-client-eventbridge',
  language: 'typescript',
  url: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/eventbridge/',
  modules: ['@aws-sdk/client-eventbridge'],
  sightings: [
    { new: ['EventBridge'], effect: 'handle', type: 'EventBridge' },
    { new: ['PutEventsCommand'], role: 'producer', protocol: 'aws_eventbridge', each: { arg: 0, property: 'Entries' }, parts: entry },
    { call: ['EventBridge.putEvents'], role: 'producer', protocol: 'aws_eventbridge', each: { arg: 0, property: 'Entries' }, parts: entry },
  ],
  examples: [
    {
      code: `import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [
  { EventBusName: process.env.BUS_NAME, Source: 'orders', DetailType: 'OrderPlaced', Detail: '{}' },
  { Source: 'orders', DetailType: 'OrderShipped', Detail: '{}' },
] }));`,
      expect: ['producer aws_eventbridge exchange=${BUS_NAME} key=orders topic=OrderPlaced', 'producer aws_eventbridge key=orders topic=OrderShipped'],
    },
    {
      code: `import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
export const client = new EventBridgeClient({});`,
      expect: [],
    },
  ],
});
