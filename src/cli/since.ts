import type { Extracted } from '../analyze.js';
import type { Config } from '../core/config.js';
import { UsageError } from '../core/usage-error.js';
import { stopwatch } from '../stopwatch.js';
import { findBaseline, findEarlierBaseline } from './baseline.js';
import { type Baselines, reportOnChange } from './change-report.js';
import { absolute, absoluteFile, type Configured, located, ruleSetup, severitiesOf } from './configured.js';
import type { Console } from './console.js';
import { Earlier } from './earlier.js';
import { historyOf } from './history.js';
import type { CheckOptions } from './option-values.js';
import { type Analysed, analyseState, reportOf } from './pipeline.js';
import { createProgress } from './progress.js';

/**
 * The work tree held against where its branch left a revision: findings are the new ones. Both states are judged by the configuration of the earlier one, so
 * that a change cannot switch off what judges it. Throws `UsageError` where there is no such state.
 */
export async function analyseSince(paths: readonly string[], revision: string, options: CheckOptions, console: Console): Promise<Analysed> {
  const started = console.now();
  const earlier = new Earlier(revision, 'base', console.cwd);
  const given = await earlierSetup(paths, options, console, earlier);
  const { discoverFiles, discoverRevision } = await import('../discover/index.js');
  const progress = createProgress(console, options.quiet === true);
  try {
    const clock = stopwatch(progress.stage);
    const { ignore } = given.setup.config;
    const files = clock.time('list', () => discoverFiles(absolute(paths, console.cwd), { ignore, identify: true }));
    const baselines = findBaselines(options.baseline, files.root, given, earlier, console);
    const setups = locatedSetups(given, files.root, console.cwd);
    const { setup } = setups;
    const filesThen = clock.time('list earlier', () => discoverRevision(files, { ignore, commitOf: earlier.commitOf }));
    const history = await historyOf(files, options.history, setup, clock);
    const extracted: Extracted = new Map();
    const context = { today: console.today, extracted, ...(history && { history }) };
    const now = await analyseState(files, setup, { ...context, onProgress: progress.stage });
    const then = await analyseState(filesThen, setup, { ...context, onProgress: (stage) => progress.stage(`${stage} (${revision})`) });
    const timing = { ...clock.spent, ...now.timing, ...Object.fromEntries(Object.entries(then.timing).map(([stage, time]) => [`${stage} earlier`, time])) };
    const whole = reportOf(now, setup, options.timing ? timing : undefined);
    return {
      report: await reportOnChange({ now, then, tree: files, setups, baselines }, revision, whole),
      elapsed: console.now() - started,
      severities: severitiesOf(setup.metas, setup.config),
    };
  } finally {
    progress.clear();
  }
}

/** What judges a change. */
export interface Setups {
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
  const config = named ? after : (before ?? after);
  return { setup: { ...rest, config, configFile: absoluteFile(config, console.cwd) }, ...(before && { own: { before, after } }) };
}

/** The same with files named from the scan root. */
function locatedSetups({ setup, own }: Setups, root: string, cwd: string): Setups {
  const at = (config: Config): Config => located(config, root, cwd);
  return { setup: { ...setup, config: at(setup.config) }, ...(own && { own: { before: at(own.before), after: at(own.after) } }) };
}

function findBaselines(named: string | false | undefined, root: string, { setup, own }: Setups, earlier: Earlier, console: Console): Baselines {
  const choice = (config: Config) => ({ named, root, configFile: absoluteFile(config, console.cwd) });
  const now = findBaseline(choice(own?.after ?? setup.config), console);
  const then = findEarlierBaseline(choice(own?.before ?? setup.config), earlier, console);
  return { ...(now && { now }), ...(then && { then }), named: named !== undefined };
}
