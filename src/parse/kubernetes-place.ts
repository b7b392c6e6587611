import { environmentOfPath } from './environment.js';

/** What the path of a manifest says about where its objects belong. */
export interface Place {
  /** The tree of manifests whose objects are applied together. */
  readonly stack: string;
  readonly environment?: string;
  /** Options that enable it (Kustomize components); empty for the base. */
  readonly options: readonly string[];
}

const tree =
  /^(?:\.?k8s?|kube|kubernetes|manifests?|kustomize|kustomization|deploy|deployments?|helm|charts?|infra|infrastructure|ops|gitops|argocd|flux|cluster|clusters)$|k8s|kubernetes/i;
/** File names that say what an object is, not which application it belongs to. */
const generic =
  /^(?:\d+[-_])?(?:deployment|deploy|service|svc|configmap|config-?map|config|secret|ingress|statefulset|daemonset|cronjob|job|hpa|rollout|pod|namespace|all|app|manifests?|k8s|kubernetes|index|main)s?\.(?:ya?ml|json)$/i;

/**
 * Where a manifest belongs, by its path. The stack is the path up to the first folder with a name for manifest trees (`k8s`, `deploy`,
 * `kubernetes-manifests` …). Without one it is the file's folder, or its parent where the files are split by application (`orders/deployment.yaml`).
 * `components/<name>` below a tree is an option.
 */
export function placeOf(file: string): Place {
  const segments = file.split('/');
  const fileName = segments.pop() ?? '';
  const top = segments.findIndex((segment) => tree.test(segment));
  const own = generic.test(fileName) && segments.length > 1 ? segments.slice(0, -1) : segments;
  const stack = (top >= 0 ? segments.slice(0, top + 1) : own).join('/') || '.';
  const environment = environmentOfPath(file);
  const component = top >= 0 ? segments.indexOf('components', top) : -1;
  const option = component >= 0 ? segments[component + 1] : undefined;
  return { stack, ...(environment === undefined ? {} : { environment }), options: option === undefined ? [] : [option] };
}
