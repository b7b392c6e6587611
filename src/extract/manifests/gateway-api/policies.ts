import type { AuthKind, Guards, PolicyFact, PolicyScope } from '../../../core/route.js';
import { type KubernetesObject, partOf } from '../../../parse/kubernetes.js';
import { booleanOf, entriesOf, get, itemsOf, textOf, type TreeEntry, type TreeNode } from '../../../parse/tree.js';

/** Policies that attach themselves to a Gateway, a route or a Service by reference. */
export const policyKinds: readonly string[] = [
  'SecurityPolicy',
  'BackendTrafficPolicy',
  'AuthPolicy',
  'RateLimitPolicy',
  'GCPBackendPolicy',
  'HTTPRouteFilter',
];

const securityKinds: ReadonlyMap<string, AuthKind> = new Map([
  ['jwt', 'jwt'],
  ['oidc', 'oidc'],
  ['basicAuth', 'basic'],
  ['apiKeyAuth', 'key'],
  ['extAuth', 'forward-auth'],
]);

/** What a policy object guards; nothing where it guards nothing that is known here. */
export function policyFacts(object: KubernetesObject): PolicyFact[] {
  const spec = get(object.root, 'spec');
  const guards = guardsOf(object, spec);
  const scopes = [get(spec, 'targetRef'), ...itemsOf(get(spec, 'targetRefs'))].flatMap(scopeOf);
  if (guards.auth === undefined && guards.rateLimit === undefined && object.kind !== 'HTTPRouteFilter') return [];
  const group = object.apiVersion.split('/')[0] ?? '';
  const ref = { by: 'controller', name: object.name } as const;
  const named = object.kind === 'HTTPRouteFilter' ? { name: `${group}:${object.name}`, forwards: null } : { forwards: [] };
  return [{ ...partOf(object, 'gateway-api', 'gateway-api', ref), kind: 'policy', ...named, ...guards, policies: [], scopes, targets: [] }];
}

function scopeOf(ref: TreeNode | undefined): PolicyScope[] {
  const name = textOf(get(ref, 'name'));
  if (name === undefined) return [];
  const kind = textOf(get(ref, 'kind'));
  return kind === 'Gateway' ? [{ to: 'gateway', name }] : kind === 'Service' ? [{ to: 'backend', name }] : [{ to: 'route', name }];
}

function guardsOf(object: KubernetesObject, spec: TreeNode | undefined): Guards {
  const at = (entry: Pick<TreeEntry, 'line'>) => ({ file: object.file, line: entry.line });
  switch (object.kind) {
    case 'SecurityPolicy': {
      const found = entriesOf(spec).find(({ key }) => securityKinds.has(key));
      return found === undefined ? {} : { auth: { kind: securityKinds.get(found.key) ?? 'unknown', at: at(found) } };
    }
    case 'BackendTrafficPolicy': {
      const found = entriesOf(spec).find(({ key }) => key === 'rateLimit');
      return found === undefined ? {} : { rateLimit: { kind: 'limit', at: at(found) } };
    }
    case 'AuthPolicy':
      return { auth: { kind: authPolicyKind(spec), at: at(object) } };
    case 'RateLimitPolicy':
      return { rateLimit: { kind: 'limit', at: at(object) } };
    case 'GCPBackendPolicy': {
      const iap = get(spec, 'default', 'iap');
      return booleanOf(get(iap, 'enabled')) === true ? { auth: { kind: 'oidc', at: at(iap ?? object) } } : {};
    }
    default:
      return {};
  }
}

/** Kuadrant: how requests are authenticated stands below `rules.authentication`. */
function authPolicyKind(spec: TreeNode | undefined): AuthKind {
  const rules = get(spec, 'rules', 'authentication') ?? get(spec, 'defaults', 'rules', 'authentication') ?? get(spec, 'overrides', 'rules', 'authentication');
  const kinds = entriesOf(rules).map(
    ({ value }): AuthKind =>
      get(value, 'jwt') ? 'jwt' : get(value, 'apiKey') ? 'key' : get(value, 'x509') ? 'mtls' : get(value, 'anonymous') ? 'none' : 'unknown',
  );
  return kinds.find((kind) => kind !== 'none' && kind !== 'unknown') ?? kinds[0] ?? 'unknown';
}
