import type { NodeId, ReleaseSet } from '../core/graph.js';
import { tiedGroups } from '../core/groups.js';
import type { CoChange } from '../core/history.js';
import { compareText, type Evidence, nonEmpty } from '../core/location.js';
import type { GraphView, RuleOptions } from '../core/rule.js';
import { couplingService } from './data-access.js';

type Kind = ReleaseSet['evidenceKind'];

const kindNames: Readonly<Record<Kind, string>> = {
  pod: 'one pod',
  version: 'one version',
  pipeline: 'one pipeline',
  release: 'released together',
  history: 'changed together',
};

/** The kind of a set's evidence as people read it: `one pod`, `one group` (Nomad), `one version` … */
export function releaseKindName({ evidenceKind, unit }: Pick<ReleaseSet, 'evidenceKind' | 'unit'>): string {
  return unit === undefined ? kindNames[evidenceKind] : `one ${unit}`;
}

/** The order in which they are shown. */
const kindOrder: readonly Kind[] = ['pod', 'version', 'pipeline', 'release', 'history'];
/** What shows that services do go out together, not only that they are packed or numbered together. */
const decisive: ReadonlySet<Kind> = new Set(['pipeline', 'release', 'history']);

/** From where on two services change together so often that they are coupled. */
export interface CoChangeThresholds {
  /** Changes of both, at the least. */
  readonly shared: number;
  /** Changes of each, at the least. */
  readonly changes: number;
  /** Shared changes over those of the service that changes less: 0 to 1. */
  readonly confidence: number;
}
/** Thresholds as the options of `lockstep-deploy` name them (confidence in per cent). */
export function coChangeThresholds(options: RuleOptions): CoChangeThresholds {
  const whole = (name: string): number => Number(options[name]);
  return { shared: whole('minShared'), changes: whole('minChanges'), confidence: whole('minConfidence') / 100 };
}

/** Times as often as independent services, and the corrected probability of chance, that a coupled pair must exceed and stay below. */
const minLift = 1.5;
const maxP = 0.01;

/** Services that go out together, and all evidence for it. */
export interface CoDeploySet {
  /** Sorted ids, two or more. */
  readonly services: readonly NodeId[];
  readonly kinds: readonly Kind[];
  /** In the order they are shown: by kind. */
  readonly sets: readonly ReleaseSet[];
  /** What ties the largest of them: variable, chart, job or repository. */
  readonly anchor: string;
  /** Two kinds of evidence, one of them decisive, each for half of the services or more. */
  readonly certain: boolean;
}

/** Two sets of which so much is common are one. */
const alikeShare = 0.75;

/**
 * One set for each group of services that release evidence ties and no other evidence ties with more services; it brings along all evidence on parts of it.
 * Groups that are mostly the same are one; groups that only overlap stay apart.
 */
export function coDeploySets(graph: GraphView, thresholds: CoChangeThresholds): readonly CoDeploySet[] {
  const members = [...graph.releases, ...historySets(graph, thresholds)].flatMap((set): Member[] => {
    const services = new Set(set.services.filter((id) => couplingService(graph, id)));
    return services.size > 1 ? [{ set, services }] : [];
  });
  const byServices = new Map(members.map((member) => [keyOf(member.services), member.services]));
  const largest = largestOf([...byServices.values()].sort((a, b) => b.size - a.size || compareText(keyOf(a), keyOf(b))));
  return largest.sort((a, b) => b.size - a.size || compareText(keyOf(a), keyOf(b))).map((services) => joined(services, members));
}

/** Sets that no other holds, the larger first; those that are mostly the same joined. */
function largestOf(sorted: readonly ReadonlySet<NodeId>[]): ReadonlySet<NodeId>[] {
  const found: Set<NodeId>[] = [];
  for (const services of sorted) {
    const like = found.find((other) => {
      const common = [...services].filter((id) => other.has(id)).length;
      return common === services.size || common >= alikeShare * Math.max(services.size, other.size);
    });
    if (like === undefined) found.push(new Set(services));
    else for (const id of services) like.add(id);
  }
  return found;
}

interface Member {
  readonly set: ReleaseSet;
  readonly services: ReadonlySet<NodeId>;
}

