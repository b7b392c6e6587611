import { defineLibrary, type Pick } from '../../core/library.js';

const brokers: Pick = {
  firstOf: [
    { arg: 0, property: 'metadata.broker.list' },
    { arg: 0, property: 'bootstrap.servers' },
  ],
};
const producers = '{Producer,HighLevelProducer}';

export const nodeRdkafka = defineLibrary({
  id: 'node-rdkafka',
  language: 'typescript',
  url: 'https://github.com/Blizzard/node-rdkafka',
  modules: ['node-rdkafka'],
  sightings: [
    { new: ['Producer', 'HighLevelProducer', 'KafkaConsumer'], role: 'connection', protocol: 'kafka', parts: { url: brokers } },
    { new: ['Producer'], effect: 'handle', type: 'Producer' },
    { new: ['HighLevelProducer'], effect: 'handle', type: 'HighLevelProducer' },
    { new: ['KafkaConsumer'], effect: 'handle', type: 'KafkaConsumer' },
    { call: ['AdminClient.create'], effect: 'handle', type: 'AdminClient' },
    { call: [`${producers}.produce`], role: 'producer', protocol: 'kafka', parts: { topic: { arg: 0 } } },
    {
      call: ['{Producer,HighLevelProducer}.createWriteStream', 'createWriteStream'],
      role: 'producer',
      protocol: 'kafka',
      parts: { url: brokers, topic: { arg: 2, property: 'topic' } },
    },
    { call: ['KafkaConsumer.subscribe'], role: 'consumer', protocol: 'kafka', each: { arg: 0 }, parts: { topic: { arg: 0 } } },
    {
      call: ['KafkaConsumer.createReadStream', 'createReadStream'],
      role: 'consumer',
      protocol: 'kafka',
      parts: { url: brokers, topic: { arg: 2, property: 'topics' } },
    },
    { call: ['AdminClient.createTopic'], role: 'definition', protocol: 'kafka', parts: { topic: { arg: 0, property: 'topic' } } },
  ],
  examples: [
    {
      code: `import Kafka from 'node-rdkafka';
const producer = new Kafka.Producer({ 'metadata.broker.list': 'kafka:9092' });
producer.produce('order-placed', null, Buffer.from('{}'));`,
      expect: ['connection kafka url=kafka:9092', 'producer kafka topic=order-placed'],
    },
    {
      code: `import { KafkaConsumer } from 'node-rdkafka';
const consumer = new KafkaConsumer({ 'bootstrap.servers': process.env.KAFKA_BROKERS, 'group.id': 'billing' }, {});
consumer.connect();
consumer.on('ready', () => { consumer.subscribe(['order-placed']); });`,
      expect: ['connection kafka url=${KAFKA_BROKERS}', 'consumer kafka topic=order-placed'],
    },
    {
      code: `import { features } from 'node-rdkafka';
console.log(features);`,
      expect: [],
    },
  ],
});
