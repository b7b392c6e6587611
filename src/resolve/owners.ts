import type { SchemaFact } from '../core/fact.js';
import type { NodeId, TableNode } from '../core/graph.js';
import type { Evidence } from '../core/location.js';
import type { ServiceModel } from './model.js';
import { bearsName, squash } from './names.js';
import { deepestFolder, isUnder } from './paths.js';

/** A service that uses a table, and how. */
export interface TableUser {
  readonly service: ServiceModel;
  readonly writes: boolean;
}
/** What a service's own code is seen to create: migrations and schema builders. */
export interface DefinedTable {
  readonly service: NodeId;
  readonly table: string;
  readonly evidence: Evidence;
}
/** What ownership of tables is decided with. */
export interface OwnerWorld {
  readonly services: readonly ServiceModel[];
  readonly schemas: readonly SchemaFact[];
  readonly defined: readonly DefinedTable[];
  /** Folders of packages that exactly one service uses, with that service. */
  readonly soleUsers: ReadonlyMap<string, NodeId>;
}
export type Owner = Pick<TableNode, 'owner' | 'ownedBy' | 'ownerEvidence'>;

/**
 * Who owns a table: configuration; else the service whose migrations, DDL or schema define it; else its only writer;
 * else the service whose name the table or database bears, if it uses that database. Two of one rank: nobody.
 */
export function ownerOf(table: string, database: string | null, users: readonly TableUser[], databaseUsers: readonly ServiceModel[], world: OwnerWorld): Owner {
  const configured = world.services.filter((s) => s.owns.some((o) => squash(o) === squash(table) || squash(o) === squash(`${database ?? ''}${table}`)));
  if (configured.length > 0) return only(configured, 'configuration');
  const definers = definersOf(table, databaseUsers, world);
  if (definers.size > 0) {
    const [[id, evidence] = [undefined, undefined]] = definers;
    return definers.size === 1 && id !== undefined && evidence !== undefined
      ? { owner: id, ownedBy: 'migration', ownerEvidence: { ...evidence, role: 'definition' } }
      : { owner: null };
  }
  const writers = [...new Map(users.filter((u) => u.writes).map((u) => [u.service.id, u.service])).values()];
  if (writers.length > 0) return only(writers, 'only-writer');
  const byTable = databaseUsers.filter((s) => bearsName(table, s.name));
  const named = byTable.length > 0 ? byTable : database === null ? [] : databaseUsers.filter((s) => bearsName(database, s.name));
  return named.length > 0 ? only(named, 'name') : { owner: null };
}

function only(services: readonly ServiceModel[], ownedBy: NonNullable<TableNode['ownedBy']>): Owner {
  const [service] = services;
  return service !== undefined && services.length === 1 ? { owner: service.id, ownedBy } : { owner: null };
}

function definersOf(table: string, databaseUsers: readonly ServiceModel[], world: OwnerWorld): Map<NodeId, Evidence> {
  const definers = new Map<NodeId, Evidence>();
  const users = new Set(databaseUsers.map((s) => s.id));
  const name = squash(table);
  for (const schema of world.schemas) {
    if (squash(schema.table) !== name) continue;
    const id = ownerOfFile(schema.at.file, world);
    if (id !== null && users.has(id) && !definers.has(id)) definers.set(id, { ...schema.at, foundBy: schema.foundBy, text: `defines table ${schema.table}` });
  }
  for (const d of world.defined) if (squash(d.table) === name && users.has(d.service) && !definers.has(d.service)) definers.set(d.service, d.evidence);
  return definers;
}

/** The one service that the file deploys, in whose folder it stands, or that alone uses the package it stands in. */
function ownerOfFile(file: string, world: OwnerWorld): NodeId | null {
  const deployed = world.services.filter((s) => s.units.some((u) => u.instance.workload.stack === file));
  if (deployed.length > 0) return deployed.length === 1 ? (deployed[0]?.id ?? null) : null;
  const folders = world.services.flatMap((s) => (s.path === null || s.path === '.' ? [] : [s.path]));
  const folder = deepestFolder(file, folders);
  const owners = folder === undefined ? [] : world.services.filter((s) => s.path === folder);
  if (owners.length === 1) return owners[0]?.id ?? null;
  if (owners.length > 1) return null;
  const library = deepestFolder(file, [...world.soleUsers.keys()]);
  if (library !== undefined) return world.soleUsers.get(library) ?? null;
  const root = world.services.filter((s) => s.path === '.' && isUnder(file, '.'));
  return root.length === 1 && world.services.length === 1 ? (root[0]?.id ?? null) : null;
}

/** Migration history, outbox and change-capture tables: no data rule counts them. */
export function isTechnical(table: string): boolean {
  const name = table.toLowerCase().replace(/^"|"$/g, '');
  return (
    technical.has(name) ||
    /(^|_)(outbox|inbox)(_|$)|^outbox|outbox(es|events?|messages?)?$|debezium|(^|_)cdc(_|$)|migration_?history|migrations?_lock|^schema_?migrations?$|^typeorm_|^knex_|^__/.test(
      name,
    )
  );
}

const technical: ReadonlySet<string> = new Set([
  'migrations',
  'migration',
  'knex_migrations',
  'knex_migrations_lock',
  'typeorm_metadata',
  'typeorm_migrations',
  'schema_migrations',
  'flyway_schema_history',
  'databasechangelog',
  'databasechangeloglock',
  '_prisma_migrations',
  'sequelizemeta',
  'sequelizedata',
  '__efmigrationshistory',
  'pgmigrations',
  'mikro_orm_migrations',
  '__drizzle_migrations',
  'drizzle_migrations',
  'goose_db_version',
  'gorp_migrations',
  'alembic_version',
  'django_migrations',
  'ar_internal_metadata',
  'phinxlog',
  'doctrine_migration_versions',
  'changelog',
  'umzug',
  'pgroll',
  'geometry_columns',
  'spatial_ref_sys',
  'information_schema',
  'pg_catalog',
  'sqlite_master',
  'sqlite_sequence',
  'dual',
]);
