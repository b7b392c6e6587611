import type { CatalogFact, OwnersFact } from '../../src/core/catalog.js';

/** Lines of what people say of services; called by `describeMoreFacts`. */
export function describeCatalogFact(fact: CatalogFact | OwnersFact): string[] {
  if (fact.kind === 'owners')
    return [`owners of ${fact.folder}`, ...fact.rules.map(({ pattern, owners, at }) => `  ${at.line} ${pattern}: ${owners.join(' ')}`)];
  const also = fact.aliases.length === 0 ? '' : ` also ${fact.aliases.join(', ')}`;
  const owner = fact.owner === undefined ? '' : ` by ${fact.owner}`;
  return [
    `${fact.at.line} ${fact.entity} ${fact.name} (${fact.type}) in ${fact.folder}${also}${owner}${fact.system === undefined ? '' : ` of ${fact.system}`}`,
    ...fact.provides.map(({ name, at }) => `  ${at.line} provides ${name}`),
    ...fact.consumes.map(({ name, at }) => `  ${at.line} consumes ${name}`),
  ];
}
