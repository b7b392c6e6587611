import { withoutEnvironmentWords } from '../../parse/environment.js';
import { at } from '../placed.js';
import type { Made } from './index.js';
import { current, type Resource } from './resource.js';

const workloads: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'Job', 'CronJob', 'Pod']);

/** How the things that were made of one tree relate: which are alternatives, what depends on one of them, what names the sources give. */
export class Variants {
  /** Workloads that stand alone in their base and are made into several things: `orders-`, `billing-`, no environments. */
  private readonly moulds: ReadonlySet<string>;
  private readonly workloads = new Map<Made, ReadonlySet<string>>();
  private readonly objects = new Map<Made, ReadonlySet<string>>();

  /** `roots` are whole builds; `parts` are what components add to one of them. */
  constructor(
    private readonly roots: readonly Made[],
    parts: readonly Made[],
  ) {
    this.moulds = mouldsIn([...roots, ...parts]);
    for (const root of roots) {
      this.workloads.set(
        root,
        new Set(
          root.resources
            .filter(isWorkload)
            .map(origin)
            .filter((line) => !this.moulds.has(line)),
        ),
      );
      this.objects.set(root, new Set(root.resources.map(written)));
    }
  }

  /**
   * For each object the component or overlay that alone makes it: what none of the alternatives has depends on the kustomization that brings it in. Undefined for what
   * is always there.
   */
  conditions(one: Made): (string | undefined)[] {
    if (one.component !== undefined) return one.resources.map(() => one.component);
    const others = this.roots.filter((other) => other !== one && this.areAlternatives(one, other));
    if (others.length === 0) return one.resources.map(() => undefined);
    return one.resources.map((resource) => {
      const elsewhere = others.some((other) => this.objects.get(other)?.has(written(resource)) || other.built.folders.has(resource.from));
      return elsewhere ? undefined : resource.from;
    });
  }

  /** Roots that run mostly the same: more than half of the workloads of the smaller come from the same lines. */
  private areAlternatives(a: Made, b: Made): boolean {
    const [mine, theirs] = [this.workloads.get(a) ?? new Set<string>(), this.workloads.get(b) ?? new Set<string>()];
    const [small, large] = mine.size < theirs.size ? [mine, theirs] : [theirs, mine];
    let shared = 0;
    for (const line of small) if (large.has(line)) shared += 1;
    return shared * 2 > small.size;
  }

  /** Names of workloads as the base writes them, by the name rendered; those made of a mould keep their prefix. */
  names(one: Made): Map<string, string> {
    const names = new Map<string, string>();
    for (const resource of one.resources.filter(isWorkload)) {
      const now = current(resource).name;
      const base = this.moulds.has(origin(resource)) ? withoutEnvironmentWords(now) : (resource.identities[0]?.name ?? now);
      if (base !== now) names.set(now, base);
    }
    return names;
  }
}

function mouldsIn(whole: readonly Made[]): Set<string> {
  const made = new Map<string, { readonly from: string; readonly names: Set<string> }>();
  const siblings = new Map<string, Set<string>>();
  for (const resource of whole.flatMap((one) => one.resources.filter(isWorkload))) {
    const line = origin(resource);
    const entry = made.get(line) ?? { from: resource.from, names: new Set() };
    entry.names.add(withoutEnvironmentWords(current(resource).name));
    made.set(line, entry);
    siblings.set(resource.from, (siblings.get(resource.from) ?? new Set()).add(line));
  }
  return new Set([...made].flatMap(([line, { from, names }]) => (names.size > 1 && siblings.get(from)?.size === 1 ? [line] : [])));
}

function isWorkload(resource: Resource): boolean {
  return workloads.has(resource.kind);
}

function written(resource: Resource): string {
  return `${resource.group}/${resource.kind}/${resource.identities[0]?.name ?? ''}`;
}

/** The line that named an object first. */
function origin(resource: Resource): string {
  const name = at(resource.node, 'metadata', 'name');
  return `${resource.kind} ${name?.at.file ?? ''}:${name?.at.line ?? 0}`;
}
