import type { AuthKind, AuthSeen, Guards, PathKind, RateLimitSeen } from '../../../core/route.js';
import { booleanOf, entriesOf, get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';

const authKinds: readonly (readonly [name: RegExp, kind: AuthKind])[] = [
  [/jwt_authn$/, 'jwt'],
  [/oauth2$/, 'oidc'],
  [/ext_authz$/, 'forward-auth'],
  [/basic_auth$/, 'basic'],
  [/api_key_auth$/, 'key'],
  [/\.(lua|wasm|golang|ext_proc)$|envoy\.lua$/, 'unknown'],
];

/** A filter that guards, and the paths it asks for a token; null for all. */
export interface GuardFilter {
  readonly name: string;
  readonly auth?: AuthSeen;
  readonly rateLimit?: RateLimitSeen;
  readonly rules: readonly { readonly prefix: string | null; readonly needed: boolean }[] | null;
}

/** The filters of a connection manager that guard what passes it. */
export function filterGuards(file: string, filters: readonly TreeNode[]): GuardFilter[] {
  return filters.flatMap((filter): GuardFilter[] => {
    const name = textOf(get(filter, 'name')) ?? '';
    const at = { file, line: get(filter, 'name')?.line ?? filter.line };
    if (/ratelimit$|rate_limit$/.test(name)) return [{ name, rateLimit: { kind: 'limit', at }, rules: null }];
    const kind = authKinds.find(([pattern]) => pattern.test(name))?.[1];
    return kind === undefined ? [] : [{ name, auth: { kind, at }, rules: kind === 'jwt' ? jwtRules(filter) : null }];
  });
}

/** Which paths need a token; a rule without `requires` lets pass. */
function jwtRules(filter: TreeNode): GuardFilter['rules'] {
  const rules = itemsOf(get(filter, 'typed_config', 'rules') ?? get(filter, 'config', 'rules'));
  return rules.map((rule) => ({
    prefix: textOf(get(rule, 'match', 'prefix')) ?? textOf(get(rule, 'match', 'path')) ?? null,
    needed: (get(rule, 'requires') ?? get(rule, 'requirement_name')) !== undefined,
  }));
}

/** What guards one route: the filters, as far as the route or its host does not switch them off and their rules hold for its path. */
export function guardsFor(
  filters: readonly GuardFilter[],
  place: { readonly path: string | null; readonly pathKind: PathKind },
  levels: readonly TreeNode[],
  file: string,
): Guards {
  const seen: { auth?: AuthSeen; rateLimit?: RateLimitSeen } = {};
  for (const filter of filters) {
    const off = switchedOff(filter.name, levels);
    if (filter.rateLimit && off === undefined) seen.rateLimit ??= filter.rateLimit;
    if (!filter.auth) continue;
    const auth: AuthSeen = off === undefined ? filter.auth : { kind: 'none', at: { file, line: off } };
    const asked = filter.rules === null ? true : asks(filter.rules, place.path ?? '/');
    if (asked && (seen.auth === undefined || seen.auth.kind === 'none' || seen.auth.kind === 'unknown')) seen.auth = auth;
  }
  return seen;
}

/** The first rule that holds for a path decides. */
function asks(rules: NonNullable<GuardFilter['rules']>, path: string): boolean {
  return rules.find((rule) => rule.prefix === null || path.startsWith(rule.prefix))?.needed ?? false;
}

function switchedOff(name: string, levels: readonly TreeNode[]): number | undefined {
  for (const level of levels) {
    const own = entriesOf(get(level, 'typed_per_filter_config')).find(({ key }) => key === name);
    if (own !== undefined && booleanOf(get(own.value, 'disabled')) === true) return own.line;
  }
  return undefined;
}
