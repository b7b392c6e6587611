import type { Fact } from '../core/fact.js';
import type { ComponentFact } from '../core/workload.js';
import type { Term } from '../core/term.js';

/** What a component of a sidecar is to those who use it. */
export interface Component {
  readonly fact: ComponentFact;
  /** As OpenTelemetry spells it; null for one that keeps nothing (in memory) or that is not known. */
  readonly technology: string | null;
  /** Where it is, as far as its settings say. */
  readonly url: Term | undefined;
  /** Every program has keys of its own. */
  readonly apart: boolean;
}

/** Types by their words after `pubsub.` and `state.`. */
const technologies: readonly (readonly [RegExp, string])[] = [
  [/^redis$/, 'redis'],
  [/^rabbitmq$/, 'rabbitmq'],
  [/^kafka$/, 'kafka'],
  [/^(nats|jetstream)/, 'nats'],
  [/^mqtt/, 'mqtt'],
  [/^pulsar$/, 'pulsar'],
  [/^azure\.servicebus/, 'servicebus'],
  [/^azure\.eventhubs$/, 'eventhubs'],
  [/^aws\.snssqs$/, 'aws_sns'],
  [/^gcp\.pubsub$/, 'gcp_pubsub'],
  [/^postgres(ql)?$/, 'postgresql'],
  [/^cockroachdb$/, 'cockroachdb'],
  [/^mysql$/, 'mysql'],
  [/^sqlserver$/, 'mssql'],
  [/^sqlite$/, 'sqlite'],
  [/^mongodb$/, 'mongodb'],
  [/^cassandra$/, 'cassandra'],
  [/^memcached$/, 'memcached'],
  [/^aws\.dynamodb$/, 'dynamodb'],
  [/^azure\.cosmosdb$/, 'cosmosdb'],
  [/^gcp\.firestore$/, 'firestore'],
];

const addresses = /^(redisHost|connectionString|host|url|hosts|server|brokers|natsURL|endpoint|consumerUrl)$/i;

/** Components by kind (`pubsub`, `state`) and name, as `state/orders`. */
export function componentsOf(facts: readonly Fact[]): ReadonlyMap<string, Component> {
  return new Map(
    facts
      .filter((f) => f.kind === 'component')
      .map((fact) => {
        const [kind = '', ...words] = fact.type.split('.');
        const technology = technologies.find(([type]) => type.test(words.join('.')))?.[1] ?? null;
        const prefix = fact.entries.find((e) => e.name.toLowerCase() === 'keyprefix')?.value;
        const apart = prefix === undefined || (prefix.k === 'literal' && /^(appid|namespace)$/i.test(prefix.text));
        return [`${kind}/${fact.name}`, { fact, technology, url: fact.entries.find((e) => addresses.test(e.name))?.value, apart }];
      }),
  );
}
