import type { Fact } from '../../../core/fact.js';
import type { AuthSeen, RateLimitSeen } from '../../../core/route.js';
import { booleanOf, entriesOf, get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { functionsOf, setting } from './functions.js';
import { isIntegrated, operationAuth, operationOf } from './openapi.js';
import { planLimit } from './plans.js';
import { authOfType, type Entry, policyOf, routeOf, targetOf } from './routes.js';
import { ofType, placeOf, type Resource, type Stack } from './stack.js';

const kinds = { Api: ['AWS::Serverless::Api', 'RestApiId', 'ServerlessRestApi'], HttpApi: ['AWS::Serverless::HttpApi', 'ApiId', 'ServerlessHttpApi'] } as const;

/** Routes that events of functions make, and the throttling of SAM's APIs. */
export function samRoutesOf(stack: Stack): Fact[] {
  const events = functionsOf(stack).flatMap((f) => entriesOf(get(f.properties, 'Events')).map((event) => ({ f, ...event })));
  return [
    ...events.flatMap(({ f, value, line }) => eventRoute(stack, f, value, line)),
    ...ofType(stack, kinds.Api[0], kinds.HttpApi[0]).flatMap((api) => limitsOf(stack, api)),
  ];
}

function eventRoute(stack: Stack, target: Resource, event: TreeNode, line: number): Fact[] {
  const type = textOf(get(event, 'Type'));
  if (type === 'WebSocket') return socketRoute(stack, target, get(event, 'Properties'), line);
  if (type !== 'Api' && type !== 'HttpApi') return [];
  const properties = get(event, 'Properties');
  const [kind, reference, implicit] = kinds[type];
  const named = textOf(get(properties, reference)) ?? textOf(get(properties, 'ApiId'));
  const api = stack.resources.find((r) => r.name === named || (named === undefined && r.id === implicit && r.type === kind));
  const path = textOf(get(properties, 'Path'));
  const at = get(properties, 'Path') ?? { line };
  const method = textOf(get(properties, 'Method')) ?? 'any';
  const document = get(api?.properties, 'DefinitionBody');
  const written = operationOf(document, path ?? '', method);
  if (written !== undefined && isIntegrated(written)) return [];
  const said = written === undefined ? undefined : operationAuth(stack, written, document);
  const auth = said ?? ownAuth(stack, get(properties, 'Auth'), api) ?? (api && defaultAuth(stack, api));
  return [
    routeOf(stack, entryOf(api?.name ?? named ?? implicit), {
      path: path === undefined || path === '$default' ? null : path,
      methods: [method],
      ...targetOf(stack, `arn:aws:lambda:::function:${target.name}`, null, at),
      auth,
      rateLimit: api && (methodLimit(stack, api, path) ?? (isKeyed(stack, get(properties, 'Auth'), api) ? planLimit(stack, api.name) : undefined)),
      at,
    }),
  ];
}

/** A route of a WebSocket; the guard of the one that opens it is that of all. */
function socketRoute(stack: Stack, target: Resource, properties: TreeNode | undefined, line: number): Fact[] {
  const api = textOf(get(properties, 'ApiId')) ?? '';
  const opening = functionsOf(stack)
    .flatMap((f) => entriesOf(get(f.properties, 'Events')))
    .map(({ value }) => get(value, 'Properties'))
    .find((other) => textOf(get(other, 'RouteKey')) === '$connect' && textOf(get(other, 'ApiId')) === api);
  const at = get(properties, 'RouteKey') ?? { line };
  const auth = ownAuth(stack, get(opening ?? properties, 'Auth'), undefined);
  return [
    routeOf(stack, entryOf(api), {
      path: null,
      methods: ['any'],
      protocol: 'websocket',
      ...targetOf(stack, `arn:aws:lambda:::function:${target.name}`, null, at),
      auth,
      at,
    }),
  ];
}

const entryOf = (key: string): Entry => ({ key, technology: 'aws_api_gateway' });

/** What the event says of its own. `OverrideApiAuth` and scopes change nothing here. */
function ownAuth(stack: Stack, auth: TreeNode | undefined, api: Resource | undefined): AuthSeen | undefined {
  const made = get(auth, 'AuthorizerType');
  const kind = textOf(made);
  if (kind !== undefined && made !== undefined) return authOfType(stack, kind, made);
  const node = get(auth, 'Authorizer');
  const name = textOf(node);
  const key = get(auth, 'ApiKeyRequired');
  if (name !== undefined && node !== undefined && name !== 'NONE') return named(stack, name, api, node);
  if (booleanOf(key) === true && key !== undefined) return { kind: 'key', at: placeOf(stack, key) };
  return name === 'NONE' && node !== undefined ? authOfType(stack, 'NONE', node) : undefined;
}

/** Whether a caller must send a key: by what the event says, else the API. */
function isKeyed(stack: Stack, auth: TreeNode | undefined, api: Resource): boolean {
  return booleanOf(get(auth, 'ApiKeyRequired')) ?? booleanOf(get(setting(stack, api, 'Auth'), 'ApiKeyRequired')) ?? false;
}

/** What the API says for all its routes. A policy on the resource is not read. */
function defaultAuth(stack: Stack, api: Resource): AuthSeen | undefined {
  const auth = setting(stack, api, 'Auth');
  const node = get(auth, 'DefaultAuthorizer');
  const name = textOf(node);
  if (name !== undefined && node !== undefined) return named(stack, name, api, node);
  const key = get(auth, 'ApiKeyRequired');
  if (booleanOf(key) === true && key !== undefined) return { kind: 'key', at: placeOf(stack, key) };
  const policy = get(auth, 'ResourcePolicy') ?? privateOf(setting(stack, api, 'EndpointConfiguration'));
  return policy === undefined ? undefined : { kind: 'unknown', at: placeOf(stack, policy) };
}

/** An API that only a private network reaches. */
export function privateOf(endpoint: TreeNode | undefined): TreeNode | undefined {
  const type = get(endpoint, 'Type') ?? itemsOf(get(endpoint, 'Types'))[0] ?? endpoint;
  return textOf(type)?.toUpperCase() === 'PRIVATE' ? type : undefined;
}

function named(stack: Stack, name: string, api: Resource | undefined, at: TreeNode): AuthSeen | undefined {
  if (name === 'AWS_IAM' || name === 'NONE') return authOfType(stack, name, at);
  const authorizer = api === undefined ? undefined : get(setting(stack, api, 'Auth'), 'Authorizers', name);
  const keys = entriesOf(authorizer).map((e) => e.key);
  const kind =
    keys.includes('UserPoolArn') || keys.includes('JwtConfiguration')
      ? 'JWT'
      : keys.includes('FunctionArn')
        ? 'CUSTOM'
        : keys.includes('OpenIdConnectUrl')
          ? 'OIDC'
          : '';
  return authOfType(stack, kind, at);
}

/** Throttling of the whole API, on its stage. */
function limitsOf(stack: Stack, api: Resource): Fact[] {
  const throttled = get(setting(stack, api, 'DefaultRouteSettings'), 'ThrottlingRateLimit');
  return throttled === undefined ? [] : [policyOf(stack, entryOf(api.name), { rateLimit: { kind: 'limit', at: placeOf(stack, throttled) } }, throttled)];
}

function methodLimit(stack: Stack, api: Resource, path: string | undefined): RateLimitSeen | undefined {
  return limitOfMethods(stack, setting(stack, api, 'MethodSettings'), path ?? '/') ?? limitOfRoutes(stack, setting(stack, api, 'RouteSettings'), path ?? '/');
}

/** A stage's settings of methods: of all (`/*`) or of one path (`/~1orders~1{id}`). */
export function limitOfMethods(stack: Stack, settings: TreeNode | undefined, path: string): RateLimitSeen | undefined {
  for (const one of itemsOf(settings)) {
    const limit = get(one, 'ThrottlingRateLimit');
    const of = (textOf(get(one, 'ResourcePath')) ?? '/*').replaceAll('~1', '/').replace(/^\/\//, '/');
    if (limit !== undefined && textOf(limit) !== '-1' && (of === '/*' || of === '*' || of === path)) return { kind: 'limit', at: placeOf(stack, limit) };
  }
  return undefined;
}

function limitOfRoutes(stack: Stack, settings: TreeNode | undefined, path: string): RateLimitSeen | undefined {
  const own = entriesOf(settings).find(({ key }) => key.endsWith(` ${path}`));
  const limit = get(own?.value, 'ThrottlingRateLimit');
  return limit === undefined ? undefined : { kind: 'limit', at: placeOf(stack, limit) };
}
