import type { Interaction, UnresolvedReason } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import { type Term, describeTerm } from '../core/term.js';
import type { ServiceModel } from './model.js';
import { squash } from './names.js';
import type { Environment } from './settings.js';
import { whyUnknown } from './targets.js';
import { HOLE, TOKEN, fill } from './terms.js';

/** A channel as its contract says: what publisher and consumer meet on. */
export interface ChannelRef {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly technology: string;
  readonly inferred: boolean;
  readonly evidence: readonly Evidence[];
}
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
}

interface Text {
  readonly text: string;
  readonly inferred: boolean;
  readonly evidence: readonly Evidence[];
}

const technologies: ReadonlyMap<string, string> = new Map([['amqp', 'rabbitmq'], ['rmq', 'rabbitmq'], ['bullmq', 'redis'], ['bull', 'redis'], ['sqs', 'aws_sqs'], ['sns', 'aws_sns'], ['stan', 'nats']]);

/** The technology of a messaging sighting, spelled as OpenTelemetry does; null where nothing says. */
export function messagingTechnology(sighted: Sighted): string | null {
  const { protocol, parts } = sighted.interaction;
  const said = protocol === '*' ? textsOf(parts.technology, sighted).texts[0]?.text.toLowerCase() : protocol;
  return said === undefined ? null : (technologies.get(said) ?? said);
}

/** Reads all definitions, consumers and producers once: which exchange is of which type, which queue is bound to what. */
export function channelIndex(all: readonly Sighted[]): ChannelIndex {
  const exchangeTypes = new Map<string, { type: string; evidence: Evidence }>();
  const bindings = new Map<string, Binding[]>();
  const keys = new Map<string, Set<string>>();
  const names = new Map<string, Set<string>>();
  for (const sighted of all) {
    const { parts, role, evidence } = sighted.interaction;
    const technology = messagingTechnology(sighted);
    if (technology === null) continue;
    if (role === 'producer') for (const n of plainNames(sighted)) add(names, technology, n.text);
    if (technology !== 'rabbitmq') continue;
    const exchanges = known(parts.exchange, sighted);
    const types = known(parts.exchangeType, sighted);
    for (const e of exchanges) for (const t of types.slice(0, 1)) if (!exchangeTypes.has(e.text)) exchangeTypes.set(e.text, { type: t.text.toLowerCase(), evidence: { ...evidence[0], role: 'definition' } });
    if (role === 'producer' || (role === 'client' && sighted.interaction.reply === true)) for (const e of exchanges) for (const k of known(parts.key, sighted)) add(keys, e.text, k.text);
    if (role === 'producer' || role === 'client' || parts.queue === undefined || parts.exchange === undefined) continue;
    const boundKeys = parts.key === undefined ? [{ text: '', inferred: false, evidence: [] }] : textsOf(parts.key, sighted).texts;
    for (const q of queueKeys(parts.queue, sighted)) for (const e of exchanges) for (const k of boundKeys) push(bindings, q.text, { exchange: e.text, key: k.text, evidence: { ...evidence[0], role: 'definition' } });
  }
  return { exchangeTypes, bindings, keys, names };
}

/** The channels one producer or consumer meets others on. */
export function channelsOf(sighted: Sighted, index: ChannelIndex): ChannelAnswer {
  const technology = messagingTechnology(sighted);
  if (technology === null) return { channels: [], unresolved: [{ reason: 'dynamic-target', text: sighted.interaction.evidence[0].text }] };
  const { parts, role } = sighted.interaction;
  const consumes = role === 'consumer' || role === 'server';
  if (technology === 'rabbitmq' && parts.topic === undefined && (parts.exchange !== undefined || parts.queue !== undefined)) return consumes ? consumedRabbit(sighted, index) : publishedRabbit(sighted, index);
  const term = nameTerm(sighted.interaction);
  const { texts, unresolved } = textsOf(term, sighted);
  const queue = parts.topic !== undefined ? known(parts.queue, sighted).map((q) => q.text) : [];
  const channels = texts.flatMap((t) => {
    const published = consumes ? matching(technology, t.text, index) : [];
    return published.length > 0 ? published.map((name) => ref(technology, name, [t.text, ...queue], t)) : [ref(technology, shortName(t.text), queue, t)];
  });
  return { channels, unresolved: term === undefined ? [{ reason: 'dynamic-target', text: sighted.interaction.evidence[0].text }] : unresolved };
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
    if (type?.type === 'fanout' || type?.type === 'headers' || named.length === 0) return [ref('rabbitmq', e.text, queuesOfExchange(e.text, null, index), e, type)];
    return named.map((k) => keyChannel(e.text, k.text, k, index));
  });
  return { channels, unresolved };
}

