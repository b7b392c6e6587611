import type { ForwardFact } from '../core/workload.js';
import type { Interaction, UnresolvedReason } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import type { Term } from '../core/term.js';
import { type ChannelRef, distinctRefs, ref, shortName, withEvidence } from './channel-refs.js';
import { textOf, upstreamOf } from './forwards.js';
import type { ServiceModel } from './model.js';
import { matchingNames, topicMatches } from './patterns.js';
import { type Text, textsOf } from './texts.js';
import type { Environment } from './settings.js';
import { TOKEN } from './terms.js';

/** What one sighting sends to or receives from. */
export interface ChannelAnswer {
  readonly channels: readonly ChannelRef[];
  readonly unresolved: readonly { readonly reason: UnresolvedReason; readonly text: string }[];
}

/** A messaging sighting with the service that makes it. */
export interface Sighted {
  readonly service: ServiceModel;
  readonly environments: readonly Environment[];
  readonly interaction: Interaction;
}

interface Binding {
  readonly exchange: string;
  readonly key: string;
  readonly evidence: Evidence;
}

/** Exchanges, bindings and published names of the whole system. */
export interface ChannelIndex {
  readonly exchangeTypes: ReadonlyMap<string, { readonly type: string; readonly evidence: Evidence }>;
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** What platforms pass on from one channel to another. */
  readonly forwards: readonly ForwardFact[];
  /** Detail types of events by the source or bus that they are published with. */
  readonly events: ReadonlyMap<string, ReadonlySet<string>>;
}

const technologies: ReadonlyMap<string, string> = new Map([
  ['amqp', 'rabbitmq'],
  ['rmq', 'rabbitmq'],
  ['bullmq', 'redis'],
  ['bull', 'redis'],
  ['sqs', 'aws_sqs'],
  ['sns', 'aws_sns'],
  ['stan', 'nats'],
]);

/** The technology of a messaging sighting, spelled as OpenTelemetry does; null where nothing says. */
export function messagingTechnology(sighted: Sighted): string | null {
  const { protocol, parts } = sighted.interaction;
  const said = protocol === '*' ? textsOf(parts.technology, sighted).texts[0]?.text.toLowerCase() : protocol;
  return said === undefined ? null : (technologies.get(said) ?? said);
}

/** Reads all definitions, consumers and producers once: which exchange is of which type, which queue is bound to what. */
export function channelIndex(all: readonly Sighted[], forwards: readonly ForwardFact[] = []): ChannelIndex {
  const index: GrowingIndex = { exchangeTypes: new Map(), bindings: new Map(), keys: new Map(), names: new Map(), events: new Map(), forwards };
  for (const sighted of all) {
    const technology = messagingTechnology(sighted);
    if (technology === null) continue;
    if (sighted.interaction.role === 'producer') for (const n of plainNames(sighted)) add(index.names, technology, n.text);
    if (technology === 'rabbitmq') readExchanges(sighted, index);
    if (technology === 'aws_eventbridge' && sighted.interaction.role === 'producer') readEvents(sighted, index);
  }
  return index;
}

interface GrowingIndex {
  readonly exchangeTypes: Map<string, { type: string; evidence: Evidence }>;
  readonly bindings: Map<string, Binding[]>;
  readonly keys: Map<string, Set<string>>;
  readonly names: Map<string, Set<string>>;
  readonly events: Map<string, Set<string>>;
  readonly forwards: readonly ForwardFact[];
}

function readEvents(sighted: Sighted, index: GrowingIndex): void {
  const { topic, key, exchange } = sighted.interaction.parts;
  for (const type of known(topic, sighted)) for (const by of [...known(key, sighted), ...known(exchange, sighted)]) add(index.events, by.text, type.text);
}

function readExchanges(sighted: Sighted, index: GrowingIndex): void {
  const { parts, role, reply } = sighted.interaction;
  const evidence: Evidence = { ...sighted.interaction.evidence[0], role: 'definition' };
  const type = known(parts.exchangeType, sighted)[0]?.text.toLowerCase();
  const sends = role === 'producer' || role === 'client';
  for (const { text: exchange } of known(parts.exchange, sighted)) {
    if (type !== undefined && !index.exchangeTypes.has(exchange)) index.exchangeTypes.set(exchange, { type, evidence });
    if (role === 'producer' || (role === 'client' && reply === true)) for (const k of known(parts.key, sighted)) add(index.keys, exchange, k.text);
    if (!sends && parts.queue !== undefined) bind(sighted, parts.queue, exchange, evidence, index);
  }
}

