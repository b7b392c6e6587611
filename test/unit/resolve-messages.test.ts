import { describe, expect, it } from 'vitest';
import type { SystemGraph } from '../../src/core/graph.js';
import type { Interaction } from '../../src/core/interaction.js';
import { literal, template } from '../../src/core/term.js';
import { topicMatches } from '../../src/resolve/patterns.js';
import { compose, dynamic, edgeTexts, graphOf, linkedService, setting, sighting } from '../support/resolve-facts.js';

type Parts = Parameters<typeof sighting>[2];
const publish = (parts: Parts) => sighting('producer', 'rabbitmq', parts);
const consume = (parts: Parts) => sighting('consumer', 'rabbitmq', parts);
const define = (parts: Parts) => sighting('definition', 'rabbitmq', parts);

function system(services: Readonly<Record<string, readonly Interaction[]>>): SystemGraph {
  const names = Object.keys(services);
  return graphOf(
    names.map((n) => compose(n, { image: n })),
    names.map((n) => linkedService(n, services[n] ?? [])),
  );
}
const events = (graph: SystemGraph) => edgeTexts(graph, 'publishes', 'consumes');
const channel = (graph: SystemGraph, id: string) => graph.nodes.find((n) => n.id === id);

describe('RabbitMQ channels', () => {
  it('is the queue on the default exchange', () => {
    const graph = system({ orders: [publish({ queue: 'mail' }), publish({ exchange: '', key: 'audit' })], mailer: [consume({ queue: 'mail' })] });
    expect(events(graph)).toEqual([
      'mailer consumes channel:rabbitmq/mail',
      'orders publishes channel:rabbitmq/audit',
      'orders publishes channel:rabbitmq/mail',
    ]);
    expect(channel(graph, 'channel:rabbitmq/mail')).toMatchObject({ name: 'mail', technology: 'rabbitmq' });
  });

  it('is one channel for a fanout exchange, whatever the key; a server-named queue is known by its binding', () => {
    const anonymous = { k: 'token', id: 'q1' } as const;
    const graph = system({
      orders: [define({ exchange: 'placed', exchangeType: 'fanout' }), publish({ exchange: 'placed', key: 'ignored' })],
      mailer: [define({ queue: anonymous, exchange: 'placed', key: '' }), consume({ queue: anonymous })],
    });
    expect(events(graph)).toEqual(['mailer consumes channel:rabbitmq/placed', 'orders publishes channel:rabbitmq/placed']);
    expect(graph.edges.find((e) => e.kind === 'consumes')?.evidence.map((e) => e.role)).toEqual([undefined, 'definition']);
  });

  it('tells server-named queues of two services apart', () => {
    const anonymous = { k: 'token', id: 'q1' } as const;
    const graph = system({
      a: [define({ queue: anonymous, exchange: 'x', key: 'one' }), consume({ queue: anonymous })],
      b: [define({ queue: anonymous, exchange: 'x', key: 'two' }), consume({ queue: anonymous })],
    });
    expect(events(graph)).toEqual(['a consumes channel:rabbitmq/x/one', 'b consumes channel:rabbitmq/x/two']);
  });

  it('is one channel for each key of a direct exchange, with the exchange and the bound queues as aliases', () => {
    const graph = system({
      orders: [define({ exchange: 'shop', exchangeType: 'direct' }), publish({ exchange: 'shop', key: 'paid' }), publish({ exchange: 'shop', key: 'sent' })],
      billing: [define({ queue: 'invoices', exchange: 'shop', key: 'paid' }), consume({ queue: 'invoices' })],
    });
    expect(events(graph)).toEqual([
      'billing consumes channel:rabbitmq/shop/paid',
      'orders publishes channel:rabbitmq/shop/paid',
      'orders publishes channel:rabbitmq/shop/sent',
    ]);
    expect(channel(graph, 'channel:rabbitmq/shop/paid')).toMatchObject({ name: 'paid', aliases: ['invoices', 'shop'] });
  });

  it('lets a topic pattern consume every published key that it matches, and stand for itself where none does', () => {
    const base = [
      define({ exchange: 'shop', exchangeType: 'topic' }),
      publish({ exchange: 'shop', key: 'order.paid' }),
      publish({ exchange: 'shop', key: 'order.paid.eu' }),
      publish({ exchange: 'shop', key: 'user.new' }),
    ];
    const one = system({ orders: base, billing: [define({ queue: 'q', exchange: 'shop', key: 'order.*' }), consume({ queue: 'q' })] });
    expect(edgeTexts(one, 'consumes')).toEqual(['billing consumes channel:rabbitmq/shop/order.paid']);
    const many = system({ orders: base, billing: [consume({ queue: 'q', exchange: 'shop', key: 'order.#' })] });
    expect(edgeTexts(many, 'consumes')).toEqual(['billing consumes channel:rabbitmq/shop/order.paid', 'billing consumes channel:rabbitmq/shop/order.paid.eu']);
    const none = system({ billing: [consume({ queue: 'q', exchange: 'shop', key: 'refund.*' })] });
    expect(edgeTexts(none, 'consumes')).toEqual(['billing consumes channel:rabbitmq/shop/refund.*']);
  });

  it('is the exchange where the key is unknown', () => {
    expect(events(system({ orders: [define({ exchange: 'shop', exchangeType: 'direct' }), publish({ exchange: 'shop', key: dynamic })] }))).toEqual([
      'orders publishes channel:rabbitmq/shop',
    ]);
  });

  it('leaves a name that only the run knows unresolved, and says so', () => {
    const graph = system({ orders: [publish({ queue: dynamic })] });
    expect(events(graph)).toEqual([]);
    expect(graph.unresolved.map((u) => u.reason)).toEqual(['dynamic-target']);
    expect(graph.coverage).toMatchObject({ interactions: 1, unresolved: 1 });
  });
});

