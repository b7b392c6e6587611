import type { Edge, GraphNode, NodeId } from '../core/graph.js';
import type { Evidence } from '../core/location.js';
import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { type Connection, connect } from './shape/connection.js';
import { edgeLabel } from './shape/edge-label.js';
import { term } from './shape/escape.js';
import { count, wrap } from './shape/layout.js';
import { titlesOf } from './shape/names.js';
import { placeRows } from './shape/rows.js';

/** Why two nodes are joined, or what is known of one: every line of evidence with its place and what it shows. */
export function renderWhyText(report: Report, options: RenderOptions): string {
  const question = options.question;
  if (question === undefined) return '\n';
  const { from, to } = question;
  const title = (id: NodeId): string => term(titlesOf(report.graph)(id));
  const connection = connect(report.graph, from, to);
  const whole = connection.relation === 'direct' || (connection.relation === 'node' && options.verbose);
  const edges = connection.edges.flatMap((edge) => ['', ...edgeLines(edge, title, whole, options)]);
  const node = report.graph.nodes.find((candidate) => candidate.id === from);
  const about = connection.relation === 'node' && node ? nodeLines(node, options) : introduction(connection, title(from), title(to ?? from), title, options);
  const together = togetherLines(options);
  return [...about, ...(about.length === 0 ? edges.slice(1) : edges), ...together, ''].join('\n');
}

/** Why the two go out together, which no edge shows. */
function togetherLines({ together = [], columns, palette }: RenderOptions): readonly string[] {
  if (together.length === 0) return [];
  const rows = together.map(({ text, locations: [first] }) => ({ file: first.file, line: first.line, label: '', text }));
  return ['', `  ${palette.bold('They go out together')}`, ...placeRows(rows, 4, columns, palette)];
}

function introduction(connection: Connection, from: string, to: string, title: (id: NodeId) => string, options: RenderOptions): readonly string[] {
  const path = connection.path.map(title).join(' → ');
  const { palette, columns } = options;
  const say = (text: string): readonly string[] => wrap(text, columns - 2).map((line) => `  ${line}`);
  switch (connection.relation) {
    case 'path':
      return say(`No direct edge. The shortest way: ${palette.bold(path)}`);
    case 'reverse':
      return say(`Nothing leads from ${from} to ${to}. The other way round: ${palette.bold(path)}`);
    case 'shared':
      return say(`Nothing leads from ${from} to ${to} or back. They hang together only through ${palette.bold(connection.path.map(title).join(' – '))}`);
    case 'none':
      return (options.together ?? []).length > 0
        ? say(`Nothing in the code joins ${from} and ${to}: no edge, no way, nothing both use.`)
        : say(`${from} and ${to} have nothing in common: no edge, no way, nothing both use.`);
    default:
      return [];
  }
}

function nodeLines(node: GraphNode, options: RenderOptions): readonly string[] {
  const aliases = node.aliases.length > 0 ? `   also ${term(node.aliases.join(', '))}` : '';
  return [`  ${options.palette.bold(term(node.id))}${aliases}`, ...evidenceLines(node.evidence, new Set(), options)];
}

function edgeLines(edge: Edge, title: (id: NodeId) => string, whole: boolean, options: RenderOptions): readonly string[] {
  const { palette } = options;
  const facts = [
    edge.kind,
    edgeLabel(edge),
    edge.certainty === 'declared' ? '' : edge.certainty,
    edge.sites.length > 1 ? count(edge.sites.length, 'place') : '',
  ];
  const head = `  ${palette.bold(`${title(edge.from)} → ${title(edge.to)}`)}   ${palette.dim(
    facts
      .filter((fact) => fact !== '')
      .map(term)
      .join(', '),
  )}`;
  if (!whole) return [head, ...evidenceLines(edge.sites[0].evidence, new Set(), options)];
  const printed = new Set<string>();
  const sites = edge.sites.flatMap((site) => evidenceLines(site.evidence, printed, options));
  const rest = evidenceLines([...edge.evidence, ...(edge.domain ?? [])], printed, options);
  return [head, ...sites, ...rest];
}

/** Evidence that has not been printed yet, and remembers that it has. The service's own line stands out; below it, what supports it. */
function evidenceLines(evidence: readonly Evidence[], printed: Set<string>, options: RenderOptions): readonly string[] {
  const fresh = evidence.filter((line) => {
    const key = JSON.stringify([line.file, line.line, line.role, line.text]);
    if (printed.has(key)) return false;
    printed.add(key);
    return true;
  });
  const { columns, palette } = options;
  const rows = fresh.map((line) => ({ file: line.file, line: line.line, label: line.role ?? '', text: `${line.text}   [${line.foundBy}]`.trim() }));
  const support = rows.filter((row) => row.label !== '');
  return [
    ...placeRows(
      rows.filter((row) => row.label === ''),
      4,
      columns,
      palette,
    ),
    ...placeRows(support, 6, columns, palette, longestRole),
  ];
}

const longestRole = 'definition'.length;
