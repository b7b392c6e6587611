import { describe, expect, it } from 'vitest';
import type { Edge, GraphNode } from '../../src/core/graph.js';
import { defaultGraphOptions, type GraphOptions } from '../../src/report/options.js';
import { groupingOf, groupNodes, isInFolder } from '../../src/report/shape/groups.js';
import { drawnEdges, select } from '../../src/report/shape/selection.js';
import { channel, datastore, edge, gateway, service, system, table } from '../support/graph-builder.js';
import { sampleReport } from '../support/sample-report.js';

const all = (more: Partial<GraphOptions> = {}): GraphOptions => ({ ...defaultGraphOptions, ...more });

/** `a -> b` for a call between services, by name; the nodes are made as needed. */
function calls(...texts: readonly string[]): { readonly nodes: readonly GraphNode[]; readonly edges: readonly Edge[] } {
  const nodes = new Map<string, GraphNode>();
  const node = (name: string): GraphNode => {
    const made = nodes.get(name) ?? service(name);
    nodes.set(name, made);
    return made;
  };
  const edges = texts.map((text) => {
    const [from = '', to = ''] = text.split(' -> ');
    return edge('calls', node(from), node(to), ['a.ts:1']);
  });
  return { nodes: [...nodes.values()], edges };
}

function names(parts: { readonly nodes: readonly GraphNode[]; readonly edges: readonly Edge[] }, options: Partial<GraphOptions>): string {
  const { nodes, edges } = select(system(parts), all(options), 'all', []);
  const short = (id: string): string => id.replace(/^service:/, '');
  return `${nodes.map((node) => short(node.id)).join(' ')} | ${edges.map((one) => `${short(one.from)}>${short(one.to)}`).join(' ')}`;
}

describe('the neighbourhood of a focus', () => {
  const chain = calls('a -> b', 'b -> c', 'c -> d', 'x -> b');

  it('reaches as far as the depth says, in both directions', () => {
    expect(names(chain, { focus: ['service:b'] })).toBe('a b c x | a>b b>c x>b');
    expect(names(chain, { focus: ['service:b'], depth: 0 })).toBe('b | ');
    expect(names(chain, { focus: ['service:b'], depth: 2 })).toBe('a b c d x | a>b b>c c>d x>b');
    expect(names(chain, { focus: ['service:a', 'service:d'] })).toBe('a b c d | a>b b>c c>d');
  });

  it('shows a focus that the level hides', () => {
    const store = datastore('db', 'shop');
    const one = service('one');
    const parts = { nodes: [one, store, service('other')], edges: [edge('accesses', one, store, ['a.ts:1'])] };
    expect(names(parts, { level: 'services', focus: [store.id] })).toBe('datastore:db/shop one | one>datastore:db/shop');
  });
});

describe('what reaches a node', () => {
  it('comes by calls, messages and data, in the direction of the message, not by start-up order', () => {
    const [web, orders, mail, late] = ['web', 'orders', 'mail', 'late'].map((name) => service(name)) as [GraphNode, GraphNode, GraphNode, GraphNode];
    const placed = channel('placed');
    const shop = datastore('db', 'shop');
    const parts = {
      nodes: [web, orders, mail, late, placed, shop],
      edges: [
        edge('calls', web, orders, ['a.ts:1']),
        edge('publishes', orders, placed, ['a.ts:1']),
        edge('consumes', mail, placed, ['a.ts:1']),
        edge('accesses', mail, shop, ['a.ts:1']),
        edge('starts-after', late, mail, ['a.ts:1']),
      ],
    };
    expect(names(parts, { reaches: mail.id })).toBe('channel:kafka/placed mail orders web | mail>channel:kafka/placed orders>channel:kafka/placed web>orders');
    expect(names(parts, { reaches: shop.id, depth: 1 })).toBe('datastore:db/shop mail | mail>datastore:db/shop');
    expect(names(parts, { reaches: web.id })).toBe('web | ');
  });
});

