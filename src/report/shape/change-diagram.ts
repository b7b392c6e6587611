import type { GraphChange } from '../../core/comparison.js';
import type { Edge, EdgeKind, GraphNode, NodeId, SystemGraph } from '../../core/graph.js';
import { compareText } from '../../core/location.js';
import type { Finding } from '../../core/report.js';
import type { Change, Drawing } from './drawing/drawing.js';
import { framesOf, withoutIdleStores } from './drawing/frames.js';
import { drawnLine, mergeLines } from './drawing/lines.js';
import { mermaidDrawing } from './drawing/mermaid-drawing.js';
import { drawnNode } from './drawing/nodes.js';
import { joinTwins } from './drawing/twins.js';
import { highlightOf } from './highlight.js';
import { count } from './layout.js';
import { compareEdges, drawnEdges } from './selection.js';

/** Few enough to take in at a glance in a comment. */
const mostNodes = 40;

/** A picture of what a change touches, for a comment or a summary. */
export interface ChangeDiagram {
  /** A Mermaid flowchart without its fence; ends with a newline. No backtick is in it. */
  readonly mermaid: string;
  /** What the strokes mean, and what was left out: one line of plain words, free of scanned names. */
  readonly caption: string;
}

/**
 * Draws the changed neighbourhood of a graph: added nodes and edges thick with a `+`, removed ones dashed with a `−`, around them what they touch
 * unchanged; at most 40 nodes. Undefined where nothing of the architecture changed (a start-up order alone is none).
 * @param change what differs from the earlier state
 * @param after the graph as it is now
 * @param findings painted by severity where they touch what is shown; usually the new ones
 */
export function changeDiagram(change: GraphChange, after: SystemGraph, findings: readonly Finding[] = []): ChangeDiagram | undefined {
  const drawing = drawChange(change, after, findings);
  if (drawing === undefined) return undefined;
  const drawn = new Set([...drawing.nodes, ...drawing.lines, ...drawing.frames].map((one) => one.change));
  const strokes = [
    drawn.has('added') ? '+ thick: added' : '',
    drawn.has('removed') ? '− dashed: removed' : '',
    drawn.has(undefined) ? 'thin: unchanged neighbours' : '',
  ];
  return { mermaid: mermaidDrawing(drawing), caption: [...strokes.filter((text) => text !== ''), ...drawing.notes].join(' · ') };
}

/** What a change is told by first. A start-up order is no part of the architecture. */
const telling: readonly EdgeKind[] = ['calls', 'accesses', 'publishes', 'consumes', 'routes', 'imports', 'uses'];
const tellingNodes: readonly GraphNode['kind'][] = ['service', 'gateway', 'datastore', 'channel', 'table', 'external', 'library', 'infrastructure'];

/** The part of a graph that a drawing of the change shows: nodes and edges as they are now. */
export function changedNeighbourhood(change: GraphChange, after: SystemGraph): { readonly nodes: readonly GraphNode[]; readonly edges: readonly Edge[] } {
  const { all } = chosen(change, after, worldOf(change, after));
  return {
    nodes: after.nodes.filter((node) => all.has(node.id)),
    edges: after.edges.filter((edge) => edge.kind !== 'starts-after' && all.has(edge.from) && all.has(edge.to)),
  };
}

function worldOf(change: GraphChange, after: SystemGraph): ReadonlyMap<NodeId, GraphNode> {
  return new Map([...change.removedNodes, ...change.addedNodes, ...after.nodes].map((node) => [node.id, node]));
}

/**
 * The changed neighbourhood: every added and removed node and edge with the ends of the edges, and as context what surrounds them unchanged: callers and
 * callees of a service, the other users of a store, table or channel. At most 40 nodes: first the ends of calls, then of accesses, messages, routes,
 * then the other changed nodes, then context. Undefined where nothing of the architecture changed.
 */
