/** One directed arc between node numbers. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

/**
 * A directed graph over the numbers 0 … size-1 in compressed rows: the arcs leaving node n are
 * `order[start[n]] … order[start[n + 1] - 1]`, as indexes into the arcs given, in the order given. Parallel arcs and loops are kept.
 */
export interface Digraph<A extends Arc = Arc> {
  readonly size: number;
  readonly arcs: readonly A[];
  readonly start: Int32Array;
  readonly order: Int32Array;
}

/** Builds the rows in one counting pass. Arcs that leave 0 … size-1 are a programming error. */
export function createDigraph<A extends Arc>(size: number, arcs: readonly A[]): Digraph<A> {
  const start = new Int32Array(size + 1);
  for (const arc of arcs) {
    if (!(arc.from >= 0 && arc.from < size && arc.to >= 0 && arc.to < size))
      throw new RangeError(`arc ${arc.from} → ${arc.to} leaves a graph of ${size} nodes`);
    start[arc.from + 1] = at(start, arc.from + 1) + 1;
  }
  for (let n = 0; n < size; n++) start[n + 1] = at(start, n + 1) + at(start, n);
  const next = start.slice();
  const order = new Int32Array(arcs.length);
  arcs.forEach((arc, index) => {
    const slot = at(next, arc.from);
    next[arc.from] = slot + 1;
    order[slot] = index;
  });
  return { size, arcs, start, order };
}

/** Element of a number row that is known to be there. */
export function at(row: Int32Array, index: number): number {
  return row[index] as number;
}

/** Arcs leaving a node, in the order given. */
export function* arcsFrom<A extends Arc>(graph: Digraph<A>, node: number): Generator<A> {
  for (let slot = at(graph.start, node); slot < at(graph.start, node + 1); slot++) yield graph.arcs[at(graph.order, slot)] as A;
}
