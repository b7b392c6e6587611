// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { GraphChange } from '../../src/core/comparison.js';
import type { Edge, GraphNode } from '../../src/core/graph.js';
import type { Finding } from '../../src/core/report.js';
import { changeDiagram } from '../../src/report/shape/change-diagram.js';
import { channel, datastore, edge, gateway, service, system, table } from '../support/graph-builder.js';
import { type Flowchart, parseFlowchart } from '../support/mermaid-text.js';

const [web, orders, stock, shipping, audit, far] = ['web', 'orders', 'stock', 'shipping', 'audit', 'far'].map((name) => service(name)) as [
  GraphNode,
  GraphNode,
  GraphNode,
  GraphNode,
  GraphNode,
  GraphNode,
];
const edgeNode = gateway('edge');
const placed = channel('placed');
const shop = datastore('db', 'shop');
const lines = table(shop, 'order_lines');
const http = { protocol: 'http' } as const;

const webOrders = edge('calls', web, orders, ['web.ts:1'], http);
const ordersStock = edge('calls', orders, stock, ['orders.ts:4'], http);
const stockShipping = edge('calls', stock, shipping, ['stock.ts:9'], { protocol: 'grpc' });
const shippingFar = edge('calls', shipping, far, ['shipping.ts:2'], http);
const placedAudit = edge('consumes', audit, placed, ['audit.ts:1']);
const ordersPlaced = edge('publishes', orders, placed, ['orders.ts:8']);
const routed = edge('routes', edgeNode, web, ['nginx.conf:3'], http);
const ordersLines = edge('accesses', orders, lines, ['orders.ts:20'], { access: 'readwrite' });
const ordersShop = edge('accesses', orders, shop, ['orders.ts:20'], { access: 'readwrite' });
const stockLines = edge('accesses', stock, lines, ['stock.ts:30'], { access: 'write' });
const stockShop = edge('accesses', stock, shop, ['stock.ts:30'], { access: 'write' });

const everything = [web, orders, stock, shipping, audit, far, edgeNode, placed, shop, lines];
const nothing: GraphChange = {
  addedNodes: [],
  removedNodes: [],
  addedEdges: [],
  removedEdges: [],
  renamedNodes: [],
  newlyShared: [],
  noLongerShared: [],
};

async function draw(
  change: Partial<GraphChange>,
  edges: readonly Edge[],
  findings: readonly Finding[] = [],
): Promise<Flowchart & { readonly caption: string }> {
  const nodes = everything.filter((node) => !(change.removedNodes ?? []).includes(node));
  const diagram = changeDiagram({ ...nothing, ...change }, system({ nodes, edges }), findings);
  if (diagram === undefined) throw new Error('nothing drawn');
  return { ...(await parseFlowchart(diagram.mermaid)), caption: diagram.caption };
}

describe('a change diagram', () => {
  it('draws an added call thick among its unchanged neighbours, and nothing further', async () => {
    const drawn = await draw({ addedEdges: [stockShipping] }, [routed, webOrders, ordersStock, stockShipping, shippingFar, placedAudit]);
    expect(drawn.edges).toEqual(['orders -normal-> stock: http', 'shipping -normal-> far: http', 'stock -thick-> shipping: + grpc']);
    expect([...drawn.nodes.values()].toSorted()).toEqual(['far', 'orders', 'shipping', 'stock']);
    expect(drawn.caption).toBe('+ thick: added · thin: unchanged neighbours');
  });

  it('draws what is gone dashed, a node that is gone with it', async () => {
    const drawn = await draw({ removedNodes: [far], removedEdges: [shippingFar] }, [stockShipping]);
    expect(drawn.edges).toEqual(['shipping -dotted-> − far: − http', 'stock -normal-> shipping: grpc']);
    expect(drawn.classes.get('− far')).toEqual(['service', 'removed']);
    expect(drawn.caption).toBe('− dashed: removed · thin: unchanged neighbours');
  });

  it('shows who else uses a table that a service begins to use, in the frame of its store', async () => {
    const drawn = await draw({ addedEdges: [stockLines, stockShop] }, [ordersLines, ordersShop, stockLines, stockShop]);
    expect(drawn.edges).toEqual(['orders -normal-> order_lines: reads, writes', 'stock -thick-> order_lines: + writes']);
    expect(drawn.frames).toEqual([{ title: 'db/shop (postgresql)', nodes: ['order_lines'] }]);
  });

  it('shows the consumers of a channel that a service begins to publish to', async () => {
    const drawn = await draw({ addedEdges: [ordersPlaced] }, [ordersPlaced, placedAudit]);
    expect(drawn.edges).toEqual(['placed / kafka -normal-> audit: ', 'orders -thick-> placed / kafka: +']);
  });

  it('draws an added node without edges', async () => {
    const drawn = await draw({ addedNodes: [audit] }, []);
    expect([...drawn.nodes.values()]).toEqual(['+ audit']);
    expect(drawn.caption).toBe('+ thick: added');
  });

  it('paints findings', async () => {
    const finding: Finding = {
      ruleId: 'sync-chain',
      severity: 'error',
      messageId: 'tooLong',
      message: '',
      data: {},
      services: ['orders', 'stock', 'shipping'],
      nodes: [orders.id, stock.id, shipping.id],
      locations: [{ file: 'orders.ts', line: 4 }],
      path: ['orders', 'stock', 'shipping'],
      fingerprint: '',
      help: '',
    };
    const drawn = await draw({ addedEdges: [stockShipping] }, [ordersStock, stockShipping], [finding]);
    expect(drawn.classes.get('shipping / error: sync-chain')).toEqual(['service', 'error']);
  });

  it('is none where only a start-up order changed, or nothing', () => {
    const order = edge('starts-after', orders, stock, ['compose.yml:3']);
    expect(changeDiagram(nothing, system({ nodes: everything }))).toBeUndefined();
    expect(changeDiagram({ ...nothing, addedEdges: [order], removedEdges: [order] }, system({ nodes: everything, edges: [order] }))).toBeUndefined();
  });

  it('stops at 40 nodes, calls first, and says how many are missing', async () => {
    const hub = service('hub');
    const many = Array.from({ length: 60 }, (_, i) => service(`s${String(i).padStart(2, '0')}`));
    const calls = many.map((one) => edge('calls', hub, one, ['hub.ts:1'], http));
    const listens = edge('consumes', audit, placed, ['audit.ts:1']);
    const change = { ...nothing, addedEdges: [listens, ...calls] };
    const diagram = changeDiagram(change, system({ nodes: [...everything, hub, ...many], edges: [listens, ...calls] }));
    const drawn = await parseFlowchart(diagram?.mermaid ?? '');
    expect(drawn.edges).toHaveLength(39);
    expect(drawn.edges.every((text) => text.startsWith('hub -thick-> s'))).toBe(true);
    expect(diagram?.caption).toBe('+ thick: added · thin: unchanged neighbours · 23 more nodes changed, not shown');
    expect(drawn.nodes.get('note1')).toBe('23 more nodes changed, not shown');
  });
});
