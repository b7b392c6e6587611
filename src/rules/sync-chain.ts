import type { Edge, NodeId } from '../core/graph.js';
import { compareText, type Location, nonEmpty } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import {
  type CallArc,
  type CallGraph,
  handlerCalls,
  longestChains,
  noteOf,
  ownLines,
  type Components,
  sourceComponents,
  stronglyConnected,
  unitCalls,
} from '../graph/index.js';

/** `linked`: each hop's handler is seen to make the next call; `observed`: traces show each hop; `possible`: only the service graph does. */
type Tier = 'linked' | 'observed' | 'possible';

interface Candidate {
  readonly arcs: readonly CallArc[];
  readonly hops: number;
  readonly tier: Tier;
  readonly throughGateway: boolean;
  readonly inferred: boolean;
}

interface Scope {
  readonly graph: GraphView;
  readonly max: number;
  readonly countGateway: boolean;
}

/** Makes one inner hop count for more than any number of outer ones. */
const innerWeight = 2 ** 20;

/** Chains of synchronous calls. */
export const syncChain = defineRule({
  id: 'sync-chain',
  meta: {
    category: 'calls',
    since: '0.1.0',
    summary: 'A chain of synchronous calls has more than two hops',
    why: 'Every service of a chain must be up, and fast, for the first one to answer: availabilities multiply and latencies add up (five services of 99.9 % are 99.5 %). A slow service at the end holds threads and connections in all of those before it.\n\nA hop is one call from service to service. The chain is an error where each handler is seen to make the next call (`linked`) or traces show it (`observed`), a warning where only the graph of services does (`possible`).',
    fix: 'Let services that need the data keep a copy fed by events, let the last steps happen later by a message, or let the first service ask the others itself. Services that are always called one after the other may be one service.',
    whenNot: 'Chains of reads that are cached at every step hurt less; raise `max` for a system that has measured them.',
    references: [
      'https://learn.microsoft.com/dotnet/architecture/microservices/architect-microservice-container-applications/communication-in-microservice-architecture',
    ],
    severity: { minimal: 'error', recommended: 'error', strict: 'error' },
    options: {
      max: { type: 'integer', default: 2, minimum: 1, looser: 'higher', description: 'Hops that are allowed: 2 allows A → B → C' },
      countGateway: { type: 'boolean', default: false, looser: 'off', description: "Whether a gateway's route is a hop like any other" },
    },
    messages: {
      tooLong: 'A chain of {{hops}} synchronous hops ({{tier}}): {{chain}}',
      throughGateway: 'A chain of {{hops}} synchronous hops ({{tier}}), the first of a gateway or front end: {{chain}}',
    },
  },
  *check(graph, options) {
    const scope: Scope = { graph, max: options.max as number, countGateway: options.countGateway === true };
    const calls = graph.edges('calls').filter((edge) => isHop(scope, edge));
    const routes = graph.edges('routes').filter((edge) => isHop(scope, edge));
    const always = scope.countGateway ? [...calls, ...routes] : calls;
    const firm = (edges: readonly Edge[]): Edge[] => edges.filter((edge) => edge.certainty !== 'inferred');
    const candidates = [...chainsOf(scope, firm(always), true), ...chainsOf(scope, firm(always), false), ...chainsOf(scope, always, false)];
    if (!scope.countGateway) {
      const ofServices = routes.filter((edge) => graph.node(edge.from)?.kind === 'service');
      const withRoutes = (edges: readonly Edge[], linked: boolean): Candidate[] =>
        chainsOf(scope, edges, linked).filter(({ throughGateway, arcs }) => throughGateway && arcs.some((arc) => arc.edge.kind === 'routes'));
      const all = [...calls, ...ofServices];
      candidates.push(...withRoutes(firm(all), true), ...withRoutes(firm(all), false), ...withRoutes(all, false));
    }
    yield* withoutParts(strongest(candidates))
      .flatMap((candidate) => describe(graph, candidate) ?? [])
      .sort((a, b) => (b.data.hops as number) - (a.data.hops as number) || compareText((a.path ?? []).join(' '), (b.path ?? []).join(' ')));
  },
});

