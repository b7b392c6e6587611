/** What the path of a manifest says about where its objects belong. */
export interface Place {
  /** The tree of manifests whose objects are applied together. */
  readonly stack: string;
  readonly environment?: string;
  /** Options that enable it (Kustomize components); empty for the base. */
  readonly options: readonly string[];
}

const environments: ReadonlyMap<string, string> = new Map([
  ['dev', 'dev'],
  ['develop', 'dev'],
  ['development', 'dev'],
  ['local', 'local'],
  ['test', 'test'],
  ['testing', 'test'],
  ['qa', 'qa'],
  ['uat', 'uat'],
  ['ci', 'ci'],
  ['e2e', 'e2e'],
  ['stage', 'staging'],
  ['staging', 'staging'],
  ['stg', 'staging'],
  ['preprod', 'preprod'],
  ['preview', 'preview'],
  ['prod', 'prod'],
  ['prd', 'prod'],
  ['production', 'prod'],
]);
const tree = /^(?:\.?k8s?|kube|kubernetes|manifests?|kustomize|kustomization|deploy|deployments?|helm|charts?|infra|infrastructure|ops|gitops|argocd|flux|cluster|clusters)$|k8s|kubernetes/i;
/** File names that say what an object is, not which application it belongs to. */
const generic =
  /^(?:\d+[-_])?(?:deployment|deploy|service|svc|configmap|config-?map|config|secret|ingress|statefulset|daemonset|cronjob|job|hpa|rollout|pod|namespace|all|app|manifests?|k8s|kubernetes|index|main)s?\.(?:ya?ml|json)$/i;

/**
 * Where a manifest belongs, by its path. The stack is the path up to the first folder with a name for manifest trees (`k8s`, `deploy`,
 * `kubernetes-manifests` …). Without one it is the file's folder, or its parent where the files are split by application (`orders/deployment.yaml`).
 * The environment is the last folder (or the `name.prod.yaml` part) that names one; `components/<name>` below a tree is an option.
 */
export function placeOf(file: string): Place {
  const segments = file.split('/');
  const fileName = segments.pop() ?? '';
  const top = segments.findIndex((segment) => tree.test(segment));
  const own = generic.test(fileName) && segments.length > 1 ? segments.slice(0, -1) : segments;
  const stack = (top >= 0 ? segments.slice(0, top + 1) : own).join('/') || '.';
  const environment = environmentOf(segments, fileName);
  const component = top >= 0 ? segments.indexOf('components', top) : -1;
  const option = component >= 0 ? segments[component + 1] : undefined;
  return { stack, ...(environment === undefined ? {} : { environment }), options: option === undefined ? [] : [option] };
}

/** The environment that a word names (`production` is `prod`), also as the last part of a compound (`shop-staging`). */
export function environmentNamed(text: string): string | undefined {
  const lower = text.toLowerCase();
  return environments.get(lower) ?? environments.get(lower.split(/[-_.]/).at(-1) ?? '');
}

function environmentOf(segments: readonly string[], fileName: string): string | undefined {
  const parts = fileName.split('.').slice(0, -1);
  return [...segments, ...parts].reverse().map(environmentNamed).find((found) => found !== undefined);
}
