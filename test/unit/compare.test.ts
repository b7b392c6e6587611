import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFindings, graphChange, sameNodes } from '../../src/compare/index.js';
import type { Edge, GraphNode, SystemGraph } from '../../src/core/graph.js';
import type { Finding } from '../../src/core/report.js';
import { createGraphView } from '../../src/graph/index.js';
import { fingerprintOf, judge } from '../../src/judge/index.js';
import { planText } from '../../src/report/shape/plan.js';
import { rules } from '../../src/rules/index.js';
import { channel, datastore, edge, gateway, service, system, table } from '../support/graph-builder.js';
import { strict } from '../support/judge-rule.js';

const orders = service('orders');
const billing = service('billing');
const stock = service('stock');
const shop = datastore('postgres', 'shop', { id: 'datastore:postgres/shop' });
const invoices = table(shop, 'invoices');
const placed = channel('placed');
const calls = (from: GraphNode, to: GraphNode, more: Partial<Edge> = {}): Edge => edge('calls', from, to, ['a.ts:1'], { protocol: 'http', ...more });
const writes = (from: GraphNode, to: GraphNode, more: Partial<Edge> = {}): Edge => edge('accesses', from, to, ['a.ts:2'], { access: 'write', ...more });
const ids = (nodes: readonly GraphNode[]): string[] => nodes.map(({ id }) => id);
const ends = (edges: readonly Edge[]): string[] => edges.map(({ from, kind, to }) => `${from} ${kind} ${to}`);
const change = (before: SystemGraph, after: SystemGraph) => graphChange(before, after);

describe('how a graph changes', () => {
  it('names what is added and removed, whatever the lines and the order', () => {
    const before = system({ nodes: [orders, billing, stock], edges: [calls(orders, billing), calls(orders, stock)] });
    const after = system({
      nodes: [placed, billing, orders],
      edges: [edge('publishes', orders, placed, ['b.ts:7']), edge('calls', orders, billing, ['moved.ts:99'], { protocol: 'http' })],
    });
    const { addedNodes, removedNodes, addedEdges, removedEdges, renamedNodes } = change(before, after);
    expect([ids(addedNodes), ids(removedNodes), ends(addedEdges), ends(removedEdges), renamedNodes]).toEqual([
      ['channel:kafka/placed'],
      ['service:stock'],
      ['service:orders publishes channel:kafka/placed'],
      ['service:orders calls service:stock'],
      [],
    ]);
    expect(change(system({ nodes: [...before.nodes].reverse(), edges: [...before.edges].reverse() }), after)).toEqual(change(before, after));
    expect(planText(change(before, after))).toBe('Plan: 1 service to remove, 1 channel to add, 1 call to remove, 1 publisher to add.');
    expect(planText(change(before, before))).toBe('Plan: nothing changes.');
  });

  it('tells an edge that an option enables from one that is always there', () => {
    const before = system({ nodes: [orders, billing], edges: [calls(orders, billing, { when: 'profile full' })] });
    const after = system({ nodes: [orders, billing], edges: [calls(orders, billing)] });
    expect(ends(change(before, after).addedEdges)).toEqual(['service:orders calls service:billing']);
    expect(planText(change(before, after))).toBe('Plan: 1 call to add.');
    expect(planText(change(after, before))).toBe('Plan: 1 call to remove.');
  });

  it('says which tables and stores become shared, and which no longer are', () => {
    const alone = system({ nodes: [orders, billing, shop, invoices], edges: [writes(billing, invoices), writes(billing, shop)] });
    const shared = system({
      nodes: alone.nodes,
      edges: [...alone.edges, writes(orders, invoices), writes(orders, shop)],
    });
    expect(ids(change(alone, shared).newlyShared)).toEqual(['datastore:postgres/shop', 'table:postgres/shop/invoices']);
    expect(ids(change(shared, alone).noLongerShared)).toEqual(['datastore:postgres/shop', 'table:postgres/shop/invoices']);
    expect(planText(change(alone, shared))).toBe('Plan: 1 data access to add, 1 table newly shared.');
    expect(planText(change(shared, alone))).toBe('Plan: 1 data access to remove, 1 table no longer shared.');
    const third = system({ nodes: [...shared.nodes, stock], edges: [...shared.edges, writes(stock, invoices)] });
    expect(change(shared, third).newlyShared).toEqual([]);
  });

  it('does not call a cache, a store with a schema for each service, a migration or an option a shared store', () => {
    const shares = (store: GraphNode, more: Partial<Edge>, nodes: readonly GraphNode[] = []): string[] => {
      const all = [orders, billing, store, ...nodes];
      const before = system({ nodes: all, edges: [writes(orders, store)] });
      return ids(change(before, system({ nodes: all, edges: [writes(orders, store), writes(billing, store, more)] })).newlyShared);
    };
    expect(shares(shop, {})).toEqual([shop.id]);
    expect(shares(shop, { migrationOnly: true })).toEqual([]);
    expect(shares(shop, { when: 'profile full' })).toEqual([]);
    expect(shares(datastore('redis', '0', { cache: true }), {})).toEqual([]);
    expect(shares(shop, {}, [table(shop, 'lines', { schema: 'billing' })])).toEqual([]);
  });
});

