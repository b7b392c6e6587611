import type { Edge, NodeId, ServiceNode } from '../../../core/graph.js';
import { compareText } from '../../../core/location.js';
import { groupBy } from '../group-by.js';
import type { GroupOf } from '../groups.js';

/** Undirected weights: neighbour to weight, by node. */
type Weights = ReadonlyMap<NodeId, ReadonlyMap<NodeId, number>>;

const rounds = 20;

/**
 * Groups of services that talk to each other more than to others: Louvain's method (Blondel et al. 2008, arXiv:0803.0476) in a fixed order, so that the same
 * graph gives the same groups. Calls weigh 1; a store or channel joins its users, the less the more there are. A group is named by its best connected service.
 */
export function communitiesOf(services: readonly ServiceNode[], edges: readonly Edge[]): GroupOf {
  const ids = new Set(services.map((service) => service.id));
  const weights = weightsOf(ids, edges);
  let place = new Map([...ids].toSorted(compareText).map((id) => [id, id] as const));
  let level: Weights = weights;
  for (let round = 0; round < rounds; round += 1) {
    const moved = moveLocally(level);
    if (new Set(moved.values()).size === level.size) break;
    place = new Map([...place].map(([id, at]) => [id, moved.get(at) ?? at] as const));
    level = aggregate(level, moved);
  }
  const degree = (id: NodeId): number => sum(weights.get(id));
  const names = new Map<NodeId, string>();
  const nameOf = new Map(services.map((service) => [service.id, service.name]));
  for (const members of groupBy([...place.keys()], (id) => place.get(id)).values()) {
    const [hub = ''] = members.toSorted((a, b) => degree(b) - degree(a) || compareText(a, b));
    const alone = members.length === 1;
    if (!alone || degree(hub) === 0) for (const id of members) names.set(id, alone ? 'without connections' : `around ${nameOf.get(hub)}`);
  }
  return (service) => names.get(service.id);
}

function weightsOf(ids: ReadonlySet<NodeId>, edges: readonly Edge[]): Weights {
  const weights = new Map([...ids].toSorted(compareText).map((id) => [id, new Map<NodeId, number>()] as const));
  const join = (a: NodeId, b: NodeId, weight: number): void => {
    if (a === b) return;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const)
      weights.get(from)?.set(to, (weights.get(from)?.get(to) ?? 0) + weight);
  };
  const shared = new Map<NodeId, Set<NodeId>>();
  for (const edge of edges) {
    if (!ids.has(edge.from)) continue;
    if (ids.has(edge.to)) join(edge.from, edge.to, 1);
    else if (edge.kind === 'accesses' || edge.kind === 'publishes' || edge.kind === 'consumes')
      shared.set(edge.to, (shared.get(edge.to) ?? new Set()).add(edge.from));
  }
  for (const users of shared.values()) {
    const list = [...users].toSorted(compareText);
    // A ring joins as well as all pairs do, in linear time.
    for (const [i, id] of list.entries()) join(id, list[(i + 1) % list.length] ?? id, 1 / list.length);
  }
  return weights;
}

/** Moves each node to the neighbouring group that raises modularity most, until none does. Node to group. */
function moveLocally(weights: Weights): ReadonlyMap<NodeId, NodeId> {
  const group = new Map([...weights.keys()].map((id) => [id, id] as const));
  const degree = new Map([...weights].map(([id, near]) => [id, sum(near)] as const));
  const total = new Map(degree);
  const all = sum(degree) || 1;
  const move = (id: NodeId): boolean => {
    const own = group.get(id) ?? id;
    const weight = degree.get(id) ?? 0;
    total.set(own, (total.get(own) ?? 0) - weight);
    const links = linksOf(id, weights, group);
    const gain = (to: NodeId): number => (links.get(to) ?? 0) - (weight * (total.get(to) ?? 0)) / all;
    let best = own;
    for (const to of [...links.keys()].toSorted(compareText)) if (gain(to) > gain(best) + 1e-9) best = to;
    total.set(best, (total.get(best) ?? 0) + weight);
    group.set(id, best);
    return best !== own;
  };
  for (let round = 0; round < rounds; round += 1) if ([...weights.keys()].filter(move).length === 0) break;
  return group;
}

/** Weight between a node and each group next to it. */
function linksOf(id: NodeId, weights: Weights, group: ReadonlyMap<NodeId, NodeId>): ReadonlyMap<NodeId, number> {
  const links = new Map<NodeId, number>();
  for (const [other, amount] of weights.get(id) ?? []) {
    const to = group.get(other) ?? other;
    if (other !== id) links.set(to, (links.get(to) ?? 0) + amount);
  }
  return links;
}

/** Groups as nodes; what is inside one becomes a weight to itself. */
function aggregate(weights: Weights, group: ReadonlyMap<NodeId, NodeId>): Weights {
  const merged = new Map<NodeId, Map<NodeId, number>>();
  for (const [id, near] of weights) {
    const from = group.get(id) ?? id;
    const row = merged.get(from) ?? new Map<NodeId, number>();
    merged.set(from, row);
    for (const [other, amount] of near) {
      const to = group.get(other) ?? other;
      row.set(to, (row.get(to) ?? 0) + amount);
    }
  }
  return new Map([...merged].toSorted(([a], [b]) => compareText(a, b)));
}

const sum = (amounts: ReadonlyMap<NodeId, number> | undefined): number => [...(amounts?.values() ?? [])].reduce((total, amount) => total + amount, 0);
