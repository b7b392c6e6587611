import type { Location } from '../../core/location.js';
import { refTo } from '../cloud/intrinsics.js';
import { at, entries, items, type Placed, type PlacedEntry, scalar, text } from '../placed.js';
import { entryOf, listOf, mapOf } from '../cloud/build.js';

/** What events of functions are read with. */
export interface EventWorld {
  /** The file without variables. */
  readonly provider: Placed | undefined;
  /** A REST API that the service shares with another. */
  readonly restApi: Placed | undefined;
  readonly httpApi: Placed | undefined;
}

/** An event as SAM writes it, and what the framework makes for it besides. */
export interface MadeEvent {
  readonly type: string;
  readonly properties: readonly PlacedEntry[];
  /** Resources by logical id. */
  readonly resources: readonly PlacedEntry[];
}

/** An event of a function: `http`, `sqs`, `eventBridge` …; undefined for what brings no request and no message. */
export function eventOf(node: Placed, world: EventWorld): { readonly made: MadeEvent; readonly at: Location } | undefined {
  const [entry] = node.kind === 'map' ? node.entries : [];
  if (entry === undefined) return undefined;
  const made = readers.get(entry.key)?.(entry.value, entry.at, world);
  return made === undefined ? undefined : { made, at: entry.at };
}

type Reader = (value: Placed, place: Location, world: EventWorld) => MadeEvent | undefined;

const event = (type: string, ...properties: readonly (readonly PlacedEntry[])[]): MadeEvent => ({ type, properties: properties.flat(), resources: [] });
/** A value under one of several keys, or the value itself where it is a text or a call. */
const either = (value: Placed, ...keys: readonly string[]): Placed | undefined =>
  keys.map((key) => at(value, key)).find((found) => found !== undefined) ?? (isPlain(value) ? value : undefined);

function isPlain(value: Placed): boolean {
  const [entry, more] = entries(value);
  return value.kind === 'scalar' || (entry !== undefined && more === undefined && (entry.key === 'Ref' || entry.key.startsWith('Fn::')));
}

const written: Readonly<Record<string, Reader>> = {
  http: (value, place, world) => {
    const request = requestOf(value, place);
    const private_ = text(at(value, 'private')) === 'true' ? entryOf('ApiKeyRequired', at(value, 'private')) : [];
    const authorizer = at(value, 'authorizer');
    return event(
      'Api',
      request,
      entryOf('RestApiId', world.restApi ?? refTo('ApiGatewayRestApi', place)),
      authOf(authorizer, authorizer?.at ?? place, private_),
    );
  },
  httpApi: (value, place, world) => {
    const request = requestOf(value, place);
    const authorizer = at(value, 'authorizer');
    const name = text(authorizer) ?? text(at(authorizer, 'name'));
    const declared = name === undefined ? undefined : at(world.provider, 'httpApi', 'authorizers', name);
    return event('HttpApi', request, entryOf('ApiId', world.httpApi ?? refTo('HttpApi', place)), authOf(declared ?? authorizer, authorizer?.at ?? place, []));
  },
  websocket: (value, place) =>
    event(
      'WebSocket',
      entryOf('RouteKey', either(value, 'route')),
      entryOf('ApiId', refTo('WebsocketsApi', place)),
      authOf(at(value, 'authorizer'), place, []),
    ),
  sqs: (value) => event('SQS', entryOf('Queue', either(value, 'arn'))),
  sns: snsEvent,
  stream: (value) => event(isDynamo(value) ? 'DynamoDB' : 'Kinesis', entryOf('Stream', either(value, 'arn'))),
  eventBridge: (value) =>
    at(value, 'pattern') === undefined
      ? undefined
      : event('EventBridgeRule', entryOf('Pattern', at(value, 'pattern')), entryOf('EventBusName', at(value, 'eventBus'))),
  cloudwatchEvent: (value) => event('EventBridgeRule', entryOf('Pattern', at(value, 'event'))),
  msk: (value) => event('MSK', entryOf('Topics', listed(at(value, 'topic')))),
  kafka: (value) => event('SelfManagedKafka', entryOf('Topics', listed(at(value, 'topic')))),
  activemq: (value) => event('MQ', entryOf('Queues', listed(at(value, 'queue')))),
  rabbitmq: (value) => event('MQ', entryOf('Queues', listed(at(value, 'queue')))),
  alb: (value, place) =>
    event(
      'Alb',
      entryOf('ListenerArn', at(value, 'listenerArn'), place),
      entryOf('Conditions', at(value, 'conditions')),
      entryOf('Authorizer', at(value, 'authorizer')),
    ),
};

