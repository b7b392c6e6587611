import type { DeliveredMember, DeliveryFact, DeliveryRun } from '../core/delivery.js';
import type { Fact, ReleaseMember } from '../core/fact.js';
import { type Location, compareLocations, compareText } from '../core/location.js';
import { filled, type GivenValues, nothingGiven, plainTerm } from './filling.js';

/** What goes out in one go, scripts and templates that it runs followed, and every name filled in. */
export interface Delivery {
  /** `<file>#<job>` of the job that starts it. */
  readonly anchor: string;
  readonly title: string;
  readonly foundBy: string;
  readonly at: Location;
  /** False for a script or target that no pipeline of the tree runs. */
  readonly piped: boolean;
  readonly environment?: string;
  readonly members: readonly DeliveredMember[];
}

const maxDepth = 6;
const maxParts = 20_000;
/** Ends a run of every package's script below a folder. */
const anyPackage = '**/package.json';

/** The deliveries of all pipelines, and of the scripts and targets that none of them runs. Sorted by place. `isAside`: a file of examples, tests or documents. */
export function deliveriesOf(facts: readonly Fact[], isAside: (file: string) => boolean): Delivery[] {
  const own = facts.filter((fact) => fact.kind === 'delivery').filter((fact) => !isAside(fact.at.file));
  const follower = new Follower(own);
  const started = own
    .filter(({ starts }) => starts === 'run')
    .flatMap((fact) => follower.partsOf(fact, nothingGiven, 0).map((part) => delivery(fact, part, true)));
  const loose = own.filter((fact) => fact.starts === 'called' && !follower.reached.has(fact));
  const parts = loose.map((fact) => ({ fact, all: follower.partsOf(fact, nothingGiven, 0) }));
  // What another of them runs, that one shows.
  const standing = parts.filter(({ fact }) => !follower.reached.has(fact)).flatMap(({ fact, all }) => all.map((part) => delivery(fact, part, false)));
  return [...started, ...standing].sort((a, b) => compareLocations(a.at, b.at) || compareText(a.anchor, b.anchor) || compareText(a.title, b.title));
}

function delivery(fact: DeliveryFact, { members }: Part, piped: boolean): Delivery {
  const { at, foundBy, title, environment } = fact;
  return { anchor: `${at.file}#${fact.job}`, title, foundBy, at, piped, ...(environment !== undefined && { environment }), members };
}

/** What a fact delivers under one condition. */
interface Part {
  readonly conditional: boolean;
  readonly members: DeliveredMember[];
}

/** Follows what jobs run. */
class Follower {
  readonly reached = new Set<DeliveryFact>();
  private readonly byFile = new Map<string, DeliveryFact[]>();
  private count = 0;

  constructor(facts: readonly DeliveryFact[]) {
    for (const fact of facts) this.byFile.set(fact.at.file, [...(this.byFile.get(fact.at.file) ?? []), fact]);
  }

  /** The fact's own part first, then those of what it runs that go out apart from it. */
  partsOf(fact: DeliveryFact, values: GivenValues, depth: number): Part[] {
    const own: Part = { conditional: fact.condition !== undefined, members: fact.members.flatMap((member) => named(member, values)) };
    const apart: Part[] = [];
    this.count += 1;
    if (depth < maxDepth && this.count < maxParts)
      for (const run of fact.runs) for (const target of this.targetsOf(run, fact)) this.add(own, apart, { run, target, values, depth });
    return [own, ...apart];
  }

  private add(own: Part, apart: Part[], { run, target, values, depth }: Running): void {
    this.reached.add(target);
    const given = new Map(Object.entries(run.values).map(([name, term]) => [name, filled(term, values)] as const));
    const [first, ...others] = this.partsOf(target, (name) => given.get(name), depth + 1);
    if (first === undefined) return;
    const merges = !first.conditional && (run.job !== undefined || target.job === '' || target.starts === 'part');
    if (merges) own.members.push(...first.members);
    else apart.push(first);
    apart.push(...others);
  }

  /** The scripts of every package below a folder. */
  private packagesBelow(folder: string): readonly DeliveryFact[] {
    const files = [...this.byFile.keys()].filter((file) => file === 'package.json' || file.endsWith('/package.json'));
    return files.filter((file) => folder === '' || file.startsWith(folder)).flatMap((file) => this.byFile.get(file) ?? []);
  }

  private targetsOf(run: DeliveryRun, from: DeliveryFact): readonly DeliveryFact[] {
    const everywhere = run.files.find((one) => one.endsWith(anyPackage));
    const file = run.files.find((one) => this.byFile.has(one));
    const all = everywhere === undefined ? (this.byFile.get(file ?? '') ?? []) : this.packagesBelow(everywhere.slice(0, -anyPackage.length));
    return all.filter((fact) => fact !== from && (run.job === undefined ? fact.starts !== 'run' : fact.job === run.job));
  }
}

interface Running {
  readonly run: DeliveryRun;
  readonly target: DeliveryFact;
  readonly values: GivenValues;
  readonly depth: number;
}

/** A member whose name is known, given these values. */
function named({ open, ...member }: DeliveredMember, values: GivenValues): DeliveredMember[] {
  if (open === undefined) return [member];
  const text = plainTerm(filled(open, values));
  return text === undefined || text === '' ? [] : [{ ...member, text: clean(member.kind, text) }];
}

/** What callers give may be a whole reference (`ghcr.io/acme/orders:1`), or a path with `./`. */
function clean(kind: ReleaseMember['kind'], text: string): string {
  if (kind === 'image') return text.replace(/[:@][^/]*$/, '').replace(/^[^/]*[.:][^/]*\//, '');
  return kind === 'path' ? text.replace(/(^|\/)\.\//g, '$1').replace(/\/{2,}/g, '/') : text;
}
