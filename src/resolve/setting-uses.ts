import type { NodeId } from '../core/graph.js';
import type { Evidence, NonEmpty } from '../core/location.js';
import { literal } from '../core/term.js';
import { impliedPort, readAddress, pathPattern } from './addresses.js';
import { unitNode } from './calls.js';
import { distinctEvidence } from './edges.js';
import { resolveHost } from './hosts.js';
import { isContainersOwn } from './local-ports.js';
import type { ServiceModel } from './model.js';
import { squash, wordsOf } from './names.js';
import { looksLikeAddress, storeNode } from './nodes.js';
import { type Scene, addServer, environmentsOf } from './scene.js';
import { type Environment, fillAll } from './settings.js';
import type { DataUse } from './storage.js';
import { type StoreRef, storesOf } from './stores.js';
import { isDatabaseScheme, isEmbedded, technologyName } from './technologies.js';
import { type Filled, HOLE, fill, isKnown } from './terms.js';

const noCall: ReadonlySet<string> = new Set([
  'cors',
  'origin',
  'origins',
  'allowed',
  'redirect',
  'redirects',
  'callback',
  'log',
  'logs',
  'logging',
  'logger',
  'frontend',
  'front',
  'issuer',
  'audience',
  'whitelist',
  'allowlist',
  'template',
  'templates',
  'self',
  'docs',
  'swagger',
  'otel',
  'otlp',
  'exporter',
  'sentry',
  'jaeger',
  'zipkin',
  'trace',
  'tracing',
  'metrics',
  'cookie',
  'domain',
  'listen',
  'bind',
  'advertise',
  'advertised',
  'healthcheck',
]);

function mayCall(setting: string): boolean {
  return !wordsOf(setting).some((w) => noCall.has(w));
}

/**
 * Settings whose value reaches code that is not there: an inferred call to the service that the value names. Of a service whose code nobody read
 * all settings count, and name the data stores and brokers that it uses too.
 */
export function addSettingUses(scene: Scene, use: DataUse): void {
  for (const service of scene.services) {
    const environments = environmentsOf(scene, service);
    for (const { setting, term, evidence } of scene.linked.get(service.id)?.settingUses ?? [])
      for (const { filled, environment } of fillAll(term, environments)) inferCall(scene, service, { setting, filled, environment, evidence: [evidence] });
    if (isRead(scene, service)) continue;
    const given = environments.flatMap((e) => [...new Set([...e.deployed, ...e.properties])].flatMap((setting) => givenBy(setting, e)));
    for (const one of given) inferCall(scene, service, one);
    inferStores(scene, service, given, use);
    for (const one of given) inferBroker(scene, service, one);
  }
}

/** A setting's value in one environment, and the lines that show where it goes. */
interface Given {
  readonly setting: string;
  readonly filled: Filled;
  readonly environment: Environment;
  readonly evidence: readonly Evidence[];
}

/** What one environment says to a setting; what a configuration server says to all services is no word about this one. */
function givenBy(setting: string, environment: Environment): Given[] {
  return environment
    .lookup(setting)
    .filter((v) => v.shared !== true)
    .flatMap((value) => fill(value.term, environment.lookup).map((filled) => ({ setting, filled, environment, evidence: value.evidence })));
}

/** Whether the service's code was there to be read. */
function isRead(scene: Scene, service: ServiceModel): boolean {
  const linked = scene.linked.get(service.id);
  return service.path !== null && linked !== undefined && linked.files.length > 0;
}

