import { compareText } from '../../../core/location.js';
import { mermaid } from '../escape.js';
import { clip } from '../layout.js';
import { alarms, cards, changes, ink, strokes } from './colours.js';
import type { DrawnLine, DrawnNode, Drawing, Frame, Look, Manner } from './drawing.js';
import { compareLines, lineLabel, thickness } from './lines.js';
import { markLines, severityOf } from './marks.js';

/** Mermaid refuses diagrams over these sizes, and pages cannot raise them (mermaid#5042). */
const maxEdges = 500;
const maxCharacters = 50_000;
/** Room for styles, and for the sentence that says what was cut. */
const reserve = 2_500;
const longestName = 60;

/** Which lines to keep first when there are too many; equal ones by their ends. */
const importance: readonly Manner[] = ['call', 'access', 'message', 'route', 'import', 'use', 'order', 'change'];

const brackets: Readonly<Record<Look, readonly [string, string]>> = {
  service: ['(', ')'],
  job: ['[/', '/]'],
  frontend: ['[/', '\\]'],
  gateway: ['{{', '}}'],
  datastore: ['[(', ')]'],
  table: ['[', ']'],
  channel: ['>', ']'],
  external: ['([', '])'],
  library: ['[[', ']]'],
  infrastructure: ['[\\', '/]'],
  folded: ['[[', ']]'],
};

/**
 * A drawing as a Mermaid flowchart that GitHub and GitLab render. What exceeds Mermaid's limits of 500 edges and 50,000 characters is left out, the least
 * telling lines first, and a note in the picture says how many.
 */
export function mermaidDrawing(drawing: Drawing): string {
  const kept = fitting(drawing);
  const ids = new Map(kept.nodes.map((node, i) => [node.id, `n${i + 1}`]));
  const byId = new Map(kept.nodes.map((node) => [node.id, node]));
  const framed = new Set(drawing.frames.flatMap(allFrames).flatMap((frame) => frame.nodes));
  let frames = 0;
  const frameText = (frame: Frame, indent: string): readonly string[] => {
    const number = frames + 1;
    frames = number;
    const content = [
      ...frame.nodes.flatMap((id) => (byId.has(id) ? [nodeText(byId.get(id) as DrawnNode, ids.get(id) ?? '', `${indent}  `)] : [])),
      ...frame.frames.flatMap((inner) => frameText(inner, `${indent}  `)),
    ];
    if (content.length === 0) return [];
    const own = frameClasses(frame).map((name) => `${indent}class f${number} ${name}`);
    return [`${indent}subgraph f${number}[${label(frame.title)}]`, ...content, `${indent}end`, ...own];
  };
  const notes = [...drawing.notes, ...kept.notes, ...dotted(kept.lines)];
  return [
    'flowchart LR',
    ...notes.map((note, i) => `  note${i + 1}[${mermaid(note)}]:::note`),
    ...drawing.frames.flatMap((frame) => frameText(frame, '  ')),
    ...kept.nodes.filter((node) => !framed.has(node.id)).map((node) => nodeText(node, ids.get(node.id) ?? '', '  ')),
    ...kept.lines.map((line) => `  ${ids.get(line.from)} ${arrow(line)} ${ids.get(line.to)}`),
    ...classes(kept.nodes, drawing.frames, notes.length > 0),
    ...lineStyles(kept.lines),
    '',
  ].join('\n');
}

/** What dotted lines mean, if there are any. */
function dotted(lines: readonly DrawnLine[]): readonly string[] {
  const has = (certainty: DrawnLine['certainty']): boolean =>
    lines.some((line) => line.certainty === certainty && line.change === undefined && line.manner !== 'change');
  const together = lines.some(({ manner }) => manner === 'change');
  const words = [
    has('inferred') ? 'dotted: by a name alone' : '',
    has('observed') ? 'finely dotted: seen in traces' : '',
    together ? 'without arrowhead: changed together' : '',
  ].filter((text) => text !== '');
  return words.length === 0 ? [] : [words.join(', ')];
}

interface Kept {
  readonly nodes: readonly DrawnNode[];
  readonly lines: readonly DrawnLine[];
  readonly notes: readonly string[];
}

/** Lines by importance, each with its ends, as far as the limits allow; then nodes without a line. */
function fitting(drawing: Drawing): Kept {
  const costs = new Map(drawing.nodes.map((node) => [node.id, nodeText(node, 'n9999', '    ').length + 1]));
  let room = maxCharacters - reserve - drawing.frames.reduce((sum, frame) => sum + frameCost(frame), 0);
  const shown = new Set<string>();
  const lines: DrawnLine[] = [];
  const byImportance = drawing.lines.toSorted((a, b) => rank(a) - rank(b) || compareLines(a, b));
  for (const line of byImportance) {
    const fresh = [...new Set([line.from, line.to])].filter((id) => !shown.has(id));
    const cost = arrow(line).length + 22 + fresh.reduce((sum, id) => sum + (costs.get(id) ?? 0), 0);
    if (lines.length >= maxEdges || cost > room) break;
    room -= cost;
    for (const id of fresh) shown.add(id);
    lines.push(line);
  }
  for (const { id } of drawing.nodes) {
    const cost = costs.get(id) ?? 0;
    if (shown.has(id) || cost > room) continue;
    room -= cost;
    shown.add(id);
  }
  const nodes = drawing.nodes.filter((node) => shown.has(node.id));
  const missing = [
    lines.length < drawing.lines.length ? `${drawing.lines.length - lines.length} of ${drawing.lines.length} lines` : '',
    nodes.length < drawing.nodes.length ? `${drawing.nodes.length - nodes.length} of ${drawing.nodes.length} nodes` : '',
  ].filter((part) => part !== '');
  const notes = missing.length > 0 ? [`${missing.join(' and ')} left out: Mermaid draws no more. See less with --focus NODE, or draw svg.`] : [];
  return { nodes, lines: lines.toSorted(compareLines), notes };
}

