import type { Diagnostic } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import type { Renderer, Rendering, RenderResult } from '../../core/rendered.js';
import { environmentOfPath } from '../../parse/environment.js';
import { writeDocuments } from '../write.js';
import { Builder, type Built } from './build.js';
import { Unbuildable } from './failure.js';
import { withReferences } from './names.js';
import { withVars } from './replacements.js';
import { byNearness, isTried, rootsOf } from './roots.js';
import { current, type Resource } from './resource.js';
import { type Kustomization, Sources } from './sources.js';
import { Variants } from './variants.js';

/**
 * What `kustomize build` makes of the kustomizations that no other one includes; several of one base are alternatives of one system. A component that none of
 * them includes is tried on the nearest: what it adds or changes depends on it. A kustomization that cannot be built is said, and its files are left to be read as
 * they are; so are tests, examples and the like.
 */
export const kustomize: Renderer = { id: 'kustomize', title: 'Kustomize (overlays, components, patches, generators, replacements)', render };

/** A root that was built, its references settled. */
export interface Made {
  readonly root: Kustomization;
  readonly built: Built;
  readonly resources: readonly Resource[];
  /** The component that makes these objects of the root's. */
  readonly component?: string;
}

function render(files: FileIndex): RenderResult {
  const diagnostics: Diagnostic[] = [];
  const note = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const sources = new Sources(files, note);
  const all = sources.all().filter((k) => !files.isAside(k.file) && isTried(k.folder));
  if (all.length === 0) return { renderings: [], consumed: [], diagnostics };
  const builder = new Builder(sources, note);
  const made = buildRoots(all, sources, builder, note);
  const parts = buildComponents(all, made, builder, note);
  const whole = [...made, ...parts];
  const variants = new Variants(made, parts);
  return {
    renderings: whole.flatMap((one) => renderingsOf(one, variants)),
    consumed: [...new Set(whole.flatMap(({ built }) => [...built.files]))].sort(),
    diagnostics,
  };
}

/** Builds roots until every kustomization is in one or has been tried: what only broken ones include is tried by itself. */
function buildRoots(all: readonly Kustomization[], sources: Sources, builder: Builder, note: (diagnostic: Diagnostic) => void): Made[] {
  const made: Made[] = [];
  let open = all.filter((k) => !k.component);
  while (open.length > 0) {
    const roots = rootsOf(open, sources);
    for (const root of roots) {
      const built = attempt(() => builder.build(root), note);
      if (built) made.push({ root, built, resources: settled(built) });
    }
    const reached = new Set(made.flatMap(({ built }) => [...built.folders]));
    open = open.filter((k) => !reached.has(k.folder) && !roots.includes(k));
  }
  return made;
}

/** Components that no root includes, each on the nearest root that it fits: the objects that it adds or changes. */
function buildComponents(all: readonly Kustomization[], made: readonly Made[], builder: Builder, note: (diagnostic: Diagnostic) => void): Made[] {
  const included = new Set(made.flatMap(({ built }) => [...built.folders]));
  return all
    .filter((k) => k.component && !included.has(k.folder))
    .flatMap((component): Made[] => {
      const problems: Diagnostic[] = [];
      for (const { root, built } of [...made].sort(byNearness(component)).slice(0, 3)) {
        const notes: Diagnostic[] = [];
        const extended = attempt(
          () => builder.extend(component, built, [root.folder]),
          (problem) => notes.push(problem),
        );
        if (!extended) {
          problems.push(...notes);
          continue;
        }
        const before = new Set(built.resources.map((r) => r.node));
        const resources = settled(extended).filter((_, i) => !before.has((extended.resources[i] as Resource).node));
        return [{ root: { ...component, folder: root.folder }, built: extended, resources, component: component.folder }];
      }
      for (const problem of problems.slice(0, 1)) note(problem);
      return [];
    });
}

function attempt(work: () => Built, note: (diagnostic: Diagnostic) => void): Built | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unbuildable)) throw error;
    note(error.diagnostic);
    return undefined;
  }
}

function settled(built: Built): Resource[] {
  return withVars(withReferences(built.resources), built.vars);
}

function renderingsOf(one: Made, variants: Variants): Rendering[] {
  const conditions = variants.conditions(one);
  const names = variants.names(one);
  const environment = environmentOfPath(`${one.root.folder}/kustomization.yaml`);
  return [...new Set(conditions)].map((when): Rendering => {
    const resources = one.resources.filter((_, i) => conditions[i] === when).sort((a, b) => (current(a).name < current(b).name ? -1 : 1));
    return {
      file: one.root.file,
      ...writeDocuments(resources.map((r) => r.node)),
      stack: one.root.folder,
      ...(environment !== undefined && { environment }),
      ...(when !== undefined && { when }),
      ...(names.size > 0 && { names }),
    };
  });
}
