import { describe, expect, it } from 'vitest';
import type { ReleaseFact } from '../../src/core/fact.js';
import type { RouteFact } from '../../src/core/route.js';
import { literal } from '../../src/core/term.js';
import { mergeEdges, type EdgeDraft } from '../../src/resolve/edges.js';
import { globCovers } from '../../src/resolve/members.js';
import { compose, container, deployment, dockerfile, edgeTexts, graphOf, linkedService, nodeIds, pack, sighting } from '../support/resolve-facts.js';

const at = (line: number, file = 'a.ts') => ({ file, line, foundBy: 'typescript/x', text: `l${line}` });
const draft = (extra: Partial<EdgeDraft> = {}): EdgeDraft => ({
  from: 'service:a',
  to: 'service:b',
  kind: 'calls',
  protocol: 'http',
  certainty: 'declared',
  evidence: [at(1)],
  ...extra,
});

describe('merging edges', () => {
  it('lets declared beat inferred and shows only its sites', () => {
    const [edge, ...others] = mergeEdges([draft({ certainty: 'inferred', evidence: [at(9)] }), draft()]);
    expect(others).toEqual([]);
    expect(edge).toMatchObject({ certainty: 'declared' });
    expect(edge?.sites.map((s) => s.evidence[0].line)).toEqual([1]);
  });

  it('keeps `when` only while every observation is conditional', () => {
    expect(mergeEdges([draft({ when: 'components/x' })])[0]?.when).toBe('components/x');
    expect(mergeEdges([draft({ when: 'components/x' }), draft()])[0]).not.toHaveProperty('when');
  });

  it('adds reads and writes up and keeps one site for each call site', () => {
    const access = (a: 'read' | 'write' | 'unknown', line: number): EdgeDraft =>
      draft({ kind: 'accesses', access: a, evidence: [at(line)], entries: [`e${line}`] });
    const [edge] = mergeEdges([access('write', 3), access('read', 2), access('unknown', 2)]);
    expect(edge?.access).toBe('readwrite');
    expect(edge?.sites.map((s) => [s.evidence[0].line, s.entries])).toEqual([
      [2, ['e2']],
      [3, ['e3']],
    ]);
  });

  it("puts the service's own sites before wrappers, settings and deployments", () => {
    const [edge] = mergeEdges([
      draft({ evidence: [at(5), { ...at(1, 'wrap.ts'), role: 'wrapper' }, { ...at(2, 'compose.yml'), role: 'deployment' }] }),
      draft({ evidence: [at(7)], path: '/x' }),
    ]);
    expect(edge?.evidence.map((e) => `${e.file}:${e.line}`)).toEqual(['a.ts:5', 'a.ts:7', 'wrap.ts:1', 'compose.yml:2']);
  });

  it('gives the same edges in any order', () => {
    const drafts = [draft({ evidence: [at(3)] }), draft({ evidence: [at(2)], path: '/y' }), draft({ to: 'service:c' }), draft({ certainty: 'inferred' })];
    expect(mergeEdges([...drafts].reverse())).toEqual(mergeEdges(drafts));
  });
});

describe('what manifests say beside code', () => {
  it('starts after services and data stores, by the database the service uses where it uses one', () => {
    const facts = [
      compose('orders', { image: 'orders', after: ['db', 'stock', 'mq'] }),
      compose('stock', { image: 'stock', after: ['db'] }),
      compose('db', { image: 'postgres' }),
      compose('mq', { image: 'rabbitmq' }),
    ];
    const graph = graphOf(facts, [linkedService('orders', [sighting('connection', 'postgresql', { url: 'postgres://db/shop' })])]);
    expect(edgeTexts(graph, 'starts-after')).toEqual(['orders starts-after datastore:db/shop', 'orders starts-after stock', 'stock starts-after datastore:db']);
  });

  it('routes from gateways that configuration drives, and from services that are one', () => {
    const where = { file: 'k8s/ingress.yaml', line: 8 };
    const route = (gateway: string, target: string): RouteFact => ({
      kind: 'route',
      foundBy: 'ingress',
      technology: 'ingress',
      gateway: { by: 'resource', name: gateway },
      source: where.file,
      hosts: [],
      path: '/x',
      pathKind: 'prefix',
      methods: [],
      protocol: 'http',
      targets: [{ address: literal(target), at: where }],
      forwards: [],
      policies: [],
      stack: 'k8s',
      at: where,
    });
    const graph = graphOf([deployment('orders', { image: 'orders' }), route('shop-ingress', 'orders:80')]);
    expect(edgeTexts(graph)).toEqual(['gateway:shop-ingress routes orders']);
    expect(nodeIds(graph, 'gateway')).toEqual(['gateway:shop-ingress']);
  });

  it('marks what only an optional component deploys', () => {
    const facts = [
      {
        ...deployment('orders', { image: 'orders', env: { D: 'http://stock' }, at: { file: 'kustomize/components/assistant/orders.yaml', line: 2 } }),
        profiles: ['assistant'],
      },
      deployment('stock', { image: 'stock' }),
    ];
    const graph = graphOf(facts, [linkedService('orders', [sighting('client', 'http', { url: 'http://stock' })])]);
    expect(graph.edges.map((e) => e.when)).toEqual(['kustomize/components/assistant']);
  });

  it('imports libraries that two services use', () => {
    const use = (name: string, line: number) => ({
      package: name,
      path: `libs/${name}`,
      evidence: { ...at(line) },
      domain: name === 'model' ? [at(line + 1)] : [],
    });
    const graph = graphOf(
      [compose('a', { image: 'a' }), compose('b', { image: 'b' })],
      [linkedService('a', [], { libraries: [use('model', 1), use('logger', 3)] }), linkedService('b', [], { libraries: [use('model', 5)] })],
    );
    expect(edgeTexts(graph)).toEqual(['a imports library:model', 'b imports library:model']);
    expect(graph.edges[0]?.domain).toEqual([at(2)]);
  });
});

