import * as v from 'valibot';
import type { Edge, GraphNode } from '../core/graph.js';
import { type NonEmpty, nonEmpty } from '../core/location.js';

/** Text of at most so many characters. */
export const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
/** List of at most so many items. */
export const list = <S extends v.GenericSchema<unknown, unknown>>(item: S, most: number) => v.pipe(v.array(item), v.maxLength(most));
/** A whole number from 0. */
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A place in a file. */
export const location = v.object({ file: text(4096), line: v.pipe(whole, v.minValue(1)) });
/** Names. */
export const words = list(text(1000), 5000);

/** A node of a graph in JSON. */
export const node = v.looseObject({
  id: text(2000),
  kind: v.picklist(['service', 'gateway', 'datastore', 'table', 'channel', 'external', 'library', 'infrastructure']),
  name: text(1000),
  aliases: words,
});
const evidence = v.object({
  ...location.entries,
  foundBy: text(200),
  text: text(2000),
  role: v.optional(v.picklist(['wrapper', 'setting', 'deployment', 'definition'])),
});
/** An edge of a graph in JSON. */
export const edge = v.object({
  from: text(2000),
  to: text(2000),
  kind: v.picklist(['calls', 'routes', 'publishes', 'consumes', 'accesses', 'starts-after', 'imports', 'uses']),
  protocol: v.optional(text(100)),
  access: v.optional(v.picklist(['read', 'write', 'readwrite', 'unknown'])),
  certainty: v.picklist(['declared', 'inferred', 'observed']),
  when: v.optional(text(1000)),
  evidence: v.pipe(list(evidence, 10_000), v.minLength(1)),
});

type SavedNode = v.InferOutput<typeof node>;
type SavedEdge = v.InferOutput<typeof edge>;

/** A list that its schema says is not empty. */
export function filled<T>(items: readonly T[]): NonEmpty<T> {
  const some = nonEmpty(items);
  if (some === undefined) throw new Error('the schema asks for at least one');
  return some;
}

const nowhere = [{ file: '.', line: 1, foundBy: 'saved', text: '' }] as const;

/** A node as comparing and drawing need it, without what JSON does not say of it; fields of the wrong kind are read as absent. */
export function nodeOf(row: SavedNode): GraphNode {
  const said = (key: string): string | null => {
    const value = row[key];
    return typeof value === 'string' ? value.slice(0, 1000) : null;
  };
  const optional = <K extends string>(key: K): { readonly [P in K]?: string } => {
    const value = said(key);
    return (value === null ? {} : { [key]: value }) as { readonly [P in K]?: string };
  };
  const base = { id: row.id, name: row.name, aliases: row.aliases, evidence: nowhere };
  const technology = said('technology') ?? '';
  switch (row.kind) {
    case 'service':
      return {
        ...base,
        kind: 'service',
        path: said('path'),
        language: said('language'),
        role: roleOf(said('role')),
        team: said('team'),
        context: said('context'),
        ...optional('namespace'),
        entries: [],
      };
    case 'datastore':
      return { ...base, kind: 'datastore', technology, database: said('database'), cache: row['cache'] === true };
    case 'table':
      return { ...base, kind: 'table', datastore: said('datastore') ?? '', ...optional('schema'), owner: said('owner'), technical: false };
    case 'library':
      return { ...base, kind: 'library', path: said('path') ?? '.' };
    case 'external':
      return { ...base, kind: 'external' };
    case 'gateway':
      return { ...base, kind: 'gateway', technology };
    case 'channel':
      return { ...base, kind: 'channel', technology };
    case 'infrastructure':
      return { ...base, kind: 'infrastructure', technology };
  }
}

const roles = ['gateway', 'frontend', 'load-generator', 'job', 'infrastructure'] as const;
const roleOf = (text: string | null): (typeof roles)[number] | null => roles.find((role) => role === text) ?? null;

/** An edge with one site: JSON does not tell its sites apart. */
export function edgeOf({ protocol, access, when, ...row }: SavedEdge): Edge {
  const lines = filled(row.evidence.map(({ role, ...line }) => ({ ...line, ...(role === undefined ? {} : { role }) })));
  return {
    ...row,
    ...(protocol === undefined ? {} : { protocol }),
    ...(access === undefined ? {} : { access }),
    ...(when === undefined ? {} : { when }),
    evidence: lines,
    sites: [{ evidence: lines, method: null, path: null, entries: [], inLoop: false }],
  };
}
