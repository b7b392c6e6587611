import type { Edge, NodeId } from '../../core/graph.js';
import { groupBy } from './group-by.js';

/** One step from a node to the next. */
export interface Step {
  readonly from: NodeId;
  readonly to: NodeId;
}

/** Where calls, messages, data and dependencies go; a message goes from the channel to its consumer. A start-up order leads nowhere: undefined. */
export function flowStep(edge: Edge): Step | undefined {
  if (edge.kind === 'starts-after') return undefined;
  return edge.kind === 'consumes' ? { from: edge.to, to: edge.from } : edge;
}

/** Every edge's step and its reverse: for neighbourhoods. */
export function bothWays(edges: readonly Edge[]): readonly Step[] {
  return edges.flatMap((edge) => [edge, { from: edge.to, to: edge.from }]);
}

export const turned = (step: Step): Step => ({ from: step.to, to: step.from });

/** Nodes within `depth` steps of any of the starts, the starts among them. Breadth first; nothing is expanded that `stop` holds for. */
export function reached(
  steps: readonly Step[],
  starts: Iterable<NodeId>,
  depth: number = Number.POSITIVE_INFINITY,
  stop: (id: NodeId) => boolean = () => false,
): ReadonlySet<NodeId> {
  const next = groupBy(steps, (step) => step.from);
  const seen = new Set(starts);
  let border: readonly NodeId[] = [...seen];
  for (let step = 0; step < depth && border.length > 0; step += 1) {
    border = [...new Set(border.flatMap((id) => (stop(id) ? [] : (next.get(id) ?? []).map(({ to }) => to))))].filter((id) => !seen.has(id));
    for (const id of border) seen.add(id);
  }
  return seen;
}
