import type { Certainty, Edge, EdgeKind } from '../../../core/graph.js';
import { compareText } from '../../../core/location.js';
import { groupBy } from '../group-by.js';
import type { Change, DrawnLine, Manner, Mark } from './drawing.js';
import { joinMarks } from './marks.js';

const manners: Readonly<Record<EdgeKind, Manner>> = {
  calls: 'call',
  routes: 'route',
  publishes: 'message',
  consumes: 'message',
  accesses: 'access',
  imports: 'import',
  uses: 'use',
  'starts-after': 'order',
};

const surestFirst: readonly Certainty[] = ['declared', 'observed', 'inferred'];
const mostWords = 3;

/** One edge of the graph as it is drawn; messages from the channel to their consumer. */
export function drawnLine(edge: Edge, mark?: Mark, change?: Change): DrawnLine {
  const [from, to] = edge.kind === 'consumes' ? [edge.to, edge.from] : [edge.from, edge.to];
  const [first, ...more] = edge.evidence;
  return {
    from,
    to,
    manner: manners[edge.kind],
    certainty: edge.certainty,
    ...(edge.when === undefined ? {} : { when: edge.when }),
    words: new Map([[word(edge), 1]]),
    tip: `${first.file}:${first.line}${more.length > 0 ? ` and ${more.length} more` : ''}`,
    ...(mark && { mark }),
    ...(change && { change }),
  };
}

function word(edge: Edge): string {
  if (edge.kind === 'calls' || edge.kind === 'routes') return edge.protocol ?? '';
  if (edge.kind !== 'accesses') return '';
  if (edge.migrationOnly) return 'migrates';
  return { read: 'reads', write: 'writes', readwrite: 'reads, writes', unknown: '' }[edge.access ?? 'unknown'];
}

/** One line for all that run the same way in the same manner, sorted. Added, removed and unchanged ones stay apart. */
export function mergeLines(lines: readonly DrawnLine[]): readonly DrawnLine[] {
  const parallel = groupBy(lines, (line) => JSON.stringify([line.from, line.to, line.manner, line.change ?? '']));
  return [...parallel.values()].map(merged).toSorted(compareLines);
}

function merged(lines: readonly DrawnLine[]): DrawnLine {
  const [first, ...rest] = lines;
  if (first === undefined) throw new Error('no line to merge');
  if (rest.length === 0) return first;
  const { when: _, mark: __, ...plain } = first;
  const words = new Map<string, number>();
  for (const line of lines) for (const [text, amount] of line.words) words.set(text, (words.get(text) ?? 0) + amount);
  const conditions = [...new Set(lines.map((line) => line.when))];
  const when = conditions.includes(undefined) ? undefined : conditions.toSorted().join(' or ');
  const mark = joinMarks(lines.map((line) => line.mark));
  return {
    ...plain,
    certainty: surestFirst.find((candidate) => lines.some((line) => line.certainty === candidate)) ?? first.certainty,
    ...(when === undefined ? {} : { when }),
    words: new Map([...words].toSorted(([a], [b]) => compareText(a, b))),
    tip: `${lines.length} edges`,
    ...(mark && { mark }),
  };
}

/** Code-point order by ends, manner and change. */
export function compareLines(a: DrawnLine, b: DrawnLine): number {
  return (
    compareText(a.from, b.from) ||
    compareText(a.to, b.to) ||
    compareText(a.manner, b.manner) ||
    compareText(a.change ?? '', b.change ?? '') ||
    compareText(a.when ?? '', b.when ?? '')
  );
}

/** How many edges a line stands for. */
export function edgesOf(line: DrawnLine): number {
  return [...line.words.values()].reduce((sum, amount) => sum + amount, 0);
}

/** How thick a line is, by its weight (1 to 4) or by the edges it stands for: 1 for one, 3 for ten or more. */
export function thickness(line: DrawnLine): number {
  if (line.weight !== undefined) return Math.round((1 + 3 * line.weight) * 10) / 10;
  const edges = edgesOf(line);
  return edges < 2 ? 1 : edges < 5 ? 1.6 : edges < 10 ? 2.3 : 3;
}

/** The few words on a line: `http`, `grpc ×3, http`, `reads [profile full]`, `×12`; empty where the stroke says all. */
export function lineLabel(line: DrawnLine): string {
  const counted = [...line.words].map(([text, amount]) => (amount === 1 ? text : `${text} ×${amount}`.trim())).filter((text) => text !== '');
  const shown = counted.length > mostWords ? [...counted.slice(0, mostWords), '…'] : counted;
  const sign = { added: '+', removed: '−', none: '' }[line.change ?? 'none'];
  return [sign, shown.join(', '), line.when === undefined ? '' : `[${line.when}]`].filter((part) => part !== '').join(' ');
}
