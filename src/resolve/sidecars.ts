import type { Fact } from '../core/fact.js';
import type { SubscriptionFact } from '../core/workload.js';
import type { Interaction, LinkedService } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import { type Term, describeTerm, literal } from '../core/term.js';
import { type Component, componentsOf } from './components.js';
import type { ServiceModel } from './model.js';
import { squash } from './names.js';
import { type Environment, fillAll } from './settings.js';
import { addressTerm } from './targets.js';
import { HOLE, isKnown } from './terms.js';

/** What a program asks of the sidecar beside it. */
type Asked =
  | { readonly kind: 'invoke'; readonly app: string; readonly path: string }
  | { readonly kind: 'publish'; readonly component: string; readonly topic: string }
  | { readonly kind: 'state'; readonly component: string };

interface World {
  readonly components: ReadonlyMap<string, Component>;
  readonly environments: readonly Environment[];
  readonly service: ServiceModel;
  /** Dapr's API is asked for without its path too, where the tree shows that Dapr runs. */
  readonly runs: boolean;
}

/**
 * What links know of the services, with requests to the sidecar beside a program (Dapr) as what they mean: calls of other programs by name, messages, state.
 * Subscriptions of manifests make consumers.
 */
export function withSidecars(
  services: readonly ServiceModel[],
  linked: ReadonlyMap<string, LinkedService>,
  environments: ReadonlyMap<string, readonly Environment[]>,
  facts: readonly Fact[],
): Map<string, LinkedService> {
  const all = new Map(linked);
  const components = componentsOf(facts);
  const subscriptions = facts.filter((f) => f.kind === 'subscription');
  const runs = components.size > 0 || subscriptions.length > 0;
  for (const service of services) {
    const before = linked.get(service.id);
    if (before === undefined) continue;
    const world: World = { components, environments: environments.get(service.id) ?? [], service, runs };
    const lost = before.interactions.filter((i) => isLost(i, world));
    const interactions = before.interactions.filter((i) => !lost.includes(i)).flatMap((i) => meaningOf(i, world));
    const handed = subscriptions.filter((s) => isFor(s, service, before, world)).map((s) => handedTo(s, components));
    const unresolved = [...before.unresolved, ...lost.map(({ evidence: [{ file, line, text }] }) => ({ reason: 'unknown-host' as const, file, line, text }))];
    all.set(service.id, { ...before, interactions: [...interactions, ...handed], unresolved });
  }
  return all;
}

/** State of a component that no manifest of the tree describes. */
function isLost(interaction: Interaction, { components, environments }: World): boolean {
  return interaction.protocol === 'dapr' && interaction.role === 'query' && !components.has(`state/${textOf(interaction.parts.database, environments)}`);
}

/** The first known text of a term; '' for none. */
function textOf(term: Term | undefined, environments: readonly Environment[]): string {
  return fillAll(term, environments).find(({ filled }) => isKnown(filled))?.filled.text ?? '';
}

function meaningOf(interaction: Interaction, world: World): readonly Interaction[] {
  if (interaction.protocol === 'dapr') return byComponent(interaction, world);
  if (interaction.role !== 'client' || interaction.protocol !== 'http') return [interaction];
  const term = addressTerm(interaction.parts);
  if (term === undefined) return [interaction];
  const named = interaction.parts.serviceName;
  if (!world.runs && named === undefined && !describeTerm(term).includes('v1.0/')) return [interaction];
  const texts = [...new Set(fillAll(term, world.environments).map(({ filled }) => filled.text))];
  const { url: _url, host: _host, port: _port, ...rest } = interaction.parts;
  if (named !== undefined) return [{ ...interaction, parts: { ...rest, ...pathOf(texts[0] ?? '') } }];
  const asked = texts.flatMap((text) => askedIn(text) ?? []);
  return asked.length === 0 ? [interaction] : asked.flatMap((one) => meant(one, interaction, rest, world));
}

