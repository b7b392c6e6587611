import type { NodeId } from '../../../core/graph.js';
import { compareText } from '../../../core/location.js';
import { groupBy } from '../group-by.js';
import { count } from '../layout.js';
import type { Drawing, DrawnLine, DrawnNode, Look } from './drawing.js';
import { edgesOf, mergeLines } from './lines.js';
import { joinMarks } from './marks.js';

const mostInTip = 30;

/** One and several of a look. */
export const lookWords: Readonly<Record<Look, readonly [string, string]>> = {
  service: ['service', 'services'],
  job: ['job', 'jobs'],
  frontend: ['frontend', 'frontends'],
  gateway: ['gateway', 'gateways'],
  datastore: ['data store', 'data stores'],
  table: ['table', 'tables'],
  channel: ['channel', 'channels'],
  external: ['third party', 'third parties'],
  library: ['library', 'libraries'],
  infrastructure: ['infrastructure node', 'infrastructure nodes'],
  folded: ['group', 'groups'],
};

/**
 * Puts nodes into others: `places` says which goes where, by id. A place that is no node yet becomes a `folded` one, called as `titles` says (else by what it
 * holds). Lines follow and are merged; those that would end where they begin go.
 */
export function putInto(drawing: Drawing, places: ReadonlyMap<NodeId, string>, titles: ReadonlyMap<string, string>): Drawing {
  if (places.size === 0) return drawing;
  const at = (id: NodeId): string => places.get(id) ?? id;
  const moved = drawing.lines.filter((line) => line.from === line.to || at(line.from) !== at(line.to));
  const arriving = groupBy(
    drawing.nodes.filter((node) => places.has(node.id)),
    (node) => at(node.id),
  );
  const staying = drawing.nodes.filter((node) => !places.has(node.id));
  const stay = new Set(staying.map((node) => node.id));
  const made: readonly DrawnNode[] = [...arriving]
    .filter(([place]) => !stay.has(place))
    .map(([place, nodes]) => folded(place, titles.get(place), undefined, nodes));
  return {
    ...drawing,
    nodes: [...staying.map((node) => taking(node, arriving.get(node.id))), ...made].toSorted((a, b) => compareText(a.id, b.id)),
    lines: mergeLines(moved.map((line) => bundled({ ...line, from: at(line.from), to: at(line.to) }, made))),
  };
}

/** A line to or from a group says how many, not by what protocol. */
function bundled(line: DrawnLine, groups: readonly DrawnNode[]): DrawnLine {
  if (!groups.some((group) => group.id === line.from || group.id === line.to)) return line;
  return { ...line, words: new Map([['', edgesOf(line)]]) };
}

function taking(node: DrawnNode, nodes: readonly DrawnNode[] | undefined): DrawnNode {
  if (nodes === undefined) return node;
  if (node.look === 'folded') return folded(node.id, node.title[0], node, nodes);
  const mark = joinMarks([node.mark, ...nodes.map((one) => one.mark)]);
  return { ...node, ...(mark && { mark }) };
}

function folded(id: string, title: string | undefined, before: DrawnNode | undefined, nodes: readonly DrawnNode[]): DrawnNode {
  const holds = new Map(before?.holds);
  for (const node of nodes) for (const [look, amount] of node.holds ?? [[node.look, 1] as const]) holds.set(look, (holds.get(look) ?? 0) + amount);
  const tally = [...holds].map(([look, amount]) => count(amount, ...lookWords[look])).join(', ');
  const mark = joinMarks([before?.mark, ...nodes.map((node) => node.mark)]);
  const ids = nodes.map((node) => node.id);
  const tip = before?.tip ?? (ids.length > mostInTip ? `${ids.slice(0, mostInTip).join(', ')} and ${ids.length - mostInTip} more` : ids.join(', '));
  return { id, look: 'folded', title: [title ?? tally], detail: title === undefined ? '' : tally, tip, holds, ...(mark && { mark }) };
}
