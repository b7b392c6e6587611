import type { NodeId, ServiceNode, SystemGraph } from '../../../core/graph.js';
import type { Report } from '../../../core/report.js';
import type { GraphOptions } from '../../options.js';
import { drawChange } from '../change-diagram.js';
import { shell } from '../escape.js';
import { groupingOf, groupNodes } from '../groups.js';
import { type Highlight, highlightOf, noHighlight } from '../highlight.js';
import { count } from '../layout.js';
import { drawnEdges, namedNodes, type Selection, select } from '../selection.js';
import { coChangeLines } from './co-changes.js';
import type { Drawing } from './drawing.js';
import { fold } from './fold.js';
import { framesOf, withoutIdleStores } from './frames.js';
import { chooseGrouping } from './grouping.js';
import { drawnLine, mergeLines } from './lines.js';
import { drawnNode } from './nodes.js';
import { joinTwins } from './twins.js';

/** Above this many nodes nobody can follow the lines. */
const readableNodes = 60;

/**
 * The picture that the options ask for. Above 60 nodes it is folded, unless the options group by `none`; its notes then say so and how to see more. A report
 * that is held against an earlier state is drawn as the neighbourhood of what changed.
 */
export function drawGraph(report: Report, options: GraphOptions): Drawing {
  const paint = options.highlight ? highlightOf(report.graph, report.findings) : noHighlight;
  const change = report.comparison?.change;
  if (change) {
    const drawing = drawChange(change, report.graph, options.highlight ? report.findings : []);
    return drawing ?? { nodes: [], lines: [], frames: [], notes: ['Nothing of the architecture changed'] };
  }
  const selection = worthDrawing(select(report.graph, options, 'data', report.findings), options, paint);
  const named = namedNodes(options);
  const changes = options.coChange ? coChangeLines(report.graph.history, new Set(selection.nodes.map((node) => node.id))) : [];
  const drawing: Drawing = {
    nodes: selection.nodes.map((node) => ({ ...drawnNode(node, paint.nodes.get(node.id)), asked: named.has(node.id) })),
    lines: mergeLines([...selection.edges.map((edge) => drawnLine(edge, paint.edges.get(edge))), ...changes]),
    frames: [],
    notes: [...notesOf(selection, options), ...(options.coChange && changes.length === 0 ? [noCoChange(report.graph)] : [])],
  };
  const groups =
    options.groupBy === undefined || options.groupBy === 'none' ? [] : groupNodes(selection, groupingOf(options.groupBy, servicesOf(report.graph)));
  const whole = joinTwins(withoutIdleStores({ ...drawing, frames: framesOf(selection.nodes, groups) }), named);
  if (whole.nodes.length <= readableNodes || options.groupBy === 'none') return whole;
  return folded(drawing, selection, report.graph, options, named);
}

/**
 * Without what tells an architect little: libraries and infrastructure below level `all`, unless named or painted, and start-up orders, unless they are all that
 * is known of one of their ends.
 */
function worthDrawing(selection: Selection, options: GraphOptions, paint: Highlight): Selection {
  if (options.level === 'all') return { nodes: selection.nodes, edges: drawnEdges(selection) };
  const named = namedNodes(options);
  const nodes = selection.nodes.filter((node) => (node.kind !== 'library' && node.kind !== 'infrastructure') || named.has(node.id) || paint.nodes.has(node.id));
  const shown = new Set(nodes.map((node) => node.id));
  const edges = drawnEdges({ nodes, edges: selection.edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to)) });
  const told = new Set(edges.flatMap((edge) => (edge.kind === 'starts-after' ? [] : [edge.from, edge.to])));
  return { nodes, edges: edges.filter((edge) => edge.kind !== 'starts-after' || !told.has(edge.from) || !told.has(edge.to)) };
}

const servicesOf = (graph: SystemGraph): readonly ServiceNode[] => graph.nodes.flatMap((node) => (node.kind === 'service' ? [node] : []));

function folded(drawing: Drawing, selection: Selection, graph: SystemGraph, options: GraphOptions, named: ReadonlySet<NodeId>): Drawing {
  const services = servicesOf(graph);
  const chosen = chooseGrouping(services, graph.edges, options.groupBy === 'none' ? undefined : options.groupBy);
  const groupOf = new Map(
    services.flatMap((service) => {
      const name = chosen.groupOf(service);
      return name === undefined ? [] : [[service.id, name] as const];
    }),
  );
  const groupNames = new Set(groupOf.values());
  const storeOf = new Map(selection.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.datastore] as const] : [])));
  const small = joinTwins(fold(drawing, { groupOf, storeOf, open: named, limit: readableNodes }), named);
  const groups = small.nodes.filter((node) => node.look === 'folded' && groupNames.has(node.title[0] ?? ''));
  const [largest] = groups.toSorted((a, b) => (b.holds?.get('service') ?? 0) - (a.holds?.get('service') ?? 0));
  const example = largest?.title[0] === undefined ? undefined : chosen.focus?.(largest.title[0]);
  const zoom = [...(example === undefined ? [] : [`--focus ${shell(example)}`]), '--focus NODE', '--reaches NODE', '--between A,B', '--only-findings'];
  const note = `${count(drawing.nodes.length, 'node')}, folded${groups.length > 0 ? ` by ${chosen.by}` : ''}. Closer: ${zoom.join(', ')}. Everything: --group-by none`;
  return { ...small, notes: [...small.notes, note] };
}

/** Why co-change was asked for and none is drawn. */
function noCoChange({ history }: SystemGraph): string {
  if (history === undefined) return 'No history was read: nothing is known of changes';
  return history.shallow.length > 0 && history.changes === 0
    ? 'The history is cut off (a shallow clone): nothing is known of changes'
    : 'No two services change together more often than by chance';
}

function notesOf(selection: Selection, options: GraphOptions): readonly string[] {
  const none = options.between !== undefined && selection.edges.length === 0;
  return none ? ['No calls, messages or data lead from the first node to the second'] : [];
}
