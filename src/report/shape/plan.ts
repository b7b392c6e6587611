import type { EdgeOutline, GraphChange, NodeOutline } from '../../core/comparison.js';
import type { EdgeKind, NodeKind } from '../../core/graph.js';
import { count } from './layout.js';

const nodeWords: readonly (readonly [NodeKind, string, string])[] = [
  ['service', 'service', 'services'],
  ['gateway', 'gateway', 'gateways'],
  ['channel', 'channel', 'channels'],
  ['datastore', 'store', 'stores'],
  ['table', 'table', 'tables'],
  ['external', 'external host', 'external hosts'],
];
const edgeWords: readonly (readonly [EdgeKind, string, string])[] = [
  ['calls', 'call', 'calls'],
  ['routes', 'route', 'routes'],
  ['publishes', 'publisher', 'publishers'],
  ['consumes', 'consumer', 'consumers'],
  ['accesses', 'data access', 'data accesses'],
  ['imports', 'library use', 'library uses'],
];

/**
 * How the architecture changes, in one sentence: `Plan: 2 calls to add, 1 to remove, 1 table newly shared.` What only an option enables, infrastructure and
 * start-up order do not count; neither does the access to a data store beside that to a table in it.
 */
export function planText(change: GraphChange<NodeOutline, EdgeOutline>): string {
  const parts = [
    ...nodeWords.flatMap(([kind, one, many]) => {
      const of = (nodes: readonly NodeOutline[]): number => nodes.filter((node) => node.kind === kind).length;
      return amounts(of(change.addedNodes), of(change.removedNodes), one, many);
    }),
    ...edgeWords.flatMap(([kind, one, many]) => {
      const of = (edges: readonly EdgeOutline[]): number => pairs(edges, kind, change);
      return amounts(of(change.addedEdges), of(change.removedEdges), one, many);
    }),
    ...sharing(change.newlyShared, 'newly shared'),
    ...sharing(change.noLongerShared, 'no longer shared'),
    ...(change.renamedNodes.length > 0 ? [`${change.renamedNodes.length} renamed`] : []),
  ];
  return parts.length === 0 ? 'Plan: nothing changes.' : `Plan: ${parts.join(', ')}.`;
}

function amounts(added: number, removed: number, one: string, many: string): readonly string[] {
  if (added === 0 && removed === 0) return [];
  if (added === 0) return [`${count(removed, one, many)} to remove`];
  return [`${count(added, one, many)} to add`, ...(removed === 0 ? [] : [`${removed} to remove`])];
}

function pairs(edges: readonly EdgeOutline[], kind: EdgeKind, change: GraphChange<NodeOutline, EdgeOutline>): number {
  const counted = edges.filter((edge) => edge.kind === kind && edge.when === undefined);
  const stores = storesOfTables(counted, change);
  return new Set(counted.flatMap(({ from, to }) => (stores.has(JSON.stringify([from, to])) ? [] : [JSON.stringify([from, to])]))).size;
}

/** Accesses to a data store that an access to one of its tables implies, by both ends. Tables' ids begin with their store's. */
function storesOfTables(edges: readonly EdgeOutline[], change: GraphChange<NodeOutline, EdgeOutline>): ReadonlySet<string> {
  const storeOf = new Map(
    [...change.addedNodes, ...change.removedNodes].flatMap((node) => (node.kind === 'table' ? [[node.id, node.datastore] as const] : [])),
  );
  const tables = edges.filter(({ to }) => to.startsWith('table:'));
  return new Set(
    edges.flatMap(({ from, to }) => {
      const within = `table:${to.slice('datastore:'.length)}/`;
      const implied = to.startsWith('datastore:') && tables.some((edge) => edge.from === from && (edge.to.startsWith(within) || storeOf.get(edge.to) === to));
      return implied ? [JSON.stringify([from, to])] : [];
    }),
  );
}

function sharing(nodes: readonly NodeOutline[], how: string): readonly string[] {
  const tables = nodes.filter((node) => node.kind === 'table');
  const implied = new Set(tables.map((table) => table.datastore));
  const stores = nodes.filter((node) => node.kind === 'datastore' && !implied.has(node.id));
  return [...(tables.length > 0 ? [`${count(tables.length, 'table')} ${how}`] : []), ...(stores.length > 0 ? [`${count(stores.length, 'store')} ${how}`] : [])];
}
