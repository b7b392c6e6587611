// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge, GraphNode } from '../../src/core/graph.js';
import type { Report } from '../../src/core/report.js';
import { renderGraphMermaid } from '../../src/report/graph-mermaid.js';
import { defaultGraphOptions, defaultRenderOptions, type GraphOptions } from '../../src/report/options.js';
import { term } from '../../src/report/shape/escape.js';
import { clip } from '../../src/report/shape/layout.js';
import { hostileNames, renamed } from '../support/hostile-names.js';
import { type Flowchart, parseFlowchart } from '../support/mermaid-text.js';
import { edge, line, sampleReport, service } from '../support/sample-report.js';

const text = (report: Report, graph: Partial<GraphOptions> = {}): string =>
  renderGraphMermaid(report, { ...defaultRenderOptions, graph: { ...defaultGraphOptions, ...graph } });
const drawn = (report: Report, graph: Partial<GraphOptions> = {}): Promise<Flowchart> => parseFlowchart(text(report, graph));
const system = (nodes: readonly GraphNode[], edges: readonly Edge[]): Report => ({ ...sampleReport, graph: { ...sampleReport.graph, nodes, edges } });

describe('graph --format mermaid', () => {
  it('keeps within 500 edges and 50,000 characters and says in the picture what is missing', async () => {
    const services = Array.from({ length: 40 }, (_, i) => service(`s${String(i).padStart(2, '0')}`));
    const edges = services.flatMap((from) => services.flatMap((to) => (from === to ? [] : [edge(from.id, 'calls', to.id, [[line('a.ts:1', 'x', '')]])])));
    const cut = await drawn(system(services, edges));
    expect(cut.edges).toHaveLength(500);
    expect(cut.nodes.get('note1')).toContain('1060 of 1560 lines left out');
    const long = text(
      system(
        services,
        edges.map((one) => ({ ...one, protocol: '日'.repeat(300) })),
      ),
    );
    expect(long.length).toBeLessThanOrEqual(50_000);
    expect((await parseFlowchart(long)).nodes.get('note1')).toContain('of 1560 lines left out');
  });

  it('leaves out nodes too where they alone are too many', async () => {
    const services = Array.from({ length: 2000 }, (_, i) => service(`a-service-with-a-long-name-${i}`));
    const all = text(system(services, []), { groupBy: 'none' });
    expect(all.length).toBeLessThanOrEqual(50_000);
    expect((await parseFlowchart(all)).nodes.get('note1')).toMatch(/^\d+ of 2000 nodes left out/);
  });

  it('tells what is sure by the stroke, and says what dots mean', async () => {
    const flowchart = await drawn(sampleReport);
    expect(flowchart.edges).toContain('shipping -dotted-> billing: http');
    expect(flowchart.edges).toContain('edge / nginx -thick-> web / frontend, typescript: http');
    expect(flowchart.edges).toContain('orders.placed / rabbitmq -normal-> billing: ');
    expect(flowchart.nodes.get('note1')).toBe('dotted: by a name alone');
  });

  it('paints findings and what was asked for', async () => {
    const flowchart = await drawn(sampleReport, { highlight: true, focus: ['service:shipping'] });
    expect(flowchart.classes.get('shipping / error: sync-chain')).toEqual(['service', 'error']);
    const asked = await drawn(sampleReport, { focus: ['service:shipping'] });
    expect(asked.classes.get('shipping')).toEqual(['service', 'asked']);
    expect(asked.classes.get('stock')).toEqual(['service']);
  });

  it('frames teams, and tables by their store', async () => {
    const flowchart = await drawn(sampleReport, { level: 'all', groupBy: 'team' });
    expect(flowchart.frames.map((frame) => frame.title).toSorted()).toEqual(['checkout', 'db/shop (postgresql)', 'money']);
  });

  it('is a flowchart with every name in it, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(hostileNames, async (list) => {
        const report = renamed(list);
        const flowchart = await drawn(report, { level: 'all', groupBy: 'team', highlight: true });
        const shown = [...flowchart.nodes.values()].map((title) => title.split(' / ')[0]);
        const wanted = report.graph.nodes.filter((node) => node.kind === 'service').map((node) => clip(term(node.name), 60));
        expect(shown).toEqual(expect.arrayContaining(wanted));
      }),
      { numRuns: 30, seed: 20_261_124 },
    );
  });
});
