import { describe, expect, it } from 'vitest';
import { literal } from '../../src/core/term.js';
import { addressesOfClient } from '../../src/resolve/client-settings.js';
import { uniformName } from '../../src/resolve/properties.js';
import type { Environment } from '../../src/resolve/settings.js';

function environment(settings: Readonly<Record<string, string>>): Environment {
  const values = new Map(Object.entries(settings).map(([name, text]) => [uniformName(name), text]));
  return {
    name: null,
    stack: null,
    unit: null,
    deployed: [],
    properties: Object.keys(settings),
    upstreams: [],
    lookup: (name) => {
      const text = values.get(uniformName(name));
      return text === undefined ? [] : [{ term: literal(text), evidence: [{ file: 'application.yml', line: 3, foundBy: 'spring-config', text: name }] }];
    },
  };
}

const addresses = (settings: Readonly<Record<string, string>>, client = 'stock'): string[] =>
  addressesOfClient(client, environment(settings)).map(({ host, port }) => `${host}:${port ?? '-'}`);

describe('servers that settings give to a client', () => {
  it.each([
    [{ 'stock.ribbon.listOfServers': 'one:8080, two:8081' }, ['one:8080', 'two:8081']],
    [{ 'spring.cloud.openfeign.client.config.stock.url': 'http://warehouse' }, ['warehouse:-']],
    [{ 'feign.client.config.stock.url': 'http://warehouse:80/api' }, ['warehouse:80']],
    [{ 'spring.cloud.discovery.client.simple.instances.stock[0].uri': 'http://warehouse:8080' }, ['warehouse:8080']],
    [{ 'micronaut.http.services.stock.urls[0]': 'http://warehouse' }, ['warehouse:-']],
    [{ 'quarkus.rest-client.stock.url': 'http://warehouse' }, ['warehouse:-']],
    [{ 'quarkus.stork.stock.service-discovery.address-list': 'a:1,b:2' }, ['a:1', 'b:2']],
    [{ 'Services:stock:http:0': 'http://warehouse:5001' }, ['warehouse:5001']],
  ])('%o', (settings, expected) => {
    expect(addresses(settings)).toEqual(expected);
  });

  it('says nothing of other clients, of hosts with dots and where no configuration file is read', () => {
    expect(addresses({ 'orders.ribbon.listOfServers': 'one:8080' })).toEqual([]);
    expect(addresses({ 'api.example.com.ribbon.listOfServers': 'one:8080' }, 'api.example.com')).toEqual([]);
    expect(addressesOfClient('stock', { ...environment({ 'stock.ribbon.listOfServers': 'one:8080' }), properties: [] })).toEqual([]);
  });
});
