import type { Certainty, NodeId } from '../core/graph.js';
import type { Interaction } from '../core/interaction.js';
import { describeTerm } from '../core/term.js';
import { pathPattern } from './addresses.js';
import { type Sighted, messagingTechnology, textsOf } from './channels.js';
import { isDataTechnology } from './data.js';
import { resolveHost } from './hosts.js';
import type { ServiceModel, Unit } from './model.js';
import { externalNode, storeNode } from './nodes.js';
import { serviceStem, squash } from './names.js';
import { type Scene, addServer, environmentsOf, interactionsOf, leaveUnresolved, siteEvidence, siteOf } from './scene.js';
import { makeStore } from './stores.js';
import { type Resolution, type Target, addressTerm, resolveAddress } from './targets.js';
import { fill, isKnown } from './terms.js';

/** Who answers a remote procedure, stub or pattern, by its name. */
export interface Responders {
  /** gRPC service names without package. */
  readonly stubs: ReadonlyMap<string, ReadonlySet<ServiceModel>>;
  /** Patterns and queues of request and reply, by technology (`*` where the handler does not say) and name. */
  readonly patterns: ReadonlyMap<string, ReadonlySet<ServiceModel>>;
}

/** Collects who serves which stub and which pattern. */
export function respondersOf(scene: Pick<Scene, 'services' | 'environments' | 'linked'>): Responders {
  const stubs = new Map<string, Set<ServiceModel>>();
  const patterns = new Map<string, Set<ServiceModel>>();
  const add = (map: Map<string, Set<ServiceModel>>, key: string, service: ServiceModel): void => {
    map.set(key, (map.get(key) ?? new Set()).add(service));
  };
  for (const service of scene.services) {
    for (const interaction of interactionsOf(scene, service)) {
      if (interaction.role !== 'server' && interaction.role !== 'consumer') continue;
      const sighted: Sighted = { service, environments: environmentsOf(scene, service), interaction };
      const { parts } = interaction;
      if (interaction.protocol === 'grpc') for (const t of textsOf(parts.operation ?? parts.serviceName, sighted).texts) add(stubs, stubName(t.text), service);
      else if (interaction.protocol !== 'http') {
        const technology = messagingTechnology(sighted) ?? '*';
        for (const term of [parts.operation, parts.topic, parts.key, parts.queue]) for (const t of textsOf(term, sighted).texts) if (t.text !== '') add(patterns, `${technology}\n${t.text}`, service);
      }
    }
  }
  return { stubs, patterns };
}

/** The bare service name of a stub: `hipster.CartService/Get` and `CartServiceClient` are `cartservice`. */
export function stubName(text: string): string {
  const service = text.replace(/^\/+/, '').split('/')[0] ?? text;
  return squash((service.split('.').at(-1) ?? service).replace(/(Service)?Client$/, (m) => (m === 'ServiceClient' ? 'Service' : '')));
}

/** Resolves every request that a service sends. */
export function resolveCalls(scene: Scene, service: ServiceModel, responders: Responders): void {
  for (const interaction of interactionsOf(scene, service)) if (interaction.role === 'client') resolveCall(scene, service, interaction, responders);
}

function resolveCall(scene: Scene, service: ServiceModel, interaction: Interaction, responders: Responders): void {
  const sighted: Sighted = { service, environments: environmentsOf(scene, service), interaction };
  const protocol = interaction.protocol === '*' ? (messagingTechnology(sighted) ?? '*') : interaction.protocol;
  const overBroker = interaction.reply === true && protocol !== 'tcp' && protocol !== 'http' && protocol !== 'grpc';
  const term = addressTerm(interaction.parts);
  const empty: Resolution = { targets: [], external: [], self: false, unresolved: [] };
  let resolution = term === undefined || overBroker ? empty : resolveAddress(term, protocol, service, sighted.environments, scene.index);
  if (resolution.targets.length === 0 && interaction.parts.serviceName !== undefined && protocol !== 'grpc') resolution = orElse(resolution, byDiscovery(scene, sighted));
  if (resolution.targets.length === 0 && !resolution.self && protocol === 'grpc') resolution = orElse(resolution, byStub(scene, sighted, responders));
  if (resolution.targets.length === 0 && interaction.reply === true) resolution = orElse(resolution, byPattern(sighted, protocol, responders));
  if (term === undefined && resolution === empty) resolution = relativeOnly(interaction, service) ? { ...empty, self: true } : { ...empty, unresolved: [{ reason: 'dynamic-target', text: interaction.evidence[0].text }] };
  emit(scene, service, interaction, protocol, resolution);
}

function orElse(first: Resolution, second: Resolution): Resolution {
  return second.targets.length > 0 || second.self ? second : first.unresolved.length + first.external.length > 0 ? first : second;
}