function bind(sighted: Sighted, queue: Term, exchange: string, evidence: Evidence, index: GrowingIndex): void {
  const { key } = sighted.interaction.parts;
  const keys = key === undefined ? [''] : known(key, sighted).map((k) => k.text);
  for (const q of queueKeys(queue, sighted)) for (const k of keys) push(index.bindings, q.text, { exchange, key: k, evidence });
}

/** The channels one producer or consumer meets others on. */
export function channelsOf(sighted: Sighted, index: ChannelIndex): ChannelAnswer {
  const technology = messagingTechnology(sighted);
  if (technology === null) return { channels: [], unresolved: [{ reason: 'dynamic-target', text: sighted.interaction.evidence[0].text }] };
  const { parts, role } = sighted.interaction;
  const consumes = role === 'consumer' || role === 'server';
  if (technology === 'rabbitmq' && parts.topic === undefined && (parts.exchange !== undefined || parts.queue !== undefined))
    return consumes ? consumedRabbit(sighted, index) : publishedRabbit(sighted, index);
  if (technology === 'aws_eventbridge' && parts.topic === undefined) return eventsOf(sighted, index);
  const term = nameTerm(sighted.interaction);
  const { texts, unresolved } = textsOf(term, sighted);
  const queue = parts.topic !== undefined ? known(parts.queue, sighted).map((q) => q.text) : [];
  const channels = texts.flatMap((t) => {
    const forwarded = consumes ? forwardedTo(technology, t, index) : [];
    if (forwarded.length > 0)
      return [...forwarded, ...(index.names.get(technology)?.has(shortName(t.text)) ? [ref(technology, shortName(t.text), [], t)] : [])];
    const published = consumes ? matchingNames(technology, t.text, [...(index.names.get(technology) ?? [])]) : [];
    return published.length > 0 ? published.map((name) => ref(technology, name, [t.text, ...queue], t)) : [ref(technology, shortName(t.text), queue, t)];
  });
  return { channels, unresolved: term === undefined ? [{ reason: 'dynamic-target', text: sighted.interaction.evidence[0].text }] : unresolved };
}

/** The topics and detail types that reach a queue; it is an alias of theirs. */
function forwardedTo(technology: string, text: Text, index: ChannelIndex): ChannelRef[] {
  const name = shortName(text.text);
  return upstreamOf(technology, name, index.forwards).flatMap(({ point, evidence }) => {
    const own = textOf(point.name);
    const by = textOf(point.key) ?? textOf(point.exchange);
    const names = own !== undefined ? [own] : by === undefined ? [] : [...(index.events.get(by) ?? [by])];
    return names.map((n) => withEvidence(ref(point.technology, shortName(n), [name], text), evidence));
  });
}

/** Events without a detail type: all that are published with the source, else on the bus. */
function eventsOf(sighted: Sighted, index: ChannelIndex): ChannelAnswer {
  const { key, exchange } = sighted.interaction.parts;
  const { texts, unresolved } = textsOf(key ?? exchange, sighted);
  const consumes = sighted.interaction.role === 'consumer';
  const types = (text: Text): readonly string[] => (consumes ? [...(index.events.get(text.text) ?? [text.text])] : [text.text]);
  return { channels: texts.flatMap((t) => types(t).map((type) => ref('aws_eventbridge', shortName(type), [], t))), unresolved };
}

function publishedRabbit(sighted: Sighted, index: ChannelIndex): ChannelAnswer {
  const { parts } = sighted.interaction;
  if (parts.exchange === undefined) return queuesAsChannels(sighted);
  const { texts: exchanges, unresolved } = textsOf(parts.exchange, sighted);
  const keys = known(parts.key, sighted);
  const channels = exchanges.flatMap((e) => {
    if (e.text === '') return keys.map((k) => ref('rabbitmq', k.text, [], k));
    const type = index.exchangeTypes.get(e.text);
    const named = keys.filter((k) => k.text !== '');
    if (type?.type === 'fanout' || type?.type === 'headers' || named.length === 0)
      return [ref('rabbitmq', e.text, queuesOfExchange(e.text, null, index), e, type)];
    return named.map((k) => keyChannel(e.text, k.text, k, index));
  });
  return { channels, unresolved };
}

