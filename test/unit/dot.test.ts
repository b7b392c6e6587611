import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge, GraphNode } from '../../src/core/graph.js';
import type { Report } from '../../src/core/report.js';
import { renderGraphDot } from '../../src/report/graph-dot.js';
import { renderGraphSvg } from '../../src/report/graph-svg.js';
import { defaultGraphOptions, defaultRenderOptions, type GraphOptions } from '../../src/report/options.js';
import { term } from '../../src/report/shape/escape.js';
import { messageSvg, standaloneSvg } from '../../src/report/shape/svg.js';
import { type DotGraph, parseDot } from '../support/dot-text.js';
import { edge, service, system } from '../support/graph-builder.js';
import { hostileNames, renamed } from '../support/hostile-names.js';
import { sampleReport } from '../support/sample-report.js';

const options = (graph: Partial<GraphOptions>) => ({ ...defaultRenderOptions, graph: { ...defaultGraphOptions, ...graph } });
const drawn = (report: Report, graph: Partial<GraphOptions> = {}): Promise<DotGraph> => parseDot(renderGraphDot(report, options(graph)));
const withGraph = (graph: Partial<Report['graph']>): Report => ({ ...sampleReport, graph: { ...sampleReport.graph, ...graph } });
const withEdge = (change: (edge: Edge) => Edge): Report => withGraph({ edges: sampleReport.graph.edges.map(change) });
const attributesOf = (graph: DotGraph, ends: string): Readonly<Record<string, string>> => {
  const found = graph.edges.find((one) => one.ends === ends);
  if (found === undefined) throw new Error(`no line ${ends}`);
  return found;
};
const webOrders = 'service:web -> service:orders';

describe('graph --format dot', () => {
  it('gives each kind of node a shape of its own', async () => {
    const { nodes } = await drawn(sampleReport, { level: 'all' });
    const shape = (id: string): string => `${nodes.get(id)?.shape} ${nodes.get(id)?.style}`;
    const shapes = [
      'service:orders',
      'service:web',
      'gateway:edge',
      'datastore:mongodb/stock',
      'table:postgresql/shop/orders',
      'channel:rabbitmq/orders.placed',
    ]
      .concat('external:api.payments.example', 'library:@acme/domain', 'infrastructure:grafana')
      .map(shape);
    expect(shapes).toEqual([
      'box rounded,filled',
      'tab filled',
      'hexagon filled',
      'cylinder filled',
      'box filled',
      'cds filled',
      'box filled,dashed',
      'folder filled',
      'box3d filled',
    ]);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  it('tells what is sure by the stroke, and a message by an open head', async () => {
    const guess = attributesOf(await drawn(sampleReport), 'service:shipping -> service:billing');
    expect(guess).toMatchObject({ style: 'dashed', arrowhead: 'normal', label: 'http' });
    const observed = await drawn(withEdge((one) => ({ ...one, certainty: 'observed' })));
    expect(attributesOf(observed, webOrders)).toMatchObject({ style: 'dotted' });
    const message = attributesOf(await drawn(sampleReport), 'channel:rabbitmq/orders.placed -> service:billing');
    expect(message).toMatchObject({ style: 'solid', arrowhead: 'vee' });
  });

  it('marks a line that only an option enables', async () => {
    const conditional = await drawn(withEdge((one) => ({ ...one, when: 'profile full' })));
    expect(attributesOf(conditional, webOrders)).toMatchObject({ label: 'http [profile full]', dir: 'both', arrowtail: 'odiamond' });
  });

  it('draws parallel edges as one line with every protocol', async () => {
    const [web, orders] = [service('web'), service('orders')] as const;
    const parallel = [
      edge('calls', web, orders, ['a.ts:1'], { protocol: 'http', certainty: 'inferred' }),
      edge('calls', web, orders, ['a.ts:2'], { protocol: 'grpc', when: 'overlay x' }),
    ];
    const { edges } = await drawn(withGraph(system({ nodes: [web, orders], edges: parallel })));
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ label: 'grpc, http', style: 'solid', tooltip: '2 edges' });
  });

  it('puts entries left, shared stores right, and tables into the frame of their store', async () => {
    const { ranks } = await drawn(sampleReport);
    expect(ranks).toEqual({ source: ['gateway:edge'], sink: ['datastore:postgresql/shop'] });
    const { clusters, nodes } = await drawn(sampleReport, { level: 'all' });
    expect(clusters).toEqual([{ label: 'db/shop (postgresql)', nodes: ['table:postgresql/shop/orders'] }]);
    expect(nodes.has('datastore:postgresql/shop')).toBe(false);
  });

  it('frames groups', async () => {
    const { clusters } = await drawn(sampleReport, { groupBy: 'team' });
    expect(clusters).toEqual([
      { label: 'checkout', nodes: ['datastore:mongodb/stock', 'service:orders', 'service:shipping', 'service:stock', 'service:web'] },
      { label: 'money', nodes: ['service:billing'] },
    ]);
  });

  it('paints findings by their gravest severity and says so in a legend', async () => {
    const { nodes, edges, attributes } = await drawn(sampleReport, { highlight: true });
    expect(nodes.get('service:stock')).toMatchObject({ color: '#d1242f', penwidth: '3' });
    expect(nodes.get('service:stock')?.label).toContain('error: sync-chain');
    expect(nodes.get('service:web')).toMatchObject({ color: '#2f7ddb', penwidth: '2' });
    expect(edges.find((one) => one.ends === webOrders)).toMatchObject({ color: '#2f7ddb' });
    expect(nodes.get('datastore:mongodb/stock')).toMatchObject({ penwidth: '1' });
    for (const word of ['error', 'info', 'by a name alone']) expect(attributes.label).toContain(word);
    expect(attributes.label).not.toContain('warning');
  });

  it('leaves out libraries and infrastructure below level all, unless asked for or found', async () => {
    const ids = async (graph: Partial<GraphOptions>): Promise<readonly string[]> =>
      [...(await drawn(sampleReport, graph)).nodes.keys()].filter((id) => /^(library|infrastructure)/.test(id));
    expect(await ids({})).toEqual([]);
    expect(await ids({ level: 'all' })).toEqual(['infrastructure:grafana', 'library:@acme/domain']);
    expect(await ids({ focus: ['library:@acme/domain'] })).toEqual(['library:@acme/domain']);
  });

  it('draws a start-up order only where nothing else is known of an end', async () => {
    const ends = async (edges: readonly Edge[]): Promise<readonly (string | undefined)[]> => (await drawn(withGraph({ edges }))).edges.map((one) => one.ends);
    const order = sampleReport.graph.edges.filter((one) => one.kind === 'starts-after');
    expect(await ends(order)).toEqual(['service:orders -> datastore:postgresql/shop', 'service:web -> service:billing']);
    expect(await ends(sampleReport.graph.edges)).not.toContain('service:web -> service:billing');
  });

  it('is valid DOT with every node in it, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(hostileNames, async (list) => {
        const report = renamed(list);
        const text = renderGraphDot(report, options({ level: 'all', groupBy: 'team', highlight: true }));
        expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', ''))).toBe(false);
        const { nodes } = await parseDot(text);
        const services = report.graph.nodes.filter((node) => node.kind === 'service').map((node) => term(node.id).replaceAll('\\', '\\\\'));
        expect([...nodes.keys()]).toEqual(expect.arrayContaining(services));
      }),
      { numRuns: 60, seed: 20_261_124 },
    );
  });
});