/** A request without any address in a browser goes to its own origin. */
function relativeOnly(interaction: Interaction, service: ServiceModel): boolean {
  return service.role === 'frontend' && interaction.parts.path !== undefined;
}

function emit(scene: Scene, service: ServiceModel, interaction: Interaction, protocol: string, resolution: Resolution): void {
  const at = interaction.evidence[0];
  for (const target of resolution.targets) addTarget(scene, service, interaction, protocol, target);
  for (const out of resolution.external) {
    const evidence = siteEvidence(interaction, out.evidence);
    const to = scene.nodes.add(externalNode(out.host, [at]));
    scene.edges.push({ from: service.id, to, kind: 'uses', protocol, certainty: certaintyOf('declared', interaction), evidence, ...siteOf(interaction), method: methodOf(scene, service, interaction), path: out.path });
  }
  for (const row of resolution.unresolved) leaveUnresolved(scene, service, row.reason, row.text, at);
  if (resolution.targets.length > 0 || resolution.self) scene.tally.resolved++;
  else if (resolution.external.length > 0) scene.tally.external++;
  else {
    scene.tally.unresolved++;
    if (resolution.unresolved.length === 0) leaveUnresolved(scene, service, 'dynamic-target', at.text, at);
  }
}

function addTarget(scene: Scene, service: ServiceModel, interaction: Interaction, protocol: string, target: Target): void {
  const { to, kind } = unitNode(scene, service, target.unit, interaction);
  const certainty = certaintyOf(target.certainty, interaction);
  const site = interaction.evidence[0];
  const deployed = target.evidence.find((e) => e.role === 'deployment');
  const at = target.address.kind === 'setting' && deployed !== undefined ? deployed : (interaction.evidence.find((e) => e.role === 'definition' || e.role === 'setting') ?? site);
  scene.edges.push({
    from: service.id,
    to,
    kind: kind === 'calls' && interaction.routes === true ? 'routes' : kind,
    ...(kind === 'accesses' ? { access: 'unknown' as const } : { protocol }),
    certainty,
    ...(target.when === undefined ? {} : { when: target.when }),
    evidence: siteEvidence(interaction, target.evidence),
    address: { ...target.address, at: { file: at.file, line: at.line } },
    method: methodOf(scene, service, interaction),
    path: target.path ?? pathOf(scene, service, interaction),
    ...siteOf(interaction),
  });
}

function certaintyOf(certainty: 'declared' | 'inferred', interaction: Interaction): Certainty {
  return interaction.inferred ? 'inferred' : certainty;
}

/** The node a request leads to, and what kind of edge that makes. */
export function unitNode(scene: Scene, from: ServiceModel, unit: Unit, interaction: Pick<Interaction, 'evidence'>): { to: NodeId; kind: 'calls' | 'uses' | 'accesses' } {
  if (unit.kind === 'service') return { to: unit.service.id, kind: unit.service.role === 'infrastructure' ? 'uses' : 'calls' };
  const { server } = unit;
  if (server.kind === 'datastore') {
    const store = makeStore({ technology: server.technology, server, host: null, database: null, schema: null, service: from, certainty: 'declared', evidence: [] });
    return { to: scene.nodes.add(storeNode(store, [interaction.evidence[0]])), kind: 'accesses' };
  }
  return { to: addServer(scene, server), kind: server.kind === 'gateway' ? 'calls' : 'uses' };
}

function methodOf(scene: Scene, service: ServiceModel, interaction: Interaction): string | null {
  const { method } = interaction.parts;
  const text = method === undefined ? undefined : fill(method, environmentsOf(scene, service)[0]?.lookup ?? (() => []))[0];
  return text === undefined || !isKnown(text) ? null : text.text.toUpperCase();
}

function pathOf(scene: Scene, service: ServiceModel, interaction: Interaction): string | null {
  const { path, operation } = interaction.parts;
  const term = path ?? operation;
  const text = term === undefined ? undefined : fill(term, environmentsOf(scene, service)[0]?.lookup ?? (() => []))[0];
  return text === undefined || text.text === '' ? null : path === undefined ? text.text : pathPattern(text.text);
}

/** A discovery name (Eureka, Consul) is a service's name. */
function byDiscovery(scene: Scene, sighted: Sighted): Resolution {
  const { texts, unresolved } = textsOf(sighted.interaction.parts.serviceName, sighted);
  const targets: Target[] = [];
  const environment = sighted.environments[0];
  for (const text of texts) {
    const answer = environment === undefined ? undefined : resolveHost(text.text.toLowerCase(), null, sighted.service, environment, scene.index);
    if (answer?.kind === 'unit') targets.push({ unit: answer.unit, certainty: answer.certainty, address: { kind: 'discovery', text: text.text }, path: null, evidence: text.evidence });
  }
  return { targets, external: [], self: false, unresolved: targets.length > 0 ? [] : [...unresolved, ...texts.map((t) => ({ reason: 'unknown-host' as const, text: t.text }))] };
}

