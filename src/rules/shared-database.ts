import type { DatastoreNode, TableNode } from '../core/graph.js';
import { compareText } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import { type Accessor, databaseAccessors, describeDatastore, isCounted, isNamed, proofOf, tablesByDatastore } from '../graph/index.js';

/** Lines shown of one service; that it is there, and by which address, is the point, not each of its queries. */
const linesPerService = 3;

/** Services that use one logical database. */
export const sharedDatabase = defineRule({
  id: 'shared-database',
  meta: {
    category: 'data',
    since: '0.1.0',
    summary: 'Two or more services use the same logical database',
    why: "Services in one database share its schema, its migrations, its load and its failures. None of them can move, scale or restore its data alone, and nothing stops the next query from reaching into another one's tables.",
    fix: 'Give each service a database of its own, or at least a schema of its own with its own user: one server may hold them all.',
    whenNot:
      'Not where the services are one service on purpose (an interface and its worker, deployed together and owned by one team): suppress it with that reason.',
    references: ['https://microservices.io/patterns/data/shared-database.html'],
    severity: { minimal: 'off', recommended: 'error', strict: 'error' },
    options: {},
    messages: {
      sharedDatabase: 'Database {{database}} is used by {{count}} services: {{services}}',
      sharedSchema: 'Schema {{schemas}} of database {{database}} is used by {{count}} services: {{services}}',
      sharedCache: 'Cache {{database}} is used by {{count}} services: {{services}}',
    },
  },
  *check(graph) {
    const tables = tablesByDatastore(graph);
    for (const datastore of graph.nodes('datastore')) {
      const violation = isNamed(datastore) ? judgeDatabase(graph, datastore, tables.get(datastore.id) ?? []) : undefined;
      if (violation) yield violation;
    }
  },
});

function judgeDatabase(graph: GraphView, datastore: DatastoreNode, tables: readonly TableNode[]): Violation | undefined {
  const accessors = databaseAccessors(graph, datastore, tables);
  const schemas = schemasOf(graph, tables, accessors);
  const sharing = schemas ? accessors.filter(({ service }) => schemas.some((schema) => schema.services.has(service.id))) : accessors;
  if (sharing.length < 2) return undefined;
  const proof = proofOf(sharing.map((accessor) => ({ of: accessor.service.name, lines: firstLines(accessor) })));
  if (!proof) return undefined;
  const services = sharing.map(({ service }) => service.name);
  return {
    messageId: datastore.cache ? 'sharedCache' : schemas ? 'sharedSchema' : 'sharedDatabase',
    data: { database: describeDatastore(datastore), count: services.length, services, schemas: schemas?.map((schema) => schema.name) ?? [] },
    nodes: [datastore.id],
    services,
    ...proof,
    path: null,
    ...(datastore.cache ? { severity: 'warn' as const } : {}),
    inferred: restsOnGuess(sharing, schemas),
    cause: datastore.id,
  };
}

interface SharedSchema {
  readonly name: string;
  readonly services: ReadonlySet<string>;
}

/** The schemas that two or more services use, where every service names one with each of its tables; undefined where one does not. */
function schemasOf(graph: GraphView, tables: readonly TableNode[], accessors: readonly Accessor[]): readonly SharedSchema[] | undefined {
  const users = new Map<string, Set<string>>();
  const naming = new Map<string, boolean>();
  for (const table of tables) {
    if (table.technical) continue;
    for (const edge of graph.incoming(table.id, 'accesses')) {
      if (!isCounted(edge)) continue;
      naming.set(edge.from, (naming.get(edge.from) ?? true) && table.schema !== undefined);
      if (table.schema !== undefined) users.set(table.schema, (users.get(table.schema) ?? new Set()).add(edge.from));
    }
  }
  if (!accessors.every(({ service }) => naming.get(service.id) === true)) return undefined;
  const known = new Set(accessors.map(({ service }) => service.id));
  return [...users]
    .map(([name, services]): SharedSchema => ({ name, services: new Set([...services].filter((id) => known.has(id))) }))
    .filter((schema) => schema.services.size > 1)
    .sort((a, b) => compareText(a.name, b.name));
}

function restsOnGuess(sharing: readonly Accessor[], schemas: readonly SharedSchema[] | undefined): boolean {
  const firm = new Set(sharing.filter((accessor) => accessor.firm).map(({ service }) => service.id));
  if (!schemas) return firm.size < 2;
  return !schemas.some((schema) => [...schema.services].filter((id) => firm.has(id)).length > 1);
}

/** A use, then where its address comes from, then more uses. */
function firstLines({ lines, settings }: Accessor): Accessor['lines'] {
  return [...lines.slice(0, 1), ...settings.slice(0, 1), ...lines.slice(1)].slice(0, linesPerService);
}
