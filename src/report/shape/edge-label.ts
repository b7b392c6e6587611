import type { Edge } from '../../core/graph.js';

/** Short words on the line of a drawn edge: protocol of a call, kind of access, the option that enables it. Empty where the line style says all. */
export function edgeLabel(edge: Edge): string {
  const what = edge.kind === 'calls' || edge.kind === 'routes' ? (edge.protocol ?? '') : edge.kind === 'accesses' ? accessWord(edge) : '';
  const when = edge.when === undefined ? '' : `when ${edge.when}`;
  return [what, when].filter((part) => part !== '').join(', ');
}

function accessWord(edge: Edge): string {
  if (edge.migrationOnly) return 'migrates';
  switch (edge.access) {
    case 'read':
      return 'reads';
    case 'write':
      return 'writes';
    case 'readwrite':
      return 'reads, writes';
    default:
      return '';
  }
}
