import type { NodeId } from '../core/graph.js';
import type { Interaction } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import type { Term } from '../core/term.js';
import { type Address, databaseOf, impliedPort, isLocalHost, readAddress } from './addresses.js';
import { resolveHost, unitNamedBySetting } from './hosts.js';
import { unitsOnPort } from './local-ports.js';
import type { HostIndex } from './host-index.js';
import type { ServerModel, ServiceModel } from './model.js';
import type { Environment } from './settings.js';
import { addressTerm } from './targets.js';
import { isCollectionStore, isDatabaseScheme, isEmbedded, isObjectStore, speaks, technologyName } from './technologies.js';
import { type Filled, HOLE, fill } from './terms.js';

/** One logical database, as a node to be. */
export interface StoreRef {
  readonly id: NodeId;
  /** Server as deployed; its technology where it is not. */
  readonly name: string;
  readonly technology: string;
  readonly database: string | null;
  readonly schema: string | null;
  readonly server: ServerModel | null;
  readonly privateTo?: NodeId;
  readonly certainty: 'declared' | 'inferred';
  readonly evidence: readonly Evidence[];
  readonly when?: string;
  /** Nothing says which server: the only one there is was taken. */
  readonly guessed?: boolean;
}

/** Where a store is looked for. */
export interface StoreQuery {
  readonly technology: string;
  readonly service: ServiceModel;
  readonly environments: readonly Environment[];
  readonly index: HostIndex;
}

/** The databases that address and database of one interaction name: one for each environment and alternative. */
export function storesOf(interaction: Pick<Interaction, 'parts'>, query: StoreQuery): StoreRef[] {
  const { parts } = interaction;
  const stores: StoreRef[] = [];
  for (const environment of query.environments) {
    const term = addressTerm(parts);
    const written: (Filled | null)[] = term === undefined ? [null] : fill(term, environment.lookup);
    const addresses = written.flatMap((f) => withHost(f, parts.host, environment));
    for (const filled of addresses) {
      for (const database of namesIn(parts.database, environment)) {
        for (const schema of namesIn(parts.schema, environment)) stores.push(storeOf(filled, database, schema?.text ?? null, environment, query));
      }
    }
  }
  return distinctStores(stores);
}

/** `new Client(port, host)`: a number alone is a port. */
function withHost(filled: Filled | null, host: Term | undefined, environment: Environment): (Filled | null)[] {
  if (filled === null || !/^\d{1,5}$/.test(filled.text)) return [filled];
  const hosts = host === undefined ? [] : fill(host, environment.lookup);
  if (hosts.length === 0) return [{ ...filled, text: `localhost:${filled.text}` }];
  return hosts.map((h) => ({ ...h, text: `${h.text}:${filled.text}`, evidence: [...h.evidence, ...filled.evidence] }));
}

function namesIn(term: Term | undefined, environment: Environment): (Filled | null)[] {
  return term === undefined ? [null] : fill(term, environment.lookup);
}

function storeOf(filled: Filled | null, named: Filled | null, schemaText: string | null, environment: Environment, query: StoreQuery): StoreRef {
  const parsed = filled === null ? null : readAddress(filled.text);
  const technology =
    parsed?.scheme != null && isDatabaseScheme(parsed.scheme)
      ? technologyName(parsed.scheme)
      : query.technology === '*'
        ? (serverTechnology(parsed, environment, query) ?? '*')
        : query.technology;
  const asked = { ...query, technology };
  const where = isEmbedded(technology) ? null : serverOf(filled, parsed, environment, asked);
  const database = databaseText(technology, parsed, named);
  const schema = schemaText !== null && !schemaText.includes(HOLE) && schemaText !== '' ? schemaText : (parsed?.query.get('schema') ?? null);
  const evidence = [...(filled?.evidence ?? []), ...(named?.evidence ?? []), ...(where?.evidence ?? [])];
  const found = makeStore({
    technology,
    server: where?.server ?? null,
    host: where?.host ?? null,
    database,
    schema: isDefaultSchema(technology, schema) ? null : schema,
    service: query.service,
    certainty: where?.certainty ?? 'declared',
    evidence,
  });
  return { ...found, ...(environment.when === undefined ? {} : { when: environment.when }), ...(where?.guessed === true ? { guessed: true } : {}) };
}

function isDefaultSchema(technology: string, schema: string | null): boolean {
  return schema === null || (technology === 'postgresql' && schema === 'public') || (technology === 'mssql' && schema === 'dbo');
}

/** The logical database: what the call names, else what the URL's path names; Redis counts from 0. */
function databaseText(technology: string, parsed: Address | null, named: Filled | null): string | null {
  const spoken = named === null || named.text === '' || (named.text.includes(HOLE) && named.missing.length > 0) ? null : named.text;
  if (spoken?.includes(HOLE)) return null;
  if (technology === 'redis' || technology === 'valkey')
    return spoken ?? (parsed === null ? '0' : (databaseOf(parsed) ?? (parsed.path.includes(HOLE) ? null : '0')));
  if (technology === 'memcached') return null;
  if (spoken !== null) return spoken;
  const path = parsed === null || isCollectionStore(technology) ? null : databaseOf(parsed);
  return path ?? (technology === 'mongodb' && parsed !== null && parsed.host !== null && !parsed.path.includes(HOLE) && named === null ? 'test' : null);
}

interface Where {
  readonly guessed?: boolean;
  readonly server: ServerModel | null;
  readonly host: string | null;
  readonly certainty: 'declared' | 'inferred';
  readonly evidence: readonly Evidence[];
}

const nowhere: Where = { server: null, host: null, certainty: 'declared', evidence: [] };

