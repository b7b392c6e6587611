import { GoMap, mapOf, withMethods } from '../go-template/value.js';

/** The cluster that is assumed: a plain one, as `helm template` does. */
const kubernetes = { major: '1', minor: '33' };
const helm = 'v3.18.0';

/** API groups of a plain cluster; what extensions bring is not there, as for `helm template`. */
const versions: ReadonlySet<string> = new Set([
  'v1',
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'apps/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'certificates.k8s.io/v1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'events.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1',
  'networking.k8s.io/v1',
  'node.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
]);

/** `apps/v1` or `apps/v1/Deployment`. */
function hasVersion(name: string): boolean {
  return versions.has(name) || versions.has(name.replace(/\/[A-Z]\w*$/, ''));
}

/** `.Capabilities` of templates. */
export function capabilities(): GoMap {
  const version = `v${kubernetes.major}.${kubernetes.minor}.0`;
  return mapOf({
    KubeVersion: withMethods(mapOf({ Version: version, GitVersion: version, Major: kubernetes.major, Minor: kubernetes.minor }), { String: () => version }),
    APIVersions: withMethods(new GoMap(), { Has: ([name]) => typeof name === 'string' && hasVersion(name) }),
    HelmVersion: mapOf({ Version: helm, GitVersion: helm, GitTreeState: 'clean', GoVersion: 'go1.24' }),
  });
}
