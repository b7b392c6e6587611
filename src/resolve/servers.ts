import { type Evidence, compareText, nonEmpty } from '../core/location.js';
import { workloadNames } from './aliases.js';
import type { Draft, StockRun } from './drafts.js';
import { type StockImage, readImage, stockImage } from './images.js';
import type { Instance, RunUnit, ServerModel } from './model.js';
import { squash } from './names.js';
import { depthOf, dirOf } from './paths.js';

interface ServerDraft {
  readonly stock: StockImage;
  readonly names: string[];
  readonly units: RunUnit[];
}

/**
 * Stacks that are alternatives of one system: they deploy a service or a line of a base in common, or are variants in one folder. The number
 * is the same for stacks of one system.
 */
export function groupStacks(instances: readonly Instance[], drafts: readonly Draft[]): ReadonlyMap<string, number> {
  const stacks = [...new Set(instances.map((i) => i.workload.stack))].sort(compareText);
  const group = new Map(stacks.map((s, i) => [s, i]));
  const join = (a: string, b: string): void => {
    const [x, y] = [group.get(a) ?? 0, group.get(b) ?? 0];
    if (x !== y) for (const [stack, g] of group) if (g === Math.max(x, y)) group.set(stack, Math.min(x, y));
  };
  const platforms = new Map(instances.map((i) => [i.workload.stack, i.workload.platform]));
  const folder = (stack: string): string => (platforms.get(stack) === 'compose' ? dirOf(stack) : stack.replace(/#.*$/, ''));
  for (const a of stacks) for (const b of stacks) if (a < b && folder(a) === folder(b)) join(a, b);
  // One line of a base that several overlays or values deploy under the name it has there.
  const defined = new Map<string, string>();
  for (const { workload } of instances) {
    const line = `${workload.at.file}:${workload.at.line} ${workload.writtenName ?? workload.name}`;
    const first = defined.get(line);
    if (first === undefined) defined.set(line, workload.stack);
    else join(first, workload.stack);
  }
  for (const draft of drafts) {
    const own = [...new Set(draft.units.map((u) => u.instance.workload.stack))];
    for (const stack of own.slice(1)) join(own[0] ?? stack, stack);
  }
  return group;
}

/** Tells whether two stacks that each run services of their own run none in common: then each is a part of the system, with servers of its own. */
function complements(services: readonly Draft[]): (a: string, b: string) => boolean {
  const stacks = services.map((d) => new Set(d.units.map((u) => u.instance.workload.stack)));
  const runs = new Set(stacks.flatMap((own) => [...own]));
  return (a, b) => runs.has(a) && runs.has(b) && !stacks.some((own) => own.has(a) && own.has(b));
}

/**
 * Joins stock containers into servers: the same name, or the only one of a technology, in alternatives of one system. `services` tell parts of a system
 * from alternatives.
 */
export function serversOfRuns(runs: readonly StockRun[], groups: ReadonlyMap<string, number>, services: readonly Draft[]): ServerModel[] {
  const apart = complements(services);
  const sorted = [...runs].sort(
    (a, b) => rank(a) - rank(b) || compareText(a.unit.instance.workload.stack, b.unit.instance.workload.stack) || compareText(a.name, b.name),
  );
  const drafts: ServerDraft[] = [];
  const perStack = new Map<string, number>();
  for (const run of sorted) {
    const stock = stockOf(run);
    const key = `${run.unit.instance.environment}\n${stock.kind}\n${stock.technology}`;
    perStack.set(key, (perStack.get(key) ?? 0) + 1);
  }
  const alone = (unit: RunUnit, stock: StockImage): boolean => perStack.get(`${unit.instance.environment}\n${stock.kind}\n${stock.technology}`) === 1;
  const isAlternative = (a: string, b: string): boolean => a !== b && !apart(a, b);
  for (const run of sorted) {
    const stock = stockOf(run);
    const group = groups.get(run.unit.instance.workload.stack);
    const same = drafts.find(
      (d) =>
        d.stock.kind === stock.kind &&
        d.stock.technology === stock.technology &&
        d.units.some((u) => groups.get(u.instance.workload.stack) === group) &&
        (d.names.some((n) => squash(n) === squash(run.name)) ||
          ((stock.kind === 'datastore' || stock.kind === 'broker') &&
            alone(run.unit, stock) &&
            d.units.every((u) => alone(u, stock) && isAlternative(u.instance.workload.stack, run.unit.instance.workload.stack)))),
    );
    if (same === undefined) drafts.push({ stock, names: [run.name], units: [run.unit] });
    else {
      same.names.push(run.name);
      same.units.push(run.unit);
    }
  }
  return named(drafts);
}

/** Stacks without an environment's label come first, then those nearer to the root. */
function rank(run: StockRun): number {
  const label = run.unit.instance.label;
  return (label === null ? 0 : /^prod/.test(label) ? 100 : 200) + depthOf(run.unit.instance.workload.stack);
}

function stockOf(run: StockRun): StockImage {
  if (run.found.kind === 'stock')
    return run.found.stock.kind === 'load-generator' || run.found.stock.kind === 'base' ? { ...run.found.stock, kind: 'infrastructure' } : run.found.stock;
  return { kind: 'infrastructure', technology: run.found.name, port: null };
}

function named(drafts: readonly ServerDraft[]): ServerModel[] {
  const taken = new Set<string>();
  return drafts.map((d) => {
    const name = d.names[0] ?? d.stock.technology;
    const stack = d.units[0]?.instance.workload.stack ?? '';
    let key = name;
    if (taken.has(key)) key = `${name}@${dirOf(stack)}`;
    for (let i = 2; taken.has(key); i++) key = `${name}@${dirOf(stack)}-${i}`;
    taken.add(key);
    const hostnames = d.units.flatMap((u) => [...workloadNames(u), imageAlias(u)]);
    const evidence = d.units.map(
      (u): Evidence => ({ ...u.container.at, foundBy: u.instance.workload.foundBy, text: `${u.instance.workload.workloadKind} ${u.instance.workload.name}` }),
    );
    return {
      key,
      name,
      aliases: [...new Set([...d.names, ...hostnames])].filter((a) => a !== name && a !== '').sort(compareText),
      kind: d.stock.kind as ServerModel['kind'],
      technology: d.stock.technology,
      port: d.stock.port,
      units: d.units,
      evidence: nonEmpty(evidence) ?? [{ file: '.', line: 1, foundBy: 'resolve', text: name }],
    };
  });
}

/** The name under which owners publish a seeded image; a stock image's own name says nothing. */
function imageAlias(unit: RunUnit): string {
  const image = unit.container.image === undefined ? undefined : readImage(unit.container.image);
  return image === undefined || stockImage(image) !== undefined ? '' : image.last;
}
