import type { ComparedWith, Comparison, GraphChange } from '../../core/comparison.js';
import type { Edge, EdgeKind, GraphNode, NodeId, NodeKind, SystemGraph } from '../../core/graph.js';
import type { Location } from '../../core/location.js';
import { edgeLabel } from './edge-label.js';
import { nodeTitle } from './names.js';
import { impliedStores, tellingShares } from './plan.js';

/** One thing that is added, removed, or has another name. */
export interface ChangeRow {
  readonly sign: '+' | '-' | '~';
  /** Names with an arrow between them, or a name. */
  readonly what: string;
  /** How: a protocol, a kind of access; empty where there is nothing to say. */
  readonly how: string;
  readonly at?: Location;
}

export interface ChangeSection {
  readonly title: string;
  readonly rows: readonly ChangeRow[];
}

const nodeKinds: Readonly<Record<string, readonly NodeKind[]>> = {
  Services: ['service', 'gateway'],
  Channels: ['channel'],
  'Stores and tables': ['datastore', 'table'],
  'External hosts, libraries and infrastructure': ['external', 'library', 'infrastructure'],
};
const edgeKinds: Readonly<Record<string, readonly EdgeKind[]>> = {
  'Calls and routes': ['calls', 'routes'],
  Messages: ['publishes', 'consumes'],
  'Data access': ['accesses'],
  'Start-up order, libraries and infrastructure': ['imports', 'uses', 'starts-after'],
};
const order = [
  'Services',
  'Calls and routes',
  'Channels',
  'Messages',
  'Stores and tables',
  'Data access',
  'External hosts, libraries and infrastructure',
  'Start-up order, libraries and infrastructure',
];

/** How the architecture changes, in sections; sections without rows are left out. `graph`: the later state. */
export function changeSections(change: GraphChange, graph: SystemGraph): readonly ChangeSection[] {
  const titles = new Map([...change.removedNodes, ...graph.nodes].map((node) => [node.id, nodeTitle(node)]));
  const title = (id: NodeId): string => titles.get(id) ?? id;
  return [...order.map((name) => ({ title: name, rows: rowsOf(name, change, title) })), sharing(change)].filter(({ rows }) => rows.length > 0);
}

function rowsOf(name: string, change: GraphChange, title: (id: NodeId) => string): readonly ChangeRow[] {
  const nodes = nodeKinds[name];
  if (nodes) {
    const of = (sign: '+' | '-', list: readonly GraphNode[]): ChangeRow[] =>
      list.filter(({ kind }) => nodes.includes(kind)).map((node) => ({ sign, what: nodeTitle(node), how: node.kind === 'gateway' ? 'gateway' : '' }));
    const renamed = change.renamedNodes
      .filter(({ to }) => nodes.some((kind) => to.startsWith(`${kind}:`)))
      .map(({ from, to }): ChangeRow => ({ sign: '~', what: title(to), how: `was ${from}` }));
    return [...of('+', change.addedNodes), ...of('-', change.removedNodes), ...renamed];
  }
  const kinds = edgeKinds[name] ?? [];
  const of = (sign: '+' | '-', list: readonly Edge[]): ChangeRow[] => {
    const implied = impliedStores(list, change);
    return list
      .filter((edge) => kinds.includes(edge.kind) && !implied.has(edge))
      .map((edge) => ({ sign, what: `${title(edge.from)} → ${title(edge.to)}`, how: howOf(edge), at: edge.evidence[0] }));
  };
  return [...of('+', change.addedEdges), ...of('-', change.removedEdges)];
}

function howOf(edge: Edge): string {
  const word = edge.kind === 'calls' || edge.kind === 'accesses' ? '' : edge.kind;
  return [word, edgeLabel(edge), edge.certainty === 'declared' ? '' : edge.certainty].filter((part) => part !== '').join(', ');
}

function sharing({ newlyShared, noLongerShared }: GraphChange): ChangeSection {
  const rows = (sign: '+' | '-', list: readonly GraphNode[]): ChangeRow[] => tellingShares(list).map((node) => ({ sign, what: nodeTitle(node), how: '' }));
  return { title: 'Shared by several services', rows: [...rows('+', newlyShared), ...rows('-', noLongerShared)] };
}

/** `main` or `work tree`. */
export const stateName = (state: ComparedWith | undefined): string => (state === undefined || state.kind === 'worktree' ? 'work tree' : state.name);

/** Whether findings are known of both states: a graph file has none. */
export const findingsKnown = ({ against, later }: Comparison): boolean => against.kind !== 'snapshot' && later?.kind !== 'snapshot';
