import type { NodeOutline } from '../core/comparison.js';
import type { NodeId } from '../core/graph.js';

/**
 * Ids by which other states of a system may know a node: its own, and those it would have under each of its aliases. A table's follow from those of its data
 * store. Goes in: the nodes of one state. Gives each possible id with the node it means; ids that several nodes claim mean none of them.
 */
export function possibleIds(nodes: readonly NodeOutline[]): ReadonlyMap<NodeId, NodeId> {
  const stores = new Map(nodes.flatMap((node) => (node.kind === 'datastore' ? [[node.id, idsOf(node, new Map())] as const] : [])));
  const claims = new Map<NodeId, NodeId | null>();
  for (const node of nodes) for (const id of idsOf(node, stores)) claims.set(id, claims.has(id) && claims.get(id) !== node.id ? null : node.id);
  for (const { id } of nodes) claims.set(id, id);
  return new Map([...claims].flatMap(([id, node]) => (node === null ? [] : [[id, node] as const])));
}

function idsOf(node: NodeOutline, stores: ReadonlyMap<NodeId, readonly NodeId[]>): readonly NodeId[] {
  const names = [node.name, ...node.aliases];
  switch (node.kind) {
    case 'service':
      return names.map((name) => `service:${node.namespace === undefined ? '' : `${node.namespace}/`}${name}`);
    case 'datastore':
      return [node.id, ...names.map((name) => `datastore:${name}${node.database === null ? '' : `/${node.database}`}`)];
    case 'table': {
      const within = node.schema === undefined ? node.name : `${node.schema}/${node.name}`;
      return (stores.get(node.datastore) ?? []).map((store) => `table:${store.slice('datastore:'.length)}/${within}`);
    }
    case 'channel':
      return names.map((name) => `channel:${node.technology}/${name}`);
    default:
      return names.map((name) => `${node.kind}:${name}`);
  }
}

/**
 * Which node of the later state each node of the earlier one is: by id; else, for nodes that are in one state only, by an alias in either direction; else,
 * for services, by their source folder. Doubtful ones have no partner. Gives later ids by earlier ids.
 */
export function sameNodes(before: readonly NodeOutline[], after: readonly NodeOutline[]): ReadonlyMap<NodeId, NodeId> {
  const now = new Set(after.map(({ id }) => id));
  const then = new Set(before.map(({ id }) => id));
  const partners = new Map<NodeId, NodeId>(before.flatMap(({ id }) => (now.has(id) ? [[id, id] as const] : [])));
  const gone = before.filter(({ id }) => !now.has(id));
  const fresh = after.filter(({ id }) => !then.has(id));
  if (gone.length === 0 || fresh.length === 0) return partners;
  const kindOf = new Map(fresh.map(({ id, kind }) => [id, kind]));
  const laterOf = possibleIds(after);
  const earlierOf = possibleIds(before);
  const claimed = invert(fresh.flatMap(({ id }) => (earlierOf.has(id) ? [[earlierOf.get(id) ?? '', id] as const] : [])));
  const byFolder = folders(gone, fresh);
  const wanted = gone.flatMap((node): readonly (readonly [NodeId, NodeId])[] => {
    const partner = [laterOf.get(node.id), claimed.get(node.id), byFolder.get(node.id)].find((id) => id !== undefined && kindOf.get(id) === node.kind);
    return partner === undefined ? [] : [[partner, node.id]];
  });
  for (const [to, from] of invert(wanted)) partners.set(from, to);
  return partners;
}

/** Pairs as a map; a first element with several partners has none. */
function invert(pairs: readonly (readonly [NodeId, NodeId])[]): ReadonlyMap<NodeId, NodeId> {
  const found = new Map<NodeId, NodeId | null>();
  for (const [a, b] of pairs) found.set(a, found.has(a) && found.get(a) !== b ? null : b);
  return new Map([...found].flatMap(([a, b]) => (b === null ? [] : [[a, b] as const])));
}

/** Services that are alone in their folder in both states. */
function folders(gone: readonly NodeOutline[], fresh: readonly NodeOutline[]): ReadonlyMap<NodeId, NodeId> {
  const idsByPath = (nodes: readonly NodeOutline[]): ReadonlyMap<string, NodeId> =>
    invert(nodes.flatMap((node) => (node.kind === 'service' && node.path !== null && node.path !== '.' ? [[node.path, node.id] as const] : [])));
  const later = idsByPath(fresh);
  return new Map([...idsByPath(gone)].flatMap(([path, id]) => (later.has(path) ? [[id, later.get(path) ?? ''] as const] : [])));
}
