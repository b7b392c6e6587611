import * as v from 'valibot';
import { compareText } from '../core/location.js';
import type { RuleMeta, RuleOption } from '../core/rule.js';
import { librarySchema } from './library-schema.js';

const severities = ['off', 'info', 'warn', 'error'] as const;
const presetNames = ['archlint:minimal', 'archlint:recommended', 'archlint:strict'] as const;

const names = v.array(v.string());
const described = <S extends v.GenericSchema<unknown, unknown>>(schema: S, description: string) => v.pipe(schema, v.description(description));

const serviceSchema = v.strictObject({
  path: v.optional(described(v.string(), 'Source folder, relative to the scanned folder')),
  aliases: v.optional(described(names, 'Other names by which it is reached')),
  team: v.optional(v.string()),
  context: v.optional(described(v.string(), 'Bounded context')),
  role: v.optional(v.nullable(v.picklist(['gateway', 'frontend', 'load-generator', 'job', 'infrastructure']))),
  owns: v.optional(described(names, 'Tables that are its own')),
});

const suppressionSchema = v.strictObject({
  rule: v.string(),
  services: v.optional(described(names, 'Suppresses findings that name all of these; none: all findings of the rule')),
  reason: v.pipe(v.string(), v.regex(/\S/, 'expected a reason')),
  until: v.optional(v.pipe(v.string(), v.isoDate('expected a date like 2027-03-31'), v.description('Last day on which it holds'))),
});

const stranglerSchema = v.strictObject({
  monolith: v.string(),
  extracted: v.record(v.string(), v.strictObject({ service: v.optional(v.string()), routes: v.optional(names), tables: v.optional(names) })),
});

function optionSchema(option: RuleOption) {
  switch (option.type) {
    case 'integer':
      return described(
        option.minimum === undefined ? v.pipe(v.number(), v.integer()) : v.pipe(v.number(), v.integer(), v.minValue(option.minimum)),
        option.description,
      );
    case 'boolean':
      return described(v.boolean(), option.description);
    case 'string':
      return described(option.choices ? v.picklist(option.choices) : v.string(), option.description);
    case 'strings':
      return described(v.array(option.choices ? v.picklist(option.choices) : v.string()), option.description);
    case 'objects':
      return described(v.array(objectSchema(option)), option.description);
  }
}

function objectSchema(option: RuleOption) {
  const entries = Object.entries(option.fields ?? {}).map(([name, { description, required, choices }]) => {
    const text = described(choices ? v.picklist(choices) : v.string(), description);
    return [name, required ? text : v.optional(text)] as const;
  });
  return v.strictObject(Object.fromEntries(entries));
}

function ruleSchema(meta: RuleMeta) {
  const options = v.strictObject(Object.fromEntries(Object.entries(meta.options).map(([name, option]) => [name, v.optional(optionSchema(option))])));
  const severity = v.picklist(severities);
  return described(v.union([severity, v.strictTuple([severity]), v.strictTuple([severity, options])]), meta.summary);
}

/**
 * The one description of a configuration file: loading validates with it, and the JSON Schema for editors is made from it. Goes in: the rules by id,
 * of which nothing but their options is known here.
 */
export function configSchema(rules: Readonly<Record<string, RuleMeta>>) {
  const ids = Object.keys(rules).sort(compareText);
  return v.strictObject({
    $schema: v.optional(v.string()),
    extends: v.optional(described(v.picklist(presetNames), 'Severities to begin with')),
    services: v.optional(described(v.record(v.string(), serviceSchema), 'Overrides and additions to the services that are found, by name')),
    ignore: v.optional(described(names, 'Globs of files and folders that are not read')),
    infrastructure: v.optional(described(names, 'Services that no coupling rule looks at')),
    contexts: v.optional(
      described(v.record(v.string(), v.strictObject({ services: names, mayUse: v.optional(names) })), 'Bounded contexts and the contexts they may use'),
    ),
    strangler: v.optional(described(stranglerSchema, 'A monolith and what was taken out of it')),
    team: v.optional(described(v.strictObject({ engineers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))) }), 'The people behind the system')),
    libraries: v.optional(described(v.array(librarySchema), "Records of a company's own client libraries")),
    rules: v.optional(
      described(
        v.strictObject(Object.fromEntries(ids.map((id) => [id, v.optional(ruleSchema(rules[id] as RuleMeta))]))),
        'Severity, or severity and options, by rule',
      ),
    ),
    suppress: v.optional(described(v.array(suppressionSchema), 'Findings that are accepted, with the reason why')),
  });
}

/** What a valid configuration file holds. */
export type ConfigFile = v.InferOutput<ReturnType<typeof configSchema>>;
