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
/** Plug-ins of a house's own, and code: what they ask for cannot be seen. */
const own = /auth|jwt|oidc|token|^(pre|post)-function$/;

/** What a plug-in guards, by its kind; nothing where it is switched off. */
export function pluginGuards(file: string, kind: string, node: TreeNode | undefined): Guards {
  if (booleanOf(get(node, 'enabled')) === false || booleanOf(get(node, 'disabled')) === true) return {};
  const at = { file, line: get(node, 'name')?.line ?? node?.line ?? 1 };
  if (limits.test(kind)) return { rateLimit: { kind: 'limit', at } };
  const auth = authKinds.get(kind) ?? (own.test(kind) && kind !== 'acl' ? 'unknown' : undefined);
  return auth === undefined ? {} : { auth: { kind: auth, at } };
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
