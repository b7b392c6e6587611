import type { Certainty, NodeId } from '../../../core/graph.js';
import { compareText } from '../../../core/location.js';
import { groupBy } from '../group-by.js';
import type { Drawing, DrawnLine, DrawnNode, Look } from './drawing.js';
import { mergeLines } from './lines.js';
import { joinMarks } from './marks.js';
import { lookWords, putInto } from './place.js';

/** What folding needs to know beside the picture. */
export interface Folding {
  /** Group of a service. */
  readonly groupOf: ReadonlyMap<NodeId, string>;
  /** Data store of a table. */
  readonly storeOf: ReadonlyMap<NodeId, NodeId>;
  /** Never folded: what the user asked about. */
  readonly open: ReadonlySet<NodeId>;
  /** Nodes to come down to. */
  readonly limit: number;
}

/** With more services than this, services are folded before what they use. */
const mostServices = 40;
/** A channel with more pairs of publisher and consumer than this stays a node: as lines it would be a thicket. */
const mostPairs = 60;

const runs: readonly Look[] = ['service', 'job', 'frontend'];
const used: readonly Look[] = ['datastore', 'table', 'channel', 'external', 'library', 'infrastructure'];
const weakestFirst: readonly Certainty[] = ['inferred', 'observed', 'declared'];

/**
 * Makes a large drawing readable: step by step, until `limit` nodes are left, tables go into their stores, the services of a group into one node with the
 * stores, channels and third parties that only they use and other channels into lines from publisher to consumer, then things of one kind into one node,
 * and at last the smallest groups into one. Lines are merged and carry counts. Frames are not kept.
 */
export function fold(drawing: Drawing, folding: Folding): Drawing {
  const isOpen = (node: DrawnNode): boolean => folding.open.has(node.id);
  const tables = (now: Drawing): Drawing =>
    putInto(
      now,
      mapped(now, (node) => (node.look === 'table' && !isOpen(node) ? folding.storeOf.get(node.id) : undefined)),
      new Map(),
    );
  const groups = (now: Drawing): Drawing =>
    withFollowers(
      together(now, (node) => (runs.includes(node.look) && !isOpen(node) ? folding.groupOf.get(node.id) : undefined), 'group'),
      isOpen,
    );
  const kind = (look: Look) => (now: Drawing) => together(now, (node) => (node.look === look && !isOpen(node) ? lookWords[look][1] : undefined), 'kind');
  const things = [kind('infrastructure'), kind('library'), kind('external')];
  const many = drawing.nodes.filter((node) => runs.includes(node.look) && !isOpen(node)).length > mostServices;
  const grouped = (now: Drawing): Drawing => bridged(groups(now), isOpen);
  const steps = [
    tables,
    ...(many ? [grouped, ...things] : [...things, grouped]),
    kind('channel'),
    kind('datastore'),
    (now: Drawing) => smallestTogether(now, isOpen, folding.limit),
  ];
  let result: Drawing = { ...drawing, frames: [] };
  for (const step of steps) {
    if (result.nodes.length <= folding.limit) break;
    result = step(result);
  }
  return result;
}

function mapped(drawing: Drawing, placeOf: (node: DrawnNode) => string | undefined): ReadonlyMap<NodeId, string> {
  const ids = new Set(drawing.nodes.map((node) => node.id));
  return new Map(
    drawing.nodes.flatMap((node) => {
      const place = placeOf(node);
      return place !== undefined && ids.has(place) ? [[node.id, place] as const] : [];
    }),
  );
}

/** Folds the nodes of each name into one, where there are several. Groups bear the name, kinds the number of what they hold. */
function together(drawing: Drawing, nameOf: (node: DrawnNode) => string | undefined, by: 'group' | 'kind'): Drawing {
  const places = new Map<NodeId, string>();
  const titles = new Map<string, string>();
  for (const [name, nodes] of groupBy(drawing.nodes, nameOf)) {
    if (name === undefined || nodes.length < 2) continue;
    const place = `folded:${by}:${name}`;
    if (by === 'group') titles.set(place, name);
    for (const node of nodes) places.set(node.id, place);
  }
  return putInto(drawing, places, titles);
}

/** What only one group uses goes into it. */
function withFollowers(drawing: Drawing, isOpen: (node: DrawnNode) => boolean): Drawing {
  const near = new Map<NodeId, Set<NodeId>>(drawing.nodes.map((node) => [node.id, new Set()]));
  for (const line of drawing.lines) {
    near.get(line.from)?.add(line.to);
    near.get(line.to)?.add(line.from);
  }
  const groups = new Set(drawing.nodes.filter((node) => node.look === 'folded').map((node) => node.id));
  return putInto(
    drawing,
    mapped(drawing, (node) => {
      const [only, ...others] = near.get(node.id) ?? [];
      return used.includes(node.look) && !isOpen(node) && only !== undefined && others.length === 0 && groups.has(only) ? only : undefined;
    }),
    new Map(),
  );
}

/** Channels as lines from each publisher to each consumer. */
function bridged(drawing: Drawing, isOpen: (node: DrawnNode) => boolean): Drawing {
  const incoming = groupBy(drawing.lines, (line) => line.to);
  const outgoing = groupBy(drawing.lines, (line) => line.from);
  const gone = new Set<NodeId>();
  const lines: DrawnLine[] = [];
  for (const channel of drawing.nodes) {
    const [into, out] = [incoming.get(channel.id) ?? [], outgoing.get(channel.id) ?? []];
    if (channel.look !== 'channel' || isOpen(channel) || into.length === 0 || out.length === 0 || into.length * out.length > mostPairs) continue;
    gone.add(channel.id);
    for (const published of into) for (const consumed of out) if (published.from !== consumed.to) lines.push(across(published, consumed, channel));
  }
  return {
    ...drawing,
    nodes: drawing.nodes.filter((node) => !gone.has(node.id)),
    lines: mergeLines([...drawing.lines.filter((line) => !gone.has(line.from) && !gone.has(line.to)), ...lines]),
  };
}

function across(published: DrawnLine, consumed: DrawnLine, channel: DrawnNode): DrawnLine {
  const when = published.when ?? consumed.when;
  const mark = joinMarks([published.mark, consumed.mark]);
  return {
    from: published.from,
    to: consumed.to,
    manner: 'message',
    certainty: weakestFirst.find((one) => one === published.certainty || one === consumed.certainty) ?? published.certainty,
    ...(when === undefined ? {} : { when }),
    words: new Map([['', 1]]),
    tip: channel.tip,
    ...(mark && { mark }),
  };
}

/** The smallest groups and lone services as one node, as many as it takes. */
function smallestTogether(drawing: Drawing, isOpen: (node: DrawnNode) => boolean, limit: number): Drawing {
  const size = (node: DrawnNode): number => [...(node.holds?.values() ?? [1])].reduce((sum, amount) => sum + amount, 0);
  const loose = drawing.nodes.filter((node) => !isOpen(node) && (node.look === 'folded' || node.look === 'gateway' || runs.includes(node.look)));
  const smallest = loose.toSorted((a, b) => size(a) - size(b) || compareText(a.id, b.id)).slice(0, drawing.nodes.length - limit + 1);
  if (smallest.length < 2) return drawing;
  return putInto(drawing, new Map(smallest.map((node) => [node.id, 'folded:others'])), new Map([['folded:others', 'others']]));
}
