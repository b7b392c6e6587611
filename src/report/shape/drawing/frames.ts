import type { DatastoreNode, GraphNode, NodeId, TableNode } from '../../../core/graph.js';
import { groupBy } from '../group-by.js';
import type { NodeGroup } from '../groups.js';
import { storeTitle } from '../names.js';
import type { Drawing, Frame } from './drawing.js';

/**
 * Frames of a drawing: one for each group, and inside or beside them one for each data store whose tables are shown, which holds the tables and the
 * store itself.
 */
export function framesOf(nodes: readonly GraphNode[], groups: readonly NodeGroup[]): readonly Frame[] {
  const groupOf = new Map(groups.flatMap((group) => group.nodes.map((id) => [id, group.name] as const)));
  const stores = storeFrames(nodes);
  const inStore = new Set(stores.flatMap((frame) => frame.nodes));
  const storesOf = groupBy(stores, (frame) => groupOf.get(frame.nodes[0] ?? ''));
  return [
    ...groups.map(
      (group): Frame => ({ kind: 'group', title: group.name, nodes: group.nodes.filter((id) => !inStore.has(id)), frames: storesOf.get(group.name) ?? [] }),
    ),
    ...(storesOf.get(undefined) ?? []),
  ];
}

/** The store first, then its tables. */
function storeFrames(nodes: readonly GraphNode[]): readonly Frame[] {
  const tablesOf = groupBy(
    nodes.filter((node): node is TableNode => node.kind === 'table'),
    (table) => table.datastore,
  );
  return nodes
    .filter((node): node is DatastoreNode => node.kind === 'datastore' && tablesOf.has(node.id))
    .map((store) => {
      const name = storeTitle(store.name, store.database);
      const title = store.technology === name ? name : `${name} (${store.technology})`;
      return { kind: 'store', title, nodes: [store.id, ...(tablesOf.get(store.id) ?? []).map((table) => table.id)], frames: [] };
    });
}

/** Without the stores that no line touches and that a frame of their tables stands for already; the frame takes over their paint. */
export function withoutIdleStores(drawing: Drawing): Drawing {
  const touched = new Set(drawing.lines.flatMap((line) => [line.from, line.to]));
  const byId = new Map(drawing.nodes.map((node) => [node.id, node]));
  const idle = new Set<NodeId>();
  const emptied = (frame: Frame): Frame => {
    const frames = frame.frames.map(emptied);
    const [first = '', ...tables] = frame.nodes;
    const store = byId.get(first);
    if (frame.kind !== 'store' || store?.look !== 'datastore' || touched.has(first)) return { ...frame, frames };
    idle.add(first);
    return { ...frame, nodes: tables, frames, ...(store.mark && { mark: store.mark }), ...(store.change && { change: store.change }) };
  };
  const frames = drawing.frames.map(emptied);
  return { ...drawing, frames, nodes: drawing.nodes.filter((node) => !idle.has(node.id)) };
}