/** The server an address leads to; without one, the only server of the technology that the service can see. */
function serverOf(filled: Filled | null, parsed: Address | null, environment: Environment, query: StoreQuery): Where {
  if (parsed !== null && parsed.host !== null) return serverAt(parsed.host, parsed, environment, query);
  for (const setting of [...(filled?.settings ?? [])].reverse()) {
    const unit = unitNamedBySetting(setting, query.service, query.index);
    if (unit?.kind === 'server' && fits(unit.server, query.technology)) return { ...nowhere, server: unit.server, certainty: 'inferred' };
  }
  return onlyServer(environment, query) ?? nowhere;
}

/** What a server speaks that an address without a scheme leads to. */
function serverTechnology(parsed: Address | null, environment: Environment, query: StoreQuery): string | undefined {
  if (parsed === null || parsed.host === null || parsed.host === '') return undefined;
  const answer = resolveHost(parsed.host, parsed.port, query.service, environment, query.index);
  return answer.kind === 'unit' && answer.unit.kind === 'server' && answer.unit.server.kind === 'datastore' ? answer.unit.server.technology : undefined;
}

function serverAt(host: string, parsed: Address, environment: Environment, query: StoreQuery): Where {
  const { service, index, technology } = query;
  const port = parsed.port ?? impliedPort(parsed.scheme) ?? impliedPort(technology);
  const answer = resolveHost(host, port, service, environment, index);
  if (answer.kind === 'unit' && answer.unit.kind === 'server' && fits(answer.unit.server, technology))
    return { server: answer.unit.server, host: null, certainty: answer.certainty, evidence: answer.evidence };
  if (isLocalHost(host)) return publishedServer(port, query) ?? onlyServer(environment, query) ?? nowhere;
  if (answer.kind === 'external') return isObjectStore(technology) ? nowhere : { ...nowhere, host: answer.host };
  return answer.kind === 'unknown' ? { ...nowhere, host } : nowhere;
}

/** Of all that publish a port on this machine the only server of the technology. */
function publishedServer(port: number | null, query: StoreQuery): Where | undefined {
  const servers =
    port === null ? [] : unitsOnPort(port, query.index).flatMap((u) => (u.kind === 'server' && fits(u.server, query.technology) ? [u.server] : []));
  return servers.length === 1 && servers[0] !== undefined ? { ...nowhere, server: servers[0] } : undefined;
}

function fits(server: ServerModel, technology: string): boolean {
  return server.kind === 'datastore' && (speaks(technology, server.technology) || server.technology === 'other_sql');
}

/** The only server of a technology in the stacks that run the service. */
function onlyServer(environment: Environment, query: StoreQuery): Where | undefined {
  if (environment.stack === null) return undefined;
  const group = query.index.identity.stackGroups.get(environment.stack);
  const servers = query.index.identity.datastores.filter(
    (s) => fits(s, query.technology) && s.units.some((u) => query.index.identity.stackGroups.get(u.instance.workload.stack) === group),
  );
  const [server] = servers;
  return server !== undefined && servers.length === 1 ? { server, host: null, certainty: 'inferred', evidence: [], guessed: true } : undefined;
}

/** What a store node is made of. */
export interface StoreParts {
  readonly technology: string;
  readonly server: ServerModel | null;
  /** A host that is nobody's here: a managed database. */
  readonly host: string | null;
  readonly database: string | null;
  readonly schema: string | null;
  readonly service: ServiceModel;
  readonly certainty: 'declared' | 'inferred';
  readonly evidence: readonly Evidence[];
}

/** Makes the reference; a database that nothing names belongs to its service alone. */
export function makeStore(parts: StoreParts): StoreRef {
  const { technology, server, service, database } = parts;
  const key = server?.key ?? parts.host ?? technology;
  const whole = technology === 'memcached' && (server !== null || parts.host !== null);
  const own = isEmbedded(technology) || (database === null && !whole);
  const id = own
    ? `datastore:${key}/~${service.id.slice('service:'.length)}${isEmbedded(technology) && database !== null ? `/${database}` : ''}`
    : `datastore:${key}${database === null ? '' : `/${database}`}`;
  return {
    id,
    name: server?.name ?? parts.host ?? technology,
    technology: server !== null && !isObjectStore(technology) && server.technology !== 'other_sql' ? server.technology : technology,
    database,
    schema: parts.schema,
    server,
    ...(own ? { privateTo: service.id } : {}),
    certainty: parts.certainty,
    evidence: parts.evidence,
  };
}

/** The same server with the database that a later call names (`client.db('x')`, a bucket, an index). */
export function withDatabase(store: StoreRef, database: string, service: ServiceModel): StoreRef {
  const made = makeStore({
    technology: store.technology,
    server: store.server,
    host: store.server === null && store.name !== store.technology ? store.name : null,
    database,
    schema: store.schema,
    service,
    certainty: store.certainty,
    evidence: store.evidence,
  });
  return { ...made, ...(store.when === undefined ? {} : { when: store.when }), ...(store.guessed === true ? { guessed: true } : {}) };
}

/** Stores without repeats; a guess and a nameless one give way to a named one. */
export function distinctStores(stores: readonly StoreRef[]): StoreRef[] {
  const seen = new Map<string, StoreRef>();
  for (const s of stores) {
    const key = `${s.id}\n${s.schema ?? ''}\n${s.when ?? ''}`;
    if (!seen.has(key)) seen.set(key, s);
  }
  const all = [...seen.values()];
  const named = all.filter((s) => s.privateTo === undefined);
  const sure = named.filter((s) => s.guessed !== true);
  return sure.length > 0 ? sure : named.length > 0 ? named : all;
}
