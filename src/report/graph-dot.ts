import type { Edge, GraphNode, NodeId } from '../core/graph.js';
import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { edgeLabel } from './shape/edge-label.js';
import { dot, dotId } from './shape/escape.js';
import { groupNodes } from './shape/groups.js';
import { type Highlight, highlightOf } from './shape/highlight.js';
import { storeTitle } from './shape/names.js';
import { drawnEdges, type Selection, select } from './shape/selection.js';

type Attributes = Readonly<Record<string, string>>;

const nodeStyles: Readonly<Record<GraphNode['kind'], Attributes>> = {
  service: { shape: 'component', style: 'filled', fillcolor: '#e8f0fe', color: '#4a6fa5' },
  gateway: { shape: 'hexagon', style: 'filled', fillcolor: '#e6f4ea', color: '#3d8361' },
  datastore: { shape: 'cylinder', style: 'filled', fillcolor: '#fff4e0', color: '#b7791f' },
  table: { shape: 'note', style: 'filled', fillcolor: '#fffbf2', color: '#b7791f' },
  channel: { shape: 'cds', style: 'filled', fillcolor: '#f3e8fd', color: '#805ad5' },
  external: { shape: 'ellipse', style: 'dashed', color: '#718096' },
  library: { shape: 'folder', style: 'filled', fillcolor: '#edf7f7', color: '#4a8f8f' },
  infrastructure: { shape: 'box', style: 'filled', fillcolor: '#f1f3f5', color: '#adb5bd', fontcolor: '#6c757d' },
};

const edgeStyles: Readonly<Record<Edge['kind'], Attributes>> = {
  calls: { style: 'solid', color: '#2d3748' },
  routes: { style: 'bold', color: '#718096' },
  publishes: { style: 'dashed', color: '#805ad5', arrowhead: 'vee' },
  consumes: { style: 'dashed', color: '#805ad5', arrowhead: 'vee' },
  accesses: { style: 'solid', color: '#b7791f', arrowhead: 'vee' },
  'starts-after': { style: 'dashed', color: '#ced4da', arrowhead: 'empty', constraint: 'false' },
  imports: { style: 'solid', color: '#4a8f8f', arrowhead: 'empty' },
  uses: { style: 'solid', color: '#adb5bd', arrowhead: 'vee' },
};

const red = '#c53030';

/**
 * The graph as DOT, for Graphviz. Calls are solid, events dashed in the direction of the message, guesses dotted, edges that only an option enables
 * grey, routes bold.
 */
export function renderGraphDot(report: Report, options: RenderOptions): string {
  const selection = select(report.graph, options.graph, 'data');
  const highlight: Highlight = options.graph.highlight ? highlightOf(report.graph, report.findings) : { nodes: new Map(), edges: new Map() };
  const ids = uniqueIds(selection.nodes);
  const id = (node: NodeId): string => ids.get(node) ?? dotId(node);
  const groups = groupNodes(selection, options.graph.groupBy);
  const grouped = new Set(groups.flatMap((group) => group.nodes));
  const line = (node: GraphNode): string =>
    `${id(node.id)} ${attributes(
      nodeAttributes(
        node,
        highlight.nodes.get(node.id)?.map(({ rule }) => rule),
      ),
    )};`;
  const byId = new Map(selection.nodes.map((node) => [node.id, node]));
  return [
    'digraph archlint {',
    '  graph [rankdir=LR, fontname="Helvetica", nodesep=0.35, ranksep=0.9, tooltip=" "];',
    '  node [fontname="Helvetica", fontsize=11, margin="0.15,0.08"];',
    '  edge [fontname="Helvetica", fontsize=9, fontcolor="#4a5568", arrowsize=0.8];',
    ...groups.flatMap((group, i) => [
      `  subgraph cluster_${i + 1} {`,
      `    label=${dot(group.name)}; style="rounded"; color="#cbd5e0"; fontcolor="#4a5568"; fontsize=11;`,
      ...group.nodes.flatMap((node) => (byId.has(node) ? [`    ${line(byId.get(node) as GraphNode)}`] : [])),
      '  }',
    ]),
    ...selection.nodes.filter((node) => !grouped.has(node.id)).map((node) => `  ${line(node)}`),
    ...drawnEdges(selection).map(
      (edge) =>
        `  ${edgeLine(
          edge,
          id,
          highlight.edges.get(edge)?.map(({ rule }) => rule),
        )}`,
    ),
    ...containment(selection, id),
    '}',
    '',
  ].join('\n');
}

/** Escaping may make two odd names equal; each node keeps an identifier of its own. */
function uniqueIds(nodes: readonly GraphNode[]): ReadonlyMap<NodeId, string> {
  const taken = new Set<string>();
  const ids = new Map<NodeId, string>();
  for (const node of nodes) {
    let text = node.id;
    while (taken.has(dotId(text))) text += '~';
    taken.add(dotId(text));
    ids.set(node.id, dotId(text));
  }
  return ids;
}

function nodeLabel(node: GraphNode): string {
  switch (node.kind) {
    case 'service':
      return node.role === null ? dot(node.name) : dot(node.name, node.role);
    case 'datastore':
      return dot(storeTitle(node.name, node.database), ...(node.technology === node.name ? [] : [node.technology]));
    case 'channel':
      return dot(node.name, ...(node.technology === node.name ? [] : [node.technology]));
    case 'table':
      return dot(node.schema === undefined ? node.name : `${node.schema}.${node.name}`);
    default:
      return dot(node.name);
  }
}

function nodeAttributes(node: GraphNode, rules: readonly string[] | undefined): Attributes {
  const grey = node.kind === 'service' && node.role === 'infrastructure' ? nodeStyles.infrastructure : nodeStyles[node.kind];
  const style = node.kind === 'service' && node.role === 'gateway' ? { ...grey, shape: 'hexagon' } : grey;
  const painted: Attributes = rules ? { ...style, color: red, penwidth: '2.5' } : style;
  return { label: nodeLabel(node), ...quoted(painted), tooltip: rules ? dot(rules.join(', ')) : dot(node.id) };
}

function edgeLine(edge: Edge, id: (node: NodeId) => string, rules: readonly string[] | undefined): string {
  const base = edgeStyles[edge.kind];
  const guess: Attributes = edge.certainty === 'inferred' ? { style: 'dotted' } : {};
  const conditional: Attributes = edge.when === undefined ? {} : { color: '#a0aec0', fontcolor: '#a0aec0' };
  const painted: Attributes = rules ? { color: red, fontcolor: red, penwidth: '2' } : {};
  const label = edgeLabel(edge);
  const text: Attributes = label === '' ? {} : { label: dot(label) };
  const tooltip = dot(rules ? rules.join(', ') : `${edge.evidence[0].file}:${edge.evidence[0].line}`);
  const ends = edge.kind === 'consumes' ? [edge.to, edge.from] : [edge.from, edge.to];
  return `${ends.map(id).join(' -> ')} ${attributes({ ...text, ...quoted({ ...base, ...guess, ...conditional, ...painted }), tooltip })};`;
}

function containment(selection: Selection, id: (node: NodeId) => string): readonly string[] {
  const shown = new Set(selection.nodes.map((node) => node.id));
  return selection.nodes.flatMap((node) =>
    node.kind === 'table' && shown.has(node.datastore)
      ? [`  ${id(node.id)} -> ${id(node.datastore)} [arrowhead="none", color="#e2c48d", tooltip="table of"];`]
      : [],
  );
}

function quoted(values: Attributes): Attributes {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `"${value}"`]));
}

function attributes(values: Attributes): string {
  return `[${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}]`;
}
