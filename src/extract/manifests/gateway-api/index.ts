import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import type { GatewayFact } from '../../../core/route.js';
import { objectsOf, partOf, type KubernetesObject } from '../../../parse/kubernetes.js';
import { get, textOf } from '../../../parse/tree.js';
import { policyFacts, policyKinds } from './policies.js';
import { routesOf } from './routes.js';

const kinds: ReadonlySet<string> = new Set(['Gateway', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', ...policyKinds]);

/** The Gateway API with the policies that its implementations attach to gateways and routes. */
export const gatewayApi: ManifestExtractor = {
  id: 'gateway-api',
  title: 'Gateway API, with the policies of Envoy Gateway, Kuadrant and GKE',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  extract(file, text, rendered = false): Extraction {
    if (!/gateway\.networking\.k8s\.io|gateway\.envoyproxy\.io|kuadrant\.io|networking\.gke\.io/.test(text)) return { facts: [], diagnostics: [] };
    return { facts: objectsOf(file, text, { kinds, rendered }).objects.flatMap(factsOf), diagnostics: [] };
  },
};

function factsOf(object: KubernetesObject): Fact[] {
  if (!object.apiVersion.startsWith('gateway.networking.k8s.io/')) return policyFacts(object);
  return object.kind === 'Gateway' ? [gatewayOf(object)] : routesOf(object);
}

function gatewayOf(object: KubernetesObject): GatewayFact {
  const { name, namespace } = object;
  const className = textOf(get(object.root, 'spec', 'gatewayClassName'));
  const ref = { by: 'resource', name, ...(namespace === undefined ? {} : { namespace }) } as const;
  return {
    ...partOf(object, 'gateway-api', 'gateway-api', ref),
    kind: 'gateway',
    name,
    ...(className === undefined ? {} : { class: className }),
    policies: [],
  };
}