const readers: ReadonlyMap<string, Reader> = new Map(Object.entries(written));

/** `GET /orders`, or `path` and `method`. */
function requestOf(value: Placed, place: Location): readonly PlacedEntry[] {
  const line = text(value);
  const [, method = '*', path = '*'] = line === undefined ? [] : (/^\s*(\S+)\s+(\S+)\s*$/.exec(line) ?? [line, '*', line.trim()]);
  const own = line === undefined ? text(at(value, 'path')) : path;
  const where = at(value, 'path')?.at ?? value.at;
  const clean = own === undefined || own === '*' ? '$default' : `/${own.replace(/^\/+/, '')}`;
  return [
    ...entryOf('Path', scalar(clean, where)),
    ...entryOf('Method', line === undefined ? (at(value, 'method') ?? scalar('*', place)) : scalar(method, place)),
  ];
}

/** The kind of authorizer that an event names, as API Gateway spells kinds; a function's name or ARN is one that is asked. */
function authOf(authorizer: Placed | undefined, place: Location, more: readonly PlacedEntry[]): readonly PlacedEntry[] {
  const kind = authorizer === undefined ? undefined : kindOf(authorizer);
  const own = kind === undefined ? [] : entryOf('AuthorizerType', scalar(kind, place));
  return own.length + more.length === 0 ? [] : entryOf('Auth', mapOf(place, own, more));
}

function kindOf(authorizer: Placed): string {
  const type = (text(at(authorizer, 'type')) ?? text(authorizer) ?? '').toLowerCase();
  const arn = JSON.stringify(at(authorizer, 'arn') ?? at(authorizer, 'authorizerId') ?? authorizer);
  if (type === 'aws_iam') return 'AWS_IAM';
  if (type === 'jwt' || type === 'cognito_user_pools' || /userpool|cognito-idp/i.test(arn) || at(authorizer, 'issuerUrl') !== undefined) return 'JWT';
  return 'CUSTOM';
}

/** A topic by its ARN, or by a name under which the framework makes one. */
function snsEvent(value: Placed, place: Location): MadeEvent | undefined {
  const named = text(value) ?? text(at(value, 'topicName'));
  const arn = at(value, 'arn') ?? (named?.startsWith('arn:') === true || (named === undefined && isPlain(value)) ? value : undefined);
  if (arn !== undefined) return event('SNS', entryOf('Topic', arn));
  if (named === undefined) return undefined;
  const id = `SNSTopic${logicalId(named)}`;
  const resource = mapOf(
    place,
    entryOf('Type', scalar('AWS::SNS::Topic', place)),
    entryOf('Properties', mapOf(place, entryOf('TopicName', scalar(named, place)))),
  );
  return { ...event('SNS', entryOf('Topic', refTo(id, at(value, 'topicName')?.at ?? value.at))), resources: entryOf(id, resource, place) };
}

function isDynamo(value: Placed): boolean {
  const type = text(at(value, 'type'));
  return type === undefined ? /dynamodb|StreamArn/.test(JSON.stringify(value)) : type === 'dynamodb';
}

function listed(value: Placed | undefined): Placed | undefined {
  return value === undefined || items(value).length > 0 ? value : listOf(value.at, [value]);
}

/** A name as the framework makes a logical id of it: `place-order` is `PlaceDashorder`. */
export function logicalId(name: string): string {
  const plain = name
    .replace(/-/g, 'Dash')
    .replace(/_/g, 'Underscore')
    .replace(/[^A-Za-z0-9]/g, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