export function drawChange(change: GraphChange, after: SystemGraph, findings: readonly Finding[]): Drawing | undefined {
  const world = worldOf(change, after);
  const shown = chosen(change, after, world);
  const nodes = [...shown.all].flatMap((id) => world.get(id) ?? []).toSorted((a, b) => compareText(a.id, b.id));
  if (nodes.length === 0) return undefined;
  const state = statesOf(change);
  const inside = (edge: Edge): boolean => edge.kind !== 'starts-after' && shown.all.has(edge.from) && shown.all.has(edge.to);
  const edges = drawnEdges({ nodes, edges: [...after.edges, ...change.removedEdges].filter(inside) }, (edge) => state.edge(edge) ?? '');
  const paint = highlightOf(after, findings);
  const drawing = joinTwins(
    withoutIdleStores({
      nodes: nodes.map((node) => drawnNode(node, paint.nodes.get(node.id), state.node(node.id))),
      lines: mergeLines(edges.map((edge) => drawnLine(edge, paint.edges.get(edge), state.edge(edge)))),
      frames: framesOf(nodes, []),
      notes: [],
    }),
    new Set(),
  );
  return { ...drawing, notes: shown.missing === 0 ? [] : [`${count(shown.missing, 'more node')} changed, not shown`] };
}

interface States {
  readonly node: (id: NodeId) => Change | undefined;
  readonly edge: (edge: Edge) => Change | undefined;
}

function statesOf(change: GraphChange): States {
  const nodes = new Map<NodeId, Change>();
  for (const node of change.removedNodes) nodes.set(node.id, 'removed');
  for (const node of change.addedNodes) nodes.set(node.id, 'added');
  const key = (edge: Edge): string => JSON.stringify([edge.from, edge.to, edge.kind]);
  const edges = new Map<string, Change>();
  for (const edge of change.removedEdges) edges.set(key(edge), 'removed');
  for (const edge of change.addedEdges) edges.set(key(edge), 'added');
  return { node: (id) => nodes.get(id), edge: (edge) => edges.get(key(edge)) };
}

interface Chosen {
  readonly all: ReadonlySet<NodeId>;
  /** Changed nodes, and ends of changed edges, for which there was no room. */
  readonly missing: number;
}

function chosen(change: GraphChange, after: SystemGraph, world: ReadonlyMap<NodeId, GraphNode>): Chosen {
  const shown = new Set<NodeId>();
  const take = (ids: readonly NodeId[]): void => {
    const whole = new Set(ids.flatMap((id) => withStore(id, world)).filter((id) => !shown.has(id)));
    if (shown.size + whole.size <= mostNodes) for (const id of whole) shown.add(id);
  };
  const edges = [...change.addedEdges, ...change.removedEdges]
    .filter((edge) => telling.includes(edge.kind) && world.has(edge.from) && world.has(edge.to))
    .toSorted((a, b) => telling.indexOf(a.kind) - telling.indexOf(b.kind) || compareEdges(a, b));
  for (const edge of edges) take([edge.from, edge.to]);
  const nodes = [...change.addedNodes, ...change.removedNodes].toSorted(
    (a, b) => tellingNodes.indexOf(a.kind) - tellingNodes.indexOf(b.kind) || compareText(a.id, b.id),
  );
  for (const node of nodes) take([node.id]);
  const changed = new Set([...edges.flatMap((edge) => [edge.from, edge.to]), ...nodes.map((node) => node.id)]);
  const missing = [...changed].filter((id) => !shown.has(id)).length;
  const core = new Set(shown);
  for (const edge of after.edges.toSorted(compareEdges)) if (world.has(edge.from) && world.has(edge.to) && surrounds(edge, core)) take([edge.from, edge.to]);
  return { all: shown, missing };
}

/** A table is drawn in the frame of its store. */
function withStore(id: NodeId, world: ReadonlyMap<NodeId, GraphNode>): readonly NodeId[] {
  const node = world.get(id);
  return node?.kind === 'table' && world.has(node.datastore) ? [node.datastore, id] : [id];
}

function surrounds(edge: Edge, core: ReadonlySet<NodeId>): boolean {
  if (edge.kind === 'calls' || edge.kind === 'routes') return core.has(edge.from) || core.has(edge.to);
  return (edge.kind === 'accesses' || edge.kind === 'publishes' || edge.kind === 'consumes') && core.has(edge.to);
}
