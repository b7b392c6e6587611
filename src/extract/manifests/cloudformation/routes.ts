import type { AuthSeen, GatewayFact, PathStep, PolicyFact, RateLimitSeen, RouteFact, RouteTarget } from '../../../core/route.js';
import { hasUnknown, knownName, markUnknown } from '../../../parse/marks.js';
import { functionName, placeOf, type Stack, termOf } from './stack.js';

/** A gateway of the platform: an API, a load balancer. */
export interface Entry {
  readonly key: string;
  readonly technology: 'aws_api_gateway' | 'aws_load_balancer';
}

/** A route, as one line shows it. */
export interface Shown {
  /** Null for any. */
  readonly path: string | null;
  readonly pathKind?: RouteFact['pathKind'];
  readonly hosts?: readonly string[];
  /** `any` for all. */
  readonly methods: readonly string[];
  readonly protocol?: string;
  readonly targets: readonly RouteTarget[];
  readonly forwards?: readonly PathStep[] | null;
  readonly auth?: AuthSeen | undefined;
  readonly rateLimit?: RateLimitSeen | undefined;
  readonly at: { readonly line: number };
}

const part = (stack: Stack, { key, technology }: Entry) => ({
  foundBy: stack.tool,
  technology,
  gateway: { by: 'resource', name: key } as const,
  source: stack.key,
  stack: stack.key,
});

/** A route of an API or load balancer. */
export function routeOf(stack: Stack, entry: Entry, shown: Shown): RouteFact {
  const methods = shown.methods.map((m) => m.toUpperCase()).filter((m) => m !== 'ANY' && m !== '*' && m !== 'X-AMAZON-APIGATEWAY-ANY-METHOD');
  return {
    kind: 'route',
    at: placeOf(stack, shown.at),
    ...part(stack, entry),
    hosts: shown.hosts ?? [],
    path: shown.path,
    pathKind: shown.pathKind ?? 'template',
    methods,
    protocol: shown.protocol ?? 'http',
    targets: shown.targets,
    forwards: shown.forwards === undefined ? [] : shown.forwards,
    ...(shown.auth === undefined ? {} : { auth: shown.auth }),
    ...(shown.rateLimit === undefined ? {} : { rateLimit: shown.rateLimit }),
    policies: [],
  };
}

/** The gateway itself, and the addresses that the platform gives it. */
export function gatewayOf(stack: Stack, entry: Entry, at: { readonly line: number }, hosts: readonly string[]): GatewayFact {
  return { kind: 'gateway', at: placeOf(stack, at), ...part(stack, entry), name: entry.key, hosts: hosts.map((h) => h.toLowerCase()), policies: [] };
}

/** A guard for all routes of a gateway. */
export function policyOf(stack: Stack, entry: Entry, guards: { auth?: AuthSeen; rateLimit?: RateLimitSeen }, at: { readonly line: number }): PolicyFact {
  return { kind: 'policy', at: placeOf(stack, at), ...part(stack, entry), ...guards, forwards: [], policies: [], scopes: [{ to: 'gateway' }], targets: [] };
}

/** Where an integration leads: a function, an address, or a service of AWS itself (none). `path`: of the route, to follow what the address makes of it. */
export function targetOf(stack: Stack, uri: string | undefined, path: string | null, at: { readonly line: number }): Pick<Shown, 'targets' | 'forwards'> {
  const place = placeOf(stack, at);
  if (uri === undefined || uri === '') return { targets: [] };
  if (uri.includes(':function:') || /:lambda:path\//.test(uri)) {
    const name = knownName(functionName(uri.replace(/^.*\/functions\//s, '')));
    return { targets: name === '' ? [] : [{ address: termOf(name), at: place }] };
  }
  // What a stage or a template fills in is not known.
  const server = /^https?:\/\/[^/]+/.exec(uri)?.[0].replace(/\$\{([^{}]*)\}/g, (_, name: string) => markUnknown(name, 'parameter'));
  if (server === undefined) return { targets: [] };
  return { targets: [{ address: termOf(server), at: place }], forwards: forwardsOf(path, uri.replace(/^https?:\/\/[^/]*/, '')) };
}

/** Parameters keep their place, so that a path of the same form but for its fixed front goes on under the other. */
function forwardsOf(path: string | null, asked: string): readonly PathStep[] | null {
  const plain = (text: string): string => text.replace(/\{([\w-]+)\+\}/g, '{$1}');
  const own = plain(path ?? '/');
  if (asked === '' || asked === '/' || plain(asked) === own) return asked === own || path === null ? [] : [{ whole: asked === '' ? '/' : asked }];
  if (hasUnknown(asked)) return null;
  if (!asked.includes('{')) return [{ whole: asked }];
  const cut = (text: string): readonly [string, string] => [text.slice(0, text.indexOf('{')), text.slice(text.indexOf('{'))];
  if (!own.includes('{')) return null;
  const [front, rest] = cut(own);
  const [by, onward] = cut(plain(asked));
  return rest === onward ? [{ front, by }] : null;
}

/** `NONE`, `AWS_IAM`, `COGNITO_USER_POOLS`, `JWT`, `CUSTOM` …, as API Gateway spells kinds of authorization. */
export function authOfType(stack: Stack, type: string, at: { readonly line: number }): AuthSeen {
  const kinds = {
    NONE: 'none',
    AWS_IAM: 'iam',
    COGNITO_USER_POOLS: 'jwt',
    JWT: 'jwt',
    CUSTOM: 'forward-auth',
    TOKEN: 'forward-auth',
    REQUEST: 'forward-auth',
    COGNITO: 'jwt',
    OIDC: 'oidc',
  } as const;
  const kind = kinds[type.toUpperCase() as keyof typeof kinds] ?? 'unknown';
  return { kind, at: placeOf(stack, at) };
}
