import type { AuthKind } from '../../../core/route.js';
import type { CaddyLine } from '../../../parse/caddyfile.js';
import { everyRequest, type RequestScope, type ScopedGuards } from '../../../parse/request-scope.js';
import { splitMatcher } from './matchers.js';

/** Of Caddy itself and of the plug-ins that are common. */
const auths: ReadonlyMap<string, AuthKind> = new Map([
  ['basicauth', 'basic'],
  ['basic_auth', 'basic'],
  ['forward_auth', 'forward-auth'],
  ['jwtauth', 'jwt'],
  ['jwt', 'jwt'],
  ['authorize', 'jwt'],
  ['authenticate', 'oidc'],
  ['oidc', 'oidc'],
]);
/** Directives of Caddy and of plug-ins that guard nothing: any other may be one of a house's own that does. */
export const directives: ReadonlySet<string> = new Set(
  `abort acme_server bind cache cors encode error file_server fs handle handle_errors handle_path header import intercept invoke log log_append log_name log_skip
  map method metrics mercure php php_fastcgi php_server push redir request_body request_header respond reverse_proxy rewrite root route skip_log templates tls
  tracing transform try_files uri vars replace layer4 cgi geoip brotli webdav souin order`.split(/\s+/),
);

/** The guard that a directive is; undefined for other directives. */
export function guardOf(file: string, { words, block, line }: CaddyLine, named: ReadonlyMap<string, RequestScope>): ScopedGuards | undefined {
  const name = words[0]?.text ?? '';
  const at = { file, line };
  const { matcher: scope = everyRequest } = splitMatcher(words.slice(1), named);
  if (name === 'rate_limit') return { rateLimit: { kind: 'limit', at }, scope };
  if (name === 'tls') return requiresCertificate(block ?? []) ? { auth: { kind: 'mtls', at }, scope: everyRequest } : undefined;
  const kind = auths.get(name);
  if (kind !== undefined) return { auth: { kind, at }, scope };
  if (name === '' || name.startsWith('@') || directives.has(name)) return undefined;
  return { auth: { kind: 'unknown', at }, rateLimit: { kind: 'unknown', at }, scope };
}

function requiresCertificate(block: readonly CaddyLine[]): boolean {
  const client = block.find(({ words }) => words[0]?.text === 'client_auth');
  const mode = client?.block?.find(({ words }) => words[0]?.text === 'mode')?.words[1]?.text;
  return client !== undefined && (mode === undefined || /^require/.test(mode));
}
