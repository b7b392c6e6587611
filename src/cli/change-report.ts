import { compareFindings, graphChange, matchBaseline, sameNodes } from '../compare/index.js';
import { nonEmpty } from '../core/location.js';
import type { Finding, Report } from '../core/report.js';
import type { DiskTree } from '../discover/index.js';
import { configWeakenings, countFindings, judgeStale, judgeWeakenings, sortFindings, type Weakening } from '../judge/index.js';
import { type Baseline, type Held, holdAgainst, ran } from './baseline.js';
import type { State } from './pipeline.js';
import type { Setups } from './since.js';

/** The baselines of the two states. */
export interface Baselines {
  readonly now?: Baseline;
  readonly then?: Baseline;
  /** Given on the command line: the one in the work tree then accepts new findings too. */
  readonly named: boolean;
}

/** Two states and what they are judged by. */
export interface Change {
  readonly now: State;
  readonly then: State;
  readonly tree: DiskTree;
  readonly setups: Setups;
  readonly baselines: Baselines;
}

/**
 * The report on a change: what is new stands, and what the change does to its own gate. A finding that is new is never hidden by a baseline unless that was
 * named on the command line: what the earlier state did not have, its baseline cannot have meant.
 */
export function reportOnChange(change: Change, revision: string, whole: Report): Report {
  const { now, then, setups, baselines } = change;
  const { setup, own } = setups;
  const partners = sameNodes(then.graph.nodes, now.graph.nodes);
  const { added, fixed, unchanged, newlySuppressed } = compareFindings(then.judged, now.judged, partners);
  const held = baselines.now && holdAgainst(baselines.now, now, setup, change.tree.starts);
  const excused = new Set(baselines.named ? held?.accepted : []);
  const weakenings = [
    ...(own ? configWeakenings(own.before, own.after, setup.metas) : []),
    ...newlySuppressed.flatMap(weakeningByComment),
    ...weakeningByBaseline(change, unchanged),
  ];
  const only = setup.only.length > 0 ? setup.only : undefined;
  const findings = sortFindings([
    ...added.filter((finding) => !excused.has(finding)),
    ...judgeWeakenings(weakenings, own?.before ?? setup.config, only),
    ...judgeStale(newlyStale(change, held), setup.config, only),
  ]);
  const inEffect = baselines.named ? baselines.now : baselines.then;
  return {
    ...whole,
    findings,
    summary: {
      ...whole.summary,
      ...countFindings(findings),
      baselined: inEffect ? matchBaseline(inEffect.entries, now.judged.findings, now.graph.nodes).accepted.length : 0,
    },
    comparison: {
      against: { kind: 'ref', name: revision },
      fixed,
      unchanged: sortFindings([...unchanged, ...added.filter((finding) => excused.has(finding))]),
      change: graphChange(then.graph, now.graph),
      stale: held?.stale ?? [],
    },
  };
}

/** A comment that suppresses what was not suppressed before; without harm where the finding itself is not new. */
function weakeningByComment({ finding, known }: { readonly finding: Finding; readonly known: boolean }): readonly Weakening[] {
  const by = finding.suppressedBy;
  if (by?.kind !== 'comment') return [];
  return [
    {
      messageId: 'commentAdded',
      data: { rule: finding.ruleId, services: finding.services, reason: by.reason },
      rule: finding.ruleId,
      identity: [finding.fingerprint],
      services: finding.services,
      locations: [by.at ?? finding.locations[0]],
      harmless: known,
    },
  ];
}

/** Entries that the baseline has and had not; without harm where all of them accept what the earlier state had. */
function weakeningByBaseline({ now, setups, baselines }: Change, unchanged: readonly Finding[]): readonly Weakening[] {
  const before = new Set(baselines.then?.entries.map(({ ruleId, fingerprint }) => `${ruleId} ${fingerprint}`));
  const added = (baselines.now?.entries ?? []).filter(({ ruleId, fingerprint }) => !before.has(`${ruleId} ${fingerprint}`) && ran(ruleId, setups.setup));
  const locations = nonEmpty(added.map(({ line }) => ({ file: baselines.now?.file ?? '', line })));
  if (!locations) return [];
  return [
    {
      messageId: 'baselineGrown',
      data: { count: added.length, entries: added.map(({ ruleId, services }) => (services.length === 0 ? ruleId : `${ruleId} (${services.join(', ')})`)) },
      rule: null,
      identity: added.map(({ fingerprint }) => fingerprint),
      services: [],
      locations,
      harmless: matchBaseline(added, unchanged, now.graph.nodes).unmet.length === 0,
    },
  ];
}

/** Entries of the baseline in the work tree that the change itself made stale. */
function newlyStale({ then, tree, setups, baselines }: Change, held: Held | undefined): Held['stale'] {
  if (held === undefined || held.stale.length === 0 || baselines.now === undefined) return [];
  const before = new Set(holdAgainst(baselines.now, then, setups.setup, tree.starts).unmet.map(({ fingerprint }) => fingerprint));
  return held.stale.filter(({ fingerprint }) => !before.has(fingerprint));
}
