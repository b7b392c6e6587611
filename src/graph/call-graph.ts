import type { Edge, EdgeSite, NodeId, ServiceNode, SiteRoute } from '../core/graph.js';
import { forwardPath, literalFront, routeFit } from '../core/route-path.js';
import type { GraphView } from '../core/rule.js';
import { type Arc, createDigraph, type Digraph } from './digraph.js';
import { type Answer, entriesUnder, matchOperation, type Operation } from './path-match.js';

/** One call (or counted route) between two units, at the site that shows it. */
export interface CallArc extends Arc {
  readonly edge: Edge;
  readonly site: EdgeSite;
}

/** Calls as a graph over numbers; `unitOf` says which service or gateway a number belongs to. */
export interface CallGraph {
  readonly graph: Digraph<CallArc>;
  readonly unitOf: readonly NodeId[];
}

/** Units as nodes, one arc for each edge: what may follow on what, for all that the service graph knows. Order of edges is kept. */
export function unitCalls(edges: readonly Edge[]): CallGraph {
  const numbers = new Numbering();
  const arcs = edges.map((edge): CallArc => ({ from: numbers.of(edge.from), to: numbers.of(edge.to), edge, site: edge.sites[0] }));
  return { graph: createDigraph(numbers.size, arcs), unitOf: numbers.labels.map((label) => label) };
}

/**
 * A unit's entries as nodes: an arc leads from each entry that reaches a call's site to each entry of the callee that the call's method and path fit, so
 * that every path in the graph is one that the code is seen to take. A call that fits no entry leads to a node where nothing goes on. A gateway's routes are its
 * entries: a request goes on under the path that the route makes of it.
 */
export function handlerCalls(view: GraphView, edges: readonly Edge[]): CallGraph {
  return new HandlerGraph(view, edges).build();
}

/** A route of a gateway's configuration: a site of a `routes` edge. */
interface Passage {
  readonly edge: Edge;
  readonly index: number;
  readonly site: EdgeSite;
  readonly route: SiteRoute;
}

const maxGateways = 6;

class HandlerGraph {
  private readonly numbers = new Numbering();
  private readonly unitOf: NodeId[] = [];
  private readonly arcs: CallArc[] = [];
  private readonly answers: ReadonlyMap<NodeId, readonly Answer[]>;
  private readonly passages: ReadonlyMap<NodeId, readonly Passage[]>;
  private readonly followed = new Set<number>();

  constructor(
    view: GraphView,
    private readonly edges: readonly Edge[],
  ) {
    this.answers = answersOf(view, edges);
    const passages = new Map<NodeId, Passage[]>();
    for (const edge of edges.filter((e) => e.kind === 'routes'))
      edge.sites.forEach((site, index) => {
        if (site.route) passages.set(edge.from, [...(passages.get(edge.from) ?? []), { edge, index, site, route: site.route }]);
      });
    this.passages = passages;
  }

  build(): CallGraph {
    for (const edge of this.edges)
      edge.sites.forEach((site, index) => {
        const targets = site.route ? this.under(edge, site, site.route) : this.enter(edge.to, site, edge.kind === 'routes', 0);
        const origins = edge.kind === 'routes' ? [routeId(edge, index), ...site.entries] : site.entries;
        for (const origin of origins.length > 0 ? origins : ['no origin']) this.join(this.state(edge.from, origin), targets, edge, site);
      });
    return { graph: createDigraph(this.numbers.size, this.arcs), unitOf: this.unitOf };
  }

  private state(unit: NodeId, entry: string): number {
    const number = this.numbers.of(JSON.stringify([unit, entry]));
    this.unitOf[number] = unit;
    return number;
  }

  private join(from: number, targets: readonly number[], edge: Edge, site: EdgeSite): void {
    for (const to of targets) this.arcs.push({ from, to, edge, site });
  }

  /** Where a request arrives in a unit: the routes of a gateway that fit it best, else the entries. */
  private enter(unit: NodeId, called: Operation, isPrefix: boolean, depth: number): readonly number[] {
    const { path, method } = called;
    const fits = (this.passages.get(unit) ?? []).flatMap((passage) => {
      const fit = path === null || passage.route.internal === true ? undefined : routeFit(passage.route, path, method);
      return fit === undefined ? [] : [{ passage, fit }];
    });
    const best = Math.max(...fits.map(({ fit }) => fit));
    if (path !== null && fits.length > 0) return fits.filter(({ fit }) => fit === best).map(({ passage }) => this.through(passage, method, path, depth));
    const reached = matchOperation(called, this.answers.get(unit) ?? [], isPrefix);
    return (reached.length > 0 ? reached : ['no entry']).map((entry) => this.state(unit, entry));
  }

  /** A request on its way through a route: it goes on under the path that the route makes of it, where that is understood. */
  private through(passage: Passage, method: string | null, path: string, depth: number): number {
    const { edge, index, site, route } = passage;
    const onward = forwardPath(path, route.forwards) ?? path;
    const state = this.state(edge.from, `${routeId(edge, index)} as ${method ?? '*'} ${onward}`);
    if (this.followed.has(state) || depth > maxGateways) return state;
    this.followed.add(state);
    this.join(state, this.enter(edge.to, { method, path: onward }, false, depth + 1), edge, site);
    return state;
  }

  /** All that a route leads to when its requests are not known: entries under the path that it makes of its own. */
  private under(edge: Edge, site: EdgeSite, route: SiteRoute): readonly number[] {
    const own = route.pathKind === 'regex' && route.path !== null ? literalFront(route.path) : (route.path ?? '/');
    const onward = own === null ? null : forwardPath(own, route.forwards);
    const answers = this.answers.get(edge.to) ?? [];
    const open = route.pathKind === 'prefix' || route.pathKind === 'regex';
    const [method = null] = route.methods.length === 1 ? route.methods : [];
    const reached = onward === null || !open ? matchOperation({ method, path: onward ?? site.path }, answers, open) : entriesUnder(onward, method, answers);
    return (reached.length > 0 ? reached : ['no entry']).map((entry) => this.state(edge.to, entry));
  }
}

/** What each callee answers to: a service's entries and, for whoever routes, its routes. */
function answersOf(view: GraphView, edges: readonly Edge[]): ReadonlyMap<NodeId, readonly Answer[]> {
  const answers = new Map<NodeId, Answer[]>();
  const listOf = (unit: NodeId): Answer[] => {
    const known = answers.get(unit);
    if (known) return known;
    const node = view.node(unit);
    const entries = node?.kind === 'service' ? (node satisfies ServiceNode).entries : [];
    const list = entries.map((entry): Answer => ({ id: entry.id, method: entry.method, path: entry.path }));
    answers.set(unit, list);
    return list;
  };
  for (const edge of edges) {
    listOf(edge.to);
    if (edge.kind !== 'routes') continue;
    const list = listOf(edge.from);
    list.push(...edge.sites.map((site, index) => ({ id: routeId(edge, index), method: site.method, path: site.path, prefix: true })));
  }
  return answers;
}

const routeId = (edge: Edge, site: number): string => `route ${site} to ${edge.to}`;

class Numbering {
  readonly labels: string[] = [];
  private readonly numbers = new Map<string, number>();
  get size(): number {
    return this.labels.length;
  }
  of(label: string): number {
    const known = this.numbers.get(label);
    if (known !== undefined) return known;
    this.numbers.set(label, this.labels.length);
    return this.labels.push(label) - 1;
  }
}
