import type { Extracted } from '../analyze.js';
import type { Config } from '../core/config.js';
import type { Finding, Report } from '../core/report.js';
import { UsageError } from '../core/usage-error.js';
import type { Weakening } from '../judge/index.js';
import { stopwatch } from '../stopwatch.js';
import { absolute, type Configured, ruleSetup, severitiesOf } from './configured.js';
import type { Console } from './console.js';
import { Earlier } from './earlier.js';
import { historyOf } from './history.js';
import type { CheckOptions } from './option-values.js';
import { type Analysed, analyseState, reportOf, type State } from './pipeline.js';
import { createProgress } from './progress.js';

/**
 * The work tree held against where its branch left a revision: findings are the new ones. Both states are judged by the configuration of the earlier one, so
 * that a change cannot switch off what judges it. Throws `UsageError` where there is no such state.
 */
export async function analyseSince(paths: readonly string[], revision: string, options: CheckOptions, console: Console): Promise<Analysed> {
  const started = console.now();
  const earlier = new Earlier(revision, 'base', console.cwd);
  const setups = await earlierSetup(paths, options, console, earlier);
  const { setup } = setups;
  const { discoverFiles, discoverRevision } = await import('../discover/index.js');
  const progress = createProgress(console, options.quiet === true);
  try {
    const clock = stopwatch(progress.stage);
    const { ignore } = setup.config;
    const files = clock.time('list', () => discoverFiles(absolute(paths, console.cwd), { ignore, identify: true }));
    const filesThen = clock.time('list earlier', () => discoverRevision(files, { ignore, commitOf: earlier.commitOf }));
    const history = await historyOf(absolute(paths, console.cwd), options.history, setup, clock);
    const extracted: Extracted = new Map();
    const context = { today: console.today, extracted, ...(history && { history }) };
    const now = await analyseState(files, setup, { ...context, onProgress: progress.stage });
    const then = await analyseState(filesThen, setup, { ...context, onProgress: (stage) => progress.stage(`${stage} (${revision})`) });
    const timing = { ...clock.spent, ...now.timing, ...Object.fromEntries(Object.entries(then.timing).map(([stage, time]) => [`${stage} earlier`, time])) };
    return {
      report: await comparedReport({ now, then, revision }, setups, reportOf(now, setup, options.timing ? timing : undefined)),
      elapsed: console.now() - started,
      severities: severitiesOf(setup.metas, setup.config),
    };
  } finally {
    progress.clear();
  }
}

interface Setups {
  /** Judges both states. */
  readonly setup: Configured;
  /** The same configuration before and after the change, where both are known; the earlier one judges what weakens it. */
  readonly own?: { readonly before: Config; readonly after: Config };
}

/** The configuration of the earlier state, or the one that the command line names: that one as it is now. */
async function earlierSetup(paths: readonly string[], options: CheckOptions, console: Console, earlier: Earlier): Promise<Setups> {
  const { load, ...rest } = await ruleSetup(paths, options, console);
  const { ConfigError, loadConfig, loadEarlierConfig } = await import('../config/index.js');
  const named = load.file !== undefined;
  const after = loadConfig(load);
  let before: Config | undefined;
  try {
    before = loadEarlierConfig(load, earlier.read);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`at ${earlier.revision}, ${error.message} To judge by the work tree's instead: --config FILE.`);
  }
  return { setup: { ...rest, config: named ? after : (before ?? after) }, ...(before && { own: { before, after } }) };
}

interface States {
  readonly now: State;
  readonly then: State;
  readonly revision: string;
}

async function comparedReport({ now, then, revision }: States, { setup, own }: Setups, whole: Report): Promise<Report> {
  const [{ compareFindings, graphChange, sameNodes }, { configWeakenings, countFindings, judgeWeakenings, sortFindings }] = await Promise.all([
    import('../compare/index.js'),
    import('../judge/index.js'),
  ]);
  const change = graphChange(then.graph, now.graph);
  const { added, fixed, unchanged, newlySuppressed } = compareFindings(then.judged, now.judged, sameNodes(then.graph.nodes, now.graph.nodes));
  const weakenings = [...(own ? configWeakenings(own.before, own.after, setup.metas) : []), ...newlySuppressed.flatMap(weakeningByComment)];
  const only = setup.only.length > 0 ? setup.only : undefined;
  const findings = sortFindings([...added, ...judgeWeakenings(weakenings, own?.before ?? setup.config, only)]);
  return {
    ...whole,
    findings,
    summary: { ...whole.summary, ...countFindings(findings) },
    comparison: { against: { kind: 'ref', name: revision }, fixed, unchanged, change, stale: [] },
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
