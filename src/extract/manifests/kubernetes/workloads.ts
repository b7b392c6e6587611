import type { ScalerFact, WorkloadFact } from '../../../core/workload.js';
import { annotatedUpstreams } from '../../../parse/consul.js';
import { shownText } from '../../../parse/marks.js';
import { booleanOf, get, itemsOf, numberOf, textMapOf, textOf, textsOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';
import { containersOf } from './containers.js';
import type { KubernetesObject } from '../../../parse/kubernetes.js';
import { waitedFor } from './waiting.js';

const podPaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['DeploymentConfig', ['spec', 'template']],
  ['Rollout', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['Pod', []],
]);

const isKnative = (object: KubernetesObject): boolean => object.apiVersion.startsWith('serving.knative.dev/');

/**
 * A workload of one object, undefined for other kinds. Labels are those of its pods, which selectors match. An object whose containers all
 * lack an image is a patch of another: `overrides` is then `*`, any stack with a workload of that name.
 */
export function workloadOf(object: KubernetesObject): WorkloadFact | undefined {
  const path = object.kind === 'Service' && isKnative(object) ? ['spec', 'template'] : podPaths.get(object.kind);
  if (path === undefined) return undefined;
  const pod = get(object.root, ...path);
  const containers = containersOf(object.file, get(pod, 'spec'));
  if (containers.length === 0) return undefined;
  const replicasNode = get(object.root, 'spec', 'replicas');
  const replicas = numberOf(replicasNode);
  return {
    kind: 'workload',
    at: { file: object.file, line: object.line },
    foundBy: 'kubernetes',
    platform: 'kubernetes',
    name: object.name,
    stack: object.stack,
    ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    workloadKind: isKnative(object) ? 'KnativeService' : object.kind,
    containers,
    hostnames: [...hostnamesOf(get(pod, 'spec')), ...meshNames(pod)],
    links: hostAliasesOf(object.file, get(pod, 'spec', 'hostAliases')),
    startsAfter: waitedFor(containers),
    labels: Object.fromEntries([...labelsOf(object.root, pod)].map(([key, value]) => [key, shownText(value)])),
    profiles: object.options,
    ...(replicas === undefined ? {} : { replicas }),
    ...(replicas === undefined && textOf(replicasNode) !== undefined ? { openReplicas: true } : {}),
    ...(containers.every((c) => c.image === undefined) ? { overrides: '*' } : {}),
    ...(object.environment === undefined ? {} : { environment: object.environment }),
    ...(isKnative(object) ? { autoscaled: true } : {}),
    ...(booleanOf(get(pod, 'spec', 'hostNetwork')) === true ? { network: 'host' as const } : {}),
    ...meshUpstreams(object.file, pod),
  };
}

/** Names that the pod's own hosts file gives to addresses. */
function hostAliasesOf(file: string, node: TreeNode | undefined): WorkloadFact['links'] {
  return itemsOf(node).flatMap((item) => {
    const target = textOf(get(item, 'ip'));
    return target === undefined ? [] : textsOf(get(item, 'hostnames')).map((alias) => ({ target, alias, at: { file, line: item.line } }));
  });
}

function labelsOf(root: TreeNode, pod: TreeNode | undefined): ReadonlyMap<string, string> {
  const own = textMapOf(get(pod, 'metadata', 'labels'));
  return own.size > 0 ? own : textMapOf(get(root, 'metadata', 'labels'));
}

/** Names that a mesh's annotations give: Consul's service, Dapr's application id. */
function meshNames(pod: TreeNode | undefined): string[] {
  const annotations = get(pod, 'metadata', 'annotations');
  return ['consul.hashicorp.com/connect-service', 'dapr.io/app-id']
    .flatMap((key) => textOf(get(annotations, key)) ?? [])
    .filter((name) => /^[\w.-]+$/.test(name));
}

function meshUpstreams(file: string, pod: TreeNode | undefined): Pick<WorkloadFact, 'upstreams'> {
  const node = get(pod, 'metadata', 'annotations', 'consul.hashicorp.com/connect-service-upstreams');
  const text = textOf(node);
  return node === undefined || text === undefined ? {} : { upstreams: annotatedUpstreams(text, { file, line: node.line }) };
}

function hostnamesOf(spec: TreeNode | undefined): string[] {
  const hostname = textOf(get(spec, 'hostname'));
  if (hostname === undefined) return [];
  const subdomain = textOf(get(spec, 'subdomain'));
  return subdomain === undefined ? [hostname] : [hostname, `${hostname}.${subdomain}`];
}

/** What a HorizontalPodAutoscaler or KEDA ScaledObject scales; undefined for other kinds. */
export function scalerOf(object: KubernetesObject): ScalerFact | undefined {
  if (object.kind !== 'HorizontalPodAutoscaler' && object.kind !== 'ScaledObject') return undefined;
  const ref = get(object.root, 'spec', 'scaleTargetRef');
  const targetName = textOf(get(ref, 'name'));
  if (targetName === undefined) return undefined;
  const { file, line, stack, namespace } = object;
  const targetKind = textOf(get(ref, 'kind')) ?? 'Deployment';
  return { kind: 'scaler', at: { file, line }, foundBy: 'kubernetes', stack, ...(namespace === undefined ? {} : { namespace }), targetKind, targetName };
}