function joined(services: ReadonlySet<NodeId>, members: readonly Member[]): CoDeploySet {
  const parts = members.filter((m) => isSubset(m.services, services)).sort((a, b) => b.services.size - a.services.size || compareSets(a.set, b.set));
  const kinds = kindOrder.filter((kind) => parts.some(({ set }) => set.evidenceKind === kind));
  const broad = kinds.filter((kind) => {
    const covered = new Set(parts.filter(({ set }) => set.evidenceKind === kind).flatMap((p) => [...p.services]));
    return covered.size * 2 >= services.size;
  });
  return {
    services: [...services].sort(compareText),
    kinds,
    sets: parts.map((p) => p.set).sort(compareSets),
    anchor: parts[0]?.set.anchor ?? '',
    certain: broad.length > 1 && broad.some((kind) => decisive.has(kind)),
  };
}

const keyOf = (services: ReadonlySet<NodeId>): string => [...services].sort(compareText).join(' ');
const isSubset = (a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>): boolean => [...a].every((id) => b.has(id));
const compareSets = (a: ReleaseSet, b: ReleaseSet): number =>
  kindOrder.indexOf(a.evidenceKind) - kindOrder.indexOf(b.evidenceKind) || compareText(a.anchor, b.anchor) || compareText(a.title, b.title);

/** Pairs that change together often and not by chance. */
function coupledPairs(graph: GraphView, thresholds: CoChangeThresholds): readonly CoChange[] {
  return (graph.system.history?.coChanges ?? []).filter(
    (pair) =>
      pair.shared >= thresholds.shared &&
      Math.min(pair.changesOfA, pair.changesOfB) >= thresholds.changes &&
      pair.confidence >= thresholds.confidence &&
      pair.lift > minLift &&
      pair.p < maxP,
  );
}

/** Coupled pairs joined into sets: whoever changes with one of a set belongs to it. */
function historySets(graph: GraphView, thresholds: CoChangeThresholds): readonly ReleaseSet[] {
  const pairs = coupledPairs(graph, thresholds).filter((pair) => couplingService(graph, pair.a) && couplingService(graph, pair.b));
  return tiedGroups(pairs, ({ a, b }) => [a, b]).flatMap((group) => historySet(graph, group.members, group.ties));
}

function historySet(graph: GraphView, services: readonly NodeId[], pairs: readonly CoChange[]): ReleaseSet[] {
  const ordered = [...pairs].sort((x, y) => y.shared - x.shared || compareText(x.a, y.a) || compareText(x.b, y.b));
  const evidence = nonEmpty(ordered.flatMap((pair) => pairEvidence(graph, pair)));
  const [strongest] = ordered;
  if (evidence === undefined || strongest === undefined) return [];
  const months = graph.system.history?.months ?? 0;
  return [
    {
      evidenceKind: 'history',
      anchor: `${strongest.repository}#${services[0] ?? ''}`,
      title: `changes of the last ${months} months`,
      services,
      evidence,
    },
  ];
}

/** What both files of a pair show: the numbers first, then a change to look at. */
function pairEvidence(graph: GraphView, pair: CoChange): Evidence[] {
  const name = (id: NodeId): string => graph.node(id)?.name ?? id;
  const [example] = pair.examples;
  return [
    { file: pair.fileOfA, line: 1, foundBy: 'git', text: `${name(pair.a)} and ${name(pair.b)}: ${describeCoChange(pair)}` },
    {
      file: pair.fileOfB,
      line: 1,
      foundBy: 'git',
      text: `${name(pair.b)}: ${example === undefined ? 'changed with it' : `changed with it in ${example.commit} ${example.subject}`}`,
    },
  ];
}

/** `17 shared of 20 and 31 changes (85 %), 4.2 times chance, p = 1e-9`. */
export function describeCoChange({ shared, changesOfA, changesOfB, confidence, lift, p }: CoChange): string {
  return `${shared} shared of ${changesOfA} and ${changesOfB} changes (${Math.round(confidence * 100)} %), ${lift.toFixed(1)} times chance, p ${p < 1e-12 ? '< 1e-12' : `= ${p}`}`;
}
