import type { GraphNode, NodeId } from '../../core/graph.js';
import { compareText } from '../../core/location.js';
import type { GraphGrouping } from '../options.js';
import type { Selection } from './selection.js';

/** Nodes that a drawing frames together. */
export interface NodeGroup {
  readonly name: string;
  readonly nodes: readonly NodeId[];
}

/**
 * Groups of a drawing, by name: services by their context, team or namespace, and with them the data stores, tables and channels that only services of
 * that group touch.
 */
export function groupNodes(selection: Selection, groupBy: GraphGrouping): readonly NodeGroup[] {
  if (groupBy === 'none') return [];
  const groupOf = new Map<NodeId, string>();
  for (const node of selection.nodes) {
    const name = serviceGroup(node, groupBy);
    if (name !== undefined) groupOf.set(node.id, name);
  }
  for (const node of selection.nodes) {
    const own = node.kind === 'datastore' || node.kind === 'table' || node.kind === 'channel' ? onlyGroup(node.id, selection, groupOf) : undefined;
    if (own !== undefined) groupOf.set(node.id, own);
  }
  const names = [...new Set(groupOf.values())].toSorted(compareText);
  return names.map((name) => ({ name, nodes: selection.nodes.filter((node) => groupOf.get(node.id) === name).map((node) => node.id) }));
}

function serviceGroup(node: GraphNode, groupBy: GraphGrouping): string | undefined {
  if (node.kind !== 'service' || groupBy === 'none') return undefined;
  return (groupBy === 'namespace' ? node.namespace : node[groupBy]) ?? undefined;
}

function onlyGroup(id: NodeId, selection: Selection, groupOf: ReadonlyMap<NodeId, string>): string | undefined {
  const users = new Set(selection.edges.flatMap((edge) => (edge.to === id ? [groupOf.get(edge.from)] : [])));
  return users.size === 1 ? [...users][0] : undefined;
}
