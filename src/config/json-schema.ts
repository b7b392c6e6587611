import type { RuleMeta } from '../core/rule.js';
import { configSchema } from './schema.js';

/** Plain JSON of a JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown };

/** The parts of a valibot schema that the conversion reads. */
interface Part {
  readonly kind?: string;
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly wrapped?: Part;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly items?: readonly Part[];
  readonly value?: Part;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly description?: string;
  readonly getter?: (input: unknown) => Part;
}

/**
 * JSON Schema (draft 2020-12) of a configuration file, made from the description that loading validates with. Goes in: the rules by id. What it accepts,
 * loading accepts, but for conditions between keys (exactly one of …), which only loading checks.
 */
export function configJsonSchema(rules: Readonly<Record<string, RuleMeta>>): JsonSchema {
  const shared = new Map<Part, { name: string; schema?: JsonSchema }>();
  const root = convert(configSchema(rules) as unknown as Part, shared);
  const definitions = [...shared.values()].map(({ name, schema }) => [name, schema]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'archlint configuration',
    ...root,
    ...(definitions.length > 0 ? { $defs: Object.fromEntries(definitions) } : {}),
  };
}

type Shared = Map<Part, { name: string; schema?: JsonSchema }>;

function convert(part: Part, shared: Shared): JsonSchema {
  if (part.type === 'lazy' && part.getter) return reference(part.getter(undefined), shared);
  const [base, ...actions] = part.pipe ?? [];
  const type = base?.pipe ? convert(base, shared) : convertType(part, shared);
  return Object.fromEntries([type, ...actions.map(constraint)].flatMap((schema) => Object.entries(schema)));
}

/** Recursive parts stand once under `$defs`. */
function reference(part: Part, shared: Shared): JsonSchema {
  const known = shared.get(part);
  const entry = known ?? { name: `part${shared.size + 1}` };
  if (!known) {
    shared.set(part, entry);
    shared.set(part, { name: entry.name, schema: convert(part, shared) });
  }
  return { $ref: `#/$defs/${entry.name}` };
}

function convertType(part: Part, shared: Shared): JsonSchema {
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { enum: part.options };
    case 'optional':
      return part.wrapped ? convert(part.wrapped, shared) : {};
    case 'nullable':
      return part.wrapped ? { anyOf: [convert(part.wrapped, shared), { type: 'null' }] } : {};
    case 'union':
      return { anyOf: (part.options ?? []).map((option) => convert(option as Part, shared)) };
    case 'array':
      return { type: 'array', items: part.item ? convert(part.item, shared) : true };
    case 'strict_tuple': {
      const items = part.items ?? [];
      return { type: 'array', prefixItems: items.map((item) => convert(item, shared)), items: false, minItems: items.length };
    }
    case 'record':
      return { type: 'object', additionalProperties: part.value ? convert(part.value, shared) : true };
    case 'strict_object':
      return objectSchema(part, shared);
    default:
      throw new Error(`a configuration of type ${part.type} has no JSON Schema yet`);
  }
}

function objectSchema(part: Part, shared: Shared): JsonSchema {
  const entries = Object.entries(part.entries ?? {});
  const required = entries.filter(([, value]) => value.type !== 'optional').map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, value]) => [key, convert(value, shared)])),
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  };
}

function constraint(action: Part): JsonSchema {
  switch (action.type) {
    case 'integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: action.requirement };
    case 'min_length':
      return { minItems: action.requirement };
    case 'description':
      return { description: action.description };
    case 'regex':
      return { pattern: action.requirement instanceof RegExp ? action.requirement.source : undefined };
    case 'iso_date':
      return { format: 'date' };
    case 'check':
      return {};
    default:
      throw new Error(`a configuration check of type ${action.type} has no JSON Schema yet`);
  }
}
