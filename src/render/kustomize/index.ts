import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Rendering, RenderResult } from '../../core/rendered.js';
import { environmentOfPath } from '../../parse/environment.js';
import { renderCharts } from '../helm/index.js';
import { type DeploymentPlan, noPlan, type OverlayRequest, type PlannedRenderer } from '../plan.js';
import { substituted } from '../substitute.js';
import { writeDocuments } from '../write.js';
import { Builder, type Built, nothing } from './build.js';
import { Unbuildable } from './failure.js';
import { withReferences } from './names.js';
import { requestedRoot } from './requests.js';
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
export const kustomize: PlannedRenderer = {
  id: 'kustomize',
  title: 'Kustomize (overlays, components, patches, generators, charts, replacements); as Argo CD, Flux and Skaffold deploy it',
  render,
};

/** A root that was built, its references settled. */
export interface Made {
  readonly root: Kustomization;
  readonly built: Built;
  readonly resources: readonly Resource[];
  /** The component that makes these objects of the root's. */
  readonly component?: string;
  /** Another tool deploys it as it says. */
  readonly request?: OverlayRequest;
}

function render(files: FileIndex, plan: DeploymentPlan = noPlan): RenderResult {
  const diagnostics: Diagnostic[] = [];
  const note = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const sources = new Sources(files, note);
  const all = sources.all().filter((k) => !files.isAside(k.file) && isTried(k.folder));
  if (all.length === 0 && plan.overlays.length === 0) return { renderings: [], consumed: [], diagnostics };
  const builder = new Builder(sources, (request) => renderCharts(files, [request]), note);
  const requested = buildRequested(plan, sources, builder, note);
  const reached = new Set(requested.flatMap(({ built }) => [...built.folders]));
  const others = all.filter((k) => !reached.has(k.folder));
  const made = [...requested, ...buildRoots(others, sources, builder, note)];
  const parts = buildComponents(others, made, builder, note);
  const whole = [...made, ...parts];
  const variants = new Variants(made, parts);
  return {
    renderings: whole.flatMap((one) => renderingsOf(one, variants)),
    consumed: [...new Set(whole.flatMap(({ built }) => [...built.files]))].sort(),
    diagnostics,
    ...(builder.inflated.size > 0 && { installed: [...builder.inflated].sort() }),
  };
}

/** What other tools deploy, each as it says. */
function buildRequested({ overlays }: DeploymentPlan, sources: Sources, builder: Builder, note: (diagnostic: Diagnostic) => void): Made[] {
  return overlays.flatMap((request): Made[] => {
    const root = attempt(() => requestedRoot(request, sources), note);
    const built = root && attempt(() => builder.extend(root, nothing), note);
    return root && built ? [{ root, built, resources: settled(built), request }] : [];
  });
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

function attempt<T>(work: () => T, note: (diagnostic: Diagnostic) => void): T | undefined {
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
  const { stack, namespace, substitution, partial, when: asked, environment = environmentOfPath(`${one.root.folder}/kustomization.yaml`) } = placeOf(one);
  return [...new Set(conditions)].map((condition): Rendering => {
    const when = asked ?? condition;
    const resources = one.resources.filter((_, i) => conditions[i] === condition).sort((a, b) => (current(a).name < current(b).name ? -1 : 1));
    return {
      file: one.root.file,
      ...substituted(writeDocuments(resources.map((r) => r.node)), substitution),
      stack,
      ...(environment !== undefined && { environment }),
      ...(namespace !== undefined && { namespace }),
      ...(when !== undefined && { when }),
      ...(partial === true && { partial }),
      ...(names.size > 0 && { names }),
    };
  });
}

function placeOf({ root, request }: Made): Partial<OverlayRequest> & Pick<Rendering, 'stack'> {
  return request ?? { stack: root.folder };
}
