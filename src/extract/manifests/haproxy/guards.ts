import type { Location } from '../../../core/location.js';
import type { AuthKind } from '../../../core/route.js';
import type { HaproxyLine } from '../../../parse/haproxy.js';
import { everyRequest, type ScopedGuards } from '../../../parse/request-scope.js';
import { scopesBeside, splitCondition, type Tests, testsOf } from './conditions.js';

/** Samples that tell who asks, by the kind of login they are part of. */
const identities: readonly (readonly [RegExp, AuthKind])[] = [
  [/^http_auth(?:_group)?\(/, 'basic'],
  [/jwt_|http_auth_bearer/, 'jwt'],
  [/^ssl_c_|^ssl_fc_has_crt/, 'mtls'],
  [/^(?:req\.)?(?:f?hdr(?:_\w+)?|cook)\((?:authorization|[\w-]*(?:key|token|jwt|session|auth)[\w-]*)\)/i, 'key'],
  [/^var\((?:txn|req|sess)\.\w*auth/i, 'forward-auth'],
];
/** Counters of stick tables: `sc_http_req_rate(0)`, `sc0_conn_rate`, `src_http_req_rate(table)`, `sc0_gpc0_rate`. */
const counter = /^(?:sc\d?_|src_)(?:\w+_)?(?:rate|cnt|cur)\b|^(?:so_)?(?:fe|be)_(?:sess|conn|req)_?rate\b|^table_\w+_rate/;

const isIdentity = ([fetch = '']: readonly string[]): boolean => identities.some(([pattern]) => pattern.test(fetch));
const isCounter = ([fetch = '']: readonly string[]): boolean => counter.test(fetch) || /,table_\w+_rate/.test(fetch);

/** The guards of one section. */
export function guardsOf(file: string, statements: readonly HaproxyLine[], acls: ReadonlyMap<string, Tests>): ScopedGuards[] {
  return statements.flatMap(({ line, words }): ScopedGuards[] => {
    const at = { file, line };
    const [first, second = ''] = words;
    if (first === 'bind')
      return words.includes('verify') && words[words.indexOf('verify') + 1] === 'required' ? [{ auth: { kind: 'mtls', at }, scope: everyRequest }] : [];
    if (first === 'filter' && second === 'spoe') return [unknown(at)];
    if (first !== 'http-request' && first !== 'tcp-request') return [];
    if (/^lua\.|^send-spoe-group|^use-service/.test(second)) return [unknown(at)];
    const refuses = first === 'tcp-request' ? words.includes('reject') : /^(?:deny|tarpit|reject|silent-drop|auth|redirect|return)$/.test(second);
    return refuses ? refusal(words, at, acls) : [];
  });
}

function refusal(words: readonly string[], at: Location, acls: ReadonlyMap<string, Tests>): ScopedGuards[] {
  const condition = splitCondition(words);
  const tests = testsOf(condition.condition, acls);
  const identity = tests.find(isIdentity);
  const kind = words[1] === 'auth' ? 'basic' : identities.find(([pattern]) => pattern.test(identity?.[0] ?? ''))?.[1];
  const scopes = (isGuard: (test: readonly string[]) => boolean) => scopesBeside(condition, acls, isGuard);
  if (kind !== undefined) return scopes(isIdentity).map((scope) => ({ auth: { kind, at }, scope }));
  return tests.some(isCounter) ? scopes(isCounter).map((scope) => ({ rateLimit: { kind: 'limit' as const, at }, scope })) : [];
}

const unknown = (at: Location): ScopedGuards => ({ auth: { kind: 'unknown', at }, rateLimit: { kind: 'unknown', at }, scope: everyRequest });
