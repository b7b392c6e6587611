import type { AuthKind, Guards } from '../../../core/route.js';
import { booleanOf, get, textOf, type TreeNode } from '../../../parse/tree.js';

const authKinds: ReadonlyMap<string, AuthKind> = new Map([
  ['jwt', 'jwt'],
  ['jwt-signer', 'jwt'],
  ['jwt-keycloak', 'jwt'],
  ['key-auth', 'key'],
  ['key-auth-enc', 'key'],
  ['basic-auth', 'basic'],
  ['oauth2', 'oidc'],
  ['oauth2-introspection', 'oidc'],
  ['openid-connect', 'oidc'],
  ['oidc', 'oidc'],
  ['saml', 'oidc'],
  ['hmac-auth', 'signature'],
  ['ldap-auth', 'ldap'],
  ['ldap-auth-advanced', 'ldap'],
  ['mtls-auth', 'mtls'],
  ['opa', 'forward-auth'],
  ['external-auth', 'forward-auth'],
  ['forward-auth', 'forward-auth'],
]);
const limits = /^(rate-limiting(-advanced)?|response-ratelimiting|service-protection|(graphql|ai)-rate-limiting(-advanced)?)$/;
/** Kong's own that ask nobody who he is. What a house's own plug-ins and code ask for cannot be seen. */
const open =
  /^(acl|acme|app-dynamics|aws-lambda|azure-functions|bot-detection|canary|collector|correlation-id|cors|datadog|degraphql|exit-transformer|forward-proxy|grpc-(gateway|web)|ip-restriction|jq|loggly|mocking|oas-validation|opentelemetry|prometheus|redirect|route-by-header|route-transformer-advanced|session|statsd(-advanced)?|syslog|upstream-timeout|zipkin|(graphql-)?proxy-cache(-advanced)?|(ai|confluent|kafka|request|response|tls|websocket)-.+|.+-log|.+-protection)$/;

/** What a plug-in guards, by its kind; nothing where it is switched off. */
export function pluginGuards(file: string, kind: string, node: TreeNode | undefined): Guards {
  if (booleanOf(get(node, 'enabled')) === false || booleanOf(get(node, 'disabled')) === true) return {};
  const at = { file, line: get(node, 'name')?.line ?? node?.line ?? 1 };
  if (limits.test(kind)) return { rateLimit: { kind: 'limit', at } };
  const known = authKinds.get(kind);
  if (known !== undefined) return { auth: { kind: known, at } };
  if (kind === '' || (open.test(kind) && !/auth|jwt|oidc|token/.test(kind))) return {};
  return { auth: { kind: 'unknown', at }, ...(/limit|throttl|quota/.test(kind) ? { rateLimit: { kind: 'unknown', at } } : {}) };
}

/** What a list of plug-ins guards together. */
export function guardsOf(file: string, plugins: readonly TreeNode[]): Guards {
  const all = plugins.map((plugin) => pluginGuards(file, textOf(get(plugin, 'name')) ?? '', plugin));
  const auth = all.flatMap((one) => one.auth ?? []);
  const rateLimit = all.flatMap((one) => one.rateLimit ?? [])[0];
  const shown = auth.find((one) => one.kind !== 'unknown') ?? auth[0];
  return { ...(shown ? { auth: shown } : {}), ...(rateLimit ? { rateLimit } : {}) };
}

/** Whether a plug-in writes another path. */
export function changesPath(plugins: readonly TreeNode[]): boolean {
  return plugins.some((plugin) => /^request-transformer/.test(textOf(get(plugin, 'name')) ?? '') && get(plugin, 'config', 'replace', 'uri') !== undefined);
}
