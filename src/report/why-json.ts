import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { connect } from './shape/connection.js';
import { jsonText } from './shape/escape.js';
import { schemaVersion, wireEdge, wireEvidence, wireNode } from './shape/wire.js';

/** How two nodes are joined, as JSON: the relation, the way, and each edge with all its evidence. */
export function renderWhyJson(report: Report, options: RenderOptions): string {
  const from = options.question?.from ?? '';
  const to = options.question?.to;
  const connection = connect(report.graph, from, to);
  const ends = report.graph.nodes.filter((node) => node.id === from || node.id === to);
  return jsonText({
    schemaVersion,
    tool: { name: 'archlint', version: report.toolVersion },
    from,
    to: to ?? null,
    relation: connection.relation,
    path: connection.path,
    edges: connection.edges.map(wireEdge),
    goTogether: (options.together ?? []).map(({ kind, text, locations }) => ({ kind, text, locations: locations.map(({ file, line }) => ({ file, line })) })),
    nodes: ends.map((node) => ({ ...wireNode(node), evidence: node.evidence.map(wireEvidence) })),
  });
}