describe('other channels', () => {
  it('names Kafka topics, Redis queues, SQS queues by the end of their URL and SNS topics by that of their ARN', () => {
    const graph = system({
      orders: [
        sighting('producer', 'kafka', { topic: 'placed' }),
        sighting('producer', 'redis', { queue: 'mail' }),
        sighting('producer', 'aws_sqs', { url: 'https://sqs.eu-west-1.amazonaws.com/1/bills' }),
        sighting('producer', 'aws_sns', { topic: 'arn:aws:sns:eu-west-1:1:shipped' }),
      ],
    });
    expect(events(graph)).toEqual([
      'orders publishes channel:aws_sns/shipped',
      'orders publishes channel:aws_sqs/bills',
      'orders publishes channel:kafka/placed',
      'orders publishes channel:redis/mail',
    ]);
  });

  it('resolves a name by its setting, and leaves a prefix away that nothing sets, as a guess', () => {
    const topic = template([setting('PREFIX'), literal('-placed')]);
    expect(
      events(graphOf([compose('orders', { image: 'orders', env: { PREFIX: 'shop' } })], [linkedService('orders', [sighting('producer', 'kafka', { topic })])])),
    ).toEqual(['orders publishes channel:kafka/shop-placed']);
    expect(events(system({ orders: [sighting('producer', 'kafka', { topic })] }))).toEqual(['orders publishes channel:kafka/placed (inferred)']);
  });

  it('matches NATS wildcards and Redis patterns', () => {
    const graph = system({
      orders: [sighting('producer', 'nats', { topic: 'order.eu.paid' }), sighting('producer', 'redis', { topic: 'cart:9' })],
      audit: [sighting('consumer', 'nats', { topic: 'order.>' }), sighting('consumer', 'redis', { topic: 'cart:*' })],
    });
    expect(edgeTexts(graph, 'consumes')).toEqual(['audit consumes channel:nats/order.eu.paid', 'audit consumes channel:redis/cart:9']);
  });

  it('gives a listener without a transport that of its own connection, else that of who publishes the name', () => {
    const own = system({ audit: [sighting('connection', '*', { technology: 'nats', url: 'nats://mq:4222' }), sighting('consumer', '*', { topic: 'placed' })] });
    expect(events(own)).toEqual(['audit consumes channel:nats/placed']);
    const other = system({
      audit: [sighting('consumer', '*', { topic: 'placed' })],
      orders: [sighting('producer', '*', { topic: 'placed', technology: 'rabbitmq', queue: 'audit-queue' })],
    });
    expect(events(other)).toEqual(['audit consumes channel:rabbitmq/placed', 'orders publishes channel:rabbitmq/placed']);
    expect(channel(other, 'channel:rabbitmq/placed')).toMatchObject({ aliases: ['audit-queue'] });
  });

  it('says which broker a service uses', () => {
    const graph = graphOf(
      [compose('orders', { image: 'orders' }), compose('mq', { image: 'rabbitmq:3' })],
      [linkedService('orders', [sighting('connection', 'rabbitmq', { url: 'amqp://guest@mq' })])],
    );
    expect(edgeTexts(graph)).toEqual(['orders uses infrastructure:mq']);
  });
});

describe('topic patterns', () => {
  it.each([
    ['a.*', 'a.b', true],
    ['a.*', 'a', false],
    ['a.*', 'a.b.c', false],
    ['a.#', 'a', true],
    ['#', 'a.b', true],
    ['#.c', 'a.b.c', true],
    ['a.#.c', 'a.c', true],
    ['a.#.d', 'a.b.c', false],
    ['*.b', 'a.b', true],
  ])('%s and %s: %s', (pattern, key, expected) => {
    expect(topicMatches(pattern, key)).toBe(expected);
  });
  it('takes no exponential time', () => {
    expect(topicMatches(Array(200).fill('#.a').join('.'), Array(199).fill('a').join('.'))).toBe(false);
  });
});