describe('services that go out together', () => {
  const release = (members: ReleaseFact['members'], extra: Partial<ReleaseFact> = {}): ReleaseFact => ({
    kind: 'release',
    foundBy: 'x',
    evidenceKind: 'version',
    anchor: 'TAG',
    title: 'one tag',
    members,
    at: { file: 'r.yml', line: 1 },
    ...extra,
  });
  const member = (kind: 'path' | 'image' | 'workload' | 'workspace', text: string) => ({ kind, text, at: { file: 'r.yml', line: 2 } });
  const facts = [
    compose('orders', { build: 'apps/orders', image: 'acme/orders' }),
    compose('stock', { build: 'apps/stock', image: 'acme/stock' }),
    dockerfile('apps/orders/Dockerfile'),
    dockerfile('apps/stock/Dockerfile'),
  ];
  const sets = (...releases: ReleaseFact[]) =>
    graphOf([...facts, pack('apps/orders', { version: '2.0.0' }), pack('apps/stock', { version: '2.0.0' }), ...releases]).releases.map((r) => [
      r.evidenceKind,
      r.anchor,
      r.services,
    ]);
  const both = ['service:orders', 'service:stock'];

  it('maps workloads, images, folders and workspaces to services, and needs two', () => {
    expect(sets(release([member('workload', 'compose.yml#orders'), member('workload', 'compose.yml#stock')]))).toEqual([['version', 'TAG', both]]);
    expect(sets(release([member('image', 'ghcr.io/acme/orders:${TAG}'), member('image', 'acme/stock')], { evidenceKind: 'pipeline' }))).toEqual([
      ['pipeline', 'TAG', both],
    ]);
    expect(sets(release([member('path', 'apps/orders'), member('path', 'apps/stock')]))).toEqual([['version', 'TAG', both]]);
    expect(sets(release([member('path', 'apps/orders')]))).toEqual([]);
  });

  it('covers by workspace-wide fixed versioning only services of that version', () => {
    const lerna = release([member('workspace', 'apps/*')], { anchor: 'lerna.json', title: 'fixed version 2.0.0' });
    expect(sets(lerna)).toEqual([['version', 'lerna.json', both]]);
    const odd = graphOf([...facts, pack('apps/orders', { version: '2.0.0' }), pack('apps/stock', { version: '0.1.0' }), lerna]);
    expect(odd.releases).toEqual([]);
  });

  it('sees two images of the owners in one pod, and no proxy', () => {
    const containers = [
      container({ name: 'orders', image: literal('acme/orders') }),
      container({ name: 'stock', image: literal('acme/stock') }),
      container({ name: 'proxy', image: literal('envoyproxy/envoy') }),
    ];
    const graph = graphOf([deployment('shop', { containers })]);
    expect(graph.releases.map((r) => [r.evidenceKind, r.anchor, r.services])).toEqual([['pod', 'k8s/shop.yaml#shop', both]]);
  });

  it.each([
    ['apps/*', 'apps/orders', true],
    ['apps/*', 'apps/a/b', false],
    ['apps/**', 'apps/a/b', true],
    ['packages/*', 'apps/orders', false],
    ['.', 'x', true],
    ['apps/or*', 'apps/orders', true],
  ])('%s covers %s: %s', (glob, path, expected) => {
    expect(globCovers(glob, path)).toBe(expected);
  });
});

describe('the whole graph', () => {
  it('is the same bytes whatever the order of facts and sightings', () => {
    const facts = [
      compose('orders', { image: 'orders', env: { D: 'http://stock' } }),
      compose('stock', { image: 'stock' }),
      compose('db', { image: 'postgres' }),
    ];
    const linked = [
      linkedService('orders', [
        sighting('client', 'http', { url: 'http://stock/a' }),
        sighting('client', 'http', { url: 'http://stock/b' }, { line: 2 }),
        sighting('producer', 'kafka', { topic: 't' }),
      ]),
      linkedService('stock', [sighting('consumer', 'kafka', { topic: 't' })]),
    ];
    expect(JSON.stringify(graphOf([...facts].reverse(), [...linked].reverse()))).toBe(JSON.stringify(graphOf(facts, linked)));
  });

  it('lists the places that link could not follow', () => {
    const graph = graphOf(
      [compose('orders', { image: 'orders' })],
      [linkedService('orders', [], { unresolved: [{ reason: 'too-many', file: 'x.ts', line: 4, text: 'fetch(u)' }] })],
    );
    expect(graph.unresolved).toEqual([{ service: 'service:orders', reason: 'too-many', file: 'x.ts', line: 4, text: 'fetch(u)' }]);
    expect(graph.coverage).toEqual({ interactions: 1, resolved: 0, external: 0, unresolved: 1 });
  });
});
