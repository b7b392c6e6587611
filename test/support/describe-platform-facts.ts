import type { ModuleFact, PropertiesFact } from '../../src/core/fact.js';
import type { ComponentFact, EnvEntry, RegistrationFact, SubscriptionFact, Upstream } from '../../src/core/workload.js';
import { describeTerm } from '../../src/core/term.js';

/** Lines of the facts that frameworks and build tools give; called by `describeMoreFacts`. */
export function describePlatformFact(fact: PropertiesFact | ModuleFact | RegistrationFact | ComponentFact | SubscriptionFact): string[] {
  switch (fact.kind) {
    case 'properties':
      return describeProperties(fact);
    case 'module':
      return describeModule(fact);
    case 'registration':
      return [
        `${fact.at.line} registered ${fact.name}${fact.folder === undefined ? '' : ` in ${fact.folder}`}${fact.port === undefined ? '' : ` on ${fact.port}`}${fact.redirects.map((name) => `, also ${name}`).join('')}`,
        ...describeUpstreams(fact.upstreams),
      ];
    case 'component':
      return [`${fact.at.line} component ${fact.name}: ${fact.type}${scopes(fact.scopes)}`, ...fact.entries.map((entry) => `  ${describeEntry(entry)}`)];
    case 'subscription':
      return [`${fact.at.line} subscription to ${fact.topic} of ${fact.component} at ${fact.routes.join(' ')}${scopes(fact.scopes)}`];
  }
}

const scopes = (names: readonly string[]): string => (names.length === 0 ? '' : ` for ${names.join(' ')}`);

/** What a proxy offers on ports of this machine. */
export function describeUpstreams(upstreams: readonly Upstream[]): string[] {
  return upstreams.map(({ port, name, at }) => `  ${at.line} port ${port} leads to ${name}`);
}

function describeProperties(fact: PropertiesFact): string[] {
  const when = fact.profiles.length === 0 ? '' : ` when ${fact.profiles.join(' and ')}`;
  const config = fact.config === undefined ? '' : ` in ConfigMap ${fact.config}`;
  return [`${fact.at.line} ${fact.style} ${fact.stem} of ${fact.path}${config}${when}`, ...fact.entries.map((entry) => `  ${describeEntry(entry)}`)];
}

function describeEntry(entry: EnvEntry): string {
  return `${entry.at.line} ${entry.name}=${entry.value ? describeTerm(entry.value).replaceAll('\n', '\\n') : '<none>'}`;
}

function describeModule(fact: ModuleFact): string[] {
  const parent = fact.parent === undefined ? '' : `, below ${fact.parent}`;
  const words = (word: string, texts: readonly string[]): string[] => (texts.length === 0 ? [] : [`  ${word} ${texts.join(' ')}`]);
  return [
    `${fact.at.line} ${fact.ecosystem} ${fact.produces} ${fact.name ?? '<unnamed>'} in ${fact.path}${parent}`,
    ...words('with', fact.dependencies),
    ...words('hands down', fact.inherited),
    ...words('uses', fact.uses),
  ];
}
