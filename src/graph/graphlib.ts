import { Graph } from '@dagrejs/graphlib';
import type { Edge, GraphNode, SystemGraph } from '../core/graph.js';

/**
 * The system as a directed multigraph of graphlib, for programs that use that package: nodes by id, edges named by their kind, labels are archlint's own
 * records. Ids begin with their kind (`service:`), which keeps names like `__proto__` out of graphlib's plain objects. Edges to missing nodes are left out.
 */
export function toGraphlib(system: SystemGraph): Graph<undefined, GraphNode, Edge> {
  const graph = new Graph<undefined, GraphNode, Edge>({ directed: true, multigraph: true });
  for (const node of system.nodes) graph.setNode(node.id, node);
  for (const edge of system.edges) {
    if (graph.hasNode(edge.from) && graph.hasNode(edge.to)) graph.setEdge(edge.from, edge.to, edge, edge.kind);
  }
  return graph;
}
