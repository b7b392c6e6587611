import { dot, dotHtml, dotId } from '../escape.js';
import { groupBy } from '../group-by.js';
import { clip, wrap } from '../layout.js';
import { alarms, cards, changes, frameStroke, ink, pageInk, smallInk, strokes } from './colours.js';
import { dotFooter } from './dot-footer.js';
import type { Change, Drawing, DrawnLine, DrawnNode, Frame, Look, Manner } from './drawing.js';
import { type LayoutPlan, layoutPlan } from './layout-plan.js';
import { lineLabel, thickness } from './lines.js';
import { markLines, severityOf } from './marks.js';

type Attributes = Readonly<Record<string, string>>;

const longestName = 60;
const widestDetail = 32;
/** A font that every Graphviz has metrics for, so that texts fit their cards. */
const font = 'Helvetica';

const shapes: Readonly<Record<Look, Attributes>> = {
  service: { shape: 'box', style: 'rounded,filled' },
  job: { shape: 'parallelogram', style: 'filled', margin: '0,0.05' },
  frontend: { shape: 'tab', style: 'filled' },
  gateway: { shape: 'hexagon', style: 'filled', margin: '0.02,0.02' },
  datastore: { shape: 'cylinder', style: 'filled' },
  table: { shape: 'box', style: 'filled' },
  channel: { shape: 'cds', style: 'filled', margin: '0.2,0.12' },
  external: { shape: 'box', style: 'filled,dashed' },
  library: { shape: 'folder', style: 'filled' },
  infrastructure: { shape: 'box3d', style: 'filled' },
  folded: { shape: 'box', style: 'rounded,filled', peripheries: '2' },
};

/** As in UML: a full head for a call that waits, an open one for a message. */
const heads: Readonly<Record<Manner, string>> = {
  call: 'normal',
  route: 'normal',
  message: 'vee',
  access: 'normal',
  import: 'onormal',
  use: 'vee',
  order: 'odot',
  change: 'none',
};
const routeWidth = 2;
const askedWidth = 2;
const changedWidth = 2.5;
const signs: Readonly<Record<Change, string>> = { added: '+ ', removed: '− ' };

/** A drawing as DOT, left to right, with a legend of the strokes in it and its notes below. A large one asks for a plainer layout. */
export function dotDrawing(drawing: Drawing, plan: LayoutPlan = layoutPlan(drawing)): string {
  const ids = uniqueIds(drawing.nodes);
  const id = (node: string): string => ids.get(node) ?? dotId(node);
  const byId = new Map(drawing.nodes.map((node) => [node.id, node]));
  const framed = new Set(drawing.frames.flatMap(allFrames).flatMap((frame) => frame.nodes));
  let clusters = 0;
  const frameText = (frame: Frame, indent: string): readonly string[] => {
    clusters += 1;
    return [
      `${indent}subgraph cluster_${clusters} {`,
      `${indent}  graph ${attributes(frameAttributes(frame))};`,
      ...frame.nodes.flatMap((node) => (byId.has(node) ? [nodeText(byId.get(node) as DrawnNode, id(node), `${indent}  `)] : [])),
      ...frame.frames.flatMap((inner) => frameText(inner, `${indent}  `)),
      `${indent}}`,
    ];
  };
  const page = { rankdir: 'LR', bgcolor: 'white', pad: '0.3', nodesep: '0.3', ranksep: '0.8', fontname: font, fontsize: '11', fontcolor: pageInk };
  return [
    'digraph archlint {',
    `  graph ${attributes({ label: dotFooter(drawing), ...quoted({ labelloc: 'b', labeljust: 'l', ...page, ...plan.attributes, tooltip: ' ' }) })};`,
    `  node ${attributes(quoted({ fontname: font, fontsize: '12', fontcolor: ink, margin: '0.16,0.08', height: '0.45' }))};`,
    `  edge ${attributes(quoted({ fontname: font, fontsize: '10', fontcolor: pageInk, arrowsize: '0.8' }))};`,
    ...drawing.frames.flatMap((frame) => frameText(frame, '  ')),
    ...drawing.nodes.filter((node) => !framed.has(node.id)).map((node) => nodeText(node, id(node.id), '  ')),
    ...(plan.engine === 'dot' ? ranks(drawing, framed, id) : []),
    ...drawing.lines.map((line) => `  ${id(line.from)} -> ${id(line.to)} ${attributes(lineAttributes(line, plan))};`),
    '}',
    '',
  ].join('\n');
}

const allFrames = (frame: Frame): readonly Frame[] => [frame, ...frame.frames.flatMap(allFrames)];

