import type { Edge, NodeId, ServiceNode, SystemGraph, UnresolvedRow } from '../../core/graph.js';
import { compareText } from '../../core/location.js';
import { groupBy } from './group-by.js';

/** What is known of one service, for `services`. */
export interface ServiceRow {
  readonly node: ServiceNode;
  /** Data stores it uses, sorted. */
  readonly stores: readonly NodeId[];
  readonly publishes: readonly NodeId[];
  readonly consumes: readonly NodeId[];
  /** Outbound sites (lines of code or configuration) whose target is known. */
  readonly resolved: number;
  readonly unresolved: readonly UnresolvedRow[];
  /** Number of unresolved sites for each reason, sorted by reason. */
  readonly reasons: readonly { readonly reason: UnresolvedRow['reason']; readonly count: number }[];
}

const outbound: readonly Edge['kind'][] = ['calls', 'routes', 'publishes', 'consumes', 'accesses', 'uses'];

/** Every service with its stores, channels and outbound sites, by id. */
export function inventory(graph: SystemGraph): readonly ServiceRow[] {
  const outgoing = groupBy(graph.edges, (edge) => edge.from);
  const unresolved = groupBy(graph.unresolved, (row) => row.service);
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  return graph.nodes
    .flatMap((node) => (node.kind === 'service' ? [node] : []))
    .toSorted((a, b) => compareText(a.id, b.id))
    .map((node) => {
      const edges = outgoing.get(node.id) ?? [];
      const rows = unresolved.get(node.id) ?? [];
      const targets = (kind: Edge['kind']): readonly NodeId[] =>
        [...new Set(edges.filter((edge) => edge.kind === kind).map((edge) => edge.to))].toSorted(compareText);
      const sites = edges.filter((edge) => outbound.includes(edge.kind)).flatMap((edge) => edge.sites.map((site) => site.evidence[0]));
      return {
        node,
        stores: targets('accesses').filter((id) => kinds.get(id) === 'datastore'),
        publishes: targets('publishes'),
        consumes: targets('consumes'),
        resolved: new Set(sites.map((evidence) => JSON.stringify([evidence.file, evidence.line, evidence.text]))).size,
        unresolved: rows,
        reasons: [...groupBy(rows, (row) => row.reason)]
          .map(([reason, list]) => ({ reason, count: list.length }))
          .toSorted((a, b) => compareText(a.reason, b.reason)),
      };
    });
}
