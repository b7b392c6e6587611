import type { GraphNode, NodeId, SystemGraph } from '../../core/graph.js';

/** Name of a node as a person would say it: kind and database only where the name alone does not tell. */
export function nodeTitle(node: GraphNode): string {
  switch (node.kind) {
    case 'service':
      return node.namespace === undefined ? node.name : `${node.namespace}/${node.name}`;
    case 'datastore':
      return storeTitle(node.name, node.database);
    case 'table':
      return `table ${node.schema === undefined ? node.name : `${node.schema}.${node.name}`}`;
    case 'channel':
      return `channel ${node.name}`;
    default:
      return node.name;
  }
}

/** `server/database`, or one word where both are equal or only one is known. */
export function storeTitle(server: string, database: string | null): string {
  return database === null || database === server ? server : `${server}/${database}`;
}

/** Titles by id; an id without a node is its own title. */
export function titlesOf(graph: SystemGraph): (id: NodeId) => string {
  const titles = new Map(graph.nodes.map((node) => [node.id, nodeTitle(node)]));
  return (id) => titles.get(id) ?? id;
}
