import type { DatastoreNode, ServiceNode, TableNode } from '../core/graph.js';
import { compareText, type Evidence } from '../core/location.js';
import { defineRule, type GraphView, type Violation } from '../core/rule.js';
import {
  type Accessor,
  countedDatastore,
  databaseAccessors,
  databaseOwner,
  describeDatastore,
  isNamed,
  proofOf,
  tableAccessors,
  tableOwner,
  tablesByDatastore,
} from '../graph/index.js';

/** One service's use of another's table or database. */
interface Intrusion {
  readonly accessor: Accessor;
  readonly owner: ServiceNode;
  readonly datastore: DatastoreNode;
  /** Absent: the whole database, no tables of it being known. */
  readonly table?: TableNode;
  readonly ownerLines: readonly Evidence[];
}

/** Services that reach into another service's data. */
export const crossServiceDbAccess = defineRule({
  id: 'cross-service-db-access',
  meta: {
    category: 'data',
    since: '0.1.0',
    summary: 'A service reads or writes a table or database that another service owns',
    why: 'The owner cannot change its tables without breaking a service it may not even know, and its rules (validation, authorisation, events) are bypassed. The dependency is in no interface, so nobody sees it until it breaks.',
    fix: 'Ask the owner through its interface, subscribe to its events and keep a copy of what is needed, or move the code that needs the data into the owner.',
    whenNot: 'Where the owner is wrong, say so in the configuration: `owns: [order_items]` of `services.orders`.',
    references: ['https://microservices.io/patterns/data/database-per-service.html'],
    severity: { minimal: 'error', recommended: 'error', strict: 'error' },
    options: {},
    messages: {
      foreignTables: '{{accessor}} {{access}} data that {{owner}} owns: {{tables}} in {{databases}}',
      foreignDatabase: '{{accessor}} {{access}} the database {{databases}}, which {{owner}} owns',
    },
  },
  *check(graph) {
    const pairs = new Map<string, Intrusion[]>();
    for (const intrusion of [...tableIntrusions(graph), ...databaseIntrusions(graph)]) {
      const pair = JSON.stringify([intrusion.accessor.service.id, intrusion.owner.id]);
      pairs.set(pair, [...(pairs.get(pair) ?? []), intrusion]);
    }
    for (const pair of [...pairs.keys()].sort(compareText)) {
      const violation = describePair(pairs.get(pair) ?? []);
      if (violation) yield violation;
    }
  },
});

function* tableIntrusions(graph: GraphView): Generator<Intrusion> {
  for (const table of graph.nodes('table')) {
    const datastore = countedDatastore(graph, table);
    const owner = tableOwner(graph, table);
    if (!datastore || !owner) continue;
    const accessors = tableAccessors(graph, table);
    const own = accessors.find(({ service }) => service.id === owner.id)?.lines ?? [];
    const ownerLines = table.ownerEvidence ? [table.ownerEvidence, ...own] : own;
    for (const accessor of accessors) if (accessor.service.id !== owner.id) yield { accessor, owner, datastore, table, ownerLines };
  }
}

function* databaseIntrusions(graph: GraphView): Generator<Intrusion> {
  const tables = tablesByDatastore(graph);
  for (const datastore of graph.nodes('datastore')) {
    if (!isNamed(datastore) || (tables.get(datastore.id) ?? []).length > 0) continue;
    const accessors = databaseAccessors(graph, datastore, []);
    const owner = databaseOwner(graph, datastore, accessors);
    const ownerLines = accessors.find(({ service }) => service.id === owner?.id)?.lines ?? [];
    if (!owner) continue;
    for (const accessor of accessors) if (accessor.service.id !== owner.id) yield { accessor, owner, datastore, ownerLines };
  }
}

function describePair(intrusions: readonly Intrusion[]): Violation | undefined {
  const first = intrusions[0];
  if (!first) return undefined;
  const accessor = first.accessor.service;
  const tables = intrusions.flatMap((intrusion) => intrusion.table ?? []);
  const datastores = [...new Map(intrusions.map(({ datastore }) => [datastore.id, datastore])).values()];
  const proof = proofOf([
    { of: accessor.name, lines: intrusions.flatMap((intrusion) => intrusion.accessor.lines) },
    { of: `${first.owner.name} (owner)`, lines: intrusions.flatMap((intrusion) => intrusion.ownerLines) },
  ]);
  if (!proof) return undefined;
  return {
    messageId: tables.length > 0 ? 'foreignTables' : 'foreignDatabase',
    data: {
      accessor: accessor.name,
      access: verb(intrusions),
      owner: first.owner.name,
      tables: [...tables.map((table) => table.name), ...intrusions.flatMap(({ table, datastore }) => (table || tables.length === 0 ? [] : datastore.name))],
      databases: datastores.map(describeDatastore),
    },
    nodes: [accessor.id, first.owner.id, ...tables.map((table) => table.id), ...(tables.length > 0 ? [] : datastores.map((datastore) => datastore.id))],
    services: [accessor.name, first.owner.name],
    ...proof,
    path: null,
    ...(datastores.every((datastore) => datastore.cache) ? { severity: 'warn' as const } : {}),
    inferred: !intrusions.some((intrusion) => intrusion.accessor.firm),
    cause: first.datastore.id,
  };
}

function verb(intrusions: readonly Intrusion[]): string {
  const reads = intrusions.some(({ accessor }) => accessor.reads);
  const writes = intrusions.some(({ accessor }) => accessor.writes);
  return reads && writes ? 'reads and writes' : writes ? 'writes' : reads ? 'reads' : 'uses';
}
