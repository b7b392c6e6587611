import type { Location } from '../../core/location.js';
import { knownName } from '../../parse/marks.js';
import type { Documents } from '../cloud/documents.js';
import { isTelling, nameByPath } from '../cloud/stack-name.js';
import { templateOf, type Template } from '../cloud/template.js';
import { at, entries, items, type Placed, type PlacedEntry, type PlacedMap, scalar, text } from '../placed.js';
import { entryOf, listOf, mapOf } from '../cloud/build.js';
import { eventOf, type EventWorld, logicalId } from './events.js';
import { type Given, merged, Variables } from './variables.js';

/** What the framework makes of a service's file: the template that it deploys. */
export function stackOf(file: string, root: PlacedMap, documents: Documents, given: Given): Template {
  const variables = new Variables(file, root, documents, given);
  const filled = (key: string): Placed | undefined => {
    const written = at(root, key);
    return written === undefined ? undefined : variables.filled(written);
  };
  const place = { file, line: 1 };
  const named = knownName(text(filled('service')) ?? text(at(filled('service'), 'name')) ?? '');
  const byPath = nameByPath(file);
  const service = named === '' ? byPath : named;
  // An environment is no name: the folder is.
  const stack = isTelling(service) || !isTelling(byPath) ? service : byPath;
  const stage = text(variables.stage(place)) ?? 'dev';
  const provider = filled('provider');
  const own = resourcesOf(filled('resources'));
  const world: EventWorld = { provider, restApi: at(provider, 'apiGateway', 'restApiId'), httpApi: at(provider, 'httpApi', 'id') };
  const made = functionEntries(filled('functions')).map(({ key, at: where, value }) => functionOf({ key, where, value, service, stage, world }));
  const resources = new Map<string, PlacedEntry>();
  for (const entry of [...made.flatMap((f) => f.entries), ...apisOf(made, provider, stack, place), ...entries(at(own, 'Resources'))])
    resources.set(entry.key, entry);
  const template = mapOf(
    place,
    ...['Parameters', 'Conditions', 'Mappings', 'Outputs'].map((key) => entryOf(key, at(own, key))),
    entryOf('Resources', mapOf(place, [...resources.values()])),
  );
  return templateOf({ file, stack, tool: 'serverless', root: template });
}

function resourcesOf(written: Placed | undefined): PlacedMap | undefined {
  return merged(written);
}

/** Functions of a map, or of a list of maps (one for each file). */
function functionEntries(written: Placed | undefined): readonly PlacedEntry[] {
  return entries(merged(written)).filter((entry) => entry.value.kind === 'map');
}

interface FunctionWritten {
  readonly key: string;
  readonly where: Location;
  readonly value: Placed;
  readonly service: string;
  readonly stage: string;
  readonly world: EventWorld;
}

interface FunctionMade {
  readonly entries: readonly PlacedEntry[];
  /** Kinds of events. */
  readonly kinds: ReadonlySet<string>;
}

