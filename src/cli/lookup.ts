import type { GraphNode, NodeId, SystemGraph } from '../core/graph.js';
import { compareText } from '../core/location.js';
import { UsageError } from '../core/usage-error.js';
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