const rank = (line: DrawnLine): number => (line.change || line.mark ? 0 : 10) + importance.indexOf(line.manner);
const frameCost = (frame: Frame): number => label(frame.title).length + 60 + frame.frames.reduce((sum, inner) => sum + frameCost(inner), 0);
const label = (...lines: readonly string[]): string => mermaid(...lines.map((line) => clip(line, longestName)));

function nodeText(node: DrawnNode, id: string, indent: string): string {
  const sign = { added: '+ ', removed: '− ', none: '' }[node.change ?? 'none'];
  const [open, close] = brackets[node.look];
  const [name = '', ...more] = node.title;
  const detail = node.look === 'service' || node.detail === '' ? [] : [node.detail];
  const found = node.mark === undefined ? [] : markLines(node.mark);
  const text = `${indent}${id}${open}${label(`${sign}${name}`, ...more, ...detail, ...found)}${close}:::${node.look}`;
  return [text, ...paints(node).map((name) => `${indent}class ${id} ${name}`)].join('\n');
}

function arrow(line: DrawnLine): string {
  const stroke =
    line.manner === 'change'
      ? '-.-'
      : line.change === 'added' || (line.manner === 'route' && line.change === undefined)
        ? '==>'
        : line.certainty === 'declared' && line.change === undefined
          ? '-->'
          : '-.->';
  const text = lineLabel(line);
  return text === '' ? stroke : `${stroke}|${label(text)}|`;
}

/** Classes that paint over the look. */
const paints = (one: DrawnNode | Frame): readonly string[] =>
  [one.mark && severityOf(one.mark), one.change, 'asked' in one && one.asked && !one.mark ? 'asked' : undefined].filter((name) => name !== undefined);
const frameClasses = (frame: Frame): readonly string[] => [frame.kind, ...paints(frame)];
const allFrames = (frame: Frame): readonly Frame[] => [frame, ...frame.frames.flatMap(allFrames)];

/** Definitions of the classes in use, in a fixed order. */
function classes(nodes: readonly DrawnNode[], frames: readonly Frame[], notes: boolean): readonly string[] {
  const framed = frames.flatMap(allFrames).flatMap(frameClasses);
  const used = new Set<string>([...nodes.flatMap((node) => [node.look, ...paints(node)]), ...framed, notes ? 'note' : '']);
  return [...classStyles].flatMap(([name, style]) => (used.has(name) ? [`  classDef ${name} ${style}`] : []));
}

const classStyles: ReadonlyMap<string, string> = new Map([
  ...Object.entries(cards).map(
    ([look, card]) => [look, `fill:${card.fill},stroke:${card.stroke},color:${ink}${look === 'external' ? ',stroke-dasharray:5 3' : ''}`] as const,
  ),
  ['group', 'fill:none,stroke:#8b949e'],
  ['store', `fill:none,stroke:${cards.datastore.stroke}`],
  ['note', 'fill:none,stroke:none'],
  ['asked', 'stroke-width:3px'],
  ...Object.entries(alarms).map(([severity, { stroke, width }]) => [severity, `stroke:${stroke},stroke-width:${width}px`] as const),
  ['added', `stroke:${changes.added},stroke-width:3px`],
  ['removed', `stroke:${changes.removed},stroke-width:2px,stroke-dasharray:6 4`],
]);

/** One `linkStyle` for all lines of one style. Mermaid's own colour, which follows the page's theme, is left to plain calls. */
function lineStyles(lines: readonly DrawnLine[]): readonly string[] {
  const styles = new Map<string, number[]>();
  for (const [i, line] of lines.entries()) {
    const style = lineStyle(line);
    if (style !== '') styles.set(style, [...(styles.get(style) ?? []), i]);
  }
  return [...styles].toSorted(([a], [b]) => compareText(a, b)).map(([style, indexes]) => `  linkStyle ${indexes.join(',')} ${style}`);
}

function lineStyle(line: DrawnLine): string {
  if (line.change === 'added') return `stroke:${line.mark ? alarms[severityOf(line.mark)].stroke : changes.added},stroke-width:4px`;
  if (line.change === 'removed') return `stroke:${changes.removed},stroke-width:2px,stroke-dasharray:6 4`;
  const dots = line.certainty === 'observed' ? [`stroke-dasharray:2 4`] : [];
  if (line.mark) return [`stroke:${alarms[severityOf(line.mark)].stroke},stroke-width:${alarms[severityOf(line.mark)].width}px`, ...dots].join(',');
  const thick = thickness(line) > 1 ? [`stroke-width:${thickness(line)}px`] : [];
  return [...(line.manner === 'call' ? [] : [`stroke:${strokes[line.manner]}`]), ...thick, ...dots].join(',');
}
