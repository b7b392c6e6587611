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
  const implied = impliedStores(counted, change);
  return new Set(counted.flatMap((edge) => (implied.has(edge) ? [] : [JSON.stringify([edge.from, edge.to])]))).size;
}

/** Of a list of edges, the accesses to a data store that an access to one of its tables implies. Tables' ids begin with their store's. */
export function impliedStores<E extends EdgeOutline>(edges: readonly E[], change: GraphChange<NodeOutline, EdgeOutline>): ReadonlySet<E> {
  const storeOf = new Map(
    [...change.addedNodes, ...change.removedNodes].flatMap((node) => (node.kind === 'table' ? [[node.id, node.datastore] as const] : [])),
  );
  const tables = edges.filter(({ to }) => to.startsWith('table:'));
  return new Set(
    edges.filter(({ from, to }) => {
      const within = `table:${to.slice('datastore:'.length)}/`;
      return to.startsWith('datastore:') && tables.some((edge) => edge.from === from && (edge.to.startsWith(within) || storeOf.get(edge.to) === to));
    }),
  );
}

function sharing(nodes: readonly NodeOutline[], how: string): readonly string[] {
  const told = tellingShares(nodes);
  const amount = (kind: NodeKind, word: string): readonly string[] => {
    const many = told.filter((node) => node.kind === kind).length;
    return many > 0 ? [`${count(many, word)} ${how}`] : [];
  };
  return [...amount('table', 'table'), ...amount('datastore', 'store')];
}

/** Shared tables, and shared data stores of which no table says as much. */
export function tellingShares<N extends NodeOutline>(nodes: readonly N[]): readonly N[] {
  const implied = new Set(nodes.flatMap((node) => (node.kind === 'table' ? [node.datastore] : [])));
  return nodes.filter((node) => !implied.has(node.id));
}
