import { type Term, describeTerm } from '../core/term.js';
import { type Sighted, messagingTechnology } from './channels.js';
import { textsOf } from './texts.js';
import type { ServiceModel } from './model.js';
import { serviceStem, squash } from './names.js';
import { type Scene, environmentsOf, interactionsOf } from './scene.js';
import type { Resolution, Target } from './targets.js';

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
    for (const interaction of interactionsOf(scene, service).filter((i) => i.role === 'server' || i.role === 'consumer')) {
      const sighted: Sighted = { service, environments: environmentsOf(scene, service), interaction };
      for (const name of stubsOf(sighted)) add(stubs, name, service);
      for (const name of patternsOf(sighted)) add(patterns, name, service);
    }
  }
  return { stubs, patterns };
}

function stubsOf(sighted: Sighted): string[] {
  const { protocol, parts } = sighted.interaction;
  return protocol === 'grpc' ? textsOf(parts.operation ?? parts.serviceName, sighted).texts.map((t) => stubName(t.text)) : [];
}

function patternsOf(sighted: Sighted): string[] {
  const { protocol, parts } = sighted.interaction;
  if (protocol === 'grpc' || protocol === 'http') return [];
  const technology = messagingTechnology(sighted) ?? '*';
  const texts = [parts.operation, parts.topic, parts.key, parts.queue].flatMap((term) => textsOf(term, sighted).texts);
  return texts.filter((t) => t.text !== '').map((t) => `${technology}\n${t.text}`);
}

/** The bare service name of a stub: `shop.CartService/Get` and `CartServiceClient` are `cartservice`. */
function stubName(text: string): string {
  const service = text.replace(/^\/+/, '').split('/')[0] ?? text;
  return squash((service.split('.').at(-1) ?? service).replace(/(Service)?Client$/, (m) => (m === 'ServiceClient' ? 'Service' : '')));
}

/** A stub without an address: the one service that implements it; two are ambiguous; else the one that bears its name. */
export function byStub(scene: Scene, sighted: Sighted, responders: Responders): Resolution {
  const term = sighted.interaction.parts.operation ?? sighted.interaction.parts.serviceName;
  const out: Found = { targets: [], unresolved: [], self: false };
  for (const text of textsOf(term, sighted).texts) addImplementer(text.text, scene, sighted.service, responders, out);
  if (out.targets.length === 0 && out.unresolved.length === 0 && !out.self)
    out.unresolved.push({ reason: 'dynamic-target', text: term === undefined ? sighted.interaction.evidence[0].text : describeTerm(term) });
  return { ...out, external: [] };
}

function addImplementer(stub: string, scene: Scene, asker: ServiceModel, responders: Responders, out: Found): void {
  const name = stubName(stub);
  const implementers = [...(responders.stubs.get(name) ?? [])];
  const named = implementers.length > 0 ? implementers : bearersOf(name, scene, asker);
  const [service] = named;
  if (service === undefined) return;
  if (named.length > 1) out.unresolved.push({ reason: 'ambiguous', text: stub });
  else if (service === asker) out.self = true;
  else {
    const declared = scene.facts.find((f) => f.kind === 'rpc' && squash(f.service) === name);
    const evidence = declared === undefined ? [] : [{ ...declared.at, foundBy: declared.foundBy, text: `service ${name}`, role: 'definition' as const }];
    const certainty = implementers.length > 0 ? 'declared' : 'inferred';
    out.targets.push({ unit: { kind: 'service', service }, certainty, address: { kind: 'stub', text: stub }, path: null, evidence });
  }
}

/** Services that bear a stub's name. */
function bearersOf(stub: string, scene: Scene, asker: ServiceModel): ServiceModel[] {
  const stem = serviceStem(stub);
  const fits = (name: string): boolean => squash(name) === stub || (stem.length > 2 && serviceStem(name) === stem);
  return scene.services.filter((s) => s !== asker && [s.name, ...s.aliases].some(fits));
}

/** Request and reply over a broker: who answers the pattern, else who consumes the queue. */
export function byPattern(sighted: Sighted, protocol: string, responders: Responders): Resolution {
  const { parts, evidence } = sighted.interaction;
  const names = (term: Term | undefined): string[] => textsOf(term, sighted).texts.flatMap((t) => (t.text === '' ? [] : [t.text]));
  const queues = names(parts.queue);
  const byQueue = [...new Set(queues.flatMap((q) => answering(q, protocol, responders)))];
  const patterns = [parts.operation, parts.topic, parts.key].flatMap(names);
  const out: Found = { targets: [], unresolved: [], self: false };
  for (const name of patterns.length > 0 ? patterns : queues) {
    const all = answering(name, protocol, responders);
    const narrowed = all.length > 1 && byQueue.length > 0 ? all.filter((s) => byQueue.includes(s)) : all;
    addAnswer(name, narrowed.length > 0 ? narrowed : byQueue, sighted.service, out);
  }
  if (out.targets.length === 0 && out.unresolved.length === 0 && !out.self) out.unresolved.push({ reason: 'dynamic-target', text: evidence[0].text });
  return { ...out, external: [] };
}

interface Found {
  readonly targets: Target[];
  readonly unresolved: { reason: 'ambiguous' | 'dynamic-target'; text: string }[];
  self: boolean;
}

function addAnswer(name: string, answering: readonly ServiceModel[], asker: ServiceModel, out: Found): void {
  const others = answering.filter((s) => s !== asker);
  const [service] = others;
  if (service === undefined) out.self ||= answering.length > 0;
  else if (others.length > 1) out.unresolved.push({ reason: 'ambiguous', text: name });
  else out.targets.push({ unit: { kind: 'service', service }, certainty: 'declared', address: { kind: 'stub', text: name }, path: null, evidence: [] });
}

function answering(name: string, protocol: string, responders: Responders): ServiceModel[] {
  const { patterns } = responders;
  const any = protocol === '*' ? [...patterns].filter(([key]) => key.endsWith(`\n${name}`)).flatMap(([, services]) => [...services]) : [];
  return [...new Set([...any, ...(patterns.get(`${protocol}\n${name}`) ?? []), ...(patterns.get(`*\n${name}`) ?? [])])];
}
