import type { Diagnostic } from '../core/extraction.js';
import type { PropertiesFact } from '../core/fact.js';
import type { EnvEntry } from '../core/workload.js';
import { flattenTree, parseProperties, placeholders, type Property, type PropertyDocument } from './properties.js';
import { redact } from './redact.js';
import { parseYaml } from './yaml.js';

/** Where a configuration file stands: by itself, or as a key of a ConfigMap. */
export interface FilePlace {
  /** Its path; a key of a ConfigMap is taken to lie beside the manifest. */
  readonly path: string;
  /** The file that holds its text, and the line of that on which it begins. */
  readonly file: string;
  readonly firstLine: number;
}

/** The documents of a configuration file of Spring, Quarkus or Micronaut, one fact for each and for each profile its keys are written under. */
export function springFacts(place: FilePlace, text: string, foundBy: string): { facts: PropertiesFact[]; diagnostics: readonly Diagnostic[] } {
  const { documents, diagnostics } = documentsOf(place, text);
  return { facts: documents.flatMap(byProfile).flatMap((document) => factOf(place, foundBy, document)), diagnostics };
}

/** One document, with the profile that all its keys are written under (`%prod.`). */
interface Profiled {
  readonly profile: string | null;
  readonly properties: PropertyDocument;
}

function documentsOf(place: FilePlace, text: string): { documents: PropertyDocument[]; diagnostics: readonly Diagnostic[] } {
  if (/\.properties$/i.test(place.path)) return { documents: parseProperties(text), diagnostics: [] };
  const { documents, diagnostics } = parseYaml(place.path, quoteBuildProperties(text));
  return { documents: documents.map((d) => flattenTree(d.root)), diagnostics };
}

/** `name: @project.artifactId@`, which the build replaces, is no YAML. */
function quoteBuildProperties(text: string): string {
  return text.replace(/(:[ \t]+)(@[\w.-]+@)(?=[ \t]*(#|\r?$))/gm, '$1"$2"');
}

/** Quarkus writes `%prod.quarkus.datasource…`: one document for each such profile, after the one without. */
function byProfile(properties: PropertyDocument): Profiled[] {
  const groups = new Map<string | null, Property[]>([[null, []]]);
  for (const property of properties) {
    const match = /^["']?%([\w,-]+)["']?\.(.+)$/.exec(property.key);
    for (const profile of match === null ? [null] : (match[1] ?? '').split(',')) {
      const group = groups.get(profile);
      const entry = match === null ? property : { ...property, key: match[2] ?? '' };
      if (group === undefined) groups.set(profile, [entry]);
      else group.push(entry);
    }
  }
  return [...groups].flatMap(([profile, found]) => (found.length === 0 ? [] : [{ profile, properties: found }]));
}

const conditions = /^spring\.(config\.activate\.on-?(profile|cloud-?platform)|profiles)(\[\d+\])?$/i;
const maxText = 2_000;

function factOf(place: FilePlace, foundBy: string, { profile, properties }: Profiled): PropertiesFact[] {
  const { path, file, firstLine } = place;
  const said = properties.filter((p) => conditions.test(p.key) && p.text !== '');
  const listed = said.filter((p) => p.key.endsWith(']')).map((p) => p.text);
  const single = said.filter((p) => !p.key.endsWith(']')).map((p) => p.text);
  const expressions = [...(profile === null ? [] : [profile]), ...single, ...(listed.length === 0 ? [] : [listed.join(' | ')])];
  const entries = properties.filter((p) => !conditions.test(p.key) && p.text.length <= maxText).map((p) => entryOf(file, firstLine, p));
  const [first] = properties;
  if (first === undefined || entries.length === 0) return [];
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  return [
    {
      kind: 'properties',
      style: 'spring',
      path,
      stem,
      profiles: expressions.map((e) => e.replaceAll(',', ' | ')),
      entries,
      at: { file, line: firstLine + first.line - 1 },
      foundBy,
    },
  ];
}

function entryOf(file: string, firstLine: number, { key, text, line }: Property): EnvEntry {
  const value = redact(key.replace(/([a-z])([A-Z])/g, '$1-$2'), placeholders(text));
  return { name: key, ...(value && { value }), at: { file, line: firstLine + line - 1 } };
}