/** Between two units the rule looks at, in every deployment; load generators start no chain. */
function isHop({ graph, countGateway }: Scope, edge: Edge): boolean {
  const from = graph.node(edge.from);
  const to = graph.node(edge.to);
  if (edge.when !== undefined || from?.id === to?.id) return false;
  if (from?.kind === 'service' && from.role === 'load-generator') return false;
  return [from, to].every((node) => (node?.kind === 'service' && node.role !== 'infrastructure') || (countGateway && node?.kind === 'gateway'));
}

/** A front end's or gateway's edge: it alone makes no chain too long. */
function isOuter({ graph, countGateway }: Scope, arc: CallArc): boolean {
  const from = graph.node(arc.edge.from);
  if (from?.kind !== 'service') return !countGateway;
  return from.role === 'frontend' || (from.role === 'gateway' && !countGateway);
}

/**
 * Chains longer than allowed from each unit where chains begin to each where they end: the one with the most inner hops if these are too many by themselves,
 * else the longest with the outer ones.
 */
function chainsOf(scope: Scope, edges: readonly Edge[], linked: boolean): Candidate[] {
  const units = unitCalls(edges);
  const unitComponents = stronglyConnected(units.graph);
  const componentOf = new Map(units.unitOf.map((unit, node) => [unit, unitComponents.of[node] as number]));
  const calls = linked ? handlerCalls(scope.graph, edges) : units;
  const components = linked ? stronglyConnected(calls.graph) : unitComponents;
  const crosses = (arc: CallArc): number => (componentOf.get(arc.edge.from) === componentOf.get(arc.edge.to) ? 0 : 1);
  const innerFirst = (arc: CallArc): number => (isOuter(scope, arc) ? 0 : crosses(arc) * innerWeight) + crosses(arc);
  const found: Candidate[] = [];
  for (const sources of sourcesByUnit(calls, components, componentOf)) {
    const ends = new Set<number>();
    const add = (arcs: readonly CallArc[], throughGateway: boolean): void => {
      ends.add(componentOf.get(arcs.at(-1)?.edge.to ?? '') as number);
      found.push({ arcs, hops: arcs.reduce((sum, arc) => sum + crosses(arc), 0), tier: tierOf(arcs, linked), throughGateway, inferred: arcs.some(isGuess) });
    };
    const innermost = longestChains(calls.graph, components, sources, innerFirst, (scope.max + 1) * innerWeight - 1);
    for (const { arcs } of innermost) if (longestRun(scope, arcs, crosses) > scope.max) add(arcs, false);
    const longest = longestChains(calls.graph, components, sources, crosses, scope.max);
    for (const { arcs } of longest)
      if (!ends.has(componentOf.get(arcs.at(-1)?.edge.to ?? '') as number)) add(arcs, longestRun(scope, arcs, crosses) <= scope.max);
  }
  return found;
}

/** Nodes at which chains begin, one list for each unit (or cycle of units). */
function sourcesByUnit(calls: CallGraph, components: Components, componentOf: ReadonlyMap<NodeId, number>): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const component of sourceComponents(calls.graph, components)) {
    const members = components.members[component] ?? [];
    const unit = componentOf.get(calls.unitOf[members[0] ?? 0] ?? '') ?? 0;
    groups.set(unit, [...(groups.get(unit) ?? []), ...members]);
  }
  return [...groups.values()];
}

/** The most hops in a row that are no outer ones. */
function longestRun(scope: Scope, arcs: readonly CallArc[], crosses: (arc: CallArc) => number): number {
  let run = 0;
  let best = 0;
  for (const arc of arcs) {
    run = isOuter(scope, arc) ? 0 : run + crosses(arc);
    best = Math.max(best, run);
  }
  return best;
}

