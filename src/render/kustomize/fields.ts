/** A field of some kinds that a transformer changes. `path` as `edited` takes it. */
export interface Field {
  readonly path: readonly string[];
  /** Absent: every kind. */
  readonly kinds?: readonly string[];
  /** Only in this API group. */
  readonly group?: string;
  /** Made where it is missing. */
  readonly create: boolean;
}

const split = (path: string): string[] => path.split('/');
const field = (kinds: readonly string[] | undefined, create: boolean, path: string, group?: string): Field => ({
  path: split(path),
  create,
  ...(kinds && { kinds }),
  ...(group !== undefined && { group }),
});

const podded = ['ReplicationController', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'];
const spread = [
  'requiredDuringSchedulingIgnoredDuringExecution/labelSelector',
  'preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector',
];

/** Labels of the object itself. */
export const metadataLabels: readonly Field[] = [field(undefined, true, 'metadata/labels')];

/** Labels of what an object makes. */
export const templateLabels: readonly Field[] = [
  field(podded, true, 'spec/template/metadata/labels'),
  field(['CronJob'], true, 'spec/jobTemplate/metadata/labels'),
  field(['CronJob'], true, 'spec/jobTemplate/spec/template/metadata/labels'),
  field(['StatefulSet'], true, 'spec/volumeClaimTemplates[]/metadata/labels'),
];

/** Selectors that must go on fitting. */
export const selectorLabels: readonly Field[] = [
  field(['Service'], true, 'spec/selector', ''),
  field(['ReplicationController'], true, 'spec/selector', ''),
  field(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'], true, 'spec/selector/matchLabels'),
  field(['Job', 'PodDisruptionBudget'], false, 'spec/selector/matchLabels'),
  field(['CronJob'], false, 'spec/jobTemplate/spec/selector/matchLabels'),
  field(['NetworkPolicy'], false, 'spec/podSelector/matchLabels'),
  field(['NetworkPolicy'], false, 'spec/ingress/from/podSelector/matchLabels'),
  field(['NetworkPolicy'], false, 'spec/egress/to/podSelector/matchLabels'),
  field(['Deployment', 'StatefulSet'], false, 'spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels'),
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) =>
    spread.map((rule) => field(['Deployment', 'StatefulSet'], false, `spec/template/spec/affinity/${affinity}/${rule}/matchLabels`)),
  ),
];

/** Annotations of objects and of the pods they make. */
export const annotationFields: readonly Field[] = [
  field(undefined, true, 'metadata/annotations'),
  field(podded, true, 'spec/template/metadata/annotations'),
  field(['CronJob'], true, 'spec/jobTemplate/metadata/annotations'),
  field(['CronJob'], true, 'spec/jobTemplate/spec/template/metadata/annotations'),
];

/** Numbers of replicas. */
export const replicaFields: readonly Field[] = [field(['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'], true, 'spec/replicas')];

/** Where a pod's specification stands in the kinds that have one. */
const podSpecs: readonly (readonly [kinds: readonly string[], path: string])[] = [
  [['Pod'], 'spec'],
  [podded, 'spec/template/spec'],
  [['CronJob'], 'spec/jobTemplate/spec/template/spec'],
];

const pods = (...paths: readonly string[]): Field[] => podSpecs.flatMap(([kinds, pod]) => paths.map((path) => field(kinds, false, `${pod}/${path}`)));
const containers = (...paths: readonly string[]): string[] => ['containers', 'initContainers'].flatMap((list) => paths.map((path) => `${list}/${path}`));

/** Fields that name another object, by the kind of that object: a text, or a map of name and namespace. */
export const references: ReadonlyMap<string, readonly Field[]> = new Map([
  [
    'ConfigMap',
    [
      ...pods(
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...containers('env/valueFrom/configMapKeyRef/name', 'envFrom/configMapRef/name'),
      ),
    ],
  ],
  [
    'Secret',
    [
      ...pods(
        'volumes/secret/secretName',
        'volumes/projected/sources/secret/name',
        'imagePullSecrets/name',
        ...containers('env/valueFrom/secretKeyRef/name', 'envFrom/secretRef/name'),
      ),
      field(['Ingress'], false, 'spec/tls/secretName'),
      field(['Ingress'], false, 'metadata/annotations/ingress.kubernetes.io~1auth-secret'),
      field(['Ingress'], false, 'metadata/annotations/nginx.ingress.kubernetes.io~1auth-secret'),
      field(['ServiceAccount'], false, 'imagePullSecrets/name'),
      field(['ServiceAccount'], false, 'secrets/name'),
    ],
  ],
  [
    'Service',
    [
      field(['StatefulSet'], false, 'spec/serviceName'),
      field(['Ingress'], false, 'spec/rules/http/paths/backend/serviceName'),
      field(['Ingress'], false, 'spec/rules/http/paths/backend/service/name'),
      field(['Ingress'], false, 'spec/backend/serviceName'),
      field(['Ingress'], false, 'spec/defaultBackend/service/name'),
      field(['APIService'], false, 'spec/service'),
      field(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'], false, 'webhooks/clientConfig/service'),
    ],
  ],
  ...['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].map((kind): [string, Field[]] => [
    kind,
    [field(['HorizontalPodAutoscaler'], false, 'spec/scaleTargetRef/name')],
  ]),
  ['ServiceAccount', [...pods('serviceAccountName'), field(['RoleBinding', 'ClusterRoleBinding'], false, 'subjects')]],
  ['Role', [field(['RoleBinding'], false, 'roleRef/name')]],
  ['ClusterRole', [field(['RoleBinding', 'ClusterRoleBinding'], false, 'roleRef/name')]],
  ['PersistentVolumeClaim', pods('volumes/persistentVolumeClaim/claimName')],
  ['PersistentVolume', [field(['PersistentVolumeClaim'], false, 'spec/volumeName')]],
  [
    'StorageClass',
    [
      field(['PersistentVolume', 'PersistentVolumeClaim'], false, 'spec/storageClassName'),
      field(['StatefulSet'], false, 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  ],
  ['PriorityClass', pods('priorityClassName')],
  ['IngressClass', [field(['Ingress'], false, 'spec/ingressClassName')]],
]);

/** Steps of a path that hold a slash themselves write it `~1`. */
export function stepsOf({ path }: Field): string[] {
  return path.map((step) => step.replaceAll('~1', '/'));
}
