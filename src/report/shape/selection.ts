import type { Edge, GraphNode, NodeId, SystemGraph } from '../../core/graph.js';
import { compareText } from '../../core/location.js';
import type { Finding } from '../../core/report.js';
import type { GraphLevel, GraphOptions } from '../options.js';
import { highlightOf } from './highlight.js';
import { bothWays, flowStep, reached, type Step, turned } from './reach.js';

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
 * Nodes and edges that the options ask for; sorted by id, edges by ends and kind. Options narrow each other: a node is shown if the level, the focus, the
 * reach, the ways between two nodes and the findings all keep it. Nodes that an option names are shown whatever the level; the two ends of `between` even
 * where no way leads from one to the other.
 */
export function select(graph: SystemGraph, options: GraphOptions, defaultLevel: GraphLevel, findings: readonly Finding[]): Selection {
  const hidden = hiddenKinds[options.level ?? defaultLevel];
  const named = namedNodes(options);
  const visible = new Set(graph.nodes.filter((node) => !hidden.includes(node.kind) || named.has(node.id)).map((node) => node.id));
  const edges = graph.edges.filter((edge) => visible.has(edge.from) && visible.has(edge.to));
  const steps = edges.flatMap((edge) => flowStep(edge) ?? []);
  const filters = [
    options.focus === undefined ? undefined : reached(bothWays(edges), options.focus, options.depth ?? 1),
    options.reaches === undefined ? undefined : reached(steps.map(turned), [options.reaches], options.depth),
    options.between === undefined ? undefined : waysBetween(steps, ...options.between),
  ].filter((kept) => kept !== undefined);
  const paint = options.onlyFindings ? highlightOf(graph, findings) : undefined;
  const shown = (id: NodeId): boolean => visible.has(id) && filters.every((kept) => kept.has(id)) && (paint === undefined || paint.nodes.has(id));
  const lies = (edge: Edge): boolean => options.between === undefined || onWay(edge, ...options.between);
  return {
    nodes: graph.nodes.filter((node) => shown(node.id)).toSorted((a, b) => compareText(a.id, b.id)),
    edges: edges.filter((edge) => shown(edge.from) && shown(edge.to) && lies(edge) && (paint === undefined || paint.edges.has(edge))).toSorted(compareEdges),
  };
}

/** Nodes that the options name: they are shown at any level and never folded into a group. */
export function namedNodes(options: GraphOptions): ReadonlySet<NodeId> {
  return new Set([...(options.focus ?? []), ...(options.reaches === undefined ? [] : [options.reaches]), ...(options.between ?? [])]);
}

/** Nodes on ways that leave `from` and come to `to` without passing either in between: two searches, no list of paths. Both ends always. */
function waysBetween(steps: readonly Step[], from: NodeId, to: NodeId): ReadonlySet<NodeId> {
  const onward = reached(steps, [from], undefined, (id) => id === to);
  const back = reached(steps.map(turned), [to], undefined, (id) => id === from);
  return new Set([from, to, ...[...onward].filter((id) => back.has(id))]);
}

function onWay(edge: Edge, from: NodeId, to: NodeId): boolean {
  const step = flowStep(edge);
  return step !== undefined && step.to !== from && step.from !== to;
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
