import { type Arc, arcsFrom, type Digraph } from './digraph.js';

/**
 * A path with the fewest arcs from one of `sources` to one of `targets`, as its arcs in order; undefined where there is
 * none, empty where a source is a target. Breadth first; ties go to the earlier source and the earlier arc.
 * `allowed` leaves arcs out.
 */
export function shortestPath<A extends Arc>(
  graph: Digraph<A>,
  sources: readonly number[],
  targets: ReadonlySet<number>,
  allowed: (arc: A) => boolean = () => true,
): readonly A[] | undefined {
  const cameBy = new Map<number, A | null>();
  const queue: number[] = [];
  for (const source of sources) {
    if (targets.has(source)) return [];
    if (!cameBy.has(source)) {
      cameBy.set(source, null);
      queue.push(source);
    }
  }
  for (let head = 0; head < queue.length; head++) {
    for (const arc of arcsFrom(graph, queue[head] as number)) {
      if (cameBy.has(arc.to) || !allowed(arc)) continue;
      cameBy.set(arc.to, arc);
      if (targets.has(arc.to)) return backtrack(cameBy, arc);
      queue.push(arc.to);
    }
  }
  return undefined;
}

function backtrack<A extends Arc>(cameBy: ReadonlyMap<number, A | null>, last: A): readonly A[] {
  const path: A[] = [];
  for (let arc: A | null | undefined = last; arc; arc = cameBy.get(arc.from)) path.push(arc);
  return path.reverse();
}
