import type { Fact } from '../../../core/fact.js';
import type { AuthSeen } from '../../../core/route.js';
import { booleanOf, entriesOf, get, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';
import { openApiRoutes } from './openapi.js';
import { planLimit } from './plans.js';
import { authOfType, type Entry, gatewayOf, policyOf, routeOf, targetOf } from './routes.js';
import { limitOfMethods, privateOf, samRoutesOf } from './sam-apis.js';
import { ofType, placeOf, type Resource, type Stack } from './stack.js';

const apiTypes = ['AWS::ApiGateway::RestApi', 'AWS::Serverless::Api', 'AWS::ApiGatewayV2::Api', 'AWS::Serverless::HttpApi'] as const;

/** The APIs of a stack with their routes, however they are written, and what limits them. */
export function apisOf(stack: Stack): Fact[] {
  return [
    ...ofType(stack, ...apiTypes).flatMap((api) => apiOf(stack, api)),
    ...samRoutesOf(stack),
    ...ofType(stack, 'AWS::ApiGateway::Method').flatMap((method) => methodRoute(stack, method)),
    ...ofType(stack, 'AWS::ApiGatewayV2::Route').flatMap((route) => httpRoute(stack, route)),
    ...plansOf(stack),
  ];
}

const entryOf = (key: string): Entry => ({ key, technology: 'aws_api_gateway' });

/** The gateway, the routes of its OpenAPI document, and the one that leads everything to one function. */
function apiOf(stack: Stack, api: Resource): Fact[] {
  const entry = entryOf(api.name);
  const domains = ofType(stack, 'AWS::ApiGateway::BasePathMapping', 'AWS::ApiGatewayV2::ApiMapping')
    .filter((m) => (textOf(get(m.properties, 'RestApiId')) ?? textOf(get(m.properties, 'ApiId'))) === api.name)
    .flatMap((m) => domainOf(stack, m) ?? []);
  const own = textOf(get(api.properties, 'Domain', 'DomainName'));
  const hosts = [`${api.name}.execute-api.amazonaws.com`, ...domains, ...(own === undefined ? [] : [own])];
  const document = get(api.properties, 'DefinitionBody') ?? get(api.properties, 'Body');
  const direct = get(api.properties, 'Target');
  return [
    gatewayOf(stack, entry, api, hosts),
    ...openApiRoutes(stack, entry, document, guardOf(stack, api)),
    ...(direct === undefined ? [] : [routeOf(stack, entry, { path: null, methods: ['any'], ...targetOf(stack, textOf(direct), null, direct), at: direct })]),
  ];
}

/** The API that an OpenAPI document makes by itself, under its title. */
export function documentFacts(file: string, document: TreeNode | undefined): Fact[] {
  const title = textOf(get(document, 'info', 'title')) ?? '';
  const name = title.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  const stack: Stack = { file, key: file, name, tool: 'openapi', globals: undefined, resources: [] };
  const entry = entryOf(name === '' ? 'api' : name);
  const routes = openApiRoutes(stack, entry, document, undefined);
  return routes.length === 0 ? [] : [gatewayOf(stack, entry, get(document, 'info') ?? { line: 1 }, []), ...routes];
}

function domainOf(stack: Stack, mapping: Resource): string | undefined {
  const named = textOf(get(mapping.properties, 'DomainName'));
  const domain = stack.resources.find((r) => r.id === named && r.type.endsWith('::DomainName'));
  return domain === undefined ? named : textOf(get(domain.properties, 'DomainName'));
}

/** What decides about all routes of an API and is not read: a policy on it, a private network around it. */
function guardOf(stack: Stack, api: Resource): AuthSeen | undefined {
  const node = get(api.properties, 'Policy') ?? get(api.properties, 'Auth', 'ResourcePolicy') ?? privateOf(get(api.properties, 'EndpointConfiguration'));
  return node === undefined ? undefined : { kind: 'unknown', at: placeOf(stack, node) };
}

/** A method of a REST API: its path is that of the resources above it. */
function methodRoute(stack: Stack, method: Resource): Fact[] {
  const { properties } = method;
  const api = textOf(get(properties, 'RestApiId'));
  const integration = get(properties, 'Integration');
  const node = get(integration, 'Uri');
  const path = pathOf(stack, textOf(get(properties, 'ResourceId')), 0);
  const target = targetOf(stack, textOf(node), path, node ?? method);
  if (api === undefined || target.targets.length === 0 || textOf(get(integration, 'Type'))?.toUpperCase() === 'MOCK') return [];
  const owner = ofType(stack, 'AWS::ApiGateway::RestApi').find((r) => r.name === api);
  const at = get(properties, 'HttpMethod') ?? method;
  const auth = authOf(stack, method) ?? (owner && guardOf(stack, owner));
  const stages = ofType(stack, 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment').filter((s) => textOf(get(s.properties, 'RestApiId')) === api);
  const rateLimit = stages
    .map((s) => limitOfMethods(stack, get(s.properties, 'MethodSettings') ?? get(s.properties, 'StageDescription', 'MethodSettings'), path ?? '/'))
    .find((limit) => limit !== undefined);
  const keyed = booleanOf(get(properties, 'ApiKeyRequired')) === true ? planLimit(stack, api) : undefined;
  return [
    routeOf(stack, entryOf(api), { path, methods: [textOf(get(properties, 'HttpMethod')) ?? 'any'], ...target, auth, rateLimit: rateLimit ?? keyed, at }),
  ];
}

const maxParents = 30;

/** Null where a resource above is not in the stack. */
function pathOf(stack: Stack, id: string | undefined, depth: number): string | null {
  if (id === undefined || depth > maxParents) return null;
  if (id.endsWith('#root')) return depth === 0 ? '/' : '';
  const resource = ofType(stack, 'AWS::ApiGateway::Resource').find((r) => r.id === id);
  const own = textOf(get(resource?.properties, 'PathPart'));
  const above = resource === undefined ? null : pathOf(stack, textOf(get(resource.properties, 'ParentId')), depth + 1);
  return own === undefined || above === null ? null : `${above}/${own}`;
}

function authOf(stack: Stack, resource: Resource): AuthSeen | undefined {
  const node = get(resource.properties, 'AuthorizationType');
  const type = textOf(node);
  const key = get(resource.properties, 'ApiKeyRequired');
  if (type !== undefined && node !== undefined && type.toUpperCase() !== 'NONE') return authOfType(stack, type, node);
  if (booleanOf(key) === true && key !== undefined) return { kind: 'key', at: placeOf(stack, key) };
  return undefined;
}

/** A route of an HTTP or WebSocket API. */
function httpRoute(stack: Stack, route: Resource): Fact[] {
  const node = get(route.properties, 'RouteKey');
  const written = textOf(node) ?? '$default';
  const api = textOf(get(route.properties, 'ApiId'));
  const id = textOf(get(route.properties, 'Target'))?.replace(/^integrations\//, '');
  const integration = ofType(stack, 'AWS::ApiGatewayV2::Integration').find((i) => i.id === id);
  const [, method = 'any', path] = /^([A-Za-z]+)\s+(\/.*)$/.exec(written) ?? [];
  const uri = get(integration?.properties, 'IntegrationUri');
  const target = targetOf(stack, textOf(uri), path ?? null, uri ?? route);
  if (api === undefined || target.targets.length === 0) return [];
  const socket = ofType(stack, 'AWS::ApiGatewayV2::Api').some(
    (a) => a.name === api && textOf(get(a.properties, 'ProtocolType'))?.toUpperCase() === 'WEBSOCKET',
  );
  return [
    routeOf(stack, entryOf(api), {
      path: path ?? null,
      methods: [method],
      ...(socket ? { protocol: 'websocket' } : {}),
      ...target,
      auth: authOf(stack, socket ? (connecting(stack, api) ?? route) : route),
      at: node ?? route,
    }),
  ];
}

/** The route by which a WebSocket is opened: who may open it may send. */
function connecting(stack: Stack, api: string): Resource | undefined {
  return ofType(stack, 'AWS::ApiGatewayV2::Route').find(
    (r) => textOf(get(r.properties, 'ApiId')) === api && textOf(get(r.properties, 'RouteKey')) === '$connect',
  );
}

/** What limits a whole API from beside it: stages, firewalls. */
function plansOf(stack: Stack): Fact[] {
  const limited = (api: string | undefined, node: TreeNode | undefined): Fact[] =>
    api === undefined || node === undefined ? [] : [policyOf(stack, entryOf(api), { rateLimit: { kind: 'limit', at: placeOf(stack, node) } }, node)];
  return [
    ...ofType(stack, 'AWS::ApiGatewayV2::Stage').flatMap((s) =>
      limited(textOf(get(s.properties, 'ApiId')), get(s.properties, 'DefaultRouteSettings', 'ThrottlingRateLimit')),
    ),
    ...ofType(stack, 'AWS::WAFv2::WebACLAssociation').flatMap((a) => {
      const api = /restapis\/([^/]+)/.exec(textOf(get(a.properties, 'ResourceArn')) ?? '')?.[1];
      return limited(api, rateRule(stack, textOf(get(a.properties, 'WebACLArn'))));
    }),
  ];
}

function rateRule(stack: Stack, id: string | undefined): TreeNode | undefined {
  const acl = ofType(stack, 'AWS::WAFv2::WebACL').find((r) => r.id === id);
  return itemsOf(get(acl?.properties, 'Rules'))
    .map((rule) => get(rule, 'Statement', 'RateBasedStatement'))
    .find((statement) => entriesOf(statement).length > 0);
}
