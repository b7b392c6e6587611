import type { Evidence } from '../core/location.js';
import { readAddress } from './addresses.js';
import type { Environment } from './settings.js';
import { fill, isKnown } from './terms.js';

/** An address that configuration files give to a client's name. */
export interface ClientAddress {
  readonly host: string;
  readonly port: number | null;
  readonly evidence: readonly Evidence[];
}

/** Settings that name the servers of a client: Ribbon, Spring's simple discovery, Feign, Micronaut, Quarkus and Stork, .NET service discovery. */
const settings: readonly ((client: string) => string)[] = [
  (client) => `${client}.ribbon.listOfServers`,
  (client) => `spring.cloud.discovery.client.simple.instances.${client}[0].uri`,
  (client) => `spring.cloud.openfeign.client.config.${client}.url`,
  (client) => `feign.client.config.${client}.url`,
  (client) => `micronaut.http.services.${client}.url`,
  (client) => `micronaut.http.services.${client}.urls`,
  (client) => `micronaut.http.services.${client}.urls[0]`,
  (client) => `quarkus.rest-client.${client}.url`,
  (client) => `quarkus.stork.${client}.service-discovery.address-list`,
  (client) => `services:${client}:http:0`,
  (client) => `services:${client}:https:0`,
];

/** What the settings of one environment say of a name that a client asks for (`http://stock/`, `lb://stock`); empty for plain host names. */
export function addressesOfClient(client: string, environment: Environment): ClientAddress[] {
  const mayTell = environment.properties.length > 0 || environment.deployed.some((name) => /^services__/i.test(name));
  if (!mayTell || !/^[\w-]{1,80}$/.test(client)) return [];
  return settings.flatMap((named) =>
    environment.lookup(named(client)).flatMap((value) =>
      fill(value.term, environment.lookup)
        .filter(isKnown)
        .flatMap(({ text, evidence }) => text.split(',').flatMap((part) => addressOf(part.trim(), [...value.evidence, ...evidence]))),
    ),
  );
}

function addressOf(text: string, evidence: readonly Evidence[]): ClientAddress[] {
  const { host, port } = readAddress(text);
  return host === null || host === '' ? [] : [{ host, port, evidence }];
}
