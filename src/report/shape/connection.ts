import type { Edge, NodeId, SystemGraph } from '../../core/graph.js';
import { groupBy } from './group-by.js';
import { bothWays, flowStep, type Step } from './reach.js';
import { compareEdges } from './selection.js';

/**
 * How two nodes hang together. `direct`: edges between them, in either direction. `path`: the shortest way from one to the other along calls, messages and
 * data; `reverse`: only the other way round; `shared`: only through something both use. `node`: everything about one node.
 */
export interface Connection {
  readonly relation: 'direct' | 'path' | 'reverse' | 'shared' | 'none' | 'node';
  /** Nodes in order, for the relations that are a way. */
  readonly path: readonly NodeId[];
  /** Direct: every edge. A way: the edges of each hop in turn. */
  readonly edges: readonly Edge[];
}

/** Answers `why from to`; without `to`, everything about `from`. */
export function connect(graph: SystemGraph, from: NodeId, to?: NodeId): Connection {
  const edges = graph.edges.toSorted(compareEdges);
  if (to === undefined) {
    return {
      relation: 'node',
      path: [from],
      edges: [...edges.filter((edge) => edge.from === from), ...edges.filter((edge) => edge.to === from && edge.from !== from)],
    };
  }
  const joins = (a: NodeId, b: NodeId): readonly Edge[] => edges.filter((edge) => edge.from === a && edge.to === b);
  const direct = from === to ? joins(from, to) : [...joins(from, to), ...joins(to, from)];
  if (direct.length > 0) return { relation: 'direct', path: [from, to], edges: direct };
  const flow = edges.filter((edge) => edge.kind !== 'starts-after' && edge.kind !== 'imports' && edge.kind !== 'uses');
  const steps = flow.flatMap((edge) => flowStep(edge) ?? []);
  return (
    way('path', steps, flow, from, to) ??
    way('reverse', steps, flow, to, from) ??
    way('shared', bothWays(edges), edges, from, to) ?? { relation: 'none', path: [], edges: [] }
  );
}

function way(relation: Connection['relation'], steps: readonly Step[], edges: readonly Edge[], from: NodeId, to: NodeId): Connection | undefined {
  const path = shortest(steps, from, to);
  if (path.length < 2) return undefined;
  const hops = path.slice(1).flatMap((next, i) => {
    const last = path[i];
    return edges.filter((edge) => (edge.from === last && edge.to === next) || (edge.to === last && edge.from === next));
  });
  return { relation, path, edges: hops };
}

/** Breadth first; among equally short ways the first in the order of the steps. */
function shortest(steps: readonly Step[], from: NodeId, to: NodeId): readonly NodeId[] {
  const next = groupBy(steps, (step) => step.from);
  const cameFrom = new Map<NodeId, NodeId | undefined>([[from, undefined]]);
  const queue = [from];
  for (let i = 0; i < queue.length && !cameFrom.has(to); i += 1) {
    const at = queue[i] ?? from;
    for (const step of next.get(at) ?? []) {
      if (cameFrom.has(step.to)) continue;
      cameFrom.set(step.to, at);
      queue.push(step.to);
    }
  }
  if (!cameFrom.has(to) || from === to) return [];
  const path: NodeId[] = [];
  for (let at: NodeId | undefined = to; at !== undefined; at = cameFrom.get(at)) path.push(at);
  return path.toReversed();
}
