import type { Fact, ModuleFact } from '../core/fact.js';
import { compareText } from '../core/location.js';
import { dirOf, isUnder } from './paths.js';

/** The modules of the tree, one for each folder and build tool: a settings file gives the name, a build file the rest. */
export function modulesOf(facts: readonly Fact[]): ModuleFact[] {
  const found = new Map<string, ModuleFact>();
  for (const fact of facts) {
    if (fact.kind !== 'module') continue;
    const key = `${fact.ecosystem === 'dotnet' ? fact.at.file : fact.ecosystem}\n${fact.path}`;
    const before = found.get(key);
    found.set(key, before === undefined ? fact : joined(before, fact));
  }
  return [...found.values()].sort((a, b) => compareText(a.path, b.path) || compareText(a.at.file, b.at.file));
}

function joined(a: ModuleFact, b: ModuleFact): ModuleFact {
  const [build, settings] = a.name === null ? [a, b] : [b, a];
  return { ...build, name: build.name ?? settings.name };
}

/** Names of everything that the modules of a folder are built with: their own dependencies and those that modules above hand down. */
export function dependenciesOf(folder: string | null, modules: readonly ModuleFact[]): string[] {
  if (folder === null) return [];
  const names = new Set<string>();
  const inside = modules.filter((m) => (folder === '.' ? m.path === '.' : isUnder(m.path, folder)));
  for (const module of inside) {
    for (const name of module.dependencies) names.add(name);
    for (const name of handedDown(module, modules)) names.add(name);
  }
  return [...names].sort(compareText);
}

function handedDown(module: ModuleFact, modules: readonly ModuleFact[]): string[] {
  const names: string[] = [];
  if (module.ecosystem === 'gradle') {
    for (let dir = module.path; dir !== '.'; ) {
      dir = dirOf(dir);
      names.push(...(modules.find((m) => m.ecosystem === 'gradle' && m.path === dir)?.inherited ?? []));
    }
    return names;
  }
  let parent = parentOf(module, modules);
  for (let hops = 0; parent !== undefined && hops < 20; hops += 1) {
    names.push(...parent.inherited);
    parent = parentOf(parent, modules);
  }
  return names;
}

function parentOf(module: ModuleFact, modules: readonly ModuleFact[]): ModuleFact | undefined {
  return module.parent === undefined ? undefined : modules.find((m) => m !== module && m.ecosystem === module.ecosystem && m.path === module.parent);
}
