// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { CoChange, HistoryEvidence } from '../../src/core/history.js';
import type { Report } from '../../src/core/report.js';
import { renderGraphDot } from '../../src/report/graph-dot.js';
import { renderGraphJson } from '../../src/report/graph-json.js';
import { renderGraphMermaid } from '../../src/report/graph-mermaid.js';
import { defaultGraphOptions, defaultRenderOptions, type GraphOptions } from '../../src/report/options.js';
import { drawGraph } from '../../src/report/shape/drawing/draw-graph.js';
import { parseFlowchart } from '../support/mermaid-text.js';
import { sampleReport, service } from '../support/sample-report.js';

const pair = (a: string, b: string, more: Partial<CoChange> = {}): CoChange => ({
  a: `service:${a}`,
  b: `service:${b}`,
  shared: 17,
  changesOfA: 20,
  changesOfB: 31,
  changes: 200,
  confidence: 0.85,
  lift: 5.48,
  p: 1e-9,
  examples: [{ commit: 'abc1234567', subject: 'orders: totals' }],
  fileOfA: 'a.ts',
  fileOfB: 'b.ts',
  repository: '.',
  ...more,
});
const history = (coChanges: readonly CoChange[], more: Partial<HistoryEvidence> = {}): HistoryEvidence => ({
  coChanges,
  changes: 200,
  commits: 250,
  leftOut: {},
  shallow: [],
  months: 12,
  ...more,
});
const nodes = ['billing', 'orders', 'stock'].map((name) => service(name));
const report = (found?: HistoryEvidence): Report => ({
  ...sampleReport,
  findings: [],
  graph: { ...sampleReport.graph, nodes, edges: [], ...(found && { history: found }) },
});
const options = (graph: Partial<GraphOptions>) => ({ ...defaultRenderOptions, graph: { ...defaultGraphOptions, ...graph } });
const asked = { level: 'services', coChange: true } as const;
const together = history([pair('billing', 'orders'), pair('orders', 'stock', { p: 0.04 }), pair('billing', 'stock', { lift: 1.2 })]);

describe('graph --co-change', () => {
  it('joins what changes together more often than by chance, dotted, without direction, by its weight', () => {
    const dot = renderGraphDot(report(together), options(asked));
    const lines = dot.split('\n').filter((line) => line.includes(' -> '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /"service:billing" -> "service:orders" .*label="17 of 20 changes", style="dotted", arrowhead="none", .*penwidth="3.6", constraint="false"/,
    );
    expect(dot).toContain('changed together');
  });

  it('in Mermaid without arrowhead, and says so', async () => {
    const chart = await parseFlowchart(renderGraphMermaid(report(together), options(asked)));
    expect(chart.edges).toHaveLength(1);
    expect(chart.nodes.get('note1')).toBe('without arrowhead: changed together');
  });

  it('in JSON all pairs with every number, and null without history', () => {
    const json = (found?: HistoryEvidence) => JSON.parse(renderGraphJson(report(found), options(asked))) as { coChanges: unknown[] | null };
    expect(json(together).coChanges?.[0]).toEqual({
      services: ['service:billing', 'service:orders'],
      shared: 17,
      changesOf: [20, 31],
      changes: 200,
      confidence: 0.85,
      lift: 5.48,
      p: 1e-9,
      commits: ['abc1234567'],
    });
    expect(json(together).coChanges).toHaveLength(3);
    expect(json().coChanges).toBeNull();
    const schema = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../schemas/graph.schema.json'), 'utf8')) as object;
    const valid = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);
    expect([valid(json(together)), valid(json()), valid({ ...json(), coChanges: [{ services: ['service:a'] }] })]).toEqual([true, true, false]);
  });

  it('only on request, and with a word where there is none', () => {
    expect(renderGraphDot(report(together), options({ level: 'services' }))).not.toContain(' -> ');
    expect(renderGraphJson(report(together), options({ level: 'services' }))).not.toContain('coChanges');
    const notes = (found?: HistoryEvidence) => drawGraph(report(found), options(asked).graph).notes;
    expect(notes()).toEqual(['No history was read: nothing is known of changes']);
    expect(notes(history([], { shallow: ['.'], changes: 0 }))).toEqual(['The history is cut off (a shallow clone): nothing is known of changes']);
    expect(notes(history([]))).toEqual(['No two services change together more often than by chance']);
  });
});
