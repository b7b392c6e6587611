import { defineLibrary } from '../../core/library.js';

export const kafkajs = defineLibrary({
  id: 'kafkajs',
  language: 'typescript',
  url: 'https://kafka.js.org/docs/producing',
  modules: ['kafkajs', '@confluentinc/kafka-javascript'],
  sightings: [
    {
      new: ['Kafka', 'KafkaJS.Kafka'],
      role: 'connection',
      protocol: 'kafka',
      parts: {
        url: {
          firstOf: [
            { arg: 0, property: 'brokers()' },
            { arg: 0, property: 'brokers' },
            { arg: 0, property: 'kafkaJS.brokers' },
          ],
        },
      },
    },
    { new: ['Kafka', 'KafkaJS.Kafka'], effect: 'handle', type: 'Kafka' },
    { call: ['Kafka.producer'], effect: 'handle', type: 'Producer' },
    { call: ['Producer.transaction'], effect: 'handle', type: 'Transaction' },
    { call: ['Kafka.consumer'], effect: 'handle', type: 'Consumer' },
    { call: ['Kafka.admin'], effect: 'handle', type: 'Admin' },
    { call: ['{Producer,Transaction}.send'], role: 'producer', protocol: 'kafka', parts: { topic: { arg: 0, property: 'topic' } } },
    {
      call: ['{Producer,Transaction}.sendBatch'],
      role: 'producer',
      protocol: 'kafka',
      each: { arg: 0, property: 'topicMessages' },
      parts: { topic: { arg: 0, property: 'topic' } },
    },
    {
      call: ['Consumer.subscribe'],
      role: 'consumer',
      protocol: 'kafka',
      each: {
        firstOf: [
          { arg: 0, property: 'topics' },
          { arg: 0, property: 'topic' },
        ],
      },
      parts: { topic: { arg: 0 } },
    },
    {
      call: ['Consumer.run'],
      effect: 'entry',
      functions: {
        firstOf: [
          { arg: 0, property: 'eachMessage' },
          { arg: 0, property: 'eachBatch' },
        ],
      },
    },
    {
      call: ['Admin.createTopics'],
      role: 'definition',
      protocol: 'kafka',
      each: { arg: 0, property: 'topics' },
      parts: { topic: { arg: 0, property: 'topic' } },
    },
  ],
  examples: [
    {
      code: `import { Kafka } from 'kafkajs';
const kafka = new Kafka({ clientId: 'orders', brokers: [process.env.KAFKA_BROKER] });
const producer = kafka.producer();
await producer.connect();
await producer.send({ topic: 'order-placed', messages: [{ value: '{}' }] });
await producer.sendBatch({ topicMessages: [{ topic: 'audit', messages: [] }, { topic: 'billing', messages: [] }] });`,
      expect: ['connection kafka url=${KAFKA_BROKER}', 'producer kafka topic=audit', 'producer kafka topic=billing', 'producer kafka topic=order-placed'],
    },
    {
      code: `const { Kafka } = require('kafkajs');
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'billing' });
await consumer.subscribe({ topics: ['order-placed', 'order-cancelled'], fromBeginning: true });
await consumer.run({ eachMessage: async ({ message }) => {} });`,
      expect: ['connection kafka url=kafka:9092', 'consumer kafka topic=order-cancelled', 'consumer kafka topic=order-placed'],
    },
    {
      code: `import type { Consumer } from 'kafkajs';
export const listen = (consumer: Consumer) => consumer.subscribe({ topic: 'stock-changed' });`,
      expect: ['consumer kafka topic=stock-changed'],
    },
    {
      code: `import { logLevel } from 'kafkajs';
export const level = logLevel.INFO;`,
      expect: [],
    },
  ],
});
