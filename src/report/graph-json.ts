import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { jsonText } from './shape/escape.js';
import { select } from './shape/selection.js';
import { schemaVersion, wireCoChanges, wireCoverage, wireEdge, wireFiles, wireNode, wireUnresolved } from './shape/wire.js';

/** The graph as JSON (`schemas/graph.schema.json`): the whole of it unless a level or a focus is asked for; with co-change the pairs that changed together at least three times. */
export function renderGraphJson(report: Report, options: RenderOptions): string {
  const selection = select(report.graph, options.graph, 'all', report.findings);
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    nodes: selection.nodes.map(wireNode),
    edges: selection.edges.map(wireEdge),
    ...(options.graph.coChange ? { coChanges: wireCoChanges(report.graph.history, new Set(selection.nodes.map((node) => node.id))) } : {}),
    unresolved: wireUnresolved(report.graph.unresolved),
    coverage: wireCoverage(report.graph.coverage),
    files: wireFiles(report.files),
  });
}