describe('the ways between two nodes', () => {
  it('are all of them, without what leads off or back', () => {
    const parts = calls('a -> b', 'b -> d', 'a -> c', 'c -> d', 'd -> e', 'x -> b', 'b -> off', 'd -> a', 'c -> a');
    expect(names(parts, { between: ['service:a', 'service:d'] })).toBe('a b c d | a>b a>c b>d c>d');
  });

  it('keep cycles on the way', () => {
    expect(names(calls('a -> b', 'b -> c', 'c -> b', 'c -> d'), { between: ['service:a', 'service:d'] })).toBe('a b c d | a>b b>c c>b c>d');
  });

  it('do not run through one of the ends', () => {
    expect(names(calls('a -> d', 'd -> b', 'b -> d', 'b -> a'), { between: ['service:a', 'service:d'] })).toBe('a d | a>d');
  });

  it('are the two ends alone where nothing leads from one to the other', () => {
    expect(names(calls('b -> a', 'b -> c'), { between: ['service:a', 'service:c'] })).toBe('a c | ');
  });

  it('take linear time where simple paths are beyond number', () => {
    const layers = Array.from({ length: 40 }, (_, i) => ['l', 'r'].map((side) => `${side}${i}`));
    const texts = layers.slice(1).flatMap((layer, i) => (layers[i] ?? []).flatMap((from) => layer.map((to) => `${from} -> ${to}`)));
    expect(select(system(calls(...texts)), all({ between: ['service:l0', 'service:r39'] }), 'all', []).edges).toHaveLength(152);
  });
});

describe('options together', () => {
  it('narrow each other', () => {
    const parts = calls('a -> b', 'b -> c', 'c -> d', 'x -> c');
    expect(names(parts, { reaches: 'service:c', focus: ['service:b'] })).toBe('a b c | a>b b>c');
    expect(names(parts, { reaches: 'service:c', between: ['service:a', 'service:d'] })).toBe('a b c | a>b b>c');
  });

  it('keep what findings are about', () => {
    const { nodes, edges } = select(sampleReport.graph, all({ onlyFindings: true }), 'data', sampleReport.findings);
    expect(nodes.map((node) => node.id)).toEqual([
      'datastore:postgresql/shop',
      'service:billing',
      'service:orders',
      'service:shipping',
      'service:stock',
      'service:web',
    ]);
    expect(edges.map((one) => `${one.from} ${one.kind} ${one.to}`)).toEqual([
      'service:billing accesses datastore:postgresql/shop',
      'service:orders accesses datastore:postgresql/shop',
      'service:orders calls service:stock',
      'service:shipping calls service:billing',
      'service:stock calls service:shipping',
      'service:web calls service:orders',
    ]);
  });
});

describe('groups', () => {
  it('take along the stores that only their services use', () => {
    const selection = select(sampleReport.graph, all(), 'data', []);
    expect(groupNodes(selection, groupingOf('team', []))).toEqual([
      { name: 'checkout', nodes: ['datastore:mongodb/stock', 'service:orders', 'service:shipping', 'service:stock', 'service:web'] },
      { name: 'money', nodes: ['service:billing'] },
    ]);
  });

  it('by folder begin below the folder that all services are in', () => {
    const services = ['src/pay/api', 'src/pay/worker', 'src/web'].map((path) => service(path, { path }));
    const groupOf = groupingOf('folder', services);
    expect(services.map(groupOf)).toEqual(['pay', 'pay', 'web']);
    expect(services.map((one) => isInFolder(one, 'pay', services))).toEqual([true, true, false]);
    expect(services.map((one) => isInFolder(one, 'src/pay/', services))).toEqual([true, true, false]);
    expect(services.map((one) => isInFolder(one, 'pa', services))).toEqual([false, false, false]);
    expect(groupOf(service('nowhere', { path: null }))).toBeUndefined();
  });
});

describe('edges worth a line', () => {
  it('are no start-up order beside a stronger edge, and no store access beside one of its tables', () => {
    const ends = (level: 'all' | 'data'): readonly string[] =>
      drawnEdges(select(sampleReport.graph, all(), level, [])).map((one) => `${one.from} ${one.kind} ${one.to}`);
    expect(ends('all')).not.toContain('service:orders starts-after datastore:postgresql/shop');
    expect(ends('all')).not.toContain('service:orders accesses datastore:postgresql/shop');
    expect(ends('all')).toContain('service:stock accesses datastore:mongodb/stock');
    expect(ends('all')).toContain('service:web starts-after service:billing');
    expect(ends('data')).toContain('service:orders accesses datastore:postgresql/shop');
  });

  it('stay where they tell another thing of the same ends', () => {
    const [one, store] = [service('one'), datastore('db', 'shop')];
    const rows = table(store, 'rows');
    const [toTable, toStore] = [edge('accesses', one, rows, ['a.ts:1']), edge('accesses', one, store, ['a.ts:1'])];
    const selection = { nodes: [one, store, rows, gateway('g')], edges: [toTable, toStore] };
    expect(drawnEdges(selection)).toEqual([toTable]);
    expect(drawnEdges(selection, (each) => (each === toTable ? 'removed' : ''))).toEqual([toTable, toStore]);
  });
});