describe('the same node under another id', () => {
  const same = (before: readonly GraphNode[], after: readonly GraphNode[]): [string, string][] =>
    [...sameNodes(before, after)].filter(([from, to]) => from !== to).sort();

  it('is found by an alias in either direction, and with it the edges stay', () => {
    const renamed = service('order-service', { aliases: ['orders'], path: 'other' });
    expect(same([orders, billing], [renamed, billing])).toEqual([['service:orders', 'service:order-service']]);
    expect(same([renamed], [orders])).toEqual([['service:order-service', 'service:orders']]);
    const before = system({ nodes: [orders, billing], edges: [calls(orders, billing)] });
    const after = system({ nodes: [renamed, billing], edges: [calls(renamed, billing)] });
    const { addedNodes, removedNodes, addedEdges, removedEdges } = change(before, after);
    expect([addedNodes, removedNodes, addedEdges, removedEdges]).toEqual([[], [], [], []]);
    expect(planText(change(before, after))).toBe('Plan: 1 renamed.');
  });

  it('is a service in the same folder, but not where two are', () => {
    expect(same([service('a', { path: 'x' })], [service('b', { path: 'x' })])).toEqual([['service:a', 'service:b']]);
    expect(same([service('a', { path: 'x' })], [service('b', { path: 'x' }), service('c', { path: 'x' })])).toEqual([]);
    expect(same([service('a', { path: null })], [service('b', { path: null })])).toEqual([]);
  });

  it('is a data store by its server’s alias, and its tables with it', () => {
    const db = datastore('db', 'shop', { id: 'datastore:db/shop', aliases: ['db-shop', 'shop', 'postgres'] });
    expect(same([shop, invoices], [db, table(db, 'invoices')])).toEqual([
      ['datastore:postgres/shop', 'datastore:db/shop'],
      ['table:postgres/shop/invoices', 'table:db/shop/invoices'],
    ]);
  });

  it('is none where an alias is doubtful, of another kind, or of a node that is there', () => {
    expect(same([orders], [service('a', { aliases: ['orders'], path: 'a' }), service('b', { aliases: ['orders'], path: 'b' })])).toEqual([]);
    expect(same([orders], [gateway('orders')])).toEqual([]);
    expect(same([orders], [orders, service('a', { aliases: ['orders'], path: 'a' })])).toEqual([]);
    expect(same([service('x', { path: 'p' }), service('y', { path: 'q' })], [service('z', { aliases: ['x', 'y'], path: 'r' })])).toEqual([]);
    const [blue, red] = [
      service('api', { id: 'service:blue/api', namespace: 'blue', path: 'b' }),
      service('api', { id: 'service:red/api', namespace: 'red', path: 'r' }),
    ];
    expect(same([blue], [red])).toEqual([]);
  });
});

