import { describe, expect, it } from 'vitest';
import type { Edge, GraphNode, ReleaseSet } from '../../src/core/graph.js';
import { edge, seen, service } from '../support/graph-builder.js';
import { brief, findingsOf, places } from '../support/judge-rule.js';

const [orders, billing, stock] = [service('orders'), service('billing'), service('stock')] as const;

function set(evidenceKind: ReleaseSet['evidenceKind'], anchor: string, services: readonly GraphNode[], at: string): ReleaseSet {
  return { evidenceKind, anchor, title: anchor, services: services.map((node) => node.id), evidence: [seen(at)] };
}
const found = (releases: readonly ReleaseSet[], edges: readonly Edge[] = [], nodes: readonly GraphNode[] = []) =>
  findingsOf('lockstep-deploy', { nodes: [orders, billing, stock, ...nodes], edges, releases });

describe('lockstep-deploy', () => {
  it('one kind of evidence: a warning', () => {
    const [finding, ...others] = found([set('version', 'TAG', [orders, billing], 'compose.yml:3 image: orders:${TAG}')]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warn',
      messageId: 'releasedTogether',
      message: '2 services go out together (one version): billing and orders',
      services: ['billing', 'orders'],
      nodes: ['service:billing', 'service:orders'],
      notes: ['one version: image: orders:${TAG}'],
    });
  });

  it('two kinds, one of them pipeline, release or history: an error', () => {
    const findings = found([set('pipeline', 'deploy.yml#all', [orders, billing], 'deploy.yml:9'), set('version', 'TAG', [billing, orders], 'compose.yml:3')]);
    expect(brief(findings)).toEqual(['error releasedTogether billing,orders']);
    expect(findings[0]?.data['evidenceKinds']).toEqual(['version', 'pipeline']);
    expect(places(findings[0])).toEqual(['compose.yml:3', 'deploy.yml:9']);
    expect(brief(found([set('history', 'shop', [orders, billing], 'a.ts:1'), set('pod', 'pod', [orders, billing], 'k8s.yml:1')]))).toEqual([
      'error releasedTogether billing,orders',
    ]);
  });

  it('pod and version alone are a warning, so are two of one kind', () => {
    expect(brief(found([set('pod', 'pod', [orders, billing], 'k8s.yml:1'), set('version', 'TAG', [orders, billing], 'compose.yml:3')]))).toEqual([
      'warn releasedTogether billing,orders',
    ]);
    expect(brief(found([set('pipeline', 'a', [orders, billing], 'a.yml:1'), set('pipeline', 'b', [orders, billing], 'b.yml:1')]))).toEqual([
      'warn releasedTogether billing,orders',
    ]);
  });

  it('a set inside another is part of it; sets that only overlap stay apart', () => {
    expect(brief(found([set('version', 'TAG', [orders, billing, stock], 'compose.yml:3'), set('pipeline', 'ci', [orders, stock], 'ci.yml:1')]))).toEqual([
      'error releasedTogether billing,orders,stock',
    ]);
    expect(brief(found([set('version', 'TAG', [orders, billing], 'compose.yml:3'), set('pipeline', 'ci', [orders, stock], 'ci.yml:1')]))).toEqual([
      'warn releasedTogether billing,orders',
      'warn releasedTogether orders,stock',
    ]);
  });

  it('the fingerprint is the anchor: more evidence or services change nothing', () => {
    const one = found([set('version', 'TAG', [orders, billing], 'compose.yml:3')])[0]?.fingerprint;
    expect(
      found([set('version', 'TAG', [orders, billing, stock], 'compose.yml:30'), set('pipeline', 'ci', [orders, billing], 'ci.yml:1')])[0]?.fingerprint,
    ).toBe(one);
    expect(found([set('version', 'OTHER', [orders, billing], 'compose.yml:3')])[0]?.fingerprint).not.toBe(one);
  });

  it('start-up order is shown with it, and is no evidence', () => {
    const after = edge('starts-after', orders, billing, ['compose.yml:12 depends_on: billing']);
    expect(found([], [after])).toEqual([]);
    const [finding] = found([set('version', 'TAG', [orders, billing], 'compose.yml:3')], [after, edge('starts-after', orders, stock, ['compose.yml:13'])]);
    expect(finding).toMatchObject({ severity: 'warn', data: { startOrder: ['orders after billing'] } });
    expect(finding?.notes?.at(-1)).toBe('start-up order: orders after billing, no evidence by itself');
    expect(places(finding)).toEqual(['compose.yml:3', 'compose.yml:12']);
  });

  it('sets that are mostly the same are one; each kind is said of all of them', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => service(name)) as [typeof orders, typeof orders, typeof orders, typeof orders];
    const all = [a, b, c, d];
    const findings = found([set('version', 'TAG', [a, b, c, orders], 'compose.yml:3'), set('pipeline', 'ci', [a, b, c, billing], 'ci.yml:1')], [], all);
    expect(brief(findings)).toEqual(['error releasedTogether a,b,billing,c,orders']);
    expect(findings[0]?.data['reasons']).toEqual(['one version: TAG: a, b, c, orders', 'one pipeline: ci: a, b, billing, c']);
  });

  it('who has no pipeline of its own is said where others have one, and theirs are shown', () => {
    const own = { service: orders.id, act: 'deploy', evidence: seen('orders.yml:4 job deploy deploys it alone') } as const;
    const releases = [set('pipeline', 'ci.yml#all', [orders, billing], 'ci.yml:1')];
    const nodes = [orders, billing, stock];
    const [finding] = findingsOf('lockstep-deploy', { nodes, edges: [], releases, ownPipelines: [own] });
    expect(finding?.message).toBe('2 services go out together (one pipeline): billing and orders; no pipeline of its own: billing');
    expect(finding?.notes?.at(-1)).toBe('own pipeline: orders: job deploy deploys it alone');
    expect(places(finding)).toEqual(['ci.yml:1', 'orders.yml:4']);
    // Without a job that delivers several it says nothing.
    const [tagged] = findingsOf('lockstep-deploy', {
      nodes,
      edges: [],
      releases: [set('version', 'TAG', [orders, billing], 'compose.yml:3')],
      ownPipelines: [own],
    });
    expect(tagged?.data['withoutPipeline']).toEqual([]);
  });

  it('not: infrastructure beside one service', () => {
    const config = service('config', { role: 'infrastructure' });
    expect(found([set('version', 'TAG', [orders, config], 'compose.yml:3')], [], [config])).toEqual([]);
  });
});
