import type { AuthKind, AuthSeen, Guards, RateLimitSeen } from '../../../core/route.js';
import type { NginxDirective } from '../../../parse/nginx.js';

const kinds: ReadonlyMap<string, AuthKind> = new Map([
  ['auth_request', 'forward-auth'],
  ['auth_jwt', 'jwt'],
  ['auth_jwt_require', 'jwt'],
  ['auth_oidc', 'oidc'],
  ['auth_basic', 'basic'],
  ['auth_digest', 'basic'],
  ['auth_pam', 'basic'],
  ['auth_ldap', 'ldap'],
  ['auth_ldap_servers', 'ldap'],
]);

/** What a block says itself about who may pass and how often; what it inherits is its parents' business. */
export function guardsIn(file: string, block: readonly NginxDirective[]): Guards {
  const auth = authIn(file, block);
  const rateLimit = limitIn(file, block);
  return { ...(auth && { auth }), ...(rateLimit && { rateLimit }) };
}

function authIn(file: string, block: readonly NginxDirective[]): AuthSeen | undefined {
  const seen = block.flatMap((directive): AuthSeen[] => {
    const kind = kindOf(directive);
    return kind === undefined ? [] : [{ kind, at: { file, line: directive.line } }];
  });
  return seen.find((one) => one.kind !== 'none' && one.kind !== 'unknown') ?? seen.find((one) => one.kind === 'unknown') ?? seen[0];
}

function kindOf(directive: NginxDirective): AuthKind | undefined {
  const { name } = directive;
  const first = directive.args[0]?.text ?? '';
  const known = kinds.get(name);
  if (known !== undefined) return first === 'off' ? 'none' : known;
  if (name === 'ssl_verify_client') return first === 'on' ? 'mtls' : first === 'off' ? 'none' : undefined;
  // Code decides: whether it lets a request pass without a key cannot be seen.
  if (/^(access|rewrite)_by_lua/.test(name) || /^js_(access|content)$/.test(name)) return 'unknown';
  return name === 'if' && refuses(directive) ? 'key' : undefined;
}

/** `if ($http_x_api_key = "") { return 401; }`. */
function refuses({ args, block }: NginxDirective): boolean {
  const status = block?.find((d) => d.name === 'return')?.args[0]?.text;
  const condition = args.map((a) => a.text).join(' ');
  return status === '401' || (status === '403' && /\$(http_|arg_|cookie_)?\w*(key|token|auth|client|jwt)/i.test(condition));
}

function limitIn(file: string, block: readonly NginxDirective[]): RateLimitSeen | undefined {
  const directive = block.find((d) => d.name === 'limit_req' || d.name === 'limit_conn');
  if (directive === undefined) return undefined;
  return { kind: directive.args[0]?.text === 'off' ? 'none' : 'limit', at: { file, line: directive.line } };
}
