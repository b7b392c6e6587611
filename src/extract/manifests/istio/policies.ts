import type { AuthKind, Guards, PolicyFact, PolicyScope } from '../../../core/route.js';
import { type KubernetesObject, partOf } from '../../../parse/kubernetes.js';
import { get, itemsOf, textMapOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

/** Istio's root namespace: policies there hold everywhere. */
const root = 'istio-system';

/** Who may pass: RequestAuthentication, AuthorizationPolicy; rate limits of EnvoyFilters. */
export function policyFacts(object: KubernetesObject): PolicyFact[] {
  const guards = guardsOf(object);
  if (guards.auth === undefined && guards.rateLimit === undefined) return [];
  const { namespace: _, ...part } = partOf(object, 'istio', 'istio', { by: 'controller', name: object.name });
  const space = object.namespace === undefined || object.namespace === root ? {} : { namespace: object.namespace };
  return [{ ...part, ...space, kind: 'policy', ...guards, forwards: [], policies: [], scopes: scopesOf(object), targets: [] }];
}

function scopesOf(object: KubernetesObject): PolicyScope[] {
  const spec = get(object.root, 'spec');
  const refs = [get(spec, 'targetRef'), ...itemsOf(get(spec, 'targetRefs'))].flatMap((ref): PolicyScope[] => {
    const name = textOf(get(ref, 'name'));
    if (name === undefined) return [];
    return textOf(get(ref, 'kind')) === 'Gateway' ? [{ to: 'gateway', name }] : [{ to: 'backend', name }];
  });
  if (refs.length > 0) return refs;
  const labels = textMapOf(get(spec, 'selector', 'matchLabels') ?? get(spec, 'workloadSelector', 'labels'));
  return [{ to: 'workload', labels: Object.fromEntries(labels) }];
}

function guardsOf(object: KubernetesObject): Guards {
  const at = { file: object.file, line: object.line };
  const spec = get(object.root, 'spec');
  // It refuses wrong tokens and lets requests without one pass: whether one is needed, an AuthorizationPolicy says.
  if (object.kind === 'RequestAuthentication') return { auth: { kind: 'unknown', at } };
  if (object.kind === 'EnvoyFilter') return /ratelimit|rate_limit/.test(JSON.stringify(spec ?? null)) ? { rateLimit: { kind: 'limit', at } } : {};
  const kind = authorized(spec);
  return kind === undefined ? {} : { auth: { kind, at } };
}

/** Whether every rule of a policy asks for somebody; some of them leave it open. */
function authorized(spec: TreeNode | undefined): AuthKind | undefined {
  const action = textOf(get(spec, 'action')) ?? 'ALLOW';
  const rules = itemsOf(get(spec, 'rules'));
  if (action === 'CUSTOM') return rules.every((rule) => get(rule, 'to') === undefined) ? 'forward-auth' : 'unknown';
  if (action === 'DENY') {
    const denied = rules.filter((rule) => sources(rule).some((source) => textsOf(get(source, 'notRequestPrincipals')).includes('*')));
    return denied.length === 0 ? undefined : denied.some((rule) => get(rule, 'to') === undefined) ? 'jwt' : 'unknown';
  }
  if (action !== 'ALLOW') return undefined;
  const asking = rules.filter((rule) => sources(rule).some((source) => get(source, 'requestPrincipals') !== undefined) || claims(rule));
  return asking.length === 0 ? undefined : asking.length === rules.length ? 'jwt' : 'unknown';
}

const sources = (rule: TreeNode): readonly TreeNode[] => itemsOf(get(rule, 'from')).flatMap((from) => get(from, 'source') ?? []);

const claims = (rule: TreeNode): boolean => itemsOf(get(rule, 'when')).some((when) => /^request\.auth\./.test(textOf(get(when, 'key')) ?? ''));
