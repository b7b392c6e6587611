import type { Edge, GraphNode, NodeId, NodeKind, ReleaseSet, SystemGraph } from '../core/graph.js';
import { compareText } from '../core/location.js';
import type { GraphView } from '../core/rule.js';

type NodeOf<K extends NodeKind> = Extract<GraphNode, { kind: K }>;

const compareEdges = (a: Edge, b: Edge): number => compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.kind, b.kind);

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * A resolved system to the read-only questions that rules ask. Goes in: the graph in any order, edges to missing nodes
 * allowed. Comes out: answers sorted by id (edges by from, to, kind), each in constant time after one pass.
 */
export function createGraphView(system: SystemGraph): GraphView {
  const sortedNodes = [...system.nodes].sort((a, b) => compareText(a.id, b.id));
  const sortedEdges = [...system.edges].sort(compareEdges);
  const byId = new Map<NodeId, GraphNode>(sortedNodes.map((node) => [node.id, node]));
  const byKind = groupBy(sortedNodes, (node) => node.kind);
  const edgesByKind = groupBy(sortedEdges, (edge) => edge.kind);
  const bySource = groupBy(sortedEdges, (edge) => edge.from);
  const byTarget = groupBy(sortedEdges, (edge) => edge.to);
  const ofKind = (edges: readonly Edge[], kind: Edge['kind'] | undefined): readonly Edge[] => (kind ? edges.filter((edge) => edge.kind === kind) : edges);
  const releases: readonly ReleaseSet[] = [...system.releases].sort(
    (a, b) => compareText(a.evidenceKind, b.evidenceKind) || compareText(a.anchor, b.anchor) || compareText(a.services.join(' '), b.services.join(' ')),
  );
  return {
    system,
    node: (id) => byId.get(id),
    nodes: <K extends NodeKind>(kind: K) => (byKind.get(kind) ?? []) as unknown as readonly NodeOf<K>[],
    edges: (kind) => (kind ? (edgesByKind.get(kind) ?? []) : sortedEdges),
    outgoing: (id, kind) => ofKind(bySource.get(id) ?? [], kind),
    incoming: (id, kind) => ofKind(byTarget.get(id) ?? [], kind),
    releases,
  };
}
