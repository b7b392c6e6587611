import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import type { GatewayFact, RouteFact } from '../../../core/route.js';
import { annotationOf, type KubernetesObject, objectsOf, partOf, serviceAddress } from '../../../parse/kubernetes.js';
import { termOfText } from '../../../parse/marks.js';
import { entriesOf, get, itemsOf, numberOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { guardsOf, policiesOf } from './guards.js';
import { type IngressPath, pathOf } from './paths.js';

const id = 'ingress';
const kinds: ReadonlySet<string> = new Set(['Ingress', 'Route']);

/** Ingresses with what their controllers' annotations say, and OpenShift routes. */
export const ingress: ManifestExtractor = {
  id,
  title: 'Ingress and OpenShift routes, with the annotations of nginx, Kong, Traefik, HAProxy, ALB and GCE controllers',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  extract(file, text, rendered = false): Extraction {
    if (!/\b(Ingress|Route)\b/.test(text)) return { facts: [], diagnostics: [] };
    // What cannot be read is reported by the extractor of all objects.
    return { facts: objectsOf(file, text, { kinds, rendered }).objects.flatMap(factsOf), diagnostics: [] };
  },
};

function factsOf(object: KubernetesObject): Fact[] {
  if (object.kind === 'Ingress') return [gatewayOf(object), ...ingressRoutes(object)];
  return object.apiVersion.startsWith('route.openshift.io/') ? [gatewayOf(object), ...openShiftRoutes(object)] : [];
}

function gatewayOf(object: KubernetesObject): GatewayFact {
  const className = textOf(get(object.root, 'spec', 'ingressClassName')) ?? annotationOf(object, 'kubernetes.io/ingress.class')?.text ?? cloudOf(object);
  return { ...part(object), kind: 'gateway', name: object.name, ...(className === undefined ? {} : { class: className }), policies: [] };
}

const clouds: readonly (readonly [annotation: RegExp, className: string])[] = [
  [/^(networking\.gke\.io|cloud\.google\.com)\/|^(kubernetes\.io\/ingress\.(global-static-ip-name|allow-http)|ingress\.gcp\.kubernetes\.io)/, 'gce'],
  [/^alb\.ingress\.kubernetes\.io\//, 'alb'],
  [/^appgw\.ingress\.(azure|kubernetes)\.io\//, 'azure'],
];

/** The class that the annotations of a cloud's controller tell where none is said. */
function cloudOf(object: KubernetesObject): string | undefined {
  const keys = entriesOf(get(object.root, 'metadata', 'annotations')).map(({ key }) => key);
  return clouds.find(([annotation]) => keys.some((key) => annotation.test(key)))?.[1];
}

const part = (object: KubernetesObject, line = object.line) =>
  partOf(object, id, 'ingress', { by: 'resource', name: object.name, ...(object.namespace === undefined ? {} : { namespace: object.namespace }) }, line);

function ingressRoutes(object: KubernetesObject): RouteFact[] {
  const spec = get(object.root, 'spec');
  const fallback = get(spec, 'defaultBackend') ?? get(spec, 'backend');
  const routes = fallback ? routeTo(object, fallback, [], pathOf(object, undefined)) : [];
  for (const rule of itemsOf(get(spec, 'rules'))) {
    const host = textOf(get(rule, 'host'));
    const hosts = host === undefined || host === '' || host === '*' ? [] : [host];
    for (const path of itemsOf(get(rule, 'http', 'paths'))) routes.push(...routeTo(object, get(path, 'backend'), hosts, pathOf(object, path)));
  }
  return routes;
}

function openShiftRoutes(object: KubernetesObject): RouteFact[] {
  const spec = get(object.root, 'spec');
  const host = textOf(get(spec, 'host'));
  const path = textOf(get(spec, 'path')) ?? null;
  const backends = [get(spec, 'to'), ...itemsOf(get(spec, 'alternateBackends'))];
  const target = annotationOf(object, 'haproxy.router.openshift.io/rewrite-target')?.text;
  const forwards = target === undefined ? [] : path === null ? null : [{ front: path, by: target.replace(/\/$/, '') }];
  return backends.flatMap((backend) => routeTo(object, backend, host === undefined ? [] : [host], { path, pathKind: 'prefix', forwards }));
}

/** `service: { name, port }` of version 1, `serviceName` and `servicePort` before it, `to: { name }` of OpenShift. */
function routeTo(object: KubernetesObject, backend: TreeNode | undefined, hosts: readonly string[], path: IngressPath): RouteFact[] {
  const kind = textOf(get(backend, 'kind'));
  const nameNode = get(backend, 'service', 'name') ?? get(backend, 'serviceName') ?? get(backend, 'name');
  const name = textOf(nameNode);
  if ((kind !== undefined && kind !== 'Service') || name === undefined || nameNode === undefined || name === 'ssl-redirect') return [];
  const port = get(backend, 'service', 'port');
  const portText = textOf(get(port, 'number')) ?? textOf(get(port, 'name')) ?? textOf(get(backend, 'servicePort'));
  const at = { file: object.file, line: nameNode.line };
  const canary = Number(annotationOf(object, 'nginx.ingress.kubernetes.io/canary-weight')?.text ?? Number.NaN);
  const weight = numberOf(get(backend, 'weight')) ?? (Number.isNaN(canary) ? undefined : canary);
  return [
    {
      ...part(object, nameNode.line),
      kind: 'route',
      hosts,
      ...path,
      methods: [],
      protocol: protocolOf(object),
      targets: [{ address: termOfText(serviceAddress(name, object.namespace, numeric(portText))), ...(weight === undefined ? {} : { weight }), at }],
      ...guardsOf(object),
      policies: policiesOf(object),
    },
  ];
}

/** A port by name says nothing about the address. */
const numeric = (port: string | undefined): string | undefined => (port !== undefined && /^\d+$/.test(port) ? port : undefined);

function protocolOf(object: KubernetesObject): string {
  const names = [
    'nginx.ingress.kubernetes.io/backend-protocol',
    'alb.ingress.kubernetes.io/backend-protocol-version',
    'konghq.com/protocols',
    'ingress.kubernetes.io/protocol',
  ];
  const text = names.map((name) => annotationOf(object, name)?.text.toLowerCase()).find((t) => t !== undefined) ?? '';
  return text.includes('grpc') || text === 'h2c' ? 'grpc' : 'http';
}
