import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import type { HostFact } from '../../../core/workload.js';
import type { GatewayFact } from '../../../core/route.js';
import { type KubernetesObject, objectsOf, partOf } from '../../../parse/kubernetes.js';
import { get, itemsOf, numberOf, textMapOf, textOf, textsOf } from '../../../parse/tree.js';
import { meshFacts } from './mesh.js';
import { policyFacts } from './policies.js';
import { detoursOf, routesOf } from './routes.js';

const kinds: ReadonlySet<string> = new Set([
  'Gateway',
  'VirtualService',
  'DestinationRule',
  'ServiceEntry',
  'RequestAuthentication',
  'AuthorizationPolicy',
  'EnvoyFilter',
]);

/** Istio: gateways and their routes, who may pass, and what the mesh does between services. */
export const istio: ManifestExtractor = {
  id: 'istio',
  title: 'Istio: Gateway, VirtualService, DestinationRule, ServiceEntry, RequestAuthentication, AuthorizationPolicy',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  extract(file, text, rendered = false): Extraction {
    if (!text.includes('istio.io/')) return { facts: [], diagnostics: [] };
    return {
      facts: objectsOf(file, text, { kinds, rendered })
        .objects.filter((o) => o.apiVersion.includes('istio.io/'))
        .flatMap(factsOf),
      diagnostics: [],
    };
  },
};

function factsOf(object: KubernetesObject): Fact[] {
  switch (object.kind) {
    case 'Gateway':
      return [gatewayOf(object)];
    case 'VirtualService':
      return [...routesOf(object), ...detoursOf(object), ...meshFacts(object)];
    case 'DestinationRule':
      return meshFacts(object);
    case 'ServiceEntry':
      return entryHosts(object);
    default:
      return policyFacts(object);
  }
}

function gatewayOf(object: KubernetesObject): GatewayFact {
  const { name, namespace } = object;
  const selector = textMapOf(get(object.root, 'spec', 'selector'));
  const ref = { by: 'resource', name, ...(namespace === undefined ? {} : { namespace }) } as const;
  return { ...partOf(object, 'istio', 'istio', ref), kind: 'gateway', name, selector: Object.fromEntries(selector), policies: [] };
}

/** Names that the mesh knows beside those of Services: they lead where their endpoints are. */
function entryHosts(object: KubernetesObject): HostFact[] {
  const spec = get(object.root, 'spec');
  const endpoint = itemsOf(get(spec, 'endpoints')).flatMap((e) => textOf(get(e, 'address')) ?? [])[0];
  const { file, line, namespace, stack } = object;
  const ports = itemsOf(get(spec, 'ports')).flatMap((p) => numberOf(get(p, 'number')) ?? []);
  return textsOf(get(spec, 'hosts')).map(
    (host): HostFact => ({
      kind: 'host',
      at: { file, line },
      foundBy: 'istio',
      name: host,
      ...(namespace === undefined ? {} : { namespace }),
      stack,
      externalName: endpoint ?? host,
      ports: ports.map((port) => ({ port })),
      type: 'ServiceEntry',
    }),
  );
}
