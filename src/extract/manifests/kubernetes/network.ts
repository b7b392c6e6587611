import type { HostFact, RouteFact } from '../../../core/fact.js';
import { shownText, termOfText } from '../../../parse/marks.js';
import { get, itemsOf, numberOf, textMapOf, textOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';
import type { KubernetesObject } from './objects.js';

/** A Service's DNS name and what it leads to. A headless one has type `Headless`. */
export function hostOf(object: KubernetesObject): HostFact | undefined {
  if (object.kind !== 'Service' || object.apiVersion.includes('knative')) return undefined;
  const spec = get(object.root, 'spec');
  const selector = textMapOf(get(spec, 'selector'));
  const externalName = textOf(get(spec, 'externalName'));
  const type = textOf(get(spec, 'clusterIP')) === 'None' ? 'Headless' : (textOf(get(spec, 'type')) ?? 'ClusterIP');
  return {
    kind: 'host',
    at: { file: object.file, line: object.line },
    foundBy: 'kubernetes',
    name: object.name,
    ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    stack: object.stack,
    ...(selector.size === 0 ? {} : { selector: Object.fromEntries([...selector].map(([key, value]) => [key, shownText(value)])) }),
    ...(externalName === undefined ? {} : { externalName: shownText(externalName) }),
    ports: itemsOf(get(spec, 'ports')).flatMap(portOf),
    type,
  };
}

function portOf(node: TreeNode): HostFact['ports'][number][] {
  const port = numberOf(get(node, 'port'));
  if (port === undefined) return [];
  const target = textOf(get(node, 'targetPort'));
  const name = textOf(get(node, 'name'));
  const nodePort = numberOf(get(node, 'nodePort'));
  return [{ port, ...(target === undefined ? {} : { target }), ...(name === undefined ? {} : { name }), ...(nodePort === undefined ? {} : { nodePort }) }];
}

/** The routes of an Ingress, an OpenShift Route or a Gateway API route to the Services behind them (`name:port`). */
export function routesOf(object: KubernetesObject): RouteFact[] {
  switch (object.kind) {
    case 'Ingress':
      return ingressRoutes(object);
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TCPRoute':
    case 'TLSRoute':
      return gatewayRoutes(object);
    case 'Route':
      if (!object.apiVersion.startsWith('route.openshift.io/')) return [];
      return routeTo(object, object.name, get(object.root, 'spec', 'to'), textOf(get(object.root, 'spec', 'path')));
    default:
      return [];
  }
}

function routeTo(object: KubernetesObject, gateway: string, backend: TreeNode | undefined, path: string | undefined): RouteFact[] {
  // Ingress v1 `service: { name, port: { number } }`, v1beta1 `serviceName`/`servicePort`, Gateway API `{ name, port }`.
  const kind = textOf(get(backend, 'kind'));
  if (kind !== undefined && kind !== 'Service') return [];
  const nameNode = get(backend, 'service', 'name') ?? get(backend, 'serviceName') ?? get(backend, 'name');
  const name = textOf(nameNode);
  if (name === undefined || nameNode === undefined) return [];
  const port = get(backend, 'service', 'port');
  const portText = textOf(get(port, 'number')) ?? textOf(get(port, 'name')) ?? textOf(get(backend, 'servicePort')) ?? textOf(get(backend, 'port'));
  const namespace = textOf(get(backend, 'namespace'));
  const host = namespace === undefined ? name : `${name}.${namespace}`;
  return [
    {
      kind: 'route',
      at: { file: object.file, line: nameNode.line },
      foundBy: 'kubernetes',
      gateway,
      target: termOfText(portText === undefined ? host : `${host}:${portText}`),
      ...(path === undefined ? {} : { path }),
      stack: object.stack,
    },
  ];
}

function ingressRoutes(object: KubernetesObject): RouteFact[] {
  const spec = get(object.root, 'spec');
  const fallback = get(spec, 'defaultBackend') ?? get(spec, 'backend');
  const routes = fallback ? routeTo(object, object.name, fallback, undefined) : [];
  for (const rule of itemsOf(get(spec, 'rules'))) {
    for (const path of itemsOf(get(rule, 'http', 'paths'))) routes.push(...routeTo(object, object.name, get(path, 'backend'), textOf(get(path, 'path'))));
  }
  return routes;
}

function gatewayRoutes(object: KubernetesObject): RouteFact[] {
  const gateways = itemsOf(get(object.root, 'spec', 'parentRefs')).flatMap((ref) => textOf(get(ref, 'name')) ?? []);
  const routes: RouteFact[] = [];
  for (const rule of itemsOf(get(object.root, 'spec', 'rules'))) {
    const path = itemsOf(get(rule, 'matches')).flatMap((match) => textOf(get(match, 'path', 'value')) ?? [])[0];
    for (const backend of itemsOf(get(rule, 'backendRefs'))) {
      for (const gateway of gateways.length > 0 ? gateways : [object.name]) routes.push(...routeTo(object, gateway, backend, path));
    }
  }
  return routes;
}