function consumedRabbit(sighted: Sighted, index: ChannelIndex): ChannelAnswer {
  const { parts } = sighted.interaction;
  const { texts: queues, unresolved } = parts.queue === undefined ? { texts: [], unresolved: [] } : textsOf(parts.queue, sighted);
  const own =
    parts.exchange === undefined
      ? []
      : known(parts.exchange, sighted).flatMap((e) =>
          (parts.key === undefined ? [''] : known(parts.key, sighted).map((k) => k.text)).map((key) => ({
            exchange: e.text,
            key,
            evidence: sighted.interaction.evidence[0],
          })),
        );
  const channels: ChannelRef[] = [];
  for (const q of own.length > 0 && queues.length === 0 ? [{ text: '', inferred: false, evidence: [] }] : queues) {
    const bound = own.length > 0 ? own : (index.bindings.get(queueKey(q.text, sighted)) ?? []);
    const isToken = q.text.startsWith(TOKEN) || q.text === '';
    channels.push(...bound.flatMap((b) => boundChannels(b, isToken ? [] : [q.text], q, index)));
    const direct = !isToken && (index.names.get('rabbitmq')?.has(q.text) ?? false);
    if (!isToken && (bound.length === 0 || direct)) channels.push(ref('rabbitmq', q.text, [], q));
  }
  return { channels: distinctRefs(channels), unresolved };
}

/** Exchange and key of a binding: one channel, or every published key that a topic pattern matches. */
function boundChannels(binding: Binding, queues: readonly string[], text: Text, index: ChannelIndex): ChannelRef[] {
  const type = index.exchangeTypes.get(binding.exchange);
  const evidence = [binding.evidence];
  if (binding.exchange === '') return queues.map((q) => ref('rabbitmq', q, [], text));
  const keyed = binding.key !== '' && binding.key !== '#';
  const published = [...(index.keys.get(binding.exchange) ?? [])].filter((k) => k !== '');
  if (type?.type === 'fanout' || type?.type === 'headers')
    return [withEvidence(ref('rabbitmq', binding.exchange, queuesOfExchange(binding.exchange, null, index), text), evidence)];
  if (/[*#]/.test(binding.key)) {
    const matched = published.filter((k) => topicMatches(binding.key, k));
    return matched.length > 0
      ? matched.map((k) => withEvidence(keyChannel(binding.exchange, k, text, index), evidence))
      : [withEvidence(keyed ? keyChannel(binding.exchange, binding.key, text, index) : ref('rabbitmq', binding.exchange, queues, text), evidence)];
  }
  if (!keyed) return [withEvidence(ref('rabbitmq', binding.exchange, queuesOfExchange(binding.exchange, null, index), text), evidence)];
  return [withEvidence(keyChannel(binding.exchange, binding.key, text, index), evidence)];
}

function keyChannel(exchange: string, key: string, text: Text, index: ChannelIndex): ChannelRef {
  const type = index.exchangeTypes.get(exchange);
  const queues = queuesOfExchange(exchange, key, index);
  return { ...ref('rabbitmq', key, [exchange, ...queues], text, type), id: `channel:rabbitmq/${exchange}/${key}` };
}

/** Named queues bound to an exchange (with a key, or with any). */
function queuesOfExchange(exchange: string, key: string | null, index: ChannelIndex): string[] {
  return [...index.bindings]
    .filter(
      ([queue, bound]) =>
        !queue.includes(TOKEN) &&
        bound.some((b) => b.exchange === exchange && (key === null || b.key === key || (/[*#]/.test(b.key) && topicMatches(b.key, key)))),
    )
    .map(([queue]) => queue);
}

function queuesAsChannels(sighted: Sighted): ChannelAnswer {
  const { texts, unresolved } = textsOf(sighted.interaction.parts.queue, sighted);
  return { channels: texts.filter((t) => !t.text.startsWith(TOKEN)).map((t) => ref('rabbitmq', t.text, [], t)), unresolved };
}

/** What names the channel where it is no RabbitMQ exchange: topic, else queue, key, exchange, address of the queue, operation. */
export function nameTerm(interaction: Interaction): Term | undefined {
  const { parts } = interaction;
  return parts.topic ?? parts.queue ?? parts.key ?? parts.exchange ?? parts.operation ?? parts.url;
}

function plainNames(sighted: Sighted): Text[] {
  const { parts } = sighted.interaction;
  return (
    parts.topic === undefined && parts.exchange !== undefined
      ? known(parts.exchange, sighted).some((e) => e.text === '')
        ? known(parts.key, sighted)
        : []
      : known(nameTerm(sighted.interaction), sighted)
  ).map((t) => ({ ...t, text: shortName(t.text) }));
}

function queueKeys(term: Term, sighted: Sighted): Text[] {
  return textsOf(term, sighted).texts.map((t) => ({ ...t, text: queueKey(t.text, sighted) }));
}

function queueKey(text: string, sighted: Sighted): string {
  return text.startsWith(TOKEN) ? `${TOKEN}${sighted.service.id}${text}` : text;
}

function known(term: Term | undefined, sighted: Sighted): Text[] {
  return textsOf(term, sighted).texts;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const at = map.get(key);
  if (at === undefined) map.set(key, new Set([value]));
  else at.add(value);
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const at = map.get(key);
  if (at === undefined) map.set(key, [value]);
  else at.push(value);
}
