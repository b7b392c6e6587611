import * as v from 'valibot';

const languages = ['typescript', 'go', 'java', 'kotlin', 'csharp', 'python', 'php', 'ruby'] as const;
const textFunctions = ['lower', 'upper', 'snake', 'kebab', 'camel', 'plural', 'mongoose-plural', 'type-name', 'dirname', 'trim-slash'] as const;
const roles = ['client', 'server', 'producer', 'consumer', 'query', 'connection', 'definition', 'timeout', 'trace'] as const;
const effects = ['handle', 'setting', 'same', 'text', 'provide', 'obtain', 'entry'] as const;
const matches = ['call', 'new', 'annotation', 'element', 'extends', 'member', 'assign'] as const;
/** Keys of which a pick has exactly one; they say where a value is read. */
const pickKinds = ['arg', 'named', 'literal', 'firstOf', 'join', 'handle', 'receiver', 'method', 'typeArg', 'on', 'eachOf', 'text', 'annotation', 'token'] as const;

const names = v.array(v.string());
const callPaths = v.pipe(names, v.minLength(1));
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const optionalPick = v.optional(v.lazy((): v.GenericSchema<unknown> => pickSchema));

/** Where a value is read from in a matched call. */
export const pickSchema: v.GenericSchema<unknown> = v.pipe(
  v.strictObject({
    arg: v.optional(index),
    property: v.optional(v.string()),
    rest: v.optional(v.boolean()),
    named: v.optional(v.string()),
    literal: v.optional(v.string()),
    firstOf: v.optional(v.array(v.lazy(() => pickSchema))),
    join: v.optional(v.array(v.lazy(() => pickSchema))),
    handle: optionalPick,
    receiver: v.optional(v.literal(true)),
    method: v.optional(v.literal(true)),
    upper: v.optional(v.boolean()),
    typeArg: v.optional(index),
    on: v.optional(v.picklist(['name', 'type', 'owner'])),
    eachOf: optionalPick,
    part: v.optional(v.picklist(['key', 'value'])),
    text: v.optional(v.picklist(textFunctions)),
    of: v.optional(v.union([v.literal('owner'), v.lazy(() => pickSchema)])),
    annotation: v.optional(v.string()),
    pick: optionalPick,
    token: v.optional(v.literal(true)),
  }),
  v.check((pick) => pickKinds.filter((kind) => pick[kind] !== undefined).length === 1, `expected exactly one of ${pickKinds.join(', ')}`),
);

const parts = [
  'url', 'host', 'port', 'path', 'method', 'operation', 'serviceName', 'topic', 'queue', 'exchange', 'exchangeType', 'key',
  'database', 'schema', 'table', 'sql', 'file', 'technology', 'timeout',
] as const; // biome-ignore format: a table

const sightingSchema = v.pipe(
  v.strictObject({
    call: v.optional(callPaths),
    new: v.optional(callPaths),
    annotation: v.optional(callPaths),
    element: v.optional(callPaths),
    extends: v.optional(callPaths),
    member: v.optional(callPaths),
    assign: v.optional(callPaths),
    role: v.optional(v.picklist(roles)),
    protocol: v.optional(v.string()),
    target: optionalPick,
    parts: v.optional(v.strictObject(Object.fromEntries(parts.map((part) => [part, optionalPick])))),
    access: v.optional(v.picklist(['read', 'write', 'readwrite', 'unknown'])),
    accessFrom: optionalPick,
    reply: v.optional(v.boolean()),
    handlers: optionalPick,
    requires: optionalPick,
    defaultTimeout: v.optional(index),
    effect: v.optional(v.picklist(effects)),
    type: v.optional(v.string()),
    typed: v.optional(v.boolean()),
    callbackParam: v.optional(v.strictObject({ arg: index, param: index })),
    from: v.optional(v.picklist(['env', 'config', 'flag'])),
    name: optionalPick,
    fallback: optionalPick,
    of: optionalPick,
    as: v.optional(v.string()),
    function: v.optional(v.picklist(textFunctions)),
    token: optionalPick,
    class: optionalPick,
    factory: optionalPick,
    value: optionalPick,
    inject: optionalPick,
    list: optionalPick,
    keys: v.optional(
      v.strictObject({
        token: v.string(),
        class: v.optional(v.string()),
        factory: v.optional(v.string()),
        value: v.optional(v.string()),
        inject: v.optional(v.string()),
        same: v.optional(v.string()),
      }),
    ),
    eager: optionalPick,
    include: optionalPick,
    handle: v.optional(v.string()),
    methods: v.optional(names),
    makes: v.optional(v.boolean()),
    functions: optionalPick,
  }),
  v.check((sighting) => matches.filter((match) => sighting[match] !== undefined).length === 1, `expected exactly one of ${matches.join(', ')}`),
  v.check((sighting) => (sighting.role === undefined) !== (sighting.effect === undefined), 'expected either role or effect'),
  v.check((sighting) => sighting.role === undefined || sighting.protocol !== undefined, 'expected a protocol beside role'),
  v.check((sighting) => needs(sighting.effect).every((key) => sighting[key] !== undefined), 'expected what its effect needs (handle: type; setting: from; same: of; text: function, of; obtain: token)'),
);

type EffectKey = 'type' | 'from' | 'of' | 'function' | 'token';

function needs(effect: (typeof effects)[number] | undefined): readonly EffectKey[] {
  if (effect === 'handle') return ['type'];
  if (effect === 'setting') return ['from'];
  if (effect === 'same') return ['of'];
  if (effect === 'text') return ['function', 'of'];
  return effect === 'obtain' ? ['token'] : [];
}

/** A company's own client library, in the shape of the built-in records. */
export const librarySchema = v.strictObject({
  id: v.optional(v.pipe(v.string(), v.description('Short name that evidence shows; default: made of the first module'))),
  language: v.picklist(languages),
  url: v.optional(v.string()),
  modules: v.pipe(names, v.minLength(1), v.description('Import specifiers; a trailing /* matches sub-paths')),
  sightings: v.pipe(v.array(sightingSchema), v.minLength(1)),
  examples: v.optional(v.array(v.strictObject({ code: v.string(), expect: names }))),
});
