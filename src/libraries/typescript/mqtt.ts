import { defineLibrary } from '../../core/library.js';

export const mqtt = defineLibrary({
  id: 'mqtt',
  language: 'typescript',
  url: 'https://github.com/mqttjs/MQTT.js',
  modules: ['mqtt', 'async-mqtt'],
  sightings: [
    {
      call: ['connect', 'connectAsync'],
      role: 'connection',
      protocol: 'mqtt',
      parts: {
        url: { arg: 0 },
        host: {
          firstOf: [
            { arg: 0, property: 'host' },
            { arg: 0, property: 'hostname' },
            { arg: 1, property: 'host' },
          ],
        },
        port: {
          firstOf: [
            { arg: 0, property: 'port' },
            { arg: 1, property: 'port' },
          ],
        },
      },
    },
    { call: ['connect', 'connectAsync'], effect: 'handle', type: 'MqttClient' },
    { call: ['MqttClient.{publish,publishAsync}'], role: 'producer', protocol: 'mqtt', parts: { topic: { arg: 0 } } },
    {
      call: ['MqttClient.{subscribe,subscribeAsync}'],
      role: 'consumer',
      protocol: 'mqtt',
      unless: { arg: 0, is: 'object' },
      each: { arg: 0 },
      parts: { topic: { arg: 0 } },
    },
    {
      call: ['MqttClient.{subscribe,subscribeAsync}'],
      role: 'consumer',
      protocol: 'mqtt',
      requires: { arg: 0, is: 'object' },
      parts: { topic: { eachOf: { arg: 0 }, part: 'key' } },
    },
  ],
  examples: [
    {
      code: `import mqtt from 'mqtt';
const client = mqtt.connect(process.env.MQTT_URL);
client.publish('stock/changed', '1');
client.subscribe(['orders/placed', 'orders/cancelled']);
client.on('message', (topic, payload) => {});`,
      expect: [
        'connection mqtt url=${MQTT_URL}',
        'consumer mqtt topic=orders/cancelled',
        'consumer mqtt topic=orders/placed',
        'producer mqtt topic=stock/changed',
      ],
    },
    {
      code: `import type { MqttClient } from 'mqtt';
export const stop = (client: MqttClient) => client.end();`,
      expect: [],
    },
  ],
});
