import * as v from 'valibot';

export const textFunctions = [
  'lower',
  'upper',
  'snake',
  'kebab',
  'camel',
  'plural',
  'mongoose-plural',
  'type-name',
  'json',
  'dirname',
  'trim-slash',
  'stub-name',
] as const;

/** Keys of which a pick has exactly one; they say where a value is read. The others say more about it. */
const kinds = [
  'arg',
  'named',
  'literal',
  'env',
  'firstOf',
  'join',
  'handle',
  'receiver',
  'method',
  'typeArg',
  'on',
  'eachOf',
  'memberOf',
  'renamed',
  'where',
  'calls',
  'text',
  'annotation',
  'assigned',
  'token',
] as const;

export const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.optional(v.string());
const flag = v.optional(v.boolean());

/** A pick where one may stand. */
export const optionalPick = v.optional(v.lazy((): v.GenericSchema<unknown> => pickSchema));
const picks = v.optional(v.array(v.lazy((): v.GenericSchema<unknown> => pickSchema)));

/** Where a value is read from in a matched call. */
export const pickSchema: v.GenericSchema<unknown> = v.pipe(
  v.strictObject({
    arg: v.optional(index),
    property: text,
    rest: flag,
    is: v.optional(v.picklist(['text', 'object', 'list', 'function', 'class'])),
    named: text,
    literal: text,
    env: text,
    fallback: text,
    firstOf: picks,
    join: picks,
    handle: optionalPick,
    type: text,
    receiver: v.optional(v.literal(true)),
    method: v.optional(v.literal(true)),
    upper: flag,
    typeArg: v.optional(index),
    on: v.optional(v.picklist(['name', 'type', 'owner'])),
    eachOf: optionalPick,
    part: v.optional(v.picklist(['key', 'value'])),
    memberOf: optionalPick,
    at: optionalPick,
    renamed: optionalPick,
    names: v.optional(v.array(v.strictTuple([v.string(), v.string()]))),
    only: flag,
    where: optionalPick,
    calls: text,
    text: v.optional(v.picklist(textFunctions)),
    of: v.optional(v.union([v.literal('owner'), v.lazy(() => pickSchema)])),
    annotation: text,
    pick: optionalPick,
    assigned: text,
    token: v.optional(v.literal(true)),
  }),
  v.check((pick) => kinds.filter((kind) => pick[kind] !== undefined).length === 1, `expected exactly one of ${kinds.join(', ')}`),
);
