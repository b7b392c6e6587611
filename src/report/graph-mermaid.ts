import type { Edge, GraphNode, NodeId } from '../core/graph.js';
import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { edgeLabel } from './shape/edge-label.js';
import { mermaid } from './shape/escape.js';
import { groupNodes } from './shape/groups.js';
import { type Highlight, highlightOf } from './shape/highlight.js';
import { storeTitle } from './shape/names.js';
import { drawnEdges, select } from './shape/selection.js';

/** Mermaid refuses diagrams over these sizes, and pages cannot raise them (mermaid#5042). */
const maxEdges = 500;
const maxCharacters = 50_000;

/** Which edges to keep first when there are too many. */
const importance: readonly Edge['kind'][] = ['calls', 'accesses', 'publishes', 'consumes', 'routes', 'imports', 'uses', 'starts-after'];

const classes: readonly string[] = [
  'classDef service fill:#e8f0fe,stroke:#4a6fa5,color:#1a202c',
  'classDef gateway fill:#e6f4ea,stroke:#3d8361,color:#1a202c',
  'classDef datastore fill:#fff4e0,stroke:#b7791f,color:#1a202c',
  'classDef table fill:#fffbf2,stroke:#b7791f,color:#1a202c',
  'classDef channel fill:#f3e8fd,stroke:#805ad5,color:#1a202c',
  'classDef external fill:#ffffff,stroke:#718096,color:#1a202c,stroke-dasharray:4 3',
  'classDef library fill:#edf7f7,stroke:#4a8f8f,color:#1a202c',
  'classDef infrastructure fill:#f1f3f5,stroke:#adb5bd,color:#6c757d',
  'classDef flagged stroke:#c53030,stroke-width:3px',
];

/**
 * The graph as a Mermaid flowchart. What exceeds Mermaid's limits of 500 edges and 50,000 characters is left out, the least telling edges first, and a
 * comment in the last line says how many.
 */
export function renderGraphMermaid(report: Report, options: RenderOptions): string {
  const selection = select(report.graph, options.graph, 'data');
  const highlight: Highlight = options.graph.highlight ? highlightOf(report) : { nodes: new Map(), edges: new Map() };
  const ids = new Map(selection.nodes.map((node, i) => [node.id, `n${i + 1}`]));
  const byId = new Map(selection.nodes.map((node) => [node.id, node]));
  const groups = groupNodes(selection, options.graph.groupBy);
  const grouped = new Set(groups.flatMap((group) => group.nodes));
  const line = (node: GraphNode): string => nodeLine(node, ids.get(node.id) ?? '', highlight.nodes.has(node.id));
  const frame = [
    'flowchart LR',
    ...groups.flatMap((group, i) => [
      `  subgraph g${i + 1}[${mermaid(group.name)}]`,
      ...group.nodes.flatMap((id) => (byId.has(id) ? [`    ${line(byId.get(id) as GraphNode)}`] : [])),
      '  end',
    ]),
    ...selection.nodes.filter((node) => !grouped.has(node.id)).map((node) => `  ${line(node)}`),
    ...classes.map((definition) => `  ${definition}`),
  ];
  const tables = selection.nodes.flatMap((node) =>
    node.kind === 'table' && ids.has(node.datastore) ? [{ text: `  ${ids.get(node.id)} --- ${ids.get(node.datastore)}`, flagged: false }] : [],
  );
  const drawn = [...drawnEdges(selection)].map((edge) => ({ edge, text: `  ${edgeLine(edge, ids)}`, flagged: highlight.edges.has(edge) }));
  const all = [...drawn.toSorted((a, b) => importance.indexOf(a.edge.kind) - importance.indexOf(b.edge.kind)), ...tables];
  const kept = fitting(all, maxCharacters - frame.join('\n').length - 500);
  const flagged = kept.flatMap((entry, i) => (entry.flagged ? [i] : []));
  return [
    ...frame,
    ...kept.map((entry) => entry.text),
    ...(flagged.length > 0 ? [`  linkStyle ${flagged.join(',')} stroke:#c53030,stroke-width:2px`] : []),
    ...(kept.length < all.length
      ? [`  %% ${all.length - kept.length} of ${all.length} edges left out: Mermaid draws no more; use --focus or --level services`]
      : []),
    '',
  ].join('\n');
}

/** As many entries as the limits allow, counting the numbers that `linkStyle` repeats. */
function fitting<T extends { readonly text: string }>(entries: readonly T[], characters: number): readonly T[] {
  const kept: T[] = [];
  let used = 0;
  for (const entry of entries) {
    used += entry.text.length + 5;
    if (kept.length >= maxEdges || used > characters) break;
    kept.push(entry);
  }
  return kept;
}

function nodeLine(node: GraphNode, id: string, flagged: boolean): string {
  const kind = node.kind === 'service' && (node.role === 'gateway' || node.role === 'infrastructure') ? node.role : node.kind;
  return `${id}${shape(node, kind)}:::${kind}${flagged ? `\n  class ${id} flagged` : ''}`;
}

function shape(node: GraphNode, kind: GraphNode['kind']): string {
  switch (node.kind) {
    case 'datastore':
      return `[(${mermaid(storeTitle(node.name, node.database))})]`;
    case 'table':
      return `[[${mermaid(node.schema === undefined ? node.name : `${node.schema}.${node.name}`)}]]`;
    case 'channel':
      return `([${mermaid(node.name)}])`;
    case 'external':
      return `((${mermaid(node.name)}))`;
    default:
      return kind === 'gateway' ? `{{${mermaid(node.name)}}}` : `[${mermaid(node.name)}]`;
  }
}

function edgeLine(edge: Edge, ids: ReadonlyMap<NodeId, string>): string {
  const [from, to] = edge.kind === 'consumes' ? [edge.to, edge.from] : [edge.from, edge.to];
  const label = edgeLabel(edge);
  return `${ids.get(from)} ${arrow(edge)}${label === '' ? '' : `|${mermaid(label)}|`} ${ids.get(to)}`;
}

function arrow(edge: Edge): string {
  if (edge.kind === 'routes') return '==>';
  const light =
    edge.certainty === 'inferred' || edge.when !== undefined || edge.kind === 'publishes' || edge.kind === 'consumes' || edge.kind === 'starts-after';
  return light ? '-.->' : '-->';
}
