import type { AuthKind, Guards, RateLimitSeen } from '../../../core/route.js';
import { annotationOf, type KubernetesObject } from '../../../parse/kubernetes.js';

interface AuthRow {
  /** End of the annotation's name; those of forks bear other prefixes. */
  readonly names: readonly string[];
  kind(value: string): AuthKind | undefined;
}

const authRows: readonly AuthRow[] = [
  {
    names: [
      'nginx.ingress.kubernetes.io/auth-url',
      'ingress.kubernetes.io/auth-url',
      'haproxy-ingress.github.io/auth-url',
      'traefik.ingress.kubernetes.io/auth-forward-url',
    ],
    kind: () => 'forward-auth',
  },
  { names: ['haproxy-ingress.github.io/oauth', 'ingress.kubernetes.io/oauth'], kind: () => 'oidc' },
  { names: ['alb.ingress.kubernetes.io/auth-type'], kind: (value) => (value === 'none' ? 'none' : 'oidc') },
  { names: ['alb.ingress.kubernetes.io/jwt-validation'], kind: () => 'jwt' },
  {
    names: [
      'nginx.ingress.kubernetes.io/auth-type',
      'ingress.kubernetes.io/auth-type',
      'haproxy-ingress.github.io/auth-type',
      'haproxy.org/auth-type',
      'traefik.ingress.kubernetes.io/auth-type',
    ],
    kind: (value) => (value.startsWith('forward') ? 'forward-auth' : 'basic'),
  },
  { names: ['nginx.org/basic-auth-secret', 'haproxy-ingress.github.io/auth-secret', 'nginx.ingress.kubernetes.io/auth-secret'], kind: () => 'basic' },
  { names: ['nginx.com/jwt-key', 'nginx.org/jwt-key', 'nginx.com/jwt-realm'], kind: () => 'jwt' },
  { names: ['k8s.apisix.apache.org/auth-type'], kind: (value) => (value === 'basicAuth' ? 'basic' : 'key') },
  { names: ['k8s.apisix.apache.org/auth-uri'], kind: () => 'forward-auth' },
  {
    names: ['nginx.ingress.kubernetes.io/auth-tls-secret', 'haproxy-ingress.github.io/auth-tls-secret', 'haproxy.org/client-ca'],
    kind: () => 'mtls',
  },
];

const limits: readonly string[] = [
  'nginx.ingress.kubernetes.io/limit-rps',
  'nginx.ingress.kubernetes.io/limit-rpm',
  'nginx.ingress.kubernetes.io/limit-connections',
  'nginx.ingress.kubernetes.io/global-rate-limit',
  'nginx.org/limit-req-rate',
  'haproxy.org/rate-limit-requests',
  'haproxy-ingress.github.io/limit-rps',
  'haproxy-ingress.github.io/limit-connections',
  'traefik.ingress.kubernetes.io/rate-limit',
  'ingress.kubernetes.io/rate-limit',
];
/** A web application firewall may limit rates; its rules are elsewhere. */
const firewalls: readonly string[] = [
  'alb.ingress.kubernetes.io/wafv2-acl-arn',
  'alb.ingress.kubernetes.io/waf-acl-id',
  'appgw.ingress.kubernetes.io/waf-policy-for-path',
];
const snippets: readonly string[] = [
  'nginx.ingress.kubernetes.io/configuration-snippet',
  'nginx.ingress.kubernetes.io/server-snippet',
  'nginx.ingress.kubernetes.io/auth-snippet',
  'nginx.org/location-snippets',
  'nginx.org/server-snippets',
];

/** Who may pass, and how often, as the annotations of the known controllers say it. */
export function guardsOf(object: KubernetesObject): Guards {
  const auth = authRows.flatMap((row) =>
    row.names.flatMap((name) => {
      const found = annotationOf(object, name);
      const kind = found === undefined || found.text === '' ? undefined : row.kind(found.text.trim());
      return kind === undefined || found === undefined ? [] : [{ kind, at: { file: object.file, line: found.line } }];
    }),
  );
  const shown = auth.find((one) => one.kind !== 'none') ?? snippetAuth(object) ?? auth[0];
  const rateLimit = limitOf(object);
  return { ...(shown && { auth: shown }), ...(rateLimit && { rateLimit }) };
}

/** Configuration of nginx inside an annotation. */
function snippetAuth(object: KubernetesObject): Guards['auth'] {
  for (const name of snippets) {
    const found = annotationOf(object, name);
    const directive = /(?:^|[\s;{])(auth_request|auth_jwt|auth_basic)\s+(?!off\b)/.exec(found?.text ?? '')?.[1];
    const code = /_by_lua|js_/.test(found?.text ?? '');
    if (found === undefined || (directive === undefined && !code)) continue;
    const kind = directive === 'auth_request' ? 'forward-auth' : directive === 'auth_jwt' ? 'jwt' : directive === undefined ? 'unknown' : 'basic';
    return { kind, at: { file: object.file, line: found.line } };
  }
  return undefined;
}

function limitOf(object: KubernetesObject): RateLimitSeen | undefined {
  const at = (line: number) => ({ file: object.file, line });
  const limit = limits.map((name) => annotationOf(object, name)).find((a) => a !== undefined);
  if (limit !== undefined) return { kind: 'limit', at: at(limit.line) };
  const snippet = snippets.map((name) => annotationOf(object, name)).find((a) => /(?:^|[\s;{])limit_(req|conn)\s/.test(a?.text ?? ''));
  if (snippet !== undefined) return { kind: 'limit', at: at(snippet.line) };
  const firewall = firewalls.map((name) => annotationOf(object, name)).find((a) => a !== undefined);
  return firewall === undefined ? undefined : { kind: 'unknown', at: at(firewall.line) };
}

/** Plug-ins and middlewares of other objects that the annotations name. */
export function policiesOf(object: KubernetesObject): string[] {
  const list = (name: string): string[] =>
    (annotationOf(object, name)?.text ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  return [
    ...[...list('konghq.com/plugins'), ...list('plugins.konghq.com')].map((name) => `kong:${name}`),
    ...list('traefik.ingress.kubernetes.io/router.middlewares').map((name) => `traefik:${name}`),
    ...list('nginx.org/policies').map((name) => `nginx:${name}`),
    ...list('k8s.apisix.apache.org/plugin-config-name').map((name) => `apisix:${name}`),
  ];
}