describe('graph --format svg', () => {
  const tags = (svg: string): ReadonlySet<string> => new Set([...svg.matchAll(/<([\w:]+)/g)].map((match) => match[1] ?? ''));

  it('stands alone: no document type, no link, no comment, a style for dark pages', async () => {
    const svg = await renderGraphSvg(sampleReport, options({ highlight: true }));
    expect(svg).toMatch(
      /^<svg width="\d+pt" height="\d+pt"\n viewBox="[\d. ]+" xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img" aria-label="Dependency graph of 10 nodes and 12 lines">\n/,
    );
    expect([...tags(svg)].toSorted()).toEqual(['g', 'path', 'polygon', 'polyline', 'style', 'svg', 'text', 'title']);
    expect(svg).not.toMatch(/<!|href|url\(|\son\w+=/);
    expect(svg).toContain('<title>web/src/cart.ts:41</title>');
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg.endsWith('</svg>\n')).toBe(true);
  });

  it('holds nothing but shapes and text, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(hostileNames, async (list) => {
        const svg = await renderGraphSvg(renamed(list), options({ level: 'all', groupBy: 'team', highlight: true }));
        expect(svg).toContain('aria-label="Dependency graph of');
        for (const tag of tags(svg)) expect(['ellipse', 'g', 'path', 'polygon', 'polyline', 'style', 'svg', 'text', 'title']).toContain(tag);
      }),
      { numRuns: 40, seed: 20_261_124 },
    );
  });

  it('refuses what Graphviz does not write for a plain graph', () => {
    const picture = (content: string): string =>
      `<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg width="1pt" height="1pt" xmlns="http://www.w3.org/2000/svg">\n${content}</svg>\n`;
    expect(standaloneSvg(picture('<g><text>a &lt; b</text></g>'), 'x')).toContain('<text>a &lt; b</text>');
    for (const content of [
      '<script>alert(1)</script>',
      '<image xlink:href="http://example.com/x.png"/>',
      '<g onload="alert(1)"></g>',
      '<a href="javascript:alert(1)"><text>x</text></a>',
      '<g style="background:url(http://example.com)"></g>',
      '<!-- a > b -->',
      '<g "x"></g>',
    ])
      expect(standaloneSvg(picture(content), 'x')).toBeUndefined();
    expect(standaloneSvg('Error: syntax', 'x')).toBeUndefined();
  });

  it('is laid out plainer the more lines there are, and says where it is too large', async () => {
    const dense = (count: number, each: number): Report => {
      const services: readonly GraphNode[] = Array.from({ length: count }, (_, i) => service(`s${i}`));
      const edges = services.flatMap((from, i) =>
        Array.from({ length: each }, (_, k) => edge('calls', from, services[(i + k * k + 1) % count] ?? from, ['a.ts:1'], { protocol: 'http' })),
      );
      return withGraph(system({ nodes: services, edges }));
    };
    const text = (count: number, each: number): string => renderGraphDot(dense(count, each), options({ groupBy: 'none' }));
    expect(text(50, 3)).toContain('label="http"');
    expect(text(50, 4)).toContain('xlabel="http"');
    expect(text(100, 4)).not.toContain('label="http"');
    expect(text(100, 4)).toContain('splines="line"');
    expect(text(701, 1)).toContain('layout="sfdp"');
    const refused = await renderGraphSvg(dense(3001, 1), options({ groupBy: 'none' }));
    expect(refused).toContain('3001 nodes and 3001 lines are more than can be laid out');
    expect(messageSvg(['a < b'])).toContain('a &#60; b');
  });
});
