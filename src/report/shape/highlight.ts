import type { Edge, NodeId } from '../../core/graph.js';
import type { Location } from '../../core/location.js';
import type { Finding, Report } from '../../core/report.js';
import { groupBy } from './group-by.js';

/** What findings paint: nodes and edges, each with the rules that found it, sorted. */
export interface Highlight {
  readonly nodes: ReadonlyMap<NodeId, readonly string[]>;
  readonly edges: ReadonlyMap<Edge, readonly string[]>;
}

/**
 * Nodes and edges that findings are about. An edge counts if the finding names both its ends and either its evidence is one of the finding's locations
 * or its ends follow each other in the finding's path. What concerns a table also paints the data store and the edge to it, so that a drawing
 * without tables shows it.
 */
export function highlightOf(report: Report): Highlight {
  const nodes = new Map<NodeId, Set<string>>();
  const edges = new Map<Edge, Set<string>>();
  const storeOf = new Map(report.graph.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.datastore] as const] : [])));
  const serviceIds = idsByName(report);
  const accesses = groupBy(
    report.graph.edges.filter((edge) => edge.kind === 'accesses'),
    (edge) => `${edge.from} ${edge.to}`,
  );
  for (const finding of report.findings) {
    const named = new Set([...finding.nodes, ...finding.services.flatMap((name) => serviceIds.get(name) ?? [])]);
    for (const id of [...named]) {
      const store = storeOf.get(id);
      if (store !== undefined) named.add(store);
    }
    for (const id of named) note(nodes, id, finding.ruleId);
    const concerned = report.graph.edges.filter((edge) => named.has(edge.from) && named.has(edge.to) && concerns(edge, finding, serviceIds));
    for (const edge of concerned) {
      note(edges, edge, finding.ruleId);
      const store = storeOf.get(edge.to);
      for (const access of store === undefined ? [] : (accesses.get(`${edge.from} ${store}`) ?? [])) note(edges, access, finding.ruleId);
    }
  }
  return { nodes: sorted(nodes), edges: sorted(edges) };
}

function idsByName(report: Report): ReadonlyMap<string, readonly NodeId[]> {
  const ids = new Map<string, NodeId[]>();
  for (const node of report.graph.nodes) {
    if (node.kind !== 'service' && node.kind !== 'gateway') continue;
    ids.set(node.name, [...(ids.get(node.name) ?? []), node.id]);
  }
  return ids;
}

function concerns(edge: Edge, finding: Finding, ids: ReadonlyMap<string, readonly NodeId[]>): boolean {
  const path = finding.path ?? [];
  const follows = path.some((name, i) => {
    const next = path[i + 1];
    return next !== undefined && (ids.get(name) ?? []).includes(edge.from) && (ids.get(next) ?? []).includes(edge.to);
  });
  if (follows) return edge.kind === 'calls' || edge.kind === 'routes';
  return edgeEvidence(edge).some((evidence) => finding.locations.some((location) => sameLine(evidence, location)));
}

/** All evidence of an edge, that of domain models included. */
export function edgeEvidence(edge: Edge): readonly Edge['evidence'][number][] {
  return edge.domain ? [...edge.evidence, ...edge.domain] : edge.evidence;
}

/** Whether two locations are one line of one file. */
function sameLine(a: Location, b: Location): boolean {
  return a.line === b.line && a.file === b.file;
}

function note<K>(target: Map<K, Set<string>>, key: K, rule: string): void {
  const rules = target.get(key);
  if (rules) rules.add(rule);
  else target.set(key, new Set([rule]));
}

function sorted<K>(source: ReadonlyMap<K, ReadonlySet<string>>): ReadonlyMap<K, readonly string[]> {
  return new Map([...source].map(([key, rules]) => [key, [...rules].toSorted()]));
}
