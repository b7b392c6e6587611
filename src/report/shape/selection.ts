import type { Edge, GraphNode, NodeId, SystemGraph } from '../../core/graph.js';
import { compareText } from '../../core/location.js';
import type { GraphLevel, GraphOptions } from '../options.js';

/** The part of a graph that is shown. */
export interface Selection {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

const hiddenKinds: Readonly<Record<GraphLevel, readonly GraphNode['kind'][]>> = {
  services: ['datastore', 'table'],
  data: ['table'],
  all: [],
};

/**
 * Nodes and edges at a level, and around the focus if there is one; sorted by id, edges by ends and kind. A focus that the level hides is shown all the
 * same.
 */
export function select(graph: SystemGraph, options: GraphOptions, defaultLevel: GraphLevel): Selection {
  const hidden = hiddenKinds[options.level ?? defaultLevel];
  const shown = new Set(graph.nodes.filter((node) => !hidden.includes(node.kind) || node.id === options.focus).map((node) => node.id));
  const between = graph.edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to));
  const near = options.focus === undefined ? shown : neighbourhood(between, options.focus, options.depth);
  return {
    nodes: graph.nodes.filter((node) => shown.has(node.id) && near.has(node.id)).toSorted((a, b) => compareText(a.id, b.id)),
    edges: between.filter((edge) => near.has(edge.from) && near.has(edge.to)).toSorted(compareEdges),
  };
}

/** Code-point order of edges by ends, kind, protocol and condition. */
export function compareEdges(a: Edge, b: Edge): number {
  return (
    compareText(a.from, b.from) ||
    compareText(a.to, b.to) ||
    compareText(a.kind, b.kind) ||
    compareText(a.protocol ?? '', b.protocol ?? '') ||
    compareText(a.when ?? '', b.when ?? '')
  );
}

function neighbourhood(edges: readonly Edge[], focus: NodeId, depth: number): ReadonlySet<NodeId> {
  const neighbours = new Map<NodeId, NodeId[]>();
  const join = (a: NodeId, b: NodeId): void => {
    const list = neighbours.get(a);
    if (list) list.push(b);
    else neighbours.set(a, [b]);
  };
  for (const edge of edges) {
    join(edge.from, edge.to);
    join(edge.to, edge.from);
  }
  const reached = new Set([focus]);
  let border: readonly NodeId[] = [focus];
  for (let step = 0; step < depth && border.length > 0; step += 1) {
    border = [...new Set(border.flatMap((id) => neighbours.get(id) ?? []))].filter((id) => !reached.has(id));
    for (const id of border) reached.add(id);
  }
  return reached;
}

/**
 * Edges worth a line in a drawing: a start-up order is left out where a stronger edge joins the same two nodes, and an access to a data store where the
 * selection shows the tables that the service uses in it. `stateOf` keeps edges apart that tell different things of the same ends: added and removed ones.
 */
export function drawnEdges(selection: Selection, stateOf: (edge: Edge) => string = () => ''): readonly Edge[] {
  const stores = new Map(selection.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.datastore] as const] : [])));
  const pair = (edge: Edge, to: NodeId): string => JSON.stringify([edge.from, to, stateOf(edge)]);
  const strong = new Set(selection.edges.filter((edge) => edge.kind !== 'starts-after').map((edge) => pair(edge, edge.to)));
  const byTable = new Set(selection.edges.flatMap((edge) => (stores.has(edge.to) ? [pair(edge, stores.get(edge.to) ?? '')] : [])));
  return selection.edges.filter((edge) => {
    if (edge.kind === 'starts-after') return !strong.has(pair(edge, edge.to));
    return edge.kind !== 'accesses' || !byTable.has(pair(edge, edge.to));
  });
}