/** Escaping may make two odd names equal; each node keeps an identifier of its own. */
function uniqueIds(nodes: readonly DrawnNode[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  for (const node of nodes) {
    let text = node.id;
    while (taken.has(dotId(text))) text += '~';
    taken.add(dotId(text));
    ids.set(node.id, dotId(text));
  }
  return ids;
}

/** Where nothing leads to a frontend or gateway it stands leftmost; a store that several use stands rightmost, one of a single service beside it. */
function ranks(drawing: Drawing, framed: ReadonlySet<string>, id: (node: string) => string): readonly string[] {
  const incoming = groupBy(drawing.lines, (line) => line.to);
  const usersOf = (node: DrawnNode): number => new Set(incoming.get(node.id)?.map((line) => line.from)).size;
  const loose = drawing.nodes.filter((node) => !framed.has(node.id));
  const first = loose.filter((node) => (node.look === 'frontend' || node.look === 'gateway') && usersOf(node) === 0);
  const last = loose.filter((node) => node.look === 'datastore' && usersOf(node) > 1);
  const rank = (name: string, nodes: readonly DrawnNode[]): readonly string[] =>
    nodes.length === 0 ? [] : [`  { rank="${name}"; ${nodes.map((node) => `${id(node.id)};`).join(' ')} }`];
  return [...rank('source', first), ...rank('sink', last)];
}

function frameAttributes(frame: Frame): Attributes {
  const plain = frame.kind === 'store' ? cards.datastore.stroke : frameStroke;
  const painted = frame.mark ? alarms[severityOf(frame.mark)] : undefined;
  const changed = frame.change && changes[frame.change];
  const style = frame.change === 'removed' ? 'rounded,dashed' : 'rounded';
  return {
    label: dot(`${frame.change ? signs[frame.change] : ''}${clip(frame.title, longestName)}`),
    ...quoted({
      style,
      color: painted?.stroke ?? changed ?? plain,
      penwidth: String(painted?.width ?? (changed ? 2 : 1)),
      fontcolor: pageInk,
      labeljust: 'l',
      labelloc: 't',
      margin: '12',
    }),
  };
}

function nodeText(node: DrawnNode, id: string, indent: string): string {
  const card = cards[node.look];
  const alarm = node.mark && alarms[severityOf(node.mark)];
  const changed = node.change && changes[node.change];
  const shape = shapes[node.look];
  const look = {
    ...shape,
    style: node.change === 'removed' ? `${shape.style},dashed` : (shape.style ?? ''),
    fillcolor: card.fill,
    color: alarm?.stroke ?? changed ?? card.stroke,
    penwidth: String(alarm?.width ?? (changed ? changedWidth : node.asked ? askedWidth : 1)),
  };
  return `${indent}${id} ${attributes({ label: nodeLabel(node), ...quoted(look), tooltip: dot(node.tip) })};`;
}

/** Names, then in small print what it is and what was found. Of several names each has a line of its own, to the left. */
function nodeLabel(node: DrawnNode): string {
  const [first = '', ...more] = node.title.map((name) => dotHtml(clip(name, longestName)));
  const name = `${node.change ? signs[node.change] : ''}${first}`;
  const title = node.look === 'folded' ? `<FONT POINT-SIZE="16">${name}</FONT>` : name;
  const details = node.detail === '' ? [] : wrap(node.detail, widestDetail).map((text) => small(text, smallInk));
  const found = node.mark === undefined ? [] : smallMark(node.mark);
  const lines = [title, ...more, ...details, ...found];
  return more.length > 0 ? `<${lines.map((line) => `${line}<BR ALIGN="LEFT"/>`).join('')}>` : `<${lines.join('<BR/>')}>`;
}

const small = (text: string, colour: string): string => `<FONT POINT-SIZE="9" COLOR="${colour}">${dotHtml(text)}</FONT>`;
const smallMark = (mark: NonNullable<DrawnNode['mark']>): readonly string[] => markLines(mark).map((text) => small(text, alarms[severityOf(mark)].ink));

function lineAttributes(line: DrawnLine, plan: LayoutPlan): Attributes {
  const alarm = line.mark && alarms[severityOf(line.mark)];
  const label = lineLabel(line);
  const style = line.change === 'removed' ? 'dashed' : { declared: 'solid', inferred: 'dashed', observed: 'dotted' }[line.certainty];
  const width = Math.max(thickness(line), alarm?.width ?? 0, line.manner === 'route' ? routeWidth : 0, line.change === 'added' ? 4 : 0);
  return {
    ...(label === '' || plan.labels === 'none' ? {} : { [plan.labels === 'beside' ? 'xlabel' : 'label']: dot(clip(label, longestName)) }),
    ...quoted({
      style,
      arrowhead: heads[line.manner],
      color: alarm?.stroke ?? (line.change ? changes[line.change] : strokes[line.manner]),
      penwidth: String(width),
      // What changes together says nothing of who stands before whom.
      ...(line.manner === 'change' ? { constraint: 'false' } : {}),
      ...(line.when === undefined ? {} : { dir: 'both', arrowtail: 'odiamond' }),
    }),
    tooltip: dot(line.tip),
  };
}

function quoted(values: Attributes): Attributes {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `"${value}"`]));
}

function attributes(values: Attributes): string {
  return `[${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}]`;
}
