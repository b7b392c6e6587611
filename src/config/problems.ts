import type * as v from 'valibot';
import { ConfigError } from './errors.js';
import { nearestName } from './nearest.js';
import type { ConfigSource } from './source.js';

type Issue = v.BaseIssue<unknown>;

/** The first of a configuration's problems, as the error to throw. Goes in: what valibot says, and the schema that said it (for the valid keys). */
export function configErrorOf(file: string, source: ConfigSource, issues: readonly Issue[], schema: v.GenericSchema): ConfigError {
  const located = issues.map((issue) => mostSpecific(issue, [])).map(({ issue, path }) => ({ issue, path, line: source.lineOf(path) }));
  const first = located.sort((a, b) => a.line - b.line)[0];
  if (!first) return new ConfigError(file, null, 'is not valid', 'Correct the file.');
  const { issue, path, line } = first;
  const where = describePath(path);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const key = String(path.at(-1));
    const valid = keysAt(schema, path.slice(0, -1));
    const nearest = nearestName(key, valid);
    const parent = describePath(path.slice(0, -1));
    const hint = nearest ? `Did you mean "${nearest}"?` : valid.length === 0 ? 'It takes none.' : `Valid keys: ${valid.join(', ')}.`;
    return new ConfigError(file, line, `unknown key "${key}"${parent === '' ? '' : ` in ${parent}`}`, hint);
  }
  if (issue.type === 'strict_object' && issue.expected !== 'Object') {
    const parent = describePath(path.slice(0, -1));
    return new ConfigError(file, line, `${parent === '' ? 'the configuration' : parent} lacks the key ${issue.expected ?? ''}`, 'Add it.');
  }
  const own = issue.message.startsWith('expected ') ? issue.message : undefined;
  const received = describeValue(issue.input);
  const expected = own ?? `expected ${expectation(issue)}`;
  const nearest = typeof issue.input === 'string' ? nearestName(issue.input, optionsOf(issue)) : undefined;
  return new ConfigError(
    file,
    line,
    `${where === '' ? 'the configuration' : where}: ${expected}, found ${received}`,
    nearest ? `Did you mean "${nearest}"?` : 'Correct the value.',
  );
}

/** The first list that stands where only a map is valid: valibot takes lists for maps with the keys 0, 1 and so on. */
export function misplacedList(file: string, source: ConfigSource, schema: v.GenericSchema): ConfigError | undefined {
  const open: { schema: unknown; value: unknown; path: readonly (string | number)[] }[] = [{ schema, value: source.value, path: [] }];
  for (let next = open.shift(); next; next = open.shift()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    const kinds = unwrap(next.schema).map((one) => one.type);
    if (Array.isArray(value) && kinds.length > 0 && kinds.every((kind) => kind === 'strict_object' || kind === 'record')) {
      const where = path.length === 0 ? 'the configuration' : describePath(path);
      return new ConfigError(file, source.lineOf(path), `${where}: expected a map, found a list`, 'Correct the value.');
    }
    for (const [key, item] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      for (const one of children(next.schema, step)) open.push({ schema: one, value: item, path: [...path, step] });
    }
  }
  return undefined;
}

/** Of a union's complaints, the one that got furthest into the value. */
function mostSpecific(issue: Issue, prefix: readonly (string | number)[]): { issue: Issue; path: readonly (string | number)[] } {
  const path = [...prefix, ...(issue.path ?? []).map((item) => item.key as string | number)];
  if (issue.type !== 'union' || !issue.issues) return { issue, path };
  // Paths of a union's own issues begin at the union.
  const inner = issue.issues.map((sub) => mostSpecific(sub, path));
  const deepest = inner.sort((a, b) => b.path.length - a.path.length)[0];
  return deepest && deepest.path.length > path.length ? deepest : { issue, path };
}

function describePath(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`)).join('');
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value) : String(value);
}

const words: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['record', 'a map'],
  ['strict_object', 'a map'],
  ['integer', 'a whole number'],
]);

function expectation(issue: Issue): string {
  if (issue.type === 'min_value') return `a number of at least ${String(issue.requirement)}`;
  if (issue.type === 'min_length') return `at least ${String(issue.requirement)} of it`;
  const options = optionsOf(issue);
  return options.length > 0 ? `one of ${options.join(', ')}` : (words.get(issue.type) ?? issue.expected ?? 'something else');
}

/** The texts a picklist (alone or in a union) would have taken. */
function optionsOf(issue: Issue): readonly string[] {
  if (issue.type !== 'picklist' && issue.type !== 'union') return [];
  return [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** Keys that are valid at a path of a schema. */
function keysAt(schema: v.GenericSchema, path: readonly (string | number)[]): readonly string[] {
  let here: readonly unknown[] = [schema];
  for (const step of path) here = here.flatMap((one) => children(one, step));
  return [...new Set(here.flatMap(unwrap).flatMap((one) => ('entries' in one && typeof one.entries === 'object' ? Object.keys(one.entries ?? {}) : [])))];
}

interface Described {
  readonly type?: unknown;
  readonly entries?: unknown;
  readonly wrapped?: unknown;
  readonly options?: unknown;
  readonly item?: unknown;
  readonly items?: unknown;
  readonly value?: unknown;
  readonly getter?: unknown;
}

/** A schema without its optional, nullable, lazy and union covers. */
function unwrap(schema: unknown): readonly Described[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const one: Described = schema;
  if (one.type === 'lazy' && typeof one.getter === 'function') return unwrap((one.getter as (input: unknown) => unknown)(undefined));
  if (one.type === 'union' && Array.isArray(one.options)) return one.options.flatMap(unwrap);
  return one.wrapped === undefined ? [one] : unwrap(one.wrapped);
}

function children(schema: unknown, step: string | number): readonly unknown[] {
  return unwrap(schema).flatMap((one): readonly unknown[] => {
    if (one.type === 'array') return [one.item];
    if (one.type === 'record') return [one.value];
    if (Array.isArray(one.items)) return [one.items[Number(step)] as unknown];
    const entries = one.entries;
    return typeof entries === 'object' && entries !== null && Object.hasOwn(entries, step)
      ? [(entries as Readonly<Record<string, unknown>>)[String(step)]]
      : [];
  });
}
