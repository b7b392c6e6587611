import type { EdgeOutline, GraphChange, NodeOutline } from '../core/comparison.js';
import type { NodeId } from '../core/graph.js';
import { compareText } from '../core/location.js';
import { sameNodes } from './identity.js';

/** Nodes and edges of one state. */
export interface Outline<N, E> {
  readonly nodes: readonly N[];
  readonly edges: readonly E[];
}

/** How a graph differs from an earlier one. Pure; the order of what goes in does not matter. */
export function graphChange<N extends NodeOutline, E extends EdgeOutline>(before: Outline<N, E>, after: Outline<N, E>): GraphChange<N, E> {
  const partners = sameNodes(before.nodes, after.nodes);
  const nameNow = (id: NodeId): NodeId => partners.get(id) ?? id;
  const then = before.edges.map((edge) => ({ ...edge, from: nameNow(edge.from), to: nameNow(edge.to) }));
  const kept = new Set(partners.values());
  const [edgesThen, edgesNow] = [new Set(then.map(edgeKey)), new Set(after.edges.map(edgeKey))];
  const shared = { before: new Set([...sharedData(before)].map(nameNow)), after: sharedData(after) };
  return {
    addedNodes: after.nodes.filter(({ id }) => !kept.has(id)).toSorted(byId),
    removedNodes: before.nodes.filter(({ id }) => !partners.has(id)).toSorted(byId),
    addedEdges: after.edges.filter((edge) => !edgesThen.has(edgeKey(edge))).toSorted(byEnds),
    removedEdges: then.filter((edge) => !edgesNow.has(edgeKey(edge))).toSorted(byEnds),
    renamedNodes: [...partners].flatMap(([from, to]) => (from === to ? [] : [{ from, to }])).sort((a, b) => compareText(a.from, b.from)),
    newlyShared: after.nodes.filter(({ id }) => shared.after.has(id) && !shared.before.has(id)).toSorted(byId),
    noLongerShared: before.nodes.filter(({ id }) => shared.before.has(nameNow(id)) && !shared.after.has(nameNow(id))).toSorted(byId),
  };
}

/** An edge that only an option enables is another than one that is always there. */
const edgeKey = (edge: EdgeOutline): string => JSON.stringify([edge.from, edge.to, edge.kind, edge.when !== undefined]);

const byId = (a: NodeOutline, b: NodeOutline): number => compareText(a.id, b.id);

function byEnds(a: EdgeOutline, b: EdgeOutline): number {
  return (
    compareText(a.from, b.from) ||
    compareText(a.to, b.to) ||
    compareText(a.kind, b.kind) ||
    compareText(a.protocol ?? '', b.protocol ?? '') ||
    compareText(a.when ?? '', b.when ?? '')
  );
}

/**
 * Tables and data stores that two or more services use. Caches may be shared; in a data store whose tables stand in named schemas, services may have one each,
 * so that there only tables count.
 */
function sharedData({ nodes, edges }: Outline<NodeOutline, EdgeOutline>): ReadonlySet<NodeId> {
  const parted = new Set(nodes.flatMap((node) => (node.kind === 'table' && node.schema !== undefined ? [node.datastore] : [])));
  const counted = new Set(
    nodes.flatMap((node) => (node.kind === 'table' || (node.kind === 'datastore' && !node.cache && !parted.has(node.id)) ? [node.id] : [])),
  );
  const users = new Map<NodeId, Set<NodeId>>();
  for (const edge of edges) {
    if (edge.kind !== 'accesses' || edge.when !== undefined || !counted.has(edge.to) || ('migrationOnly' in edge && edge.migrationOnly === true)) continue;
    users.set(edge.to, (users.get(edge.to) ?? new Set()).add(edge.from));
  }
  return new Set([...users].flatMap(([id, services]) => (services.size > 1 ? [id] : [])));
}
