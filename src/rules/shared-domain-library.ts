import type { Edge, LibraryNode, ServiceNode } from '../core/graph.js';
import { compareText } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { couplingService, ownLines, proofOf } from '../graph/index.js';

/** Libraries of entities or domain models that several services use. */
export const sharedDomainLibrary = defineRule({
  id: 'shared-domain-library',
  meta: {
    category: 'libraries',
    since: '0.1.0',
    summary: 'An internal library with entities or domain models is used by two or more services',
    why: 'A shared model makes one vocabulary out of several: a field that one service needs is released to all of them, and services that should differ in what an order is cannot. A change means building and deploying every user of the library together.',
    fix: 'Let each service have its own model of what it needs, and share only the contract between them (generated from OpenAPI, protobuf or an event schema). Technical code (logging, clients, error types) may stay shared.',
    whenNot:
      'Libraries of contracts and of technical code are not flagged. A kernel of a few value types (money, time zones) that never changes can be suppressed with that reason.',
    severity: { minimal: 'off', recommended: 'warn', strict: 'warn' },
    options: {},
    messages: {
      sharedModel: 'Library {{library}} brings the same domain model into {{count}} services: {{services}}',
    },
  },
  *check(graph) {
    for (const library of graph.nodes('library')) {
      const violation = judgeLibrary(graph, library);
      if (violation) yield violation;
    }
  },
});

function judgeLibrary(graph: GraphView, library: LibraryNode): Violation | undefined {
  const users = new Map<string, { service: ServiceNode; edges: Edge[] }>();
  for (const edge of graph.incoming(library.id, 'imports')) {
    const service = couplingService(graph, edge.from);
    if (!service || edge.when !== undefined || (edge.domain ?? []).length === 0) continue;
    users.set(service.id, { service, edges: [...(users.get(service.id)?.edges ?? []), edge] });
  }
  if (users.size < 2) return undefined;
  const sorted = [...users.values()].sort((a, b) => compareText(a.service.name, b.service.name));
  const proof = proofOf(
    sorted.map(({ service, edges }) => ({ of: service.name, lines: edges.flatMap((edge) => [...ownLines(edge.evidence), ...(edge.domain ?? [])]) })),
  );
  if (!proof) return undefined;
  const services = sorted.map(({ service }) => service.name);
  return {
    messageId: 'sharedModel',
    data: { library: library.name, count: services.length, services },
    nodes: [library.id],
    services,
    ...proof,
    path: null,
    inferred: sorted.filter(({ edges }) => edges.some((edge) => edge.certainty !== 'inferred')).length < 2,
    cause: library.id,
  };
}