function inferCall(scene: Scene, service: ServiceModel, given: Given): void {
  const { setting, filled, environment } = given;
  if (!mayCall(setting)) return;
  const parsed = readAddress(filled.text.trim());
  if (parsed.host === null || parsed.host === '') return;
  inferPassages(scene, service, given, parsed.host, pathPattern(parsed.path));
  if (!namesHost(scene, setting, filled.text.trim())) return;
  const port = parsed.port ?? impliedPort(parsed.scheme);
  if (isOwnPort(parsed.host, parsed.port, environment) && !environment.deployed.includes(setting)) return;
  const answer = resolveHost(parsed.host, port, service, environment, scene.index);
  if (answer.kind !== 'unit' || answer.unit.kind !== 'service' || answer.unit.service === service) return;
  const evidence = siteOfSetting(given, answer.evidence);
  const { to, kind } = unitNode(scene, service, answer.unit, service);
  if (evidence === undefined || isDeclared(scene, service, to)) return;
  const address = { kind: 'setting' as const, text: `\${${setting}}`, at: { file: evidence[0].file, line: evidence[0].line } };
  scene.edges.push({ from: service.id, to, kind, protocol: protocolOf(parsed.scheme), certainty: 'inferred', ...whenOf(environment), evidence, address });
}

/** Calls through the gateways that answer to a host. */
function inferPassages(scene: Scene, service: ServiceModel, given: Given, host: string, path: string | null): void {
  for (const gateway of scene.entrance.answering(host))
    for (const arrival of scene.entrance.arrive(gateway, { host, path, method: null })) {
      const evidence = siteOfSetting(given, arrival.evidence);
      if (arrival.service === service || evidence === undefined || isDeclared(scene, service, arrival.service.id)) continue;
      const address = { kind: 'setting' as const, text: `\${${given.setting}}`, at: { file: evidence[0].file, line: evidence[0].line } };
      const edge = { from: service.id, to: arrival.service.id, kind: 'calls' as const, protocol: 'http', certainty: 'inferred' as const };
      scene.edges.push({ ...edge, ...whenOf(given.environment), evidence, address, via: arrival.via, path: arrival.path });
    }
}

/** The line that sets it stands for the code that is not there. */
function siteOfSetting(given: Given, further: readonly Evidence[]): NonEmpty<Evidence> | undefined {
  const [first, ...rest] = distinctEvidence([...given.evidence, ...given.filled.evidence, ...further]);
  if (first === undefined) return undefined;
  const { role: _role, ...site } = first;
  return [site, ...rest.filter((e) => e.file !== site.file || e.line !== site.line)];
}

function isDeclared(scene: Scene, service: ServiceModel, to: NodeId): boolean {
  return scene.edges.some((e) => e.from === service.id && e.to === to && e.certainty !== 'inferred' && e.kind !== 'starts-after');
}

/** Inside a container this machine is the container: a default for a developer's own computer. What the deployment itself sets may be told to a browser. */
function isOwnPort(host: string, port: number | null, environment: Environment): boolean {
  return isContainersOwn(host, environment) && !environment.upstreams.some((u) => u.port === port);
}

const whenOf = ({ when }: Environment): { when?: string } => (when === undefined ? {} : { when });

/** A URL or `host:port`, or the bare name of something deployed in a setting that is about an address. */
function namesHost(scene: Scene, setting: string, text: string): boolean {
  if (looksLikeAddress(text)) return true;
  const words = wordsOf(setting);
  const about = words.some((w) => /^(host|hostname|addr|address|url|uri|endpoint|server|service)$/.test(w)) && setting !== 'SERVICE' && !words.includes('name');
  return about && scene.index.named.has(text.toLowerCase());
}

function protocolOf(scheme: string | null): string {
  return scheme === 'ws' || scheme === 'wss' ? 'websocket' : scheme === 'grpc' ? 'grpc' : 'http';
}

/** The databases that the values name: their own URLs, or hosts of data stores with the database in a setting beside it. */
function inferStores(scene: Scene, service: ServiceModel, all: readonly Given[], use: DataUse): void {
  const found = all
    .filter((g) => !wordsOf(g.setting).includes('wait'))
    .flatMap((given) => storesGiven(scene, service, given, all).map((store) => ({ given, store })));
  const named = new Set(found.filter(({ store }) => store.privateTo === undefined).map(({ store }) => store.server?.key ?? store.name));
  for (const { given, store } of found) {
    if (store.privateTo !== undefined && named.has(store.server?.key ?? store.name)) continue;
    const evidence = siteOfSetting(given, store.evidence);
    if (evidence === undefined || isDeclared(scene, service, store.id) || usesServer(scene, service, store)) continue;
    scene.nodes.add(storeNode(store, [evidence[0]]), store.server?.evidence.map((e) => ({ ...e, role: 'definition' as const })) ?? []);
    use.stores.set(store.id, (use.stores.get(store.id) ?? new Set()).add(service));
    const protocol = store.technology;
    scene.edges.push({
      from: service.id,
      to: store.id,
      kind: 'accesses',
      protocol,
      certainty: 'inferred',
      access: 'unknown',
      ...whenOf(given.environment),
      evidence,
    });
  }
}

