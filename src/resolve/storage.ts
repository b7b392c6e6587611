import type { NodeId } from '../core/graph.js';
import type { Interaction, LinkedService } from '../core/interaction.js';
import type { Access } from '../core/library.js';
import { type Connection, type DataAnswer, type DataContext, connectionsOf, isDataTechnology, resolveQuery, unnamedStore } from './data.js';
import type { ServiceModel } from './model.js';
import { storeNode, tableId, tableNode } from './nodes.js';
import { type DefinedTable, type OwnerWorld, type TableUser, isTechnical, ownerOf } from './owners.js';
import { isUnder } from './paths.js';
import { type Scene, environmentsOf, leaveUnresolved, siteEvidence, siteOf } from './scene.js';
import type { StoreRef } from './stores.js';
import { isCache } from './technologies.js';
import { fillAll } from './settings.js';
import type { TableAccess } from './tables.js';
import { isKnown } from './terms.js';

/** Everything that services do with data: databases, tables, and what their own code defines. */
export interface DataUse {
  readonly tables: Map<NodeId, { readonly name: string; readonly store: StoreRef; readonly users: TableUser[] }>;
  readonly stores: Map<NodeId, Set<ServiceModel>>;
  readonly defined: DefinedTable[];
}

/** Resolves connections and queries of one service and adds their edges. */
export function resolveData(scene: Scene, service: ServiceModel, use: DataUse): void {
  const linked = scene.linked.get(service.id);
  if (linked === undefined) return;
  const context = contextOf(scene, service, linked);
  const queried = new Set<Connection>();
  for (const interaction of linked.interactions) {
    if (interaction.role === 'definition') defineTables(scene, service, interaction, use);
    if (interaction.role === 'query') {
      for (const c of context.connections) if (c.interaction.handle !== undefined && c.interaction.handle === interaction.handle) queried.add(c);
    }
  }
  addQueries(scene, context, use);
  const carriers = queueCarriers(context);
  for (const connection of context.connections) if (!queried.has(connection) && !carriers.has(connection)) addConnection(scene, context, connection, use);
}

/** Connections that only carry queues: those a queue was made on; all of a cache's, where queues are used and nobody sees on what. */
function queueCarriers(context: DataContext): Set<Connection> {
  const used = context.linked.interactions.some((i) => (i.role === 'producer' || i.role === 'consumer') && i.parts.queue !== undefined);
  const marked = context.connections.filter((c) => c.queue);
  const handles = new Set(marked.flatMap((c) => c.interaction.handle ?? []));
  return new Set(
    context.connections.filter((c) => c.queue || handles.has(c.interaction.handle ?? '') || (used && handles.size === 0 && isCache(c.technology))),
  );
}

function contextOf(scene: Scene, service: ServiceModel, linked: LinkedService): DataContext {
  const base = { service, linked, environments: environmentsOf(scene, service), index: scene.index, schemas: scene.schemas, scanSql: scene.scanSql };
  return { ...base, connections: connectionsOf(base) };
}

/**
 * A connection alone is an access of unknown kind. One that nothing names beside queries of the same technology says nothing new,
 * and neither does a cache's that only a shared library opens.
 */
function addConnection(scene: Scene, context: DataContext, connection: Connection, use: DataUse): void {
  const { service } = context;
  const { interaction, technology, stores } = connection;
  if (!isDataTechnology(technology) || technology === '*') return;
  const [site] = interaction.evidence;
  if (isCache(technology) && site.foundBy.includes('/') && service.path !== null && !isUnder(site.file, service.path)) return;
  const used = [...use.stores].filter(([, users]) => users.has(service)).map(([id]) => scene.nodes.get(id));
  const queried = used.some((n) => n?.kind === 'datastore' && n.technology === technology);
  for (const store of stores) {
    if ((store.privateTo !== undefined || store.guessed === true) && queried) continue;
    if (!(use.stores.get(store.id)?.has(service) ?? false)) addStore(scene, service, interaction, store, 'unknown', use);
  }
}

interface Answered {
  readonly interaction: Interaction;
  readonly answer: DataAnswer;
}

/**
 * Of several stores behind one line of code (a storage interface with an implementation for each cloud) the deployment
 * chooses: those of other technologies that it does not name are left unresolved.
 */
function addQueries(scene: Scene, context: DataContext, use: DataUse): void {
  const answered = context.linked.interactions
    .filter((i) => i.role === 'query')
    .map((interaction): Answered => ({ interaction, answer: resolveQuery(interaction, context) }));
  const chosen = new Map<string, Set<string>>();
  for (const { interaction, answer } of answered)
    for (const s of answer.stores)
      if (s.privateTo === undefined) chosen.set(siteKey(interaction), (chosen.get(siteKey(interaction)) ?? new Set()).add(s.technology));
  for (const each of answered) {
    const { stores } = each.answer;
    const named = chosen.get(siteKey(each.interaction));
    const option = named !== undefined && stores.every((s) => s.privateTo !== undefined && s.database === null && !named.has(s.technology));
    if (option) leaveOption(scene, context.service, each);
    else addQuery(scene, context.service, each, use);
  }
}

