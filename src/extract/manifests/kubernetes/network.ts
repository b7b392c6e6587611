import type { HostFact } from '../../../core/workload.js';
import { shownText } from '../../../parse/marks.js';
import { get, itemsOf, numberOf, textMapOf, textOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';
import { annotationOf, type KubernetesObject } from '../../../parse/kubernetes.js';

/** A Service's DNS name and what it leads to. A headless one has type `Headless`. */
export function hostOf(object: KubernetesObject): HostFact | undefined {
  if (object.kind !== 'Service' || object.apiVersion.includes('knative')) return undefined;
  const spec = get(object.root, 'spec');
  const selector = textMapOf(get(spec, 'selector'));
  const externalName = textOf(get(spec, 'externalName'));
  const address = textOf(get(spec, 'clusterIP'));
  const type = address === 'None' ? 'Headless' : (textOf(get(spec, 'type')) ?? 'ClusterIP');
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
    ...(isInternal(object) ? { internal: true } : {}),
    ...(address === undefined || address === 'None' ? {} : { address }),
  };
}

const internalMarks: readonly (readonly [annotation: string, value: RegExp])[] = [
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(true|0\.0\.0\.0\/0)$/i],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/i],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/i],
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', /^true$/i],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', /^private$/i],
];

/** A load balancer that only the private network reaches. */
function isInternal(object: KubernetesObject): boolean {
  return internalMarks.some(([name, value]) => value.test(annotationOf(object, name)?.text ?? ''));
}

/** Groups whose objects make no Services of their own name. */
const withoutHosts =
  /\.k8s\.io$|istio\.io$|traefik|konghq\.com$|cert-manager\.io$|coreos\.com$|argoproj\.io$|fluxcd\.io$|envoyproxy\.io$|kuadrant|openshift\.io$|knative\.dev$|keda\.sh$|external-secrets|bitnami\.com$|linkerd|kyverno|hashicorp\.com$|gke\.io$|aws/;

/** What an operator makes of a custom resource (a database, a broker) is reached by names that begin with the resource's. */
export function operatorHostOf(object: KubernetesObject): HostFact | undefined {
  const group = object.apiVersion.split('/')[0] ?? '';
  if (!group.includes('.') || withoutHosts.test(group)) return undefined;
  const { file, line, name, namespace, stack } = object;
  return {
    kind: 'host',
    at: { file, line },
    foundBy: 'kubernetes',
    name,
    ...(namespace === undefined ? {} : { namespace }),
    stack,
    ports: [],
    type: 'Operator',
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
