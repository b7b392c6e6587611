import { at, edited, entries, type Placed, type PlacedMap, scalar, text } from '../placed.js';
import type { Location } from '../../core/location.js';

/** A name and namespace that an object has or had. */
export interface Identity {
  readonly name: string;
  /** Absent where none is set; `default` is the same. */
  readonly namespace?: string;
}

/** One object while it is customised. */
export interface Resource {
  readonly node: PlacedMap;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As written first, as it is now last. */
  readonly identities: readonly Identity[];
  /** Prefixes and suffixes added so far: references prefer an object with the same. */
  readonly affixes: readonly string[];
  /** Folder of the kustomization that brought it in. */
  readonly from: string;
}

/** An object as a resource; undefined for what is none (no kind, no name). `generateName` names nothing yet. */
export function resourceOf(node: Placed, from: string): Resource | undefined {
  const kind = text(at(node, 'kind'));
  const apiVersion = text(at(node, 'apiVersion'));
  const name = text(at(node, 'metadata', 'name'));
  if (node.kind !== 'map' || kind === undefined || apiVersion === undefined || name === undefined) return undefined;
  const slash = apiVersion.indexOf('/');
  const namespace = text(at(node, 'metadata', 'namespace'));
  return {
    node,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    identities: [{ name, ...(namespace !== undefined && namespace !== '' && { namespace }) }],
    affixes: [],
    from,
  };
}

/** What an object is called now. */
export function current(resource: Resource): Identity {
  return resource.identities.at(-1) ?? { name: '' };
}

/** The resource around a changed object; its identity follows the object's. */
export function changed(resource: Resource, node: Placed): Resource {
  if (node === resource.node || node.kind !== 'map') return resource;
  const made = resourceOf(node, resource.from);
  if (made === undefined) return { ...resource, node };
  const now = current(made);
  const before = current(resource);
  const same = now.name === before.name && now.namespace === before.namespace;
  return { ...made, affixes: resource.affixes, identities: same ? resource.identities : [...resource.identities, now] };
}

/** A resource under another name. */
export function renamed(resource: Resource, name: string, affix: string, place: Location): Resource {
  const node = edited(resource.node, ['metadata', 'name'], (value) => scalar(name, value?.at ?? place));
  return { ...changed(resource, node), affixes: [...resource.affixes, affix] };
}

/** Whether a resource has or had a name, in a namespace where one is given. */
export function isCalled(resource: Resource, name: string, namespace?: string): boolean {
  return resource.identities.some((id) => id.name === name && (namespace === undefined || spaceOf(id.namespace) === spaceOf(namespace)));
}

/** No namespace is the namespace `default`. */
export function spaceOf(namespace: string | undefined): string {
  return namespace === undefined || namespace === '' ? 'default' : namespace;
}

/** Labels or annotations of an object. */
export function metadataOf(resource: Resource, field: 'labels' | 'annotations'): ReadonlyMap<string, string> {
  return new Map(entries(at(resource.node, 'metadata', field)).map(({ key, value }) => [key, text(value) ?? '']));
}

const clusterKinds: ReadonlySet<string> = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ComponentStatus',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'SelfSubjectAccessReview',
  'SelfSubjectRulesReview',
  'StorageClass',
  'SubjectAccessReview',
  'TokenReview',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Whether objects of a kind stand outside all namespaces. */
export function isClusterWide(resource: Pick<Resource, 'kind'>): boolean {
  return clusterKinds.has(resource.kind);
}