function siteKey(interaction: Interaction): string {
  return `${interaction.evidence[0].file}:${interaction.evidence[0].line}`;
}

function leaveOption(scene: Scene, service: ServiceModel, { interaction, answer }: Answered): void {
  scene.tally.unresolved++;
  leaveUnresolved(
    scene,
    service,
    'missing-setting',
    `${answer.stores[0]?.technology ?? interaction.protocol}: ${interaction.evidence.at(-1)?.text ?? ''}`,
    interaction.evidence[0],
  );
}

function addQuery(scene: Scene, service: ServiceModel, { interaction, answer }: Answered, use: DataUse): void {
  if (interaction.parts.relations !== undefined && answer.tables.length === 0) return;
  const stores = answer.stores.length > 0 ? answer.stores : [unnamedStore(interaction.protocol, service)];
  for (const store of stores) {
    addStore(scene, service, interaction, store, answer.access, use);
    for (const table of answer.tables) addTable(scene, service, interaction, store, table, use);
  }
  for (const row of answer.unresolved) leaveUnresolved(scene, service, row.reason, row.text, interaction.evidence[0]);
  if (answer.unresolved.length > 0 && answer.tables.length === 0) scene.tally.unresolved++;
  else scene.tally.resolved++;
}

function addStore(scene: Scene, service: ServiceModel, interaction: Interaction, store: StoreRef, access: Access, use: DataUse): void {
  scene.nodes.add(storeNode(store, [interaction.evidence[0]]), store.server?.evidence.map((e) => ({ ...e, role: 'definition' as const })) ?? []);
  use.stores.set(store.id, (use.stores.get(store.id) ?? new Set()).add(service));
  scene.edges.push({
    from: service.id,
    to: store.id,
    kind: 'accesses',
    protocol: store.technology,
    certainty: interaction.inferred ? 'inferred' : store.certainty,
    access,
    ...(store.when === undefined ? {} : { when: store.when }),
    evidence: siteEvidence(interaction, store.evidence),
    ...siteOf(interaction),
  });
}

function addTable(scene: Scene, service: ServiceModel, interaction: Interaction, store: StoreRef, table: TableAccess, use: DataUse): void {
  const schema = table.schema ?? store.schema;
  const id = tableId(store, schema, table.name);
  scene.nodes.add(tableNode(store, schema, table.name, isTechnical(table.name), [interaction.evidence[0]]));
  const at = use.tables.get(id) ?? { name: table.name, store, users: [] };
  at.users.push({ service, writes: table.access === 'write' || table.access === 'readwrite' });
  use.tables.set(id, at);
  scene.edges.push({
    from: service.id,
    to: id,
    kind: 'accesses',
    protocol: store.technology,
    certainty: interaction.inferred ? 'inferred' : store.certainty,
    access: table.access,
    ...(store.when === undefined ? {} : { when: store.when }),
    evidence: siteEvidence(interaction, store.evidence),
    ...siteOf(interaction),
  });
}

/** Migrations and schema builders in code: they define tables, and use none. */
function defineTables(scene: Scene, service: ServiceModel, interaction: Interaction, use: DataUse): void {
  const { table, sql } = interaction.parts;
  const evidence = { ...interaction.evidence[0], role: 'definition' as const };
  const environments = environmentsOf(scene, service);
  const named = fillAll(table, environments).flatMap(({ filled }) => (isKnown(filled) ? [filled.text] : []));
  const created = fillAll(sql, environments).flatMap(({ filled }) => scene.scanSql(filled.text).flatMap((s) => (s.creates ?? []).map((t) => t.name)));
  for (const name of [...named, ...created]) use.defined.push({ service: service.id, table: name, evidence });
}

/** Decides the owner of every table, when all its users are known. */
export function decideOwners(scene: Scene, use: DataUse): void {
  const world: OwnerWorld = {
    services: scene.services,
    schemas: scene.schemas.filter((s) => s.reads === undefined),
    defined: use.defined,
    soleUsers: soleUsers(scene),
  };
  for (const [id, { name, store, users }] of use.tables) {
    const node = scene.nodes.get(id);
    if (node?.kind !== 'table') continue;
    const databaseUsers = [...(use.stores.get(store.id) ?? [])];
    scene.nodes.replace({ ...node, ...ownerOf(name, store.database, users, databaseUsers, world) });
  }
}

/** Library folders that exactly one service uses. */
function soleUsers(scene: Scene): Map<string, NodeId> {
  const users = new Map<string, Set<NodeId>>();
  for (const service of scene.services)
    for (const l of scene.linked.get(service.id)?.libraries ?? []) users.set(l.path, (users.get(l.path) ?? new Set()).add(service.id));
  return new Map([...users].flatMap(([path, ids]) => (ids.size === 1 ? [[path, [...ids][0] ?? ''] as const] : [])));
}

/** Whether a service's code does anything a server does: it listens, mounts a route, or consumes. */
export function servesOrConsumes(linked: LinkedService | undefined): boolean {
  return linked?.interactions.some((i) => i.role === 'server' || i.role === 'consumer') ?? false;
}
