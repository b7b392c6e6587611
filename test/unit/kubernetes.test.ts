import { describe, expect, it } from 'vitest';
import type { WorkloadFact } from '../../src/core/workload.js';
import { kubernetes } from '../../src/extract/manifests/kubernetes/index.js';
import { placeOf } from '../../src/parse/kubernetes-place.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

describe('kubernetes', () => {
  it.each(extractCases(kubernetes))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });

  it('never lets a password of a manifest through', () => {
    const { facts } = kubernetes.extract(
      'a.yaml',
      [
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata: { name: c }',
        'data:',
        '  dsn: postgres://u:hunter2@db/x',
        '  libpq: "host=db password=hunter2 dbname=x"',
        '  j.json: \'{ "password": "hunter2", "host": "db" }\'',
        '---',
        'apiVersion: v1',
        'kind: Secret',
        'metadata: { name: s }',
        'stringData: { a: hunter2, url: "amqp://u:hunter2@mq:5672/", DB_NAME: shop }',
      ].join('\n'),
    );
    expect(describeMoreFacts(facts)).toEqual([
      '3 configmap c of .',
      '  5 dsn=postgres://u@db/x',
      '  6 libpq=host=db password= dbname=x',
      '  7 j.json={ "password": , "host": "db" }',
      '11 secret s of .',
      '  12 a=<none>',
      '  12 url=amqp://u@mq:5672/',
      '  12 DB_NAME=shop',
    ]);
  });

  it.each([
    ['until curl -s http://$(HOST)/health; do sleep 1; done', ['orders']],
    ['until wget -qO- http://billing:8080/health', ['billing']],
    ['dockerize -wait tcp://mq:5672 -wait http://config:8888 -timeout 60s', ['mq', 'config']],
    ['until pg_isready -h orders-db -p 5432; do sleep 2; done', ['orders-db']],
    ['while ! (echo > /dev/tcp/kafka/9092); do sleep 1; done', ['kafka']],
    ['until nslookup stock.shop.svc.cluster.local; do echo waiting for stock; sleep 2; done', ['stock.shop.svc.cluster.local']],
    ['curl http://assets/x -o y', []],
    ['until nc -z localhost 80; do sleep 1; done', []],
    ['until nc -z ${UNKNOWN} 80; do sleep 1; done', []],
    ['npm run migrate', []],
  ])('waits: %s', (script, hosts) => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers: [{ name: a, image: a }]\n  initContainers:\n  - name: i\n    env: [{ name: HOST, value: orders }]\n    command: ${JSON.stringify(['sh', '-c', script])}\n`;
    const workload = kubernetes.extract('p.yaml', text).facts[0] as WorkloadFact;
    expect(workload.startsAfter.map((after) => after.target)).toEqual(hosts);
  });

  it.each([
    ['k8s/orders.yaml', { stack: 'k8s', options: [] }],
    ['k8s/orders/deployment.yaml', { stack: 'k8s', options: [] }],
    ['services/orders/deployment.yaml', { stack: 'services', options: [] }],
    ['services/orders/kubernetes/x.yaml', { stack: 'services/orders/kubernetes', options: [] }],
    ['platform/shop.yaml', { stack: 'platform', options: [] }],
    ['shop.yaml', { stack: '.', options: [] }],
    ['deploy/overlays/production/x.yaml', { stack: 'deploy', environment: 'prod', options: [] }],
    ['deploy/components/search/x.yaml', { stack: 'deploy', options: ['search'] }],
    ['components/orders/x.yaml', { stack: 'components/orders', options: [] }],
  ])('place of %s', (path, place) => expect(placeOf(path)).toEqual(place));

  it('never throws and ends soon, whatever the text', () => {
    const head = 'apiVersion: v1\nkind: List\nitems:\n';
    const texts = [
      '',
      '\0',
      'kind: List\napiVersion: v1\nitems: 3',
      `${head}- &a { apiVersion: v1, kind: List, items: [*a] }`,
      '{"apiVersion":"v1","kind":"Pod"',
      `${head}${'- '.repeat(3000)}`,
    ];
    const script = `ping ${'-a '.repeat(3000)}`;
    texts.push(
      `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ image: a }], initContainers: [{ command: ["${script}", "${'nc -z '.repeat(900)}"] }] }`,
    );
    const start = performance.now();
    for (const text of texts) {
      for (const file of ['a.yaml', 'a.json']) expect(() => kubernetes.extract(file, text)).not.toThrow();
    }
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
