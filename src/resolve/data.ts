import type { SchemaFact } from '../core/fact.js';
import type { Interaction, LinkedService, UnresolvedReason } from '../core/interaction.js';
import type { Access } from '../core/library.js';
import type { Evidence } from '../core/location.js';
import type { HostIndex } from './host-index.js';
import type { ServiceModel } from './model.js';
import { isUnder } from './paths.js';
import type { Environment } from './settings.js';
import { type StoreRef, distinctStores, makeStore, storesOf, withDatabase } from './stores.js';
import { isCache, isCollectionStore, isEmbedded, isObjectStore, keepsTables, speaks, technologyName } from './technologies.js';
import { type SqlScan, type TableAccess, tablesOf } from './tables.js';
import { HOLE, fill } from './terms.js';

/** What one data sighting touches. */
export interface DataAnswer {
  readonly stores: readonly StoreRef[];
  readonly tables: readonly TableAccess[];
  readonly access: Access;
  readonly unresolved: readonly { readonly reason: UnresolvedReason; readonly text: string }[];
  readonly evidence: readonly Evidence[];
}

/** A service with all that its queries are resolved with. */
export interface DataContext {
  readonly service: ServiceModel;
  readonly linked: LinkedService;
  readonly environments: readonly Environment[];
  readonly index: HostIndex;
  readonly schemas: readonly SchemaFact[];
  readonly scanSql: SqlScan;
  readonly connections: readonly Connection[];
}
/** One place where a connection is opened, with the databases it can be. */
export interface Connection {
  readonly interaction: Interaction;
  readonly technology: string;
  readonly stores: readonly StoreRef[];
  /** It carries queues, and its store is no cache. */
  readonly queue: boolean;
}

const brokers: ReadonlySet<string> = new Set([
  'rabbitmq',
  'kafka',
  'nats',
  'mqtt',
  'aws_sqs',
  'aws_sns',
  'gcp_pubsub',
  'servicebus',
  'azure_servicebus',
  'activemq',
  'pulsar',
  'amqp',
  'aws_eventbridge',
  'aws_kinesis',
  'aws_dynamodb_stream',
  'aws_lambda',
  'eventhubs',
  'dapr',
  'jms',
  'stomp',
  'tcp',
  'http',
  'grpc',
  'graphql',
  'websocket',
  'smtp',
]);

/** Whether a technology keeps data (a broker or protocol does not). */
export function isDataTechnology(technology: string): boolean {
  return !brokers.has(technology);
}

/** The technology of a data sighting; `*` where nothing says. */
function dataTechnology(interaction: Interaction, environments: readonly Environment[]): string {
  if (interaction.protocol !== '*') return technologyName(interaction.protocol);
  const said = environments
    .flatMap((e) => (interaction.parts.technology === undefined ? [] : fill(interaction.parts.technology, e.lookup)))
    .find((f) => f.text !== '' && !f.text.includes(HOLE));
  return said === undefined ? '*' : technologyName(said.text);
}

/** Resolves every connection a service opens, and those its schema files declare. */
export function connectionsOf(context: Omit<DataContext, 'connections'>): Connection[] {
  const { service, environments, index } = context;
  const opened = context.linked.interactions
    .filter((i) => i.role === 'connection')
    .map((interaction): Connection => {
      const technology = dataTechnology(interaction, environments);
      const stores = storesOf(interaction, { technology, service, environments, index });
      const spoken = technology === '*' ? (stores[0]?.technology ?? '*') : technology;
      return { interaction, technology: spoken, stores: isDataTechnology(spoken) ? stores : [], queue: interaction.parts.queue !== undefined };
    });
  return opened;
}

/** What one query touches: databases, tables, and whether it reads or writes them. */
export function resolveQuery(interaction: Interaction, context: DataContext): DataAnswer {
  const said = dataTechnology(interaction, context.environments);
  const schema = said === '*' || isSchemaClient(interaction) ? schemaOf(context, said) : [];
  const technology = said === '*' ? (schema[0]?.technology ?? connectedTechnology(interaction, context) ?? '*') : said;
  const tables = tablesOf(interaction, technology, schema, context);
  const stores = queryStores(interaction, technology, schema, tables.names, context);
  const access =
    tables.tables.reduce<Access | undefined>((a, t) => (a === undefined || a === t.access ? t.access : 'readwrite'), undefined) ??
    interaction.access ??
    'unknown';
  const kept = isCache(technology) || isObjectStore(technology) ? [] : tables.tables;
  return { stores, tables: kept, access, unresolved: tables.unresolved, evidence: stores.flatMap((s) => s.evidence) };
}

