import type { Comparison, GraphChange } from '../../core/comparison.js';
import type { SystemGraph } from '../../core/graph.js';
import { changedNeighbourhood } from './change-diagram.js';
import { wireEdge, wireFinding, wireNode } from './wire.js';

/** A comparison as it stands in JSON output. */
export function wireComparison({ against, fixed, unchanged, change, stale }: Comparison, graph: SystemGraph): Readonly<Record<string, unknown>> {
  return {
    against: { kind: against.kind, name: against.name },
    fixed: fixed.map(wireFinding),
    unchanged: unchanged.map(wireFinding),
    ...(change === undefined ? {} : { change: wireChange(change, graph) }),
    stale: stale.map(({ ruleId, services, fingerprint, at }) => ({ ruleId, services, fingerprint, at: { file: at.file, line: at.line } })),
  };
}

/** How a graph differs; nodes that are in the lists or in the graph stand by their ids. */
export function wireChange(change: GraphChange, graph: SystemGraph): Readonly<Record<string, unknown>> {
  const around = changedNeighbourhood(change, graph);
  return {
    addedNodes: change.addedNodes.map(wireNode),
    removedNodes: change.removedNodes.map(wireNode),
    renamedNodes: change.renamedNodes.map(({ from, to }) => ({ from, to })),
    addedEdges: change.addedEdges.map(wireEdge),
    removedEdges: change.removedEdges.map(wireEdge),
    newlyShared: change.newlyShared.map(({ id }) => id),
    noLongerShared: change.noLongerShared.map(({ id }) => id),
    neighbourhood: { nodes: around.nodes.map(wireNode), edges: around.edges.map(wireEdge) },
  };
}
