import type { Edge, NodeId } from '../core/graph.js';
import { compareText, type Location, type NonEmpty, nonEmpty } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { type Arc, cheapestCut, couplingService, createDigraph, type Digraph, noteOf, ownLines, shortestCycle, stronglyConnected } from '../graph/index.js';

interface CallsArc extends Arc {
  readonly edges: NonEmpty<Edge>;
}

interface CallsGraph {
  readonly ids: readonly NodeId[];
  readonly graph: Digraph<CallsArc>;
}

/** Services that call each other in a circle. */
export const syncCycle = defineRule({
  id: 'sync-cycle',
  meta: {
    category: 'calls',
    since: '0.1.0',
    summary: 'Services call each other synchronously in a cycle',
    why: 'None of the services in a cycle works, deploys or starts without the others: together they are one program that fails at every link. A request can come back to where it began while that service still waits for it.',
    fix: 'Cut the cheapest edge named in the finding: turn the call into an event that the other side subscribes to, pass the data along with the first request, or move the code that is called back.',
    references: ['https://learn.microsoft.com/azure/architecture/microservices/design/interservice-communication'],
    severity: { minimal: 'error', recommended: 'error', strict: 'error' },
    options: {},
    messages: {
      cycle: '{{count}} services call each other in a cycle: {{cycle}}; cheapest to cut: {{cut}} (call sites: {{cutSites}})[[; {{remaining}}]]',
    },
  },
  *check(graph) {
    const edges = graph.edges('calls').filter((edge) => isHop(graph, edge));
    const all = callsGraph(edges);
    const firm = callsGraph(edges.filter((edge) => edge.certainty !== 'inferred'));
    const firmCycles = componentsOf(firm);
    const found: Violation[] = [];
    for (const members of componentsOf(all)) {
      const inside = new Set(members.map((node) => all.ids[node]));
      const sure = firmCycles.filter((nodes) => nodes.every((node) => inside.has(firm.ids[node])));
      const violation = sure.length > 0 ? describe(graph, firm, sure, inside) : describe(graph, all, [members], inside);
      if (violation) found.push({ ...violation, inferred: sure.length === 0 });
    }
    yield* found.sort((a, b) => compareText(a.services.join(' '), b.services.join(' ')));
  },
});

function isHop(graph: GraphView, edge: Edge): boolean {
  return edge.when === undefined && edge.from !== edge.to && couplingService(graph, edge.from) !== undefined && couplingService(graph, edge.to) !== undefined;
}

/** Services by id, one arc for all calls of a pair. */
function callsGraph(edges: readonly Edge[]): CallsGraph {
  const ids = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))].sort(compareText);
  const numberOf = new Map(ids.map((id, index) => [id, index]));
  const arcs = new Map<string, { from: number; to: number; edges: [Edge, ...Edge[]] }>();
  for (const edge of edges) {
    const from = numberOf.get(edge.from) as number;
    const to = numberOf.get(edge.to) as number;
    const arc = arcs.get(`${from} ${to}`);
    if (arc) arc.edges.push(edge);
    else arcs.set(`${from} ${to}`, { from, to, edges: [edge] });
  }
  return { ids, graph: createDigraph<CallsArc>(ids.length, [...arcs.values()]) };
}

const componentsOf = ({ graph }: CallsGraph): readonly (readonly number[])[] => stronglyConnected(graph).members.filter((members) => members.length > 1);

/** One finding for the services of a component; `cycles` are the components of `calls` in it whose shortest cycle is shown. */
function describe(graph: GraphView, calls: CallsGraph, cycles: readonly (readonly number[])[], inside: ReadonlySet<NodeId | undefined>): Violation | undefined {
  const nameOf = (node: number): string => graph.node(calls.ids[node] ?? '')?.name ?? '';
  const shortest = cycles
    .flatMap((members) => {
      const cycle = shortestCycle(calls.graph, members);
      return cycle ? [{ members, cycle }] : [];
    })
    .sort((a, b) => a.cycle.length - b.cycle.length)[0];
  const services = [...inside].flatMap((id) => graph.node(id ?? '') ?? []).sort((a, b) => compareText(a.name, b.name));
  const nodes = nonEmpty(services.map((node) => node.id));
  const sites = (arc: CallsArc): number => arc.edges.reduce((sum, edge) => sum + edge.sites.length, 0);
  const arrow = (arc: CallsArc): string => `${nameOf(arc.from)} → ${nameOf(arc.to)}`;
  const cut = shortest && cheapestCut(calls.graph, shortest.members, shortest.cycle, sites, (a, b) => compareText(arrow(a), arrow(b)));
  const locations = nonEmpty((shortest?.cycle ?? []).map((arc): Location => firstLine(arc)));
  if (!shortest || !nodes || !cut || !locations) return undefined;
  const path = [...shortest.cycle.map((arc) => nameOf(arc.from)), nameOf(shortest.cycle[0]?.from ?? 0)];
  return {
    messageId: 'cycle',
    data: {
      count: services.length,
      services: services.map((node) => node.name),
      cycle: path.join(' → '),
      cut: arrow(cut.arc),
      cutSites: sites(cut.arc),
      remaining: cut.breaksAll && cycles.length === 1 ? '' : 'other cycles remain after that',
    },
    nodes,
    services: services.map((node) => node.name),
    locations,
    notes: shortest.cycle.map((arc) => noteOf(arrow(arc), firstEvidence(arc))),
    path,
  };
}

const firstEvidence = (arc: CallsArc): Edge['evidence'][0] => ownLines(arc.edges[0].evidence)[0] ?? arc.edges[0].evidence[0];
const firstLine = (arc: CallsArc): Location => ({ file: firstEvidence(arc).file, line: firstEvidence(arc).line });