function functionOf({ key, where, value, service, stage, world }: FunctionWritten): FunctionMade {
  const { provider } = world;
  // Events of other clouds have other gateways.
  const aws = (text(at(provider, 'name')) ?? 'aws') === 'aws';
  const events = (aws ? items(at(value, 'events')) : []).flatMap(
    (one) => eventOf(one.kind === 'scalar' ? mapOf(one.at, entryOf(text(one) ?? '', one)) : one, world) ?? [],
  );
  const variables = [...entries(at(provider, 'environment')), ...entries(at(value, 'environment'))];
  const distinct = [...new Map(variables.map((entry) => [entry.key, entry])).values()];
  const statements = [...items(at(provider, 'iam', 'role', 'statements') ?? at(provider, 'iamRoleStatements')), ...items(at(value, 'iamRoleStatements'))];
  const image = text(at(value, 'image')) ?? text(at(value, 'image', 'uri'));
  const properties = mapOf(
    where,
    entryOf('FunctionName', at(value, 'name') ?? scalar(`${service}-${stage}-${key}`, where)),
    entryOf('CodeUri', scalar('.', where)),
    entryOf('Handler', at(value, 'handler')),
    image === undefined ? [] : entryOf('PackageType', scalar('Image', where)),
    image === undefined ? [] : entryOf('ImageUri', scalar(image, where)),
    urlOf(at(value, 'url')),
    distinct.length === 0 ? [] : entryOf('Environment', mapOf(where, entryOf('Variables', mapOf(where, distinct)))),
    statements.length === 0 ? [] : entryOf('Policies', listOf(where, [mapOf(where, entryOf('Statement', listOf(where, statements)))])),
    events.length === 0
      ? []
      : entryOf(
          'Events',
          mapOf(
            where,
            events.map(({ made, at: line }, i) => ({
              key: `Event${i + 1}`,
              at: line,
              value: mapOf(line, entryOf('Type', scalar(made.type, line)), entryOf('Properties', mapOf(line, made.properties))),
            })),
          ),
        ),
  );
  const context = image === undefined ? undefined : (at(provider, 'ecr', 'images', image, 'path') ?? at(provider, 'ecr', 'images', image));
  const resource = mapOf(
    where,
    entryOf('Type', scalar('AWS::Serverless::Function', where)),
    entryOf('Properties', properties),
    context?.kind === 'scalar' ? entryOf('Metadata', mapOf(where, entryOf('DockerContext', context))) : [],
  );
  return {
    entries: [{ key: `${logicalId(key)}LambdaFunction`, at: where, value: resource }, ...events.flatMap(({ made }) => made.resources)],
    kinds: new Set(events.map(({ made }) => made.type)),
  };
}

/** An address of its own: `true`, or with what it asks. */
function urlOf(url: Placed | undefined): readonly PlacedEntry[] {
  if (url === undefined || text(url) === 'false') return [];
  const type = text(at(url, 'authorizer')) === 'aws_iam' ? 'AWS_IAM' : 'NONE';
  return entryOf('FunctionUrlConfig', mapOf(url.at, entryOf('AuthType', scalar(type, url.at))));
}

/** The APIs that the framework makes for events, where the service shares none. */
function apisOf(made: readonly FunctionMade[], provider: Placed | undefined, service: string, place: Location): PlacedEntry[] {
  const needed = (kind: string): boolean => made.some((f) => f.kinds.has(kind));
  const where = at(provider, 'name')?.at ?? place;
  const api = (id: string, type: string, name: Placed, ...more: readonly (readonly PlacedEntry[])[]): PlacedEntry => ({
    key: id,
    at: where,
    value: mapOf(where, entryOf('Type', scalar(type, where)), entryOf('Properties', mapOf(where, entryOf('Name', name), ...more))),
  });
  const rest = at(provider, 'apiGateway');
  const throttle = at(rest, 'usagePlan', 'throttle');
  const policy = at(rest, 'resourcePolicy') ?? at(provider, 'resourcePolicy');
  const auth = [
    ...(throttle === undefined ? [] : entryOf('UsagePlan', mapOf(throttle.at, entryOf('Throttle', throttle)))),
    ...entryOf('ResourcePolicy', policy),
  ];
  const socket = at(provider, 'websocketsApiName') ?? scalar(`${service}-websockets`, where);
  return [
    ...(needed('Api') && at(rest, 'restApiId') === undefined
      ? [
          api(
            'ApiGatewayRestApi',
            'AWS::Serverless::Api',
            at(provider, 'apiName') ?? scalar(/api$/i.test(service) ? service : `${service}-api`, where),
            auth.length === 0 ? [] : entryOf('Auth', mapOf(where, auth)),
            entryOf('EndpointConfiguration', at(provider, 'endpointType')),
          ),
        ]
      : []),
    ...(needed('HttpApi') && at(provider, 'httpApi', 'id') === undefined
      ? [api('HttpApi', 'AWS::Serverless::HttpApi', at(provider, 'httpApi', 'name') ?? scalar(/api$/i.test(service) ? service : `${service}-api`, where))]
      : []),
    ...(needed('WebSocket') ? [api('WebsocketsApi', 'AWS::ApiGatewayV2::Api', socket, entryOf('ProtocolType', scalar('WEBSOCKET', where)))] : []),
  ];
}