function isSchemaClient(interaction: Interaction): boolean {
  return interaction.evidence.some((e) => e.foundBy.endsWith('/prisma'));
}

function connectedTechnology(interaction: Interaction, context: DataContext): string | undefined {
  const own = context.connections.filter((c) => c.interaction.handle !== undefined && c.interaction.handle === interaction.handle);
  const pool = own.length > 0 ? own : context.connections.filter((c) => isDataTechnology(c.technology) && keepsTables(c.technology));
  const technologies = [...new Set(pool.map((c) => c.technology))];
  return technologies.length === 1 ? technologies[0] : undefined;
}

/** Schema files of a client that is generated from them: those of the service's folder, else of a library it uses, else the only one there is. */
function schemaOf(context: DataContext, technology: string): SchemaFact[] {
  const orm = context.schemas.filter((s) => s.by === 'orm-schema' && (technology === '*' || s.technology === undefined || speaks(technology, s.technology)));
  const own = orm.filter((s) => context.service.path !== null && isUnder(s.at.file, context.service.path));
  if (own.length > 0) return own;
  const used = orm.filter((s) => context.linked.libraries.some((l) => isUnder(s.at.file, l.path)));
  if (used.length > 0) return used;
  return new Set(orm.map((s) => s.at.file)).size === 1 ? orm : [];
}

function queryStores(
  interaction: Interaction,
  technology: string,
  schema: readonly SchemaFact[],
  collections: readonly string[],
  context: DataContext,
): StoreRef[] {
  const { service, environments, index } = context;
  const query = { technology, service, environments, index };
  const { url, host, port, database, schema: namespace } = interaction.parts;
  const named =
    database === undefined
      ? []
      : environments
          .flatMap((e) => fill(database, e.lookup))
          .filter((f) => f.text !== '' && !f.text.includes(HOLE))
          .map((f) => f.text);
  let stores: StoreRef[];
  if (url !== undefined || host !== undefined)
    stores = storesOf(
      { parts: { ...(url && { url }), ...(host && { host }), ...(port && { port }), ...(database && { database }), ...(namespace && { schema: namespace }) } },
      query,
    );
  else {
    const connected = connectedStores(interaction, technology, context);
    const declared = connected.length === 0 && schema[0]?.url !== undefined ? storesOf({ parts: { url: schema[0].url } }, query) : [];
    const base = connected.length > 0 ? connected : declared;
    stores = base.length > 0 ? base : storesOf({ parts: {} }, query);
    if (named.length > 0) stores = stores.flatMap((s) => [...new Set(named)].map((n) => withDatabase(s, n, service)));
  }
  if (isCollectionStore(technology) && named.length === 0 && collections.length > 0)
    stores = stores.flatMap((s) => collections.map((c) => withDatabase(s, c, service)));
  return distinctStores(stores);
}

/** The connection of the same client; else the only one of its technology (all its environments' databases). */
function connectedStores(interaction: Interaction, technology: string, context: DataContext): StoreRef[] {
  const fitting = context.connections.filter(
    (c) => (technology === '*' && keepsTables(c.technology)) || c.stores.some((s) => speaks(technology, s.technology)) || speaks(technology, c.technology),
  );
  const own = interaction.handle === undefined ? [] : fitting.filter((c) => c.interaction.handle === interaction.handle);
  if (own.length > 0) return distinctStores(own.flatMap((c) => c.stores));
  const plain = fitting.filter((c) => !c.queue);
  const sets = new Set(
    plain.map((c) =>
      c.stores
        .map((s) => s.id)
        .sort()
        .join('\n'),
    ),
  );
  if (sets.size === 1) return [...(plain[0]?.stores ?? [])];
  const serverless = plain.filter((c) => c.stores.every((s) => s.privateTo === undefined));
  return new Set(serverless.map((c) => c.stores.map((s) => s.id).join('\n'))).size === 1 ? [...(serverless[0]?.stores ?? [])] : [];
}

/** A private node for a query whose connection nobody can name. */
export function unnamedStore(technology: string, service: ServiceModel): StoreRef {
  return makeStore({
    technology: isEmbedded(technology) || technology !== '*' ? technology : 'other_sql',
    server: null,
    host: null,
    database: null,
    schema: null,
    service,
    certainty: 'declared',
    evidence: [],
  });
}
