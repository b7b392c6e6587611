import type { Fact } from '../core/fact.js';
import type { Container, EnvEntry, WorkloadFact } from '../core/workload.js';
import type { FileIndex } from '../core/files.js';
import { compareLocations, compareText } from '../core/location.js';
import { literal, template, type Term } from '../core/term.js';
import { composeLayer, type EnvFiles } from './env-files.js';
import { functionInstances } from './functions.js';
import type { Layer } from './layers.js';
import type { Instance } from './model.js';
import { isTestEnvironment } from './names.js';
import { baseOf, dirOf, isToolFolder, joinPath } from './paths.js';

/**
 * Workloads as platforms run them: compose `extends` is followed, override files are merged into the workloads they
 * override (an unlabelled `override` file always applies, others make one more environment), Kubernetes patches into the
 * workload they patch. Test-only and example manifests are left out.
 */
export function instancesOf(facts: readonly Fact[], files: Pick<FileIndex, 'isAside' | 'has' | 'under'>): Instance[] {
  const workloads = facts.filter((f) => f.kind === 'workload').filter((w) => isDeployed(w, files));
  const envFiles = new Map(facts.filter((f) => f.kind === 'env-file').map((f) => [f.path, f]));
  const extended = workloads.map((w) => filledIn(extend(w, facts, new Set()), envFiles));
  const compose = extended.filter((w) => w.platform === 'compose');
  const kubernetes = extended.filter((w) => w.platform === 'kubernetes');
  const cloud = extended.filter(isCloud);
  const others = extended.filter((w) => w.platform !== 'compose' && w.platform !== 'kubernetes' && !isCloud(w) && !isShadowed(w, extended)).map(plainInstance);
  return [...composeInstances(compose), ...kubernetesInstances(kubernetes), ...functionInstances(cloud, files), ...others].sort(
    (a, b) => compareText(a.environment, b.environment) || compareText(a.workload.name, b.workload.name) || compareLocations(a.workload.at, b.workload.at),
  );
}

/** What compose fills into images and builds: the variables of the `.env` beside the file. What nothing sets stays as it is written. */
function filledIn(workload: WorkloadFact, envFiles: EnvFiles): WorkloadFact {
  if (workload.platform !== 'compose' || envFiles.size === 0) return workload;
  const layer = composeLayer(workload.overrides ?? workload.stack, envFiles);
  const texts = (path: string | undefined): string | undefined =>
    path === undefined
      ? undefined
      : joinPath(
          '.',
          path.replace(/\$\{(\w+)\}/g, (whole, name: string) => textIn(name, layer) ?? whole),
        );
  return {
    ...workload,
    containers: workload.containers.map((container) => {
      const { image, build } = container;
      const dockerfile = texts(build?.dockerfile);
      return {
        ...container,
        ...(image === undefined ? {} : { image: filledTerm(image, layer) }),
        ...(build === undefined
          ? {}
          : { build: { ...build, context: texts(build.context) ?? build.context, ...(dockerfile === undefined ? {} : { dockerfile }) } }),
      };
    }),
  };
}

function textIn(name: string, layer: Layer): string | undefined {
  const term = layer(name)?.term;
  return term?.k === 'literal' && term.text !== '' ? term.text : undefined;
}

function filledTerm(term: Term, layer: Layer): Term {
  if (term.k === 'template') return template(term.parts.map((part) => filledTerm(part, layer)));
  const text = term.k === 'setting' ? textIn(term.name, layer) : undefined;
  return text === undefined ? term : literal(text);
}

function isDeployed(workload: WorkloadFact, files: Pick<FileIndex, 'isAside'>): boolean {
  // What renders templates of a cloud has left those aside that are only shown.
  return !isToolFolder(workload.at.file) && (isCloud(workload) || !files.isAside(workload.at.file)) && !isTestEnvironment(workload.environment);
}

function isCloud(workload: WorkloadFact): boolean {
  return workload.platform === 'cloudformation' || workload.platform === 'serverless';
}

/** A Procfile says nothing of a folder that something else builds and runs: it is another way to do the same. */
function isShadowed(workload: WorkloadFact, all: readonly WorkloadFact[]): boolean {
  if (workload.foundBy !== 'procfile') return false;
  const folders = workload.containers.map((c) => c.code?.folder);
  return all.some((w) => w.foundBy !== 'procfile' && w.containers.some((c) => folders.includes(c.build?.context ?? c.code?.folder ?? undefined)));
}

/** Other platforms run a workload as it is written. */
function plainInstance(workload: WorkloadFact): Instance {
  const environment = workload.namespace === undefined ? workload.stack : `${workload.stack}#${workload.namespace}`;
  return { workload, environment, label: workload.environment ?? null };
}

