import type { GraphNode, ServiceRole } from '../../../core/graph.js';
import { storeTitle } from '../names.js';
import type { Change, DrawnNode, Look, Mark } from './drawing.js';

const roleLooks: Readonly<Record<ServiceRole, Look>> = {
  gateway: 'gateway',
  frontend: 'frontend',
  'load-generator': 'frontend',
  job: 'job',
  infrastructure: 'infrastructure',
};

/** One node of the graph as it is drawn. */
export function drawnNode(node: GraphNode, mark?: Mark, change?: Change): DrawnNode {
  return {
    id: node.id,
    look: node.kind === 'service' && node.role !== null ? roleLooks[node.role] : node.kind,
    title: [nodeName(node)],
    detail: detail(node),
    tip: node.id,
    ...(mark && { mark }),
    ...(change && { change }),
  };
}

function nodeName(node: GraphNode): string {
  switch (node.kind) {
    case 'service':
      return node.namespace === undefined ? node.name : `${node.namespace}/${node.name}`;
    case 'datastore':
      return storeTitle(node.name, node.database);
    case 'table':
      return node.schema === undefined ? node.name : `${node.schema}.${node.name}`;
    default:
      return node.name;
  }
}

function detail(node: GraphNode): string {
  switch (node.kind) {
    case 'service':
      return [node.role ?? '', node.language ?? ''].filter((part) => part !== '').join(', ');
    case 'datastore':
      return [node.technology === nodeName(node) ? '' : node.technology, node.cache ? 'cache' : ''].filter((part) => part !== '').join(', ');
    case 'channel':
    case 'gateway':
    case 'infrastructure':
      return node.technology === node.name ? '' : node.technology;
    default:
      return '';
  }
}
