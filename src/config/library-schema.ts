import * as v from 'valibot';
import { index, optionalPick, pickSchema, textFunctions } from './pick-schema.js';

const languages = ['typescript', 'go', 'java', 'kotlin', 'csharp', 'python', 'php', 'ruby'] as const;
const roles = ['client', 'server', 'producer', 'consumer', 'query', 'connection', 'definition', 'timeout', 'trace'] as const;
const effects = ['handle', 'setting', 'same', 'text', 'provide', 'obtain', 'entry', 'configure', 'origin', 'dispatch'] as const;
const matches = ['call', 'new', 'annotation', 'element', 'extends', 'member', 'assign'] as const;

const names = v.array(v.string());
const paths = v.optional(v.pipe(names, v.minLength(1)));
const text = v.optional(v.string());
const flag = v.optional(v.boolean());

const partSchema = v.strictObject({
  url: optionalPick,
  host: optionalPick,
  port: optionalPick,
  path: optionalPick,
  method: optionalPick,
  operation: optionalPick,
  serviceName: optionalPick,
  topic: optionalPick,
  queue: optionalPick,
  exchange: optionalPick,
  exchangeType: optionalPick,
  key: optionalPick,
  database: optionalPick,
  schema: optionalPick,
  table: optionalPick,
  sql: optionalPick,
  relations: optionalPick,
  file: optionalPick,
  technology: optionalPick,
  timeout: optionalPick,
});

const keysSchema = v.strictObject({ token: v.string(), class: text, factory: text, value: text, inject: text, same: text });
const dynamicSchema = v.strictObject({ class: v.string(), list: v.string(), eager: names, include: v.string() });
const callbackSchema = v.strictObject({ arg: index, param: v.union([index, v.string()]), property: text });

const sightingKeys = v.strictObject({
  call: paths,
  new: paths,
  annotation: paths,
  element: paths,
  extends: paths,
  member: paths,
  assign: paths,
  role: v.optional(v.picklist(roles)),
  protocol: text,
  target: optionalPick,
  parts: v.optional(partSchema),
  access: v.optional(v.picklist(['read', 'write', 'readwrite', 'unknown'])),
  accessFrom: optionalPick,
  reply: flag,
  handlers: optionalPick,
  requires: optionalPick,
  each: optionalPick,
  unless: optionalPick,
  routes: flag,
  mounts: optionalPick,
  defaultTimeout: v.optional(index),
  effect: v.optional(v.picklist(effects)),
  type: text,
  typed: flag,
  callbackParam: v.optional(callbackSchema),
  from: v.optional(v.picklist(['env', 'config', 'flag'])),
  name: optionalPick,
  fallback: optionalPick,
  fields: flag,
  of: optionalPick,
  as: text,
  defaults: v.optional(v.strictObject({ in: v.lazy(() => pickSchema), type: v.string(), pick: v.lazy(() => pickSchema) })),
  function: v.optional(v.picklist(textFunctions)),
  token: v.optional(v.union([v.string(), v.lazy(() => pickSchema)])),
  class: optionalPick,
  factory: optionalPick,
  value: optionalPick,
  bound: optionalPick,
  byName: flag,
  arguments: optionalPick,
  inject: optionalPick,
  list: optionalPick,
  keys: v.optional(keysSchema),
  eager: optionalPick,
  include: optionalPick,
  dynamic: v.optional(dynamicSchema),
  handle: text,
  methods: v.optional(names),
  makes: flag,
  key: optionalPick,
  functions: optionalPick,
});

type SightingKeys = v.InferOutput<typeof sightingKeys>;
type NeededKey = 'protocol' | 'type' | 'from' | 'of' | 'function' | 'token' | 'value' | 'key';

/** What each role or effect cannot do without. */
const needed: Readonly<Record<(typeof effects)[number], readonly NeededKey[]>> = {
  handle: ['type'],
  setting: ['from'],
  same: ['of'],
  text: ['function', 'of'],
  provide: [],
  obtain: ['token'],
  entry: [],
  configure: ['value'],
  origin: [],
  dispatch: ['key'],
};

const lacking = (sighting: SightingKeys): readonly NeededKey[] =>
  (sighting.effect === undefined ? (['protocol'] as const) : needed[sighting.effect]).filter((key) => sighting[key] === undefined);

/** Handles may be known by declarations alone, entries by the names of their methods. */
function hasMatch(sighting: SightingKeys): boolean {
  const count = matches.filter((match) => sighting[match] !== undefined).length;
  return count === 1 || (count === 0 && (sighting.effect === 'handle' || sighting.methods !== undefined));
}

const sightingSchema = v.pipe(
  sightingKeys,
  v.check(hasMatch, `expected exactly one of ${matches.join(', ')}`),
  v.check((sighting) => (sighting.role === undefined) !== (sighting.effect === undefined), 'expected either role or effect'),
  v.check(
    (sighting) => lacking(sighting).length === 0,
    (issue) => `expected ${lacking(issue.input).join(' and ')} beside its ${issue.input.effect === undefined ? 'role' : 'effect'}`,
  ),
);

/** A company's own client library, in the shape of the built-in records. */
export const librarySchema = v.strictObject({
  id: v.optional(v.pipe(v.string(), v.description('Short name that evidence shows; default: made of the first module'))),
  language: v.picklist(languages),
  url: v.optional(v.string()),
  modules: v.pipe(names, v.minLength(1), v.description('Import specifiers; a trailing /* matches sub-paths')),
  sightings: v.pipe(v.array(sightingSchema), v.minLength(1)),
  examples: v.optional(v.array(v.strictObject({ code: v.string(), expect: names }))),
});
