import { stronglyConnected } from './components.js';
import { type Arc, arcsFrom, createDigraph, type Digraph } from './digraph.js';

/** Arcs looked at before the search settles for the shortest cycle found so far. */
const stepBudget = 2_000_000;
/** Arcs of a component up to which every single cut is tried. */
const cutBudget = 400;

/**
 * A cycle with the fewest arcs inside one strongly connected component, as its arcs in order; of equally short ones the one through the earliest node,
 * beginning there. Loops (a node that calls itself) are no cycle; undefined for a single node. Exact until 2,000,000 arcs were looked at (rings of more than
 * 1,000 nodes may exceed that); beyond, the shortest cycle found by then, which there always is.
 */
export function shortestCycle<A extends Arc>(graph: Digraph<A>, members: readonly number[]): readonly A[] | undefined {
  const inside = new Set(members);
  let best: readonly A[] | undefined;
  let steps = 0;
  for (const start of members) {
    if (best && (best.length === 2 || steps > stepBudget)) break;
    const limit = best ? best.length - 1 : Number.POSITIVE_INFINITY;
    const search = cycleThrough(graph, start, inside, limit);
    steps += search.steps;
    if (search.cycle) best = search.cycle;
  }
  return best;
}

function cycleThrough<A extends Arc>(graph: Digraph<A>, start: number, inside: ReadonlySet<number>, limit: number): { cycle?: readonly A[]; steps: number } {
  const cameBy = new Map<number, A>();
  const depth = new Map<number, number>([[start, 0]]);
  const queue = [start];
  let steps = 0;
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head] as number;
    const next = (depth.get(node) ?? 0) + 1;
    if (next > limit) break;
    for (const arc of arcsFrom(graph, node)) {
      steps += 1;
      if (arc.to === node || !inside.has(arc.to)) continue;
      if (arc.to === start) return { cycle: unwind(cameBy, arc, start), steps };
      if (depth.has(arc.to)) continue;
      depth.set(arc.to, next);
      cameBy.set(arc.to, arc);
      queue.push(arc.to);
    }
  }
  return { steps };
}

function unwind<A extends Arc>(cameBy: ReadonlyMap<number, A>, last: A, start: number): readonly A[] {
  const cycle: A[] = [last];
  for (let node = last.from; node !== start; ) {
    const arc = cameBy.get(node) as A;
    cycle.push(arc);
    node = arc.from;
  }
  return cycle.reverse();
}

/** Where to break a component: the arc, and whether no cycle is left without it. */
export interface Cut<A extends Arc> {
  readonly arc: A;
  readonly breaksAll: boolean;
}

/**
 * The arc of a component that is cheapest to remove: of those without which no cycle is left, else (or in components of more than 400 arcs) of those on
 * `cycle`, the one of least `cost`; ties go to the earlier in `compare`. `cycle` must not be empty. Expects no parallel arcs.
 */
export function cheapestCut<A extends Arc>(
  graph: Digraph<A>,
  members: readonly number[],
  cycle: readonly A[],
  cost: (arc: A) => number,
  compare: (a: A, b: A) => number,
): Cut<A> | undefined {
  const inside = new Set(members);
  const arcs = members.flatMap((node) => [...arcsFrom(graph, node)]).filter((arc) => inside.has(arc.to) && arc.to !== arc.from);
  const cheapest = (candidates: readonly A[]): A | undefined => [...candidates].sort((a, b) => cost(a) - cost(b) || compare(a, b))[0];
  const decisive = arcs.length > cutBudget ? [] : cycle.filter((arc) => isAcyclic(members, arcs, arc));
  const arc = cheapest(decisive.length > 0 ? decisive : cycle);
  return arc && { arc, breaksAll: decisive.length > 0 };
}

/** An arc without which no cycle is left lies on every cycle, so on the one shown too: only its arcs need trying. */
function isAcyclic<A extends Arc>(members: readonly number[], arcs: readonly A[], without: A): boolean {
  const numberOf = new Map(members.map((node, index) => [node, index]));
  const rest = arcs.filter((arc) => arc !== without).map((arc) => ({ from: numberOf.get(arc.from) as number, to: numberOf.get(arc.to) as number }));
  return stronglyConnected(createDigraph(members.length, rest)).members.every((component) => component.length === 1);
}
