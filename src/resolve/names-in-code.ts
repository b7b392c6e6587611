import type { LinkedService } from '../core/interaction.js';
import { compareText } from '../core/location.js';
import type { ServiceModel } from './model.js';
import { type Environment, fillAll } from './settings.js';
import { isKnown } from './terms.js';

/** A service with the names under which its own code registers it (Consul, Eureka). */
export function withNamesInCode(
  service: ServiceModel,
  linked: ReadonlyMap<string, LinkedService>,
  environments: ReadonlyMap<string, readonly Environment[]>,
): ServiceModel {
  const terms = (linked.get(service.id)?.interactions ?? []).flatMap((i) =>
    i.role === 'server' && i.protocol !== 'grpc' && i.parts.serviceName !== undefined ? [i.parts.serviceName] : [],
  );
  const texts = terms.flatMap((term) => fillAll(term, environments.get(service.id) ?? [])).flatMap(({ filled }) => (isKnown(filled) ? [filled.text] : []));
  const names = [...new Set(texts)].filter((n) => /^[\w.-]{2,80}$/.test(n) && n !== service.name && !service.aliases.includes(n));
  return names.length === 0 ? service : { ...service, aliases: [...service.aliases, ...names].sort(compareText) };
}
