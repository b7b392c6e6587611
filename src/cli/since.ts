import type { Extracted } from '../analyze.js';
import type { Report } from '../core/report.js';
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
  const setup = await earlierSetup(paths, options, console, earlier);
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
      report: await comparedReport(now, then, revision, reportOf(now, setup, options.timing ? timing : undefined)),
      elapsed: console.now() - started,
      severities: severitiesOf(setup.metas, setup.config),
    };
  } finally {
    progress.clear();
  }
}

async function earlierSetup(paths: readonly string[], options: CheckOptions, console: Console, earlier: Earlier): Promise<Configured> {
  const { load, ...rest } = await ruleSetup(paths, options, console);
  const { loadConfig, loadEarlierConfig } = await import('../config/index.js');
  const named = load.file !== undefined;
  return { ...rest, config: (named ? undefined : loadEarlierConfig(load, earlier.read)) ?? loadConfig(load) };
}

async function comparedReport(now: State, then: State, revision: string, whole: Report): Promise<Report> {
  const [{ compareFindings, graphChange, sameNodes }, { countFindings }] = await Promise.all([import('../compare/index.js'), import('../judge/index.js')]);
  const change = graphChange(then.graph, now.graph);
  const { added, fixed, unchanged } = compareFindings(then.judged, now.judged, sameNodes(then.graph.nodes, now.graph.nodes));
  return {
    ...whole,
    findings: added,
    summary: { ...whole.summary, ...countFindings(added) },
    comparison: { against: { kind: 'ref', name: revision }, fixed, unchanged, change, stale: [] },
  };
}
