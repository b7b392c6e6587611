import type { Edge, NodeId, SystemGraph } from '../../core/graph.js';
import type { Location } from '../../core/location.js';
import type { Finding } from '../../core/report.js';
import type { Mark } from './drawing/drawing.js';
import { joinMarks } from './drawing/marks.js';
import { groupBy } from './group-by.js';

/** What findings paint: nodes and edges, each with the rules that found it. */
export interface Highlight {
  readonly nodes: ReadonlyMap<NodeId, Mark>;
  readonly edges: ReadonlyMap<Edge, Mark>;
}

/** A highlight that paints nothing. */
export const noHighlight: Highlight = { nodes: new Map(), edges: new Map() };

/**
 * Nodes and edges that findings are about. An edge counts if the finding names both its ends and either its evidence is one of the finding's locations
 * or its ends follow each other in the finding's path. What concerns a table also paints the data store and the edge to it, so that a drawing
 * without tables shows it.
 */
export function highlightOf(graph: SystemGraph, findings: readonly Finding[]): Highlight {
  const nodes = new Map<NodeId, Mark>();
  const edges = new Map<Edge, Mark>();
  const storeOf = new Map(graph.nodes.flatMap((node) => (node.kind === 'table' ? [[node.id, node.datastore] as const] : [])));
  const serviceIds = idsByName(graph);
  const accesses = groupBy(
    graph.edges.filter((edge) => edge.kind === 'accesses'),
    (edge) => `${edge.from} ${edge.to}`,
  );
  for (const finding of findings) {
    const named = new Set([...finding.nodes, ...finding.services.flatMap((name) => serviceIds.get(name) ?? [])]);
    for (const id of [...named]) {
      const store = storeOf.get(id);
      if (store !== undefined) named.add(store);
    }
    for (const id of named) note(nodes, id, finding);
    const concerned = graph.edges.filter((edge) => named.has(edge.from) && named.has(edge.to) && concerns(edge, finding, serviceIds));
    for (const edge of concerned) {
      note(edges, edge, finding);
      const store = storeOf.get(edge.to);
      for (const access of store === undefined ? [] : (accesses.get(`${edge.from} ${store}`) ?? [])) note(edges, access, finding);
    }
  }
  return { nodes, edges };
}

function idsByName(graph: SystemGraph): ReadonlyMap<string, readonly NodeId[]> {
  const ids = new Map<string, NodeId[]>();
  for (const node of graph.nodes) {
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

function note<K>(target: Map<K, Mark>, key: K, finding: Finding): void {
  const mark = joinMarks([target.get(key), [{ rule: finding.ruleId, severity: finding.severity }]]);
  if (mark) target.set(key, mark);
}
