import type { AuthSeen, RouteFact } from '../../../core/route.js';
import { entriesOf, get, itemsOf, textOf, type TreeEntry, type TreeNode } from '../../../parse/tree.js';
import { planLimit } from './plans.js';
import { authOfType, type Entry, routeOf, targetOf } from './routes.js';
import { placeOf, type Stack } from './stack.js';

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method']);

/** The routes of an OpenAPI document with API Gateway's extensions. `whole` is what guards the API besides. */
export function openApiRoutes(stack: Stack, entry: Entry, document: TreeNode | undefined, whole: AuthSeen | undefined): RouteFact[] {
  return entriesOf(get(document, 'paths')).flatMap(({ key: path, value }) =>
    entriesOf(value)
      .filter(({ key }) => methods.has(key.toLowerCase()))
      .flatMap((operation) => operationRoute(stack, entry, path, operation, document, whole)),
  );
}

function operationRoute(
  stack: Stack,
  entry: Entry,
  path: string,
  { key, line, value }: TreeEntry,
  document: TreeNode | undefined,
  whole: AuthSeen | undefined,
): RouteFact[] {
  const integration = get(value, 'x-amazon-apigateway-integration');
  const uri = get(integration, 'uri') ?? get(integration, 'Uri');
  if (textOf(get(integration, 'type'))?.toUpperCase() === 'MOCK') return [];
  const target = targetOf(stack, textOf(uri), path, uri ?? { line });
  if (target.targets.length === 0) return [];
  const auth = operationAuth(stack, value, document) ?? whole;
  const rateLimit = isKeyed(value, document) ? planLimit(stack, entry.key) : undefined;
  return [routeOf(stack, entry, { path: path === '/$default' ? null : path, methods: [key], ...target, auth, rateLimit, at: { line } })];
}

/** What a document says of one operation; undefined where it has none of that path and method. */
export function operationOf(document: TreeNode | undefined, path: string, method: string): TreeNode | undefined {
  const any = /^(any|\*)$/i.test(method) ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
  return entriesOf(get(document, 'paths', path)).find(({ key }) => key.toLowerCase() === any)?.value;
}

/** Whether an operation says itself where it leads. */
export function isIntegrated(operation: TreeNode): boolean {
  return get(operation, 'x-amazon-apigateway-integration') !== undefined;
}

/** API Gateway's own word, else the security requirements of the operation, else of the document; an empty list asks for nothing. */
export function operationAuth(stack: Stack, operation: TreeNode, document: TreeNode | undefined): AuthSeen | undefined {
  const own = get(operation, 'x-amazon-apigateway-auth', 'type');
  const type = textOf(own);
  if (type !== undefined && own !== undefined && type.toUpperCase() !== 'NONE') return authOfType(stack, type, own);
  const required = get(operation, 'security') ?? get(document, 'security') ?? get(document, 'x-amazon-apigateway-auth', 'type');
  if (required?.kind === 'scalar') return authOfType(stack, textOf(required) ?? '', required);
  const all = itemsOf(required);
  const seen = all.flatMap((item) => entriesOf(item).flatMap((scheme) => schemeAuth(stack, scheme, document)));
  if (all.some((item) => entriesOf(item).length === 0)) return undefined;
  return seen.find((auth) => auth.kind !== 'key' && auth.kind !== 'unknown') ?? seen[0];
}

/** Whether every caller sends a key. */
function isKeyed(operation: TreeNode, document: TreeNode | undefined): boolean {
  const all = itemsOf(get(operation, 'security') ?? get(document, 'security'));
  return all.some((item) =>
    entriesOf(item).some(({ key }) => authorizerOf(schemeOf(key, document)) === undefined && textOf(get(schemeOf(key, document), 'type')) === 'apiKey'),
  );
}

function schemeOf(name: string, document: TreeNode | undefined): TreeNode | undefined {
  return get(document, 'components', 'securitySchemes', name) ?? get(document, 'securityDefinitions', name);
}

/** The kind of authorizer that a scheme stands for, as API Gateway spells it. */
function authorizerOf(scheme: TreeNode | undefined): string | undefined {
  const said = textOf(get(scheme, 'x-amazon-apigateway-authorizer', 'type')) ?? textOf(get(scheme, 'x-amazon-apigateway-authtype'));
  return said !== undefined && /sigv4/i.test(said) ? 'AWS_IAM' : said;
}

function schemeAuth(stack: Stack, { key, line }: TreeEntry, document: TreeNode | undefined): AuthSeen[] {
  const scheme = schemeOf(key, document);
  const authorizer = authorizerOf(scheme);
  const at = placeOf(stack, { line });
  if (authorizer !== undefined) return [authOfType(stack, authorizer, { line })];
  const type = textOf(get(scheme, 'type'));
  if (type === 'apiKey') return [{ kind: 'key', at }];
  return [{ kind: type === 'openIdConnect' || type === 'oauth2' ? 'oidc' : 'unknown', at }];
}
