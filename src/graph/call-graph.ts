import type { Edge, EdgeSite, NodeId, ServiceNode } from '../core/graph.js';
import type { GraphView } from '../core/rule.js';
import { type Arc, createDigraph, type Digraph } from './digraph.js';
import { type Answer, matchOperation } from './path-match.js';

/** One call (or counted route) between two units, at the site that shows it. */
export interface CallArc extends Arc {
  readonly edge: Edge;
  readonly site: EdgeSite;
}

/** Calls as a graph over numbers; `unitOf` says which service or gateway a number belongs to. */
export interface CallGraph {
  readonly graph: Digraph<CallArc>;
  readonly unitOf: readonly NodeId[];
}

/** Units as nodes, one arc for each edge: what may follow on what, for all that the service graph knows. Order of edges is kept. */
export function unitCalls(edges: readonly Edge[]): CallGraph {
  const numbers = new Numbering();
  const arcs = edges.map((edge): CallArc => ({ from: numbers.of(edge.from), to: numbers.of(edge.to), edge, site: edge.sites[0] }));
  return { graph: createDigraph(numbers.size, arcs), unitOf: numbers.labels.map((label) => label) };
}

/**
 * A unit's entries as nodes: an arc leads from each entry that reaches a call's site to each entry of the callee that the call's method and path fit, so
 * that every path in the graph is one that the code is seen to take. A call that fits no entry leads to a node where nothing goes on.
 */
export function handlerCalls(view: GraphView, edges: readonly Edge[]): CallGraph {
  const numbers = new Numbering();
  const unitOf: NodeId[] = [];
  const stateOf = (unit: NodeId, entry: string): number => {
    const number = numbers.of(JSON.stringify([unit, entry]));
    unitOf[number] = unit;
    return number;
  };
  const answers = answersOf(view, edges);
  const arcs: CallArc[] = [];
  for (const edge of edges) {
    edge.sites.forEach((site, index) => {
      const reached = matchOperation(site, answers.get(edge.to) ?? [], edge.kind === 'routes');
      const targets = reached.length > 0 ? reached : ['no entry'];
      const origins = edge.kind === 'routes' ? [routeId(edge, index), ...site.entries] : site.entries;
      for (const origin of origins.length > 0 ? origins : ['no origin']) {
        for (const target of targets) arcs.push({ from: stateOf(edge.from, origin), to: stateOf(edge.to, target), edge, site });
      }
    });
  }
  return { graph: createDigraph(numbers.size, arcs), unitOf };
}

/** What each callee answers to: a service's entries and, for whoever routes, its routes. */
function answersOf(view: GraphView, edges: readonly Edge[]): ReadonlyMap<NodeId, readonly Answer[]> {
  const answers = new Map<NodeId, Answer[]>();
  const listOf = (unit: NodeId): Answer[] => {
    const known = answers.get(unit);
    if (known) return known;
    const node = view.node(unit);
    const entries = node?.kind === 'service' ? (node satisfies ServiceNode).entries : [];
    const list = entries.map((entry): Answer => ({ id: entry.id, method: entry.method, path: entry.path }));
    answers.set(unit, list);
    return list;
  };
  for (const edge of edges) {
    listOf(edge.to);
    if (edge.kind !== 'routes') continue;
    const list = listOf(edge.from);
    list.push(...edge.sites.map((site, index) => ({ id: routeId(edge, index), method: site.method, path: site.path, prefix: true })));
  }
  return answers;
}

const routeId = (edge: Edge, site: number): string => `route ${site} to ${edge.to}`;

class Numbering {
  readonly labels: string[] = [];
  private readonly numbers = new Map<string, number>();
  get size(): number {
    return this.labels.length;
  }
  of(label: string): number {
    const known = this.numbers.get(label);
    if (known !== undefined) return known;
    this.numbers.set(label, this.labels.length);
    return this.labels.push(label) - 1;
  }
}
