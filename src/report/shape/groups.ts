import type { GraphNode, NodeId, ServiceNode } from '../../core/graph.js';
import { compareText } from '../../core/location.js';
import type { GraphGrouping } from '../options.js';
import { commonFolder, folderBelow } from './folders.js';
import type { Selection } from './selection.js';

/** Nodes that a drawing frames together. */
export interface NodeGroup {
  readonly name: string;
  readonly nodes: readonly NodeId[];
}

/** What group a service is in; undefined for none. */
export type GroupOf = (service: ServiceNode) => string | undefined;

/** The groups that a grouping puts these services in. */
export function groupingOf(groupBy: Exclude<GraphGrouping, 'none'>, services: readonly ServiceNode[]): GroupOf {
  switch (groupBy) {
    case 'context':
      return (service) => service.context ?? undefined;
    case 'team':
      return (service) => service.team ?? undefined;
    case 'namespace':
      return (service) => service.namespace;
    case 'folder': {
      const common = commonFolder(services.flatMap((service) => service.path ?? []));
      return (service) => (service.path === null ? undefined : folderBelow(common, service.path, 1));
    }
  }
}

/** Whether a service's sources lie in a folder: one named from the root of the scan, or from the folder that all services have in common. */
export function isInFolder(service: ServiceNode, folder: string, services: readonly ServiceNode[]): boolean {
  const wanted = folder.split('/').filter((segment) => segment !== '');
  const common = commonFolder(services.flatMap((one) => one.path ?? []));
  const { path } = service;
  if (path === null || wanted.length === 0) return false;
  return [[], common].some((root) => folderBelow(root, path, wanted.length) === wanted.join('/'));
}

/** Groups of a drawing, by name: services by `groupOf`, and with them the data stores, tables and channels that only services of that group touch. */
export function groupNodes(selection: Selection, groupOf: GroupOf): readonly NodeGroup[] {
  const names = new Map<NodeId, string>();
  for (const node of selection.nodes) {
    const name = node.kind === 'service' ? groupOf(node) : undefined;
    if (name !== undefined) names.set(node.id, name);
  }
  const users = usersOf(selection);
  for (const node of selection.nodes) {
    const own = follows(node) ? onlyOne((users.get(node.id) ?? []).map((id) => names.get(id))) : undefined;
    if (own !== undefined) names.set(node.id, own);
  }
  return [...new Set(names.values())]
    .toSorted(compareText)
    .map((name) => ({ name, nodes: selection.nodes.filter((node) => names.get(node.id) === name).map((node) => node.id) }));
}

const follows = (node: GraphNode): boolean => node.kind === 'datastore' || node.kind === 'table' || node.kind === 'channel';

function usersOf(selection: Selection): ReadonlyMap<NodeId, readonly NodeId[]> {
  const users = new Map<NodeId, NodeId[]>();
  for (const edge of selection.edges) {
    const list = users.get(edge.to);
    if (list) list.push(edge.from);
    else users.set(edge.to, [edge.from]);
  }
  return users;
}

function onlyOne(names: readonly (string | undefined)[]): string | undefined {
  const different = new Set(names);
  return different.size === 1 ? names[0] : undefined;
}