function composeInstances(workloads: readonly WorkloadFact[]): Instance[] {
  const bases = new Map(workloads.filter((w) => w.overrides === undefined).map((w) => [`${w.stack}\n${w.name}`, w]));
  const overrides = workloads.filter((w) => w.overrides !== undefined);
  for (const over of overrides.filter(appliesAlways)) {
    const key = `${over.overrides}\n${over.name}`;
    const base = bases.get(key);
    bases.set(key, base ? mergeWorkload(base, over) : inStack(over, over.overrides ?? over.stack));
  }
  const variants = overrides
    .filter((w) => !appliesAlways(w))
    .map((over): Instance => {
      const base = bases.get(`${over.overrides}\n${over.name}`);
      const merged = base ? mergeWorkload(base, over) : inStack(over, over.overrides ?? over.stack);
      return { workload: merged, environment: over.at.file, label: over.environment ?? null };
    });
  return [...[...bases.values()].map((w): Instance => ({ workload: w, environment: w.stack, label: w.environment ?? null })), ...variants];
}

function appliesAlways(over: WorkloadFact): boolean {
  return over.environment === undefined && /override/.test(baseOf(over.at.file));
}

function inStack(workload: WorkloadFact, stack: string): WorkloadFact {
  return { ...workload, stack };
}

function kubernetesInstances(workloads: readonly WorkloadFact[]): Instance[] {
  const whole = workloads.filter(hasImage);
  return workloads.flatMap((w): Instance[] => {
    const base = hasImage(w) ? undefined : whole.find((b) => b.name === w.name && b.workloadKind === w.workloadKind);
    if (!hasImage(w) && base === undefined) return [];
    const workload = base === undefined ? w : { ...mergeWorkload(base, w), stack: w.stack, at: w.at };
    const when = w.profiles.length === 0 ? null : (componentOf(w.at.file) ?? w.profiles.at(-1) ?? null);
    return [
      {
        workload,
        environment: w.namespace === undefined ? w.stack : `${w.stack}#${w.namespace}`,
        label: w.environment ?? null,
        ...(when === null ? {} : { when }),
      },
    ];
  });
}

function hasImage(workload: WorkloadFact): boolean {
  return workload.containers.some((c) => c.image !== undefined || c.build !== undefined);
}

/** Kustomize components are enabled one by one, as what a rendering of one option alone makes is. */
function componentOf(file: string): string | null {
  const match = /^(.*?\bcomponents\/[^/]+)\//.exec(`${dirOf(file)}/`);
  return match?.[1] ?? null;
}

function extend(workload: WorkloadFact, facts: readonly Fact[], seen: Set<string>): WorkloadFact {
  const reference = workload.extends;
  const key = `${workload.at.file}\n${workload.name}`;
  if (reference === undefined || seen.has(key)) return workload;
  seen.add(key);
  const file = reference.file ?? workload.at.file;
  const base = facts.find((f) => f.kind === 'workload' && f.at.file === file && f.name === reference.service);
  if (base === undefined || base.kind !== 'workload') return workload;
  const whole = extend(base, facts, seen);
  return { ...mergeWorkload({ ...whole, startsAfter: [], links: [], profiles: [] }, workload), at: workload.at, stack: workload.stack };
}

/** Merges as compose does: what the second says wins; lists are joined. */
function mergeWorkload(base: WorkloadFact, over: WorkloadFact): WorkloadFact {
  const names = [...new Set([...base.containers.map((c) => c.name), ...over.containers.map((c) => c.name)])];
  const single = base.containers.length === 1 && over.containers.length === 1;
  const containers = single
    ? [mergeContainer(base.containers[0] as Container, over.containers[0] as Container)]
    : names.flatMap((name) => {
        const a = base.containers.find((c) => c.name === name);
        const b = over.containers.find((c) => c.name === name);
        return a && b ? [mergeContainer(a, b)] : a ? [a] : b ? [b] : [];
      });
  const environment = over.environment ?? base.environment;
  const replicas = over.replicas ?? base.replicas;
  const { overrides: _overrides, extends: _extends, ...rest } = over;
  return {
    ...base,
    ...rest,
    stack: base.stack,
    at: base.at,
    name: over.name,
    containers,
    hostnames: union(base.hostnames, over.hostnames),
    links: [...base.links, ...over.links],
    startsAfter: [...base.startsAfter, ...over.startsAfter],
    labels: { ...base.labels, ...over.labels },
    profiles: over.profiles.length > 0 ? over.profiles : base.profiles,
    ...(environment === undefined ? {} : { environment }),
    ...(replicas === undefined ? {} : { replicas }),
  };
}

function mergeContainer(base: Container, over: Container): Container {
  return {
    ...base,
    ...over,
    env: mergeEnv(base.env, over.env),
    envFrom: [...base.envFrom, ...over.envFrom],
    mounts: [...base.mounts, ...over.mounts],
    ports: [...base.ports, ...over.ports],
    at: base.at,
  };
}

function mergeEnv(base: readonly EnvEntry[], over: readonly EnvEntry[]): EnvEntry[] {
  const names = new Set(over.map((e) => e.name));
  return [...base.filter((e) => !names.has(e.name)), ...over];
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
