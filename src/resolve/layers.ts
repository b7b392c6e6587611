import type { EnvEntry } from '../core/workload.js';
import type { Evidence } from '../core/location.js';
import { squash } from './names.js';
import { type Term, describeTerm, literal, template } from '../core/term.js';
import type { SettingValue } from './terms.js';

/** One layer of settings; earlier layers win. */
export type Layer = (name: string) => SettingValue | undefined;

/** Finds an entry by its name; a configuration key (`spring.datasource.url`, `Services:orders`) also by the variable that sets it (`SPRING_DATASOURCE_URL`). */
export function byAnySpelling(entries: readonly EnvEntry[]): (name: string) => EnvEntry | undefined {
  const byName = new Map(entries.map((e) => [e.name, e]));
  let squashed: Map<string, EnvEntry> | undefined;
  return (name) => {
    const exact = byName.get(name);
    if (exact !== undefined || !/[.:]/.test(name)) return exact;
    squashed ??= new Map(entries.map((e) => [squash(e.name), e]));
    return squashed.get(squash(name));
  };
}

/** Replaces the settings of a manifest's own text by what its surroundings say. */
export function interpolate(term: Term, scope: Layer, depth = 0): Term {
  if (depth > 8) return { k: 'unknown', text: describeTerm(term), why: 'too-many' };
  switch (term.k) {
    case 'setting': {
      const found = scope(term.name)?.term;
      if (found !== undefined && !(found.k === 'literal' && found.text === '')) return interpolate(found, scope, depth + 1);
      if (term.fallback !== undefined) return interpolate(term.fallback, scope, depth + 1);
      return found ?? { k: 'unknown', text: `\${${term.name}}`, why: isSecretName(term.name) ? 'secret' : 'dynamic' };
    }
    case 'template':
      return template(term.parts.map((p) => interpolate(p, scope, depth + 1)));
    case 'choice':
      return { ...term, of: term.of.map((t) => interpolate(t, scope, depth + 1)) };
    default:
      return term;
  }
}

/** The lines that give a manifest's settings their values. */
export function scopeEvidence(term: Term, scope: Layer): Evidence[] {
  if (term.k === 'setting') return [...(scope(term.name)?.evidence ?? [])];
  return term.k === 'template' ? term.parts.flatMap((p) => scopeEvidence(p, scope)) : [];
}

/** Whether a setting's name says that its value is nobody's business. */
export function isSecretName(name: string): boolean {
  return /password|passwd|secret|token|private.?key|api.?key|credential/i.test(name);
}

/** A value that is set and not known. */
export function unknownValue(entry: EnvEntry): SettingValue {
  return {
    term: { k: 'unknown', text: `\${${entry.name}}`, why: isSecretName(entry.name) ? 'secret' : 'dynamic' },
    evidence: [deployment(entry.at, entry.name, literal(''), 'environment')],
  };
}

/** The line that deploys a value, without its password. */
export function deployment(at: { readonly file: string; readonly line: number }, name: string, value: Term, foundBy: string): Evidence {
  return { file: at.file, line: at.line, foundBy, text: `${name}=${withoutPassword(describeTerm(value))}`, role: 'deployment' };
}

/** Belt and braces: extractors redact already. */
function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/:@\s]*):[^/@\s]*@/g, '$1@').slice(0, 160);
}
