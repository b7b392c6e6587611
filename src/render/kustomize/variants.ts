import { withoutEnvironmentWords } from '../../parse/environment.js';
import { at } from '../placed.js';
import type { Made } from './index.js';
import { current, type Resource } from './resource.js';

/**
 * For each object of a root the component or overlay that alone makes it: where roots are alternatives of one system, what the others do not have depends
 * on the kustomization that brings it in. Undefined for what is always there.
 */
export function conditionsOf(one: Made, roots: readonly Made[]): (string | undefined)[] {
  if (one.component !== undefined) return one.resources.map(() => one.component);
  const others = roots.filter((other) => other !== one && areAlternatives(one, other, roots));
  const made = new Set(others.flatMap((other) => other.resources.map(written)));
  const shared = new Set(others.flatMap((other) => [...other.built.folders]));
  return one.resources.map((resource) => (others.length === 0 || made.has(written(resource)) || shared.has(resource.from) ? undefined : resource.from));
}

/** Roots that run mostly the same: more than half of the workloads of the smaller come from the same lines. */
function areAlternatives(a: Made, b: Made, roots: readonly Made[]): boolean {
  const mine = new Set(a.resources.filter((r) => isWorkload(r) && !isMould(r, roots)).map(origin));
  const theirs = new Set(b.resources.filter((r) => isWorkload(r) && !isMould(r, roots)).map(origin));
  const shared = [...mine].filter((place) => theirs.has(place)).length;
  return shared * 2 > Math.min(mine.size, theirs.size);
}

function written(resource: Resource): string {
  return `${resource.group}/${resource.kind}/${resource.identities[0]?.name ?? ''}`;
}

/** The line that named an object first. */
function origin(resource: Resource): string {
  const name = at(resource.node, 'metadata', 'name');
  return `${resource.kind} ${name?.at.file ?? ''}:${name?.at.line ?? 0}`;
}

/**
 * Names as the base writes them, by the name rendered. A base of one workload that several roots make different things of (`orders-`, `billing-`, no environments)
 * names none of them: those keep their prefix.
 */
export function writtenNames(one: Made, whole: readonly Made[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const resource of one.resources.filter(isWorkload)) {
    const now = current(resource).name;
    const base = isMould(resource, whole) ? withoutEnvironmentWords(now) : (resource.identities[0]?.name ?? now);
    if (base !== now) names.set(now, base);
  }
  return names;
}

const workloads: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'Job', 'CronJob', 'Pod']);

function isWorkload(resource: Resource): boolean {
  return workloads.has(resource.kind);
}

/** Whether a workload stands alone in its base and is made into several things. */
function isMould(resource: Resource, whole: readonly Made[]): boolean {
  const all = whole.flatMap((made) => made.resources.filter(isWorkload));
  const copies = all.filter((r) => origin(r) === origin(resource));
  if (new Set(copies.map((r) => withoutEnvironmentWords(current(r).name))).size < 2) return false;
  return new Set(all.filter((r) => r.from === resource.from).map(origin)).size === 1;
}
