import type { GraphNode, NodeId, SystemGraph } from '../core/graph.js';
import { compareText } from '../core/location.js';
import { UsageError } from '../core/usage-error.js';
import { groupingOf, isInFolder } from '../report/shape/groups.js';
import { suggestion } from './destinations.js';

type Nearest = (word: string, names: readonly string[]) => string | undefined;

/**
 * The node that a word on the command line means: its id, else the name of a service or gateway, else any name, else an alias; at last without regard to
 * case. Throws UsageError that lists the candidates where several fit equally, or the nearest name where none fits.
 */
export function lookupNode(graph: SystemGraph, word: string, nearest: Nearest): NodeId {
  for (const fits of tests(word)) {
    const found = graph.nodes.filter(fits).toSorted((a, b) => compareText(a.id, b.id));
    if (found.length === 1 && found[0]) return found[0].id;
    if (found.length > 1) throw new UsageError(`'${word}' is ambiguous; give one of these ids: ${found.map((node) => node.id).join(', ')}`);
  }
  const names = [...new Set(graph.nodes.flatMap((node) => [node.name, ...node.aliases, node.id]))].toSorted(compareText);
  throw new UsageError(`nothing here is called '${word}'${suggestion(nearest(word, names))}; archlint services lists what was found`);
}

const groupings = ['team', 'context', 'namespace', 'folder'] as const;

/**
 * The nodes that a word means: those of a group (`team:x`, `folder:x`), those whose name (id, if it has a colon) is like a pattern with `*`, services and
 * gateways before others, else one as `lookupNode` finds it. Throws UsageError where there are none.
 */
export function lookupNodes(graph: SystemGraph, word: string, nearest: Nearest): readonly NodeId[] {
  const by = groupings.find((grouping) => word.startsWith(`${grouping}:`));
  if (by !== undefined) return membersOf(graph, by, word.slice(by.length + 1), nearest);
  if (!word.includes('*')) return [lookupNode(graph, word, nearest)];
  const alike = graph.nodes.filter((node) => isLike(word.includes(':') ? node.id : node.name, word));
  const running = alike.filter((node) => node.kind === 'service' || node.kind === 'gateway');
  const ids = (running.length > 0 ? running : alike).map((node) => node.id);
  if (ids.length === 0) throw new UsageError(`nothing here has a name like '${word}'; archlint services lists what was found`);
  return ids;
}

function membersOf(graph: SystemGraph, by: (typeof groupings)[number], name: string, nearest: Nearest): readonly NodeId[] {
  const services = graph.nodes.flatMap((node) => (node.kind === 'service' ? [node] : []));
  const groupOf = groupingOf(by, services);
  const members = services.filter((service) => groupOf(service) === name || (by === 'folder' && isInFolder(service, name, services)));
  if (members.length > 0) return members.map((service) => service.id);
  const names = [...new Set(services.flatMap((service) => groupOf(service) ?? []))].toSorted(compareText);
  const known = names.length === 0 ? `no service has a ${by}` : `there ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, 20).join(', ')}`;
  throw new UsageError(`no ${by} here is called '${name}'${suggestion(nearest(name, names))}; ${known}`);
}

type Test = (node: GraphNode) => boolean;

function tests(word: string): readonly Test[] {
  const runs: Test = (node) => node.kind === 'service' || node.kind === 'gateway';
  const named: Test = (node) => node.name === word || (node.kind === 'service' && node.namespace !== undefined && `${node.namespace}/${node.name}` === word);
  const alias: Test = (node) => node.aliases.includes(word);
  const lower = word.toLowerCase();
  const loosely: Test = (node) => node.name.toLowerCase() === lower || node.aliases.some((name) => name.toLowerCase() === lower);
  return [
    (node) => node.id === word,
    (node) => runs(node) && named(node),
    (node) => storeName(node) === word,
    named,
    (node) => runs(node) && alias(node),
    alias,
    (node) => runs(node) && loosely(node),
    loosely,
  ];
}

/** `server/database`, as the reports write a data store. */
function storeName(node: GraphNode): string | undefined {
  return node.kind === 'datastore' && node.database !== null ? `${node.name}/${node.database}` : undefined;
}

/** Whether `pattern` matches the whole text; `*` stands for any characters. Greedy from the left, so it takes linear time for each star. */
function isLike(text: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop() ?? '';
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - tail.length;
}