function consumedRabbit(sighted: Sighted, index: ChannelIndex): ChannelAnswer {
  const { parts } = sighted.interaction;
  const { texts: queues, unresolved } = parts.queue === undefined ? { texts: [], unresolved: [] } : textsOf(parts.queue, sighted);
  const own = parts.exchange === undefined ? [] : known(parts.exchange, sighted).flatMap((e) => (parts.key === undefined ? [''] : known(parts.key, sighted).map((k) => k.text)).map((key) => ({ exchange: e.text, key, evidence: sighted.interaction.evidence[0] })));
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
  if (type?.type === 'fanout' || type?.type === 'headers') return [withEvidence(ref('rabbitmq', binding.exchange, queuesOfExchange(binding.exchange, null, index), text), evidence)];
  if (/[*#]/.test(binding.key)) {
    const matched = published.filter((k) => topicMatches(binding.key, k));
    return matched.length > 0 ? matched.map((k) => withEvidence(keyChannel(binding.exchange, k, text, index), evidence)) : [withEvidence(keyed ? keyChannel(binding.exchange, binding.key, text, index) : ref('rabbitmq', binding.exchange, queues, text), evidence)];
  }
  if (!keyed) return [withEvidence(ref('rabbitmq', binding.exchange, queuesOfExchange(binding.exchange, null, index), text), evidence)];
  return [withEvidence(keyChannel(binding.exchange, binding.key, text, index), evidence)];
}

/** Whether a topic pattern covers a key: `*` is one word, `#` any number of them. Takes time in proportion to both lengths. */
export function topicMatches(pattern: string, key: string): boolean {
  const words = key.split('.');
  let reached = new Set([0]);
  for (const part of pattern.split('.')) {
    const next = new Set<number>();
    const from = Math.min(...reached);
    if (part === '#') for (let i = from; i <= words.length; i++) next.add(i);
    else for (const i of reached) if (i < words.length && (part === '*' || part === words[i])) next.add(i + 1);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(words.length);
}

function keyChannel(exchange: string, key: string, text: Text, index: ChannelIndex): ChannelRef {
  const type = index.exchangeTypes.get(exchange);
  const queues = queuesOfExchange(exchange, key, index);
  return { ...ref('rabbitmq', key, [exchange, ...queues], text, type), id: `channel:rabbitmq/${exchange}/${key}` };
}

/** Named queues bound to an exchange (with a key, or with any). */
function queuesOfExchange(exchange: string, key: string | null, index: ChannelIndex): string[] {
  return [...index.bindings].filter(([queue, bound]) => !queue.includes(TOKEN) && bound.some((b) => b.exchange === exchange && (key === null || b.key === key || (/[*#]/.test(b.key) && topicMatches(b.key, key))))).map(([queue]) => queue);
}

function queuesAsChannels(sighted: Sighted): ChannelAnswer {
  const { texts, unresolved } = textsOf(sighted.interaction.parts.queue, sighted);
  return { channels: texts.filter((t) => !t.text.startsWith(TOKEN)).map((t) => ref('rabbitmq', t.text, [], t)), unresolved };
}

function ref(technology: string, name: string, aliases: readonly string[], text: Text, type?: { readonly evidence: Evidence }): ChannelRef {
  return { id: `channel:${technology}/${name}`, name, aliases: aliases.filter((a) => a !== name && a !== '' && !a.startsWith(TOKEN)), technology, inferred: text.inferred, evidence: [...text.evidence, ...(type === undefined ? [] : [type.evidence])] };
}

function withEvidence(channel: ChannelRef, evidence: readonly Evidence[]): ChannelRef {
  return { ...channel, evidence: [...channel.evidence, ...evidence] };
}

/** Published names that a consumer's wildcards match (NATS `*` and `>`, Redis and MQTT patterns). */
function matching(technology: string, pattern: string, index: ChannelIndex): string[] {
  if (!/[*>+#]/.test(pattern)) return [];
  const published = [...(index.names.get(technology) ?? [])];
  if (technology === 'redis') {
    const expression = new RegExp(`^${pattern.split('*').map((p) => p.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('[^]*')}$`);
    return pattern.split('*').length > 8 ? [] : published.filter((p) => expression.test(p));
  }
  if (technology === 'nats') return published.filter((p) => topicMatches(pattern.replace(/>$/, '#'), p));
  if (technology === 'mqtt') return published.filter((p) => topicMatches(pattern.replaceAll('.', '\u0004').replaceAll('/', '.').replaceAll('+', '*'), p.replaceAll('.', '\u0004').replaceAll('/', '.')));
  return [];
}

/** What names the channel where it is no RabbitMQ exchange: topic, else queue, key, exchange, address of the queue, operation. */
export function nameTerm(interaction: Interaction): Term | undefined {
  const { parts } = interaction;
  return parts.topic ?? parts.queue ?? parts.key ?? parts.exchange ?? parts.operation ?? parts.url;
}

/** The last part of a queue URL or ARN. */
function shortName(text: string): string {
  if (/^arn:[^:]*:(sqs|sns):/.test(text)) return text.split(':').at(-1) ?? text;
  if (/^https?:\/\//.test(text)) return text.replace(/[/?#]+$/, '').split('/').at(-1) ?? text;
  return text;
}

function plainNames(sighted: Sighted): Text[] {
  const { parts } = sighted.interaction;
  return (parts.topic === undefined && parts.exchange !== undefined ? (known(parts.exchange, sighted).some((e) => e.text === '') ? known(parts.key, sighted) : []) : known(nameTerm(sighted.interaction), sighted)).map((t) => ({ ...t, text: shortName(t.text) }));
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

/** Every text a name can be in the service's environments; a prefix that nothing sets is left away, as a guess. */
export function textsOf(term: Term | undefined, sighted: Pick<Sighted, 'environments'>): { texts: Text[]; unresolved: { reason: UnresolvedReason; text: string }[] } {
  const texts = new Map<string, Text>();
  const unresolved = new Map<string, { reason: UnresolvedReason; text: string }>();
  if (term === undefined) return { texts: [], unresolved: [] };
  for (const environment of sighted.environments) {
    for (const filled of fill(term, environment.lookup)) {
      const rest = filled.text.replaceAll(HOLE, '').replace(/^[-_.:/]+|[-_.:/]+$/g, '');
      if (!filled.text.includes(HOLE)) {
        if (!texts.has(filled.text)) texts.set(filled.text, { text: filled.text, inferred: false, evidence: filled.evidence });
      } else if (filled.why === undefined && squash(rest).length > 2 && !texts.has(rest)) texts.set(rest, { text: rest, inferred: true, evidence: filled.evidence });
      else if (!(filled.why === undefined && squash(rest).length > 2)) unresolved.set(whyUnknown(filled), { reason: whyUnknown(filled), text: describeTerm(term) });
    }
  }
  return { texts: [...texts.values()], unresolved: [...unresolved.values()] };
}

function distinctRefs(refs: readonly ChannelRef[]): ChannelRef[] {
  const seen = new Map<string, ChannelRef>();
  for (const r of refs) if (!seen.has(r.id)) seen.set(r.id, r);
  return [...seen.values()];
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