const isGuess = (arc: CallArc): boolean => arc.edge.certainty === 'inferred';

function tierOf(arcs: readonly CallArc[], linked: boolean): Tier {
  return linked ? 'linked' : arcs.every((arc) => arc.edge.certainty === 'observed') ? 'observed' : 'possible';
}

/** The smaller, the stronger: too long by itself before through a gateway, declared before inferred, seen before possible. */
const weakness = (candidate: Candidate): number => (candidate.throughGateway ? 4 : 0) + (candidate.inferred ? 2 : 0) + (candidate.tier === 'possible' ? 1 : 0);

const unitsOf = ({ arcs }: Candidate): readonly NodeId[] => [...arcs.slice(0, 1).map((arc) => arc.edge.from), ...arcs.map((arc) => arc.edge.to)];

/** One candidate for each entry and end: the strongest, of equally strong ones the longest. */
function strongest(candidates: readonly Candidate[]): readonly Candidate[] {
  const byEnds = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const ends = JSON.stringify([candidate.arcs[0]?.edge.from, candidate.arcs.at(-1)?.edge.to]);
    const known = byEnds.get(ends);
    const better = known && (weakness(candidate) - weakness(known) || known.hops - candidate.hops);
    if (better === undefined || better < 0) byEnds.set(ends, candidate);
  }
  return [...byEnds.values()];
}

/** Only maximal chains: none whose entry and end lie, in this order, on a longer chain that is at least as strong. */
function withoutParts(candidates: readonly Candidate[]): readonly Candidate[] {
  const passing = new Map<NodeId, { candidate: Candidate; at: number }[]>();
  for (const candidate of candidates) {
    unitsOf(candidate).forEach((unit, at) => {
      const list = passing.get(unit);
      if (list) list.push({ candidate, at });
      else passing.set(unit, [{ candidate, at }]);
    });
  }
  // A strong chain that begins and ends where the whole graph does is no part of another: only ends that go on need looking at.
  return candidates.filter((part) => {
    const entry = part.arcs[0]?.edge.from ?? '';
    const end = part.arcs.at(-1)?.edge.to ?? '';
    const goesOn = passing.get(end)?.some(({ candidate, at }) => at < candidate.arcs.length) || passing.get(entry)?.some(({ at }) => at > 0);
    if (!goesOn) return true;
    return !passing.get(entry)?.some(({ candidate: whole, at }) => {
      return whole !== part && whole.hops > part.hops && weakness(whole) <= weakness(part) && whole.arcs.slice(at).some((arc) => arc.edge.to === end);
    });
  });
}

function describe(graph: GraphView, candidate: Candidate): Violation | undefined {
  const { arcs, hops, tier, throughGateway, inferred } = candidate;
  const nameOf = (id: NodeId): string => graph.node(id)?.name ?? id;
  const ids = unitsOf(candidate);
  const lines = arcs.map((arc) => ownLines(arc.site.evidence)[0] ?? arc.site.evidence[0]);
  const locations = nonEmpty(lines.map(({ file, line }): Location => ({ file, line })));
  const nodes = nonEmpty([...new Set(ids)]);
  if (!locations || !nodes) return undefined;
  const path = ids.map(nameOf);
  const severity = throughGateway ? ('info' as const) : tier === 'possible' ? ('warn' as const) : undefined;
  return {
    messageId: throughGateway ? 'throughGateway' : 'tooLong',
    data: { hops, tier, chain: path.join(' → ') },
    nodes,
    services: nodes.map(nameOf),
    locations,
    notes: arcs.map((arc, index) => noteOf(`${nameOf(arc.edge.from)} → ${nameOf(arc.edge.to)}`, lines[index] as (typeof lines)[number])),
    path,
    ...(severity ? { severity } : {}),
    inferred,
  };
}
