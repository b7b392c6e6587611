import type { DatastoreNode, ServiceNode, TableNode } from '../core/graph.js';
import { compareText } from '../core/location.js';
import type { GraphView } from '../core/rule.js';
import { type Accessor, couplingService } from './data-access.js';

/**
 * The service that owns a database in which no tables are known: the only one that migrates it, else its only writer (where every other use is known to
 * read), else the only user whose name the database bears. Two candidates of one rank: none. The same order as for tables.
 */
export function databaseOwner(view: GraphView, datastore: DatastoreNode, accessors: readonly Accessor[]): ServiceNode | undefined {
  const migrating = new Map<string, ServiceNode>();
  for (const edge of view.incoming(datastore.id, 'accesses')) {
    const service = edge.migrationOnly === true ? couplingService(view, edge.from) : undefined;
    if (service) migrating.set(service.id, service);
  }
  if (migrating.size > 0) return only([...migrating.values()]);
  const writers = accessors.filter((accessor) => accessor.writes);
  if (writers.length > 1) return only(bearers(datastore, writers));
  const readers = accessors.filter((accessor) => accessor.reads && !accessor.writes);
  if (writers.length === 1 && readers.length === accessors.length - 1) return writers[0]?.service;
  return only(bearers(datastore, accessors));
}

/** The owner of a table, where coupling rules look at it. */
export function tableOwner(view: GraphView, table: TableNode): ServiceNode | undefined {
  return table.owner === null ? undefined : couplingService(view, table.owner);
}

function bearers(datastore: DatastoreNode, accessors: readonly Accessor[]): readonly ServiceNode[] {
  const name = stem(datastore.database ?? '');
  return accessors
    .map((accessor) => accessor.service)
    .filter((service) => name !== '' && [service.name, ...service.aliases].some((alias) => stem(alias) === name))
    .sort((a, b) => compareText(a.id, b.id));
}

/** A name without case, punctuation and the words that only say what kind of thing it is. */
function stem(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .replace(/-?(service|svc|database|db|data|store)$/, '')
    .replaceAll('-', '');
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
