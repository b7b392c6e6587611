import type { PropertiesFact } from '../core/fact.js';
import type { EnvEntry } from '../core/workload.js';
import { compareText } from '../core/location.js';
import type { Term } from '../core/term.js';
import { type Layer, deployment } from './layers.js';
import { isTestEnvironment } from './names.js';
import { holds } from './profiles.js';
import type { SettingValue } from './terms.js';

/** A document that a service reads, and how strongly: the higher wins, ties go to the later. */
export interface RankedDocument {
  readonly fact: PropertiesFact;
  readonly rank: number;
  /** Expressions, of the file's name and its own, that must all hold. */
  readonly profiles: readonly string[];
  /** A configuration server gives it to every client. */
  readonly shared?: boolean;
}

/** What the configuration files of one service say in one environment. */
export interface PropertyLayers {
  /** Documents that apply, the strongest first. */
  readonly real: readonly Layer[];
  /** Documents of profiles of which nothing says whether they are active: alternatives where no other sets a value. */
  readonly variants: readonly Layer[];
  /** Keys of the documents in `real`, one spelling of each, sorted. */
  readonly keys: readonly string[];
}

/**
 * The one spelling of a setting's name: case, dashes and underscores inside its words mean nothing, `:`, `__` and `[0]` separate like dots.
 * `Services__Orders:Base-Url` and `services.orders.baseUrl` are one.
 */
export function uniformName(name: string): string {
  return name
    .replace(/__|:/g, '.')
    .replace(/\[(\w+)\]/g, '.$1')
    .replace(/[-_]/g, '')
    .toLowerCase();
}

/** Sorts documents into those that apply and, where no profile is known to be active (`null`), alternatives. */
export function propertyLayers(documents: readonly RankedDocument[], active: readonly string[] | null): PropertyLayers {
  const known = active ?? [];
  const strength = (d: RankedDocument): number => d.rank + (d.profiles.length > 0 ? 2 + 0.001 * lastIndex(d, known) : 0);
  const ordered = documents.map((d, i) => ({ d, i, strength: strength(d) })).sort((a, b) => b.strength - a.strength || b.i - a.i);
  const applies = (d: RankedDocument): boolean => d.profiles.every((p) => holds(p, known));
  const real = ordered.filter(({ d }) => applies(d)).map(({ d }) => d);
  const variants = active === null ? ordered.filter(({ d }) => !applies(d) && !d.profiles.some((p) => isTestEnvironment(p.trim()))).map(({ d }) => d) : [];
  const keys = new Map<string, string>();
  for (const { fact } of real) for (const { name } of fact.entries) if (!keys.has(uniformName(name))) keys.set(uniformName(name), name);
  return {
    real: real.map((d) => documentLayer(d.fact, d.shared)),
    variants: variants.map((d) => documentLayer(d.fact, d.shared)),
    keys: [...keys.values()].sort(compareText),
  };
}

/** One setting below a prefix. */
export interface PropertyBelow {
  /** What follows the prefix, as written: `orders.path` of `zuul.routes.orders.path`. */
  readonly key: string;
  readonly values: readonly SettingValue[];
}

/**
 * The settings that a service's configuration files make under a prefix, with the values that hold there (a variable of the deployment may stand
 * above a file), sorted by key. The prefix is compared in its uniform spelling: `spring.cloud.gateway.routes` gives `[0].uri`, `[0].predicates[0]` …
 */
export function propertiesUnder(
  environment: { readonly properties: readonly string[]; readonly lookup: (name: string) => readonly SettingValue[] },
  prefix: string,
): PropertyBelow[] {
  const start = uniformName(prefix);
  const segments = start.split('.').length;
  return environment.properties.flatMap((name): PropertyBelow[] => {
    if (!uniformName(name).startsWith(`${start}.`)) return [];
    return [{ key: afterSegments(name, segments), values: environment.lookup(name) }];
  });
}

function afterSegments(name: string, count: number): string {
  const ends = [...name.matchAll(/\.|:|__|(?=\[)/g)].filter((m) => m.index > 0);
  const end = ends[count - 1];
  return end === undefined ? '' : name.slice(end.index + end[0].length);
}

/** The later of the active profiles wins. */
function lastIndex(document: RankedDocument, active: readonly string[]): number {
  return Math.max(0, ...active.map((p, i) => (document.profiles.some((e) => e.includes(p)) ? i + 1 : 0)));
}

/** One document as a layer of settings; names are compared in their uniform spelling. */
export function documentLayer(fact: PropertiesFact, shared = false): Layer {
  const byName = new Map(fact.entries.map((e) => [uniformName(e.name), e]));
  return (name) => {
    const key = uniformName(name);
    const entry = byName.get(key);
    if (entry === undefined) return undefined;
    return { term: valueIn(entry, key), evidence: [deployment(entry.at, entry.name, entry.value ?? unknownSecret, fact.foundBy)], ...(shared && { shared }) };
  };
}

const unknownSecret: Term = { k: 'literal', text: '' };

/** `PORT: ${PORT:80}` asks the environment, never itself. */
function valueIn(entry: EnvEntry, key: string): Term {
  if (entry.value === undefined) return { k: 'unknown', text: `\${${entry.name}}`, why: 'secret' };
  return withoutSelf(entry.value, key);
}

function withoutSelf(term: Term, key: string): Term {
  switch (term.k) {
    case 'setting': {
      const fallback = term.fallback === undefined ? undefined : withoutSelf(term.fallback, key);
      if (uniformName(term.name) === key) return fallback ?? { k: 'unknown', text: `\${${term.name}}`, why: 'dynamic' };
      return fallback === undefined ? term : { ...term, fallback };
    }
    case 'template':
      return { ...term, parts: term.parts.map((p) => withoutSelf(p, key)) };
    case 'choice':
      return { ...term, of: term.of.map((t) => withoutSelf(t, key)) };
    default:
      return term;
  }
}
