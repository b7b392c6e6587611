import type { Fact } from '../core/fact.js';
import type { ReleaseSet } from '../core/graph.js';
import { compareLocations, compareText, type Evidence, nonEmpty } from '../core/location.js';
import type { VersionFact } from '../core/version.js';
import type { ServiceModel } from './model.js';
import { dirOf } from './paths.js';

const maxDepth = 20;
/** What generators write and nobody changes: versions are given elsewhere, or not at all. */
const untouched = /^(?:0\.0\.0(?:[-.].*)?|0\.0\.1-SNAPSHOT|unspecified)$/i;

/** Services whose modules take their version from one file: a Maven parent, the root of a Gradle build, Directory.Build.props, a Cargo workspace. */
export function versionSets(facts: readonly Fact[], services: readonly ServiceModel[]): ReleaseSet[] {
  const book = new VersionBook(facts.filter((fact) => fact.kind === 'version'));
  const groups = new Map<string, { readonly source: VersionFact; readonly members: Map<string, Evidence> }>();
  for (const service of services) {
    if (service.path === null) continue;
    for (const module of book.at(service.path)) {
      const source = book.sourceOf(module);
      if (source === undefined || source === module || untouched.test(source.version ?? '')) continue;
      const key = `${source.ecosystem} ${source.folder}`;
      const group = groups.get(key) ?? { source, members: new Map<string, Evidence>() };
      group.members.set(service.id, { ...module.at, foundBy: module.foundBy, text: `${service.name}: takes it` });
      groups.set(key, group);
    }
  }
  return [...groups.values()].flatMap(({ source, members }): ReleaseSet[] => {
    const title = `${source.at.file} gives all of its modules the version ${source.version}`;
    const evidence = nonEmpty([{ ...source.at, foundBy: source.foundBy, text: title }, ...[...members.values()].sort(compareLocations)]);
    if (members.size < 2 || evidence === undefined) return [];
    return [{ evidenceKind: 'version', anchor: `${source.at.file}#version`, title, services: [...members.keys()].sort(compareText), evidence }];
  });
}

/** Versions by folder. */
class VersionBook {
  private readonly byFolder = new Map<string, VersionFact[]>();

  constructor(facts: readonly VersionFact[]) {
    for (const fact of facts) this.byFolder.set(fact.folder, [...(this.byFolder.get(fact.folder) ?? []), fact]);
  }

  /** The modules of a folder; what only gives to others is none. */
  at(folder: string): readonly VersionFact[] {
    return (this.byFolder.get(folder) ?? []).filter((fact) => fact.version === null);
  }

  /** Where the version is written that a module has in the end. */
  sourceOf(module: VersionFact): VersionFact | undefined {
    let current: VersionFact | undefined = module;
    for (let depth = 0; current !== undefined && current.version === null && depth < maxDepth; depth += 1) current = this.giverOf(current);
    return current?.version === null ? undefined : current;
  }

  private giverOf({ ecosystem, folder, from }: VersionFact): VersionFact | undefined {
    const fits = (fact: VersionFact): boolean => fact.ecosystem === ecosystem && fact.gives;
    if (from !== undefined) return this.byFolder.get(from)?.find(fits);
    for (let at = folder; ; at = dirOf(at)) {
      const giver = this.byFolder.get(at)?.find((fact) => fits(fact) && fact.version !== null);
      if (giver !== undefined || at === '.' || at === '/') return giver;
    }
  }
}