function pathOf(text: string): { path?: Term } {
  const path = /^[^/]*\/\/[^/]*(\/[^?#]*)/.exec(text)?.[1];
  return path === undefined ? {} : { path: literal(path) };
}

/** The path of a request to Dapr's API. */
function askedIn(text: string): Asked | undefined {
  const [, kind = '', tail = ''] = /\/v1\.0(?:-alpha\d|-beta\d)?\/(invoke|publish|state)\/([^?#]*)/.exec(text) ?? [];
  const [first = '', second = '', ...others] = tail.split('/');
  if (kind === '' || first === '' || first.includes(HOLE)) return undefined;
  if (kind === 'state') return { kind: 'state', component: first };
  if (kind === 'publish') return second === '' ? undefined : { kind: 'publish', component: first, topic: [second, ...others].join('/') };
  return second === 'method' ? { kind: 'invoke', app: first.replace(/\..*$/, ''), path: `/${others.join('/')}` } : undefined;
}

function meant(asked: Asked, interaction: Interaction, rest: Interaction['parts'], world: World): Interaction[] {
  switch (asked.kind) {
    case 'invoke':
      return [{ ...interaction, parts: { ...rest, serviceName: literal(asked.app), path: literal(asked.path) } }];
    case 'publish': {
      const topic: Term = asked.topic.includes(HOLE) ? { k: 'unknown', text: asked.topic.replaceAll(HOLE, '{…}'), why: 'dynamic' } : literal(asked.topic);
      return messages({ ...interaction, role: 'producer', parts: { topic } }, world.components.get(`pubsub/${asked.component}`));
    }
    case 'state':
      return world.components.has(`state/${asked.component}`) ? stateOf(interaction, asked.component, world) : [interaction];
  }
}

/** Sightings of Dapr's own client: `exchange` names the component of messages, `database` that of state. */
function byComponent(interaction: Interaction, world: World): Interaction[] {
  const { exchange, database, ...parts } = interaction.parts;
  if (interaction.role === 'query') return stateOf(interaction, textOf(database, world.environments), world);
  return messages({ ...interaction, parts }, world.components.get(`pubsub/${textOf(exchange, world.environments)}`));
}

/** A producer or consumer on the component's broker, and the connection to it; of one that is not known Dapr itself is what they meet on. */
function messages(interaction: Interaction, component: Component | undefined): Interaction[] {
  const protocol = component?.technology ?? 'dapr';
  const evidence = withComponent(interaction, component);
  const message = { ...interaction, protocol, evidence };
  const { url } = component ?? {};
  if (url === undefined || protocol === 'redis' || protocol === 'dapr') return [message];
  return [message, { ...message, role: 'connection', parts: { url } }];
}

/** Stores in which state is a table of this name. */
const sqlStores: ReadonlySet<string> = new Set(['postgresql', 'cockroachdb', 'mysql', 'mssql', 'sqlite']);

/**
 * State in the store behind a component; nothing where that is not known, or keeps nothing. Keys begin with the program's name unless the component says
 * otherwise: then every program has a keyspace (in a table, a schema) of its own.
 */
function stateOf(interaction: Interaction, name: string, { components, service }: World): Interaction[] {
  const component = components.get(`state/${name}`);
  if (component?.technology == null) return [];
  const { technology: protocol, url, apart } = component;
  const own = literal(service.name);
  const place = { ...interaction, protocol, evidence: withComponent(interaction, component) };
  if (!sqlStores.has(protocol)) return [{ ...place, role: 'connection', parts: { ...(url && { url }), ...(apart && { database: own }) } }];
  const access = interaction.access ?? (readsOnly(interaction) ? 'read' : 'write');
  return [{ ...place, role: 'query', access, parts: { ...(url && { url }), table: literal('state'), ...(apart && { schema: own }) } }];
}

function readsOnly({ parts }: Interaction): boolean {
  return parts.method?.k === 'literal' && parts.method.text === 'GET';
}

function withComponent({ evidence }: Interaction, component: Component | undefined): Interaction['evidence'] {
  if (component === undefined) return evidence;
  const { at, foundBy, name, type } = component.fact;
  const line: Evidence = { ...at, foundBy, text: `${name}: ${type}`, role: 'definition' };
  return [...evidence, line];
}

/** Whether a subscription hands messages to a service: it bears one of the names, or its code serves one of the paths. */
function isFor(fact: SubscriptionFact, service: ServiceModel, linked: LinkedService, { environments }: World): boolean {
  const names = new Set([service.name, ...service.aliases].map(squash));
  if (fact.scopes.length > 0) return fact.scopes.some((s) => names.has(squash(s)));
  const paths = linked.interactions.filter((i) => i.role === 'server').flatMap((i) => fillAll(i.parts.path, environments).map(({ filled }) => filled.text));
  return fact.routes.some((route) => paths.includes(`/${route.replace(/^\//, '')}`));
}

function handedTo({ at, foundBy, component, topic }: SubscriptionFact, components: ReadonlyMap<string, Component>): Interaction {
  const protocol = components.get(`pubsub/${component}`)?.technology ?? 'dapr';
  const evidence: Evidence = { ...at, foundBy, text: `${topic} of ${component}` };
  return { role: 'consumer', protocol, parts: { topic: literal(topic) }, evidence: [evidence], entries: [], inLoop: false, inferred: false };
}
