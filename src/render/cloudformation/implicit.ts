import { at, entries, type Placed, type PlacedMap, scalar, text, withKey } from '../placed.js';

const kinds = [
  { event: 'Api', reference: 'RestApiId', id: 'ServerlessRestApi', type: 'AWS::Serverless::Api' },
  { event: 'HttpApi', reference: 'ApiId', id: 'ServerlessHttpApi', type: 'AWS::Serverless::HttpApi' },
] as const;

/** A template with the APIs that SAM makes for events that name none. They stand where the first such event does. */
export function withImplicitApis(root: PlacedMap): PlacedMap {
  let resources = at(root, 'Resources');
  for (const { event, reference, id, type } of kinds) {
    const first = entries(resources)
      .flatMap(({ value }) => (text(at(value, 'Type')) === 'AWS::Serverless::Function' ? entries(at(value, 'Properties', 'Events')) : []))
      .find(({ value }) => text(at(value, 'Type')) === event && at(value, 'Properties', reference) === undefined);
    if (first === undefined || resources?.kind !== 'map' || at(resources, id) !== undefined) continue;
    const made: Placed = { kind: 'map', at: first.at, entries: [{ key: 'Type', at: first.at, value: scalar(type, first.at) }] };
    resources = withKey(resources, id, made, first.at);
  }
  return resources === undefined || resources === at(root, 'Resources') ? root : withKey(root, 'Resources', resources);
}