describe('findings of two states', () => {
  const found = (ruleId: string, nodes: readonly string[], more: Partial<Finding> = {}): Finding => ({
    ruleId,
    severity: 'error',
    messageId: 'said',
    message: ruleId,
    data: {},
    services: nodes.map((id) => id.replace(/^.*:/, '')),
    nodes,
    locations: [{ file: 'a.ts', line: 1 }],
    path: null,
    fingerprint: fingerprintOf(ruleId, 'said', nodes),
    help: '',
    ...more,
  });
  const state = (findings: readonly Finding[], suppressed: readonly Finding[] = []) => ({ findings, suppressed });
  const none = new Map<string, string>();
  const brief = (findings: readonly Finding[]): string[] => findings.map(({ ruleId }) => ruleId);

  it('are new, fixed and unchanged by identity, not by lines', () => {
    const a = found('a', ['service:x']);
    const moved = { ...a, locations: [{ file: 'b.ts', line: 70 }] as const, message: 'other words' };
    const { added, fixed, unchanged } = compareFindings(state([a, found('b', ['service:x'])]), state([moved, found('c', ['service:x'])]), none);
    expect([brief(added), brief(fixed), unchanged]).toEqual([['c'], ['b'], [moved]]);
  });

  it('that become graver are new, those that become milder are not', () => {
    const warned = found('a', ['service:x'], { severity: 'warn' });
    const grave = found('a', ['service:x']);
    expect(brief(compareFindings(state([warned]), state([grave]), none).added)).toEqual(['a']);
    expect(compareFindings(state([warned]), state([grave]), none).fixed).toEqual([]);
    expect(brief(compareFindings(state([grave]), state([warned]), none).unchanged)).toEqual(['a']);
  });

  it('stay the same when a service is renamed', () => {
    const then = found('a', ['service:orders', 'service:stock']);
    const now = found('a', ['service:order-service', 'service:stock']);
    const renamed = new Map([
      ['service:orders', 'service:order-service'],
      ['service:stock', 'service:stock'],
    ]);
    expect(compareFindings(state([then]), state([now]), renamed)).toMatchObject({ added: [], fixed: [], unchanged: [now] });
    expect(compareFindings(state([then]), state([now]), none)).toMatchObject({ added: [now], fixed: [then] });
    // The same nodes with another identity are another finding: two release trains of the same services.
    const train = (anchor: string): Finding => found('l', ['service:a', 'service:b'], { fingerprint: fingerprintOf('l', 'said', [anchor]) });
    expect(brief(compareFindings(state([train('x')]), state([train('y')]), renamed).added)).toEqual(['l']);
  });

  it('are not fixed when they have grown by a node', () => {
    const short = found('sync-chain', ['service:a', 'service:b', 'service:c', 'service:d']);
    const long = found('sync-chain', ['service:web', ...short.nodes]);
    expect(compareFindings(state([short]), state([long]), none)).toMatchObject({ added: [long], fixed: [] });
    expect(compareFindings(state([long]), state([short]), none)).toMatchObject({ added: [short], fixed: [long] });
    const table = found('shared-table', ['table:orders']);
    expect(compareFindings(state([table]), state([found('shared-table', ['table:orders', 'table:items'])]), none).fixed).toEqual([table]);
  });

  it('that are suppressed now are not fixed, and are said to be newly suppressed', () => {
    const [a, b, c] = [found('a', ['service:x']), found('b', ['service:x']), found('c', ['service:x'])];
    const { added, fixed, newlySuppressed } = compareFindings(state([a], [c]), state([], [a, b, c]), none);
    expect([added, fixed]).toEqual([[], []]);
    expect(newlySuppressed).toEqual([
      { finding: a, known: true },
      { finding: b, known: false },
    ]);
    expect(brief(compareFindings(state([], [c]), state([c]), none).added)).toEqual(['c']);
  });

  it('of one state hold nothing new against themselves; lists are disjoint and complete', () => {
    const nodes = [orders, billing, stock, service('tax'), service('web')];
    const arbitrary = fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), { selector: ([a, b]) => `${a}-${b}`, maxLength: 12 });
    const judged = (pairs: readonly (readonly [number, number])[]) => {
      const edges = pairs.flatMap(([a, b]) => {
        const [from, to] = [nodes[a], nodes[b]];
        return from && to && from !== to ? [calls(from, to)] : [];
      });
      return judge(createGraphView(system({ nodes, edges })), strict, rules, { today: '2026-01-01' });
    };
    fc.assert(
      fc.property(arbitrary, arbitrary, (before, after) => {
        const [then, now] = [judged(before), judged(after)];
        expect(compareFindings(now, now, none)).toMatchObject({ added: [], fixed: [], newlySuppressed: [], unchanged: now.findings });
        const { added, fixed, unchanged } = compareFindings(then, now, none);
        expect([...added, ...unchanged].map(({ fingerprint }) => fingerprint).sort()).toEqual(now.findings.map(({ fingerprint }) => fingerprint).sort());
        const stillThere = new Set(now.findings.map(({ fingerprint }) => fingerprint));
        const gone = then.findings.filter(({ fingerprint }) => !stillThere.has(fingerprint));
        const grown = gone.filter((one) =>
          added.some((more) => more.ruleId === one.ruleId && more.nodes.length > one.nodes.length && one.nodes.every((id) => more.nodes.includes(id))),
        );
        expect(fixed).toEqual(gone.filter((one) => one.nodes.length < 2 || !grown.includes(one)));
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
