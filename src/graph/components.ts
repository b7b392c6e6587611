import { at, type Digraph } from './digraph.js';

/**
 * Strongly connected components. A component's number is smaller than that of every component that reaches it: arcs between components lead to smaller
 * numbers.
 */
export interface Components {
  /** Component of each node. */
  readonly of: Int32Array;
  /** Nodes of each component, ascending. */
  readonly members: readonly (readonly number[])[];
}

interface Walk {
  readonly index: Int32Array;
  readonly low: Int32Array;
  readonly of: Int32Array;
  readonly members: number[][];
  /** Nodes that are in no finished component yet. */
  readonly open: number[];
  counter: number;
}

/**
 * Tarjan's algorithm (SIAM Journal on Computing 1(2), 1972) on an explicit stack: linear time, any depth.
 */
export function stronglyConnected(graph: Digraph): Components {
  const walk: Walk = {
    index: new Int32Array(graph.size).fill(-1),
    low: new Int32Array(graph.size),
    of: new Int32Array(graph.size).fill(-1),
    members: [],
    open: [],
    counter: 0,
  };
  for (let root = 0; root < graph.size; root++) if (at(walk.index, root) === -1) visitFrom(graph, root, walk);
  return { of: walk.of, members: walk.members };
}

function visitFrom(graph: Digraph, root: number, walk: Walk): void {
  const path: number[] = [root];
  const slots: number[] = [at(graph.start, root)];
  enter(root, walk);
  while (path.length > 0) {
    const node = path[path.length - 1] as number;
    const slot = slots[slots.length - 1] as number;
    if (slot < at(graph.start, node + 1)) {
      slots[slots.length - 1] = slot + 1;
      const to = graph.arcs[at(graph.order, slot)]?.to as number;
      if (at(walk.index, to) === -1) {
        enter(to, walk);
        path.push(to);
        slots.push(at(graph.start, to));
      } else if (at(walk.of, to) === -1) {
        walk.low[node] = Math.min(at(walk.low, node), at(walk.index, to));
      }
      continue;
    }
    path.pop();
    slots.pop();
    const parent = path[path.length - 1];
    if (parent !== undefined) walk.low[parent] = Math.min(at(walk.low, parent), at(walk.low, node));
    if (at(walk.low, node) === at(walk.index, node)) close(node, walk);
  }
}

function enter(node: number, walk: Walk): void {
  walk.index[node] = walk.counter;
  walk.low[node] = walk.counter;
  walk.counter += 1;
  walk.open.push(node);
}

function close(root: number, walk: Walk): void {
  const members: number[] = [];
  for (;;) {
    const node = walk.open.pop() as number;
    walk.of[node] = walk.members.length;
    members.push(node);
    if (node === root) break;
  }
  walk.members.push(members.sort((a, b) => a - b));
}