/** Whether a documented setting already opens a database of the same server. */
function usesServer(scene: Scene, service: ServiceModel, store: StoreRef): boolean {
  const { server } = store;
  if (server === null || store.privateTo === undefined) return false;
  return scene.edges.some((e) => e.from === service.id && e.kind === 'accesses' && e.certainty !== 'inferred' && e.to.startsWith(`datastore:${server.key}/`));
}

function storesGiven(scene: Scene, service: ServiceModel, given: Given, all: readonly Given[]): StoreRef[] {
  const { setting, filled, environment } = given;
  const text = filled.text.trim();
  const parsed = readAddress(text);
  if (parsed.host === null || filled.text.includes(HOLE) || isOwnPort(parsed.host, parsed.port, environment)) return [];
  const byScheme = parsed.scheme !== null && isDatabaseScheme(parsed.scheme) && !isEmbedded(parsed.scheme);
  const answer = parsed.host === '' ? undefined : resolveHost(parsed.host, parsed.port ?? impliedPort(parsed.scheme), service, environment, scene.index);
  const server = answer?.kind === 'unit' && answer.unit.kind === 'server' && answer.unit.server.kind === 'datastore' ? answer.unit.server : undefined;
  if (!byScheme && (server === undefined || !namesHost(scene, setting, text))) return [];
  const database = databaseBeside(setting, environment, all);
  const parts = { url: literal(text), ...(database === undefined ? {} : { database: literal(database) }) };
  const technology = server?.technology ?? technologyName(parsed.scheme ?? '*');
  return storesOf({ parts }, { technology, service, environments: [environment], index: scene.index });
}

const addressWord = /[_.:-]?(url|uri|host|hostname|addr|address|endpoint|server|dsn|nodes?)$/i;

/** `DB_NAME` beside `DB_HOST`, `orders.persistence.database` beside `orders.persistence.endpoint`. */
function databaseBeside(setting: string, environment: Environment, all: readonly Given[]): string | undefined {
  const prefix = squash(setting.replace(addressWord, ''));
  if (squash(setting) === prefix) return undefined;
  const names = ['name', 'database', 'db', 'dbname', 'databasename'].map((w) => prefix + w);
  const beside = all.filter(
    (g) => g.environment === environment && names.includes(squash(g.setting)) && isKnown(g.filled) && /^[\w$-]{1,64}$/.test(g.filled.text),
  );
  return beside[0]?.filled.text;
}

/** A broker that a value names: `uses`. */
function inferBroker(scene: Scene, service: ServiceModel, given: Given): void {
  const text = given.filled.text.trim();
  const parsed = readAddress(text);
  if (parsed.host === null || parsed.host === '' || !namesHost(scene, given.setting, text) || wordsOf(given.setting).includes('wait')) return;
  if (isOwnPort(parsed.host, parsed.port, given.environment)) return;
  const answer = resolveHost(parsed.host, parsed.port ?? impliedPort(parsed.scheme), service, given.environment, scene.index);
  if (answer.kind !== 'unit' || answer.unit.kind !== 'server' || answer.unit.server.kind !== 'broker') return;
  const to = addServer(scene, answer.unit.server);
  const evidence = siteOfSetting(given, answer.evidence);
  if (evidence === undefined || isDeclared(scene, service, to)) return;
  const protocol = answer.unit.server.technology;
  scene.edges.push({ from: service.id, to, kind: 'uses', protocol, certainty: 'inferred', ...whenOf(given.environment), evidence });
}
