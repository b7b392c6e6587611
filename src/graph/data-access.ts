import type { DatastoreNode, Edge, ServiceNode, TableNode } from '../core/graph.js';
import { compareText, type Evidence } from '../core/location.js';
import type { GraphView } from '../core/rule.js';
import { ownLines } from './proof.js';

/** One service's use of a table or database, as far as data rules count it. */
export interface Accessor {
  readonly service: ServiceNode;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Code or configuration names the target; false where only a name suggests it. */
  readonly firm: boolean;
  /** Its own sites, the most telling first. */
  readonly lines: readonly Evidence[];
  /** Where its address of the database is set and deployed. */
  readonly settings: readonly Evidence[];
}

/** A service that coupling rules look at: not a registry, configuration server or monitor. */
function isCoupling(service: ServiceNode): boolean {
  return service.role !== 'infrastructure';
}

/** The service at the end of an edge, where coupling rules look at it. */
export function couplingService(view: GraphView, id: string): ServiceNode | undefined {
  const node = view.node(id);
  return node?.kind === 'service' && isCoupling(node) ? node : undefined;
}

/** The edge is there in every deployment and does more than migrate. */
export function isCounted(edge: Edge): boolean {
  return edge.when === undefined && edge.migrationOnly !== true;
}

/** A database that could not be named is its own service's and makes no data finding. */
export function isNamed(datastore: DatastoreNode): boolean {
  return datastore.database !== null && datastore.privateTo === undefined;
}

/** The named database of a table; undefined for tables no data rule counts (migration history, outbox, CDC) and tables of unnamed databases. */
export function countedDatastore(view: GraphView, table: TableNode): DatastoreNode | undefined {
  const datastore = view.node(table.datastore);
  return !table.technical && datastore?.kind === 'datastore' && isNamed(datastore) ? datastore : undefined;
}

/** Services that access a table, by name. */
export function tableAccessors(view: GraphView, table: TableNode): readonly Accessor[] {
  return accessorsBy(view, view.incoming(table.id, 'accesses'));
}

/**
 * Services that use a database, by name: over an edge to it or to one of its tables. A service all of whose tables there are technical (a relay that empties
 * the outbox) does not use it.
 */
export function databaseAccessors(view: GraphView, datastore: DatastoreNode, tables: readonly TableNode[]): readonly Accessor[] {
  const direct = view.incoming(datastore.id, 'accesses');
  const touched = new Map<string, boolean>();
  const byTable = tables.flatMap((table) => {
    const edges = view.incoming(table.id, 'accesses');
    for (const edge of edges) touched.set(edge.from, (touched.get(edge.from) ?? false) || (!table.technical && isCounted(edge)));
    return table.technical ? [] : edges;
  });
  return accessorsBy(view, [...direct, ...byTable]).filter(({ service }) => touched.get(service.id) !== false);
}

/** Tables of each database, sorted by id. */
export function tablesByDatastore(view: GraphView): ReadonlyMap<string, readonly TableNode[]> {
  const tables = new Map<string, TableNode[]>();
  for (const table of view.nodes('table')) {
    const list = tables.get(table.datastore);
    if (list) list.push(table);
    else tables.set(table.datastore, [table]);
  }
  return tables;
}

/** How people name a database: `shop (postgresql)`; a number says little without its server: `cache/0 (redis)`. */
export function describeDatastore({ name, database, technology }: DatastoreNode): string {
  return `${database === null ? name : /^\d+$/.test(database) ? `${name}/${database}` : database} (${technology})`;
}

function accessorsBy(view: GraphView, edges: readonly Edge[]): readonly Accessor[] {
  const found = new Map<string, Accessor>();
  for (const edge of edges) {
    const service = couplingService(view, edge.from);
    if (!service || !isCounted(edge)) continue;
    const known = found.get(service.id);
    found.set(service.id, {
      service,
      reads: known?.reads === true || edge.access === 'read' || edge.access === 'readwrite',
      writes: known?.writes === true || edge.access === 'write' || edge.access === 'readwrite',
      firm: known?.firm === true || edge.certainty !== 'inferred',
      lines: joinLines(known?.lines ?? [], ownLines(edge.evidence)),
      settings: joinLines(
        known?.settings ?? [],
        edge.evidence.filter((line) => line.role === 'deployment' || line.role === 'setting'),
      ),
    });
  }
  return [...found.values()].sort((a, b) => compareText(a.service.name, b.service.name) || compareText(a.service.id, b.service.id));
}

function joinLines(known: readonly Evidence[], lines: readonly Evidence[]): readonly Evidence[] {
  return [...known, ...lines.filter((line) => !known.some((other) => other.file === line.file && other.line === line.line))];
}