/** A stub without an address: the one service that implements it; two are ambiguous; else the one that bears its name. */
function byStub(scene: Scene, sighted: Sighted, responders: Responders): Resolution {
  const term = sighted.interaction.parts.operation ?? sighted.interaction.parts.serviceName;
  const out: { targets: Target[]; unresolved: { reason: 'ambiguous' | 'dynamic-target'; text: string }[]; self: boolean } = { targets: [], unresolved: [], self: false };
  for (const text of textsOf(term, sighted).texts) {
    const name = stubName(text.text);
    const implementers = [...(responders.stubs.get(name) ?? [])];
    const declared = scene.facts.find((f) => f.kind === 'rpc' && squash(f.service) === name);
    const named = implementers.length > 0 ? implementers : scene.services.filter((s) => s !== sighted.service && [s.name, ...s.aliases].some((n) => squash(n) === name || (serviceStem(n).length > 2 && serviceStem(n) === serviceStem(name))));
    const [service] = named;
    if (service === sighted.service && named.length === 1) out.self = true;
    else if (service !== undefined && named.length === 1) {
      const evidence = declared === undefined ? [] : [{ ...declared.at, foundBy: declared.foundBy, text: `service ${name}`, role: 'definition' as const }];
      out.targets.push({ unit: { kind: 'service', service }, certainty: implementers.length > 0 ? 'declared' : 'inferred', address: { kind: 'stub', text: text.text }, path: null, evidence });
    } else if (named.length > 1) out.unresolved.push({ reason: 'ambiguous', text: text.text });
  }
  if (out.targets.length === 0 && out.unresolved.length === 0 && !out.self) out.unresolved.push({ reason: 'dynamic-target', text: term === undefined ? sighted.interaction.evidence[0].text : describeTerm(term) });
  return { ...out, external: [] };
}

/** Request and reply over a broker: who answers the pattern, else who consumes the queue. */
function byPattern(sighted: Sighted, protocol: string, responders: Responders): Resolution {
  const { parts } = sighted.interaction;
  const find = (name: string): ServiceModel[] => {
    const own = protocol === '*' ? [...responders.patterns].filter(([k]) => k.endsWith(`\n${name}`)).flatMap(([, s]) => [...s]) : [...(responders.patterns.get(`${protocol}\n${name}`) ?? []), ...(responders.patterns.get(`*\n${name}`) ?? [])];
    return [...new Set(own)];
  };
  const names = (term: Interaction['parts']['topic']): string[] => textsOf(term, sighted).texts.map((t) => t.text).filter((t) => t !== '');
  const byQueue = names(parts.queue).flatMap(find);
  const targets: Target[] = [];
  const unresolved: { reason: 'ambiguous' | 'dynamic-target'; text: string }[] = [];
  let self = false;
  const patterns = [parts.operation, parts.topic, parts.key].flatMap(names);
  for (const name of patterns.length > 0 ? patterns : names(parts.queue)) {
    const all = find(name);
    const narrowed = all.length > 1 && byQueue.length > 0 ? all.filter((s) => byQueue.includes(s)) : all.length > 0 ? all : [...new Set(byQueue)];
    const others = narrowed.filter((s) => s !== sighted.service);
    const [service] = others;
    if (others.length === 0 && narrowed.length > 0) self = true;
    else if (service !== undefined && others.length === 1) targets.push({ unit: { kind: 'service', service }, certainty: 'declared', address: { kind: 'stub', text: name }, path: null, evidence: [] });
    else if (others.length > 1) unresolved.push({ reason: 'ambiguous', text: name });
  }
  if (targets.length === 0 && unresolved.length === 0 && !self) unresolved.push({ reason: 'dynamic-target', text: sighted.interaction.evidence[0].text });
  return { targets, external: [], self, unresolved };
}

/** Connections to brokers and other servers that are no data store: `uses`. */
export function resolveBrokerConnections(scene: Scene, service: ServiceModel): void {
  for (const interaction of interactionsOf(scene, service)) {
    const term = addressTerm(interaction.parts);
    const sighted: Sighted = { service, environments: environmentsOf(scene, service), interaction };
    if (!['connection', 'producer', 'consumer'].includes(interaction.role) || term === undefined) continue;
    const technology = messagingTechnology(sighted);
    if (technology === null || isDataTechnology(technology)) continue;
    const resolution = resolveAddress(term, technology, service, sighted.environments, scene.index);
    for (const target of resolution.targets) {
      if (target.unit.kind !== 'server' || target.unit.server.kind === 'datastore') continue;
      scene.edges.push({ from: service.id, to: addServer(scene, target.unit.server), kind: 'uses', protocol: technology, certainty: target.certainty, evidence: siteEvidence(interaction, target.evidence), ...siteOf(interaction) });
    }
  }
}
