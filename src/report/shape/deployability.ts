import type { Bond, BondReason, Deployability } from '../../core/deployability.js';
import type { NodeId } from '../../core/graph.js';
import { groupBy } from './group-by.js';

const maxNames = 5;

/** `orders cannot go out alone: with it go billing and stock (one pipeline, table invoices).`, in one line. */
export function deployVerdict(asked: Deployability, title: (id: NodeId) => string): string {
  const name = title(asked.service);
  if (asked.bonds.length === 0) return `${name} can go out alone: nothing known ties its release to another service.`;
  const names = asked.bonds.map((bond) => title(bond.service));
  const shown = names.length > maxNames ? [...names.slice(0, maxNames - 1), `${names.length - maxNames + 1} more`] : names;
  const reasons = asked.bonds.flatMap((bond) => bond.reasons);
  const tables = new Set(reasons.filter(({ kind }) => kind === 'table').map(shortReason));
  const others = reasons.filter(({ kind }) => kind !== 'table').map(shortReason);
  const kinds = [...new Set([...others, ...(tables.size > 2 ? [`${tables.size} shared tables`] : tables)])];
  const why = kinds.length > maxNames ? [...kinds.slice(0, maxNames - 1), 'more'] : kinds;
  return `${name} cannot go out alone: with it ${names.length === 1 ? 'goes' : 'go'} ${joinWords(shown)} (${why.join(', ')}).`;
}

/** `a`, `a and b`, `a, b and c`. */
function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `one pipeline`, `table invoices`, `broken contract`. */
function shortReason({ kind, text }: BondReason): string {
  return kind === 'contract' ? 'broken contract' : (text.split(/[:,]/)[0] ?? text);
}

/** Services that go along for the same reasons, together. */
export interface BondGroup {
  readonly services: readonly NodeId[];
  readonly reasons: Bond['reasons'];
}

/** Bonds with the same reasons in one group, in the order of the bonds. */
export function bondGroups(asked: Deployability): readonly BondGroup[] {
  const groups = groupBy(asked.bonds, (bond) => bond.reasons.map((reason) => reason.text).join('\n'));
  return [...groups.values()].flatMap((bonds) => {
    const [first] = bonds;
    return first === undefined ? [] : [{ services: bonds.map((bond) => bond.service), reasons: first.reasons }];
  });
}

/** `Starts after billing and shop-db.` and `Waited for by web.`; none where there is no order. */
export function startOrderLines(asked: Deployability, title: (id: NodeId) => string): readonly string[] {
  const names = (orders: Deployability['after']): string => joinWords([...new Set(orders.map((order) => title(order.service)))]);
  return [
    ...(asked.after.length > 0 ? [`Starts after ${names(asked.after)}.`] : []),
    ...(asked.before.length > 0 ? [`Waited for by ${names(asked.before)}.`] : []),
  ];
}

/** `Has a pipeline of its own: job deploy deploys it alone (ci.yml:9).`, or that it has none where others do. */
export function pipelineLines({ pipeline }: Deployability): readonly string[] {
  if (pipeline === undefined) return [];
  return pipeline.has
    ? [`Has a pipeline of its own: ${pipeline.text} (${pipeline.at.file}:${pipeline.at.line}).`]
    : ['Has no pipeline of its own, as others have.'];
}
