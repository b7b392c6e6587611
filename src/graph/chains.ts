import type { Components } from './components.js';
import { type Arc, arcsFrom, type Digraph } from './digraph.js';
import { shortestPath } from './paths.js';

/** A chain of arcs in order; `length` is the sum of their weights, arcs inside a component not counted. */
export interface Chain<A extends Arc> {
  readonly arcs: readonly A[];
  readonly length: number;
}

/** Components that no arc of another component enters, in descending number. */
export function sourceComponents(graph: Digraph, components: Components): readonly number[] {
  const entered = new Uint8Array(components.members.length);
  for (const arc of graph.arcs) {
    const to = components.of[arc.to] as number;
    if (components.of[arc.from] !== to) entered[to] = 1;
  }
  return components.members.map((_, component) => component).filter((component) => entered[component] === 0);
}

/**
 * The longest chain from any of the `sources` to each component that no arc leaves, where it is longer than `longerThan`:
 * dynamic programming over the condensation, in the time of one pass over what the sources reach. `sources` must be all of
 * the nodes of their components. Inside a component a chain takes a shortest way. Paths are never enumerated.
 */
export function longestChains<A extends Arc>(
  graph: Digraph<A>,
  components: Components,
  sources: readonly number[],
  weigh: (arc: A) => number,
  longerThan: number,
): readonly Chain<A>[] {
  const best = new Map<number, { length: number; by: A | null }>();
  const starts = new Set(sources.map((node) => components.of[node] as number));
  for (const component of starts) best.set(component, { length: 0, by: null });
  const ends: number[] = [];
  for (let component = [...starts].reduce((a, b) => Math.max(a, b), -1); component >= 0; component--) {
    const reached = best.get(component);
    if (reached && !relax(graph, components, component, reached.length, weigh, best)) ends.push(component);
  }
  const chains: Chain<A>[] = [];
  for (const end of ends) {
    const length = best.get(end)?.length ?? 0;
    if (length > longerThan) chains.push({ length, arcs: spell(graph, components, crossings(components, best, end), weigh) });
  }
  return chains;
}

/** Extends the chains that end in a component over every arc that leaves it; false where none does. */
function relax<A extends Arc>(
  graph: Digraph<A>,
  components: Components,
  component: number,
  length: number,
  weigh: (arc: A) => number,
  best: Map<number, { length: number; by: A | null }>,
): boolean {
  let leaves = false;
  for (const node of components.members[component] ?? []) {
    for (const arc of arcsFrom(graph, node)) {
      const to = components.of[arc.to] as number;
      if (to === component) continue;
      leaves = true;
      const candidate = length + weigh(arc);
      const known = best.get(to);
      if (!known || candidate > known.length) best.set(to, { length: candidate, by: arc });
    }
  }
  return leaves;
}

/** The arcs by which the best chain to a component passes from component to component. */
function crossings<A extends Arc>(components: Components, best: ReadonlyMap<number, { by: A | null }>, end: number): readonly A[] {
  const arcs: A[] = [];
  for (let by = best.get(end)?.by; by; by = best.get(components.of[by.from] as number)?.by) arcs.push(by);
  return arcs.reverse();
}

/** The shortest node path that crosses the same components at the same weights. */
function spell<A extends Arc>(graph: Digraph<A>, components: Components, arcs: readonly A[], weigh: (arc: A) => number): readonly A[] {
  const first = arcs[0];
  const last = arcs[arcs.length - 1];
  if (!first || !last) return [];
  const weightAfter = new Map(arcs.map((arc) => [`${components.of[arc.from]} ${components.of[arc.to]}`, weigh(arc)]));
  const onTheWay = new Set(arcs.flatMap((arc) => [components.of[arc.from] as number, components.of[arc.to] as number]));
  const allowed = (arc: A): boolean => {
    const from = components.of[arc.from] as number;
    const to = components.of[arc.to] as number;
    return onTheWay.has(to) && (from === to || weightAfter.get(`${from} ${to}`) === weigh(arc));
  };
  const membersOf = (node: number): readonly number[] => components.members[components.of[node] as number] ?? [];
  return shortestPath(graph, membersOf(first.from), new Set(membersOf(last.to)), allowed) ?? arcs;
}
