import { describe, expect, it } from 'vitest';
import type { Deployability } from '../../src/core/deployability.js';
import type { Finding } from '../../src/core/report.js';
import { createGraphView, deployabilityOf } from '../../src/graph/index.js';
import { bondGroups, deployVerdict, pipelineLines } from '../../src/report/shape/deployability.js';
import { datastore, edge, seen, service, type SystemParts, system, table } from '../support/graph-builder.js';

const [orders, billing, stock] = [service('orders'), service('billing'), service('stock')] as const;
const shop = datastore('postgresql', 'shop');
const invoices = table(shop, 'invoices');
const thresholds = { shared: 8, changes: 15, confidence: 0.5 };

function asked(parts: Partial<SystemParts>, history?: Parameters<typeof createGraphView>[0]['history'], findings: readonly Finding[] = []): Deployability {
  const graph = system({ nodes: [orders, billing, stock, shop, invoices], edges: [], ...parts });
  return deployabilityOf(createGraphView({ ...graph, ...(history && { history }) }), orders.id, thresholds, findings);
}
const told = ({ bonds }: Deployability): string[] => bonds.flatMap((bond) => bond.reasons.map((reason) => `${bond.service} ${reason.kind} ${reason.text}`));

describe('what must go out with a service', () => {
  it('nothing known: it can go alone, whatever it waits for', () => {
    const found = asked({ edges: [edge('starts-after', orders, billing, ['compose.yml:4']), edge('starts-after', stock, orders, ['compose.yml:9'])] });
    expect(found).toEqual({
      service: 'service:orders',
      bonds: [],
      after: [{ service: 'service:billing', at: { file: 'compose.yml', line: 4 } }],
      before: [{ service: 'service:stock', at: { file: 'compose.yml', line: 9 } }],
    });
    expect(deployVerdict(found, (id) => id)).toContain('can go out alone');
  });

  it('a pipeline of its own, or none where others have one', () => {
    const own = (node: typeof orders) => [{ service: node.id, act: 'deploy', evidence: seen('ci.yml:4 job deploy deploys it alone') } as const];
    expect(pipelineLines(asked({ ownPipelines: own(orders) }))).toEqual(['Has a pipeline of its own: job deploy deploys it alone (ci.yml:4).']);
    expect(pipelineLines(asked({ ownPipelines: own(stock) }))).toEqual(['Has no pipeline of its own, as others have.']);
    expect(pipelineLines(asked({}))).toEqual([]);
  });

  it('who is released with it, by each kind of evidence; not who is released with others', () => {
    const set = (evidenceKind: 'pipeline' | 'version', anchor: string, nodes: readonly { readonly id: string }[]) =>
      ({ evidenceKind, anchor, title: anchor, services: nodes.map((n) => n.id), evidence: [seen('ci.yml:3')] }) as const;
    const found = asked({
      releases: [set('pipeline', 'job deploy', [orders, billing]), set('version', 'TAG', [orders, billing]), set('version', 'V2', [billing, stock])],
    });
    expect(told(found)).toEqual(['service:billing lockstep one version: TAG', 'service:billing lockstep one pipeline: job deploy']);
  });

  it('tables that one of the two writes; not tables that both only read', () => {
    const access = (from: typeof orders, how: 'read' | 'write') => edge('accesses', from, invoices, [`${from.name}/db.ts:1`], { access: how });
    expect(told(asked({ edges: [access(orders, 'write'), access(billing, 'read')] }))).toEqual(['service:billing table table invoices, which billing reads']);
    expect(told(asked({ edges: [access(orders, 'read'), access(billing, 'write')] }))).toEqual(['service:billing table table invoices, which billing writes']);
    expect(told(asked({ edges: [access(orders, 'read'), access(billing, 'read')] }))).toEqual([]);
  });

  it('co-change with its numbers', () => {
    const pair = {
      a: 'service:billing',
      b: 'service:orders',
      shared: 20,
      changesOfA: 22,
      changesOfB: 25,
      changes: 200,
      confidence: 0.91,
      lift: 7.27,
      p: 1e-9,
      examples: [],
      fileOfA: 'billing/a.ts',
      fileOfB: 'orders/b.ts',
      repository: '.',
    };
    const history = { coChanges: [pair], changes: 200, commits: 200, leftOut: {}, shallow: [], months: 12 };
    expect(told(asked({}, history))).toEqual(['service:billing lockstep changed together: 20 shared of 22 and 25 changes (91 %), 7.3 times chance, p = 1e-9']);
    expect(told(asked({}, { ...history, coChanges: [{ ...pair, p: 0.2 }] }))).toEqual([]);
  });

  it('a broken contract between the two', () => {
    const finding = {
      ruleId: 'broken-contract',
      nodes: ['service:orders', 'service:stock'],
      message: 'orders calls GET /stock/{id}, which stock lacks',
      locations: [{ file: 'a.ts', line: 1 }],
    };
    expect(told(asked({}, undefined, [finding as unknown as Finding]))).toEqual(['service:stock contract orders calls GET /stock/{id}, which stock lacks']);
  });

  it('services with the same reasons stand together', () => {
    const reason = { kind: 'lockstep', text: 'one version: TAG', locations: [{ file: 'compose.yml', line: 1 }] } as const;
    const bonds = ['service:billing', 'service:stock'].map((id) => ({ service: id, reasons: [reason] as const }));
    expect(bondGroups({ service: 'service:orders', bonds, after: [], before: [] }).map((group) => group.services)).toEqual([
      ['service:billing', 'service:stock'],
    ]);
  });
});
