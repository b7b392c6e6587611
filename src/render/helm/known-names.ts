import { environmentOfPath } from '../../parse/environment.js';
import { hasUnknown } from '../../parse/marks.js';
import type { ObjectText } from './documents.js';
import type { Release } from './workshop.js';

/** Whether an object runs containers. */
export function isWorkload({ kind }: Pick<ObjectText, 'kind'>): boolean {
  return /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|DeploymentConfig|Rollout|Job|CronJob|Pod)$/.test(kind);
}

/** Tells whether an object is among others under its own name, under one for another environment, or under a name that they do not know yet. */
export function knownNames(objects: readonly ObjectText[]): (object: ObjectText) => boolean {
  const known = new Set(objects.map(identity));
  const open = new Set(objects.filter(({ name }) => hasUnknown(name)).map(({ kind }) => kind));
  return (object) => known.has(identity(object)) || open.has(object.kind);
}

function identity({ kind, name }: ObjectText): string {
  const parts = name.split(/[-_]/);
  const kept = parts.filter((part) => environmentOfPath(part) === undefined);
  return `${kind} ${(kept.length === 0 ? parts : kept).join('-')}`;
}

const generic =
  /^(?:.*[-_])?(?:app|application|api|web|server|service|microservice|backend|frontend|worker|workload|chart|common|generic|base|deployment|universal|default)$/i;

/** Who else is installed beside a release. */
export interface Neighbours {
  /** Other releases of the same chart. */
  readonly twins: boolean;
  /** Other releases of any chart: then a release is named after what it is, else after the system. */
  readonly others: boolean;
}

/**
 * Names of workloads without the name of their release, by the name they are deployed under. The chart's own workload (`orders-service` of the chart
 * `service`) bears the release's name where the release is one of several, where the chart is installed several times and where its name says nothing.
 */
export function writtenNames(
  { name: release, plainName: plain, chart }: Release,
  objects: readonly ObjectText[],
  { twins, others }: Neighbours,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (release === undefined) return names;
  const workloads = objects.filter(isWorkload);
  for (const { name } of workloads) {
    if (name === release && plain !== undefined) names.set(name, plain);
    if (!name.startsWith(`${release}-`)) continue;
    const rest = name.slice(release.length + 1);
    const own = rest === chart.name && environmentOfPath(release) === undefined;
    if (own && (twins || generic.test(rest) || (others && workloads.length === 1))) names.set(name, plain ?? release);
    else if (!twins) names.set(name, rest);
  }
  return names;
}
