import { compareText } from '../../../core/location.js';
import { groupBy } from '../group-by.js';
import { count } from '../layout.js';
import type { DrawnLine, DrawnNode, Drawing, Frame, Look } from './drawing.js';
import { compareLines, lineLabel } from './lines.js';
import { joinMarks } from './marks.js';

/** Looks whose nodes may share a box: things that are used, never the services, stores and gateways that use each other. */
const mayShare: readonly Look[] = ['table', 'channel', 'external', 'library', 'infrastructure'];
const mostNames = 8;

/**
 * Draws nodes that differ in their names alone as one box that lists the names: the same look, the same frame, the same paint, and equal lines to the same
 * ends. Nothing is lost but repetition. Nodes in `apart` keep a box of their own.
 */
export function joinTwins(drawing: Drawing, apart: ReadonlySet<string>): Drawing {
  const frameOf = new Map(drawing.frames.flatMap((frame) => places(frame, '')));
  const touching = new Map<string, string[]>(drawing.nodes.map((node) => [node.id, []]));
  for (const line of drawing.lines) {
    touching.get(line.from)?.push(signature('out', line.to, line));
    touching.get(line.to)?.push(signature('in', line.from, line));
  }
  const key = (node: DrawnNode): string =>
    !mayShare.includes(node.look) || apart.has(node.id)
      ? node.id
      : JSON.stringify([
          node.look,
          node.detail,
          frameOf.get(node.id) ?? '',
          node.change ?? '',
          node.mark ?? '',
          ...(touching.get(node.id) ?? []).toSorted(compareText),
        ]);
  const joined = [...groupBy(drawing.nodes, key).values()].map(asOne);
  const standIn = new Map(joined.flatMap(({ node, members }) => members.map((member) => [member, node.id] as const)));
  const place = (id: string): string => standIn.get(id) ?? id;
  const lines = new Map(
    drawing.lines.map((line) => {
      const moved = { ...line, from: place(line.from), to: place(line.to) };
      return [JSON.stringify([moved.from, moved.to, moved.manner, moved.change ?? '']), moved] as const;
    }),
  );
  return {
    ...drawing,
    nodes: joined.map(({ node }) => node).toSorted((a, b) => compareText(a.id, b.id)),
    lines: [...lines.values()].toSorted(compareLines),
    frames: drawing.frames.map((frame) => moveFrame(frame, place)),
  };
}

function places(frame: Frame, path: string): readonly (readonly [string, string])[] {
  const here = JSON.stringify([path, frame.kind, frame.title, frame.nodes[0] ?? '']);
  return [...frame.nodes.map((id) => [id, here] as const), ...frame.frames.flatMap((inner) => places(inner, here))];
}

const signature = (direction: string, other: string, line: DrawnLine): string =>
  JSON.stringify([direction, other, line.manner, line.certainty, lineLabel(line), line.change ?? '', line.mark ?? '']);

interface Joined {
  readonly node: DrawnNode;
  readonly members: readonly string[];
}

function asOne(nodes: readonly DrawnNode[]): Joined {
  const [first] = nodes;
  if (first === undefined) throw new Error('no node to draw');
  const members = nodes.map((node) => node.id);
  if (nodes.length === 1) return { node: first, members };
  const names = nodes.flatMap((node) => node.title);
  const shown = names.length > mostNames ? [...names.slice(0, mostNames - 1), `… ${count(names.length - mostNames + 1, 'more', 'more')}`] : names;
  const mark = joinMarks(nodes.map((node) => node.mark));
  return { node: { ...first, title: shown, tip: members.join(', '), ...(mark && { mark }) }, members };
}

function moveFrame(frame: Frame, place: (id: string) => string): Frame {
  return { ...frame, nodes: [...new Set(frame.nodes.map(place))], frames: frame.frames.map((inner) => moveFrame(inner, place)) };
}
