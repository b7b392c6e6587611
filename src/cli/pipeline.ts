import path from 'node:path';
import type { Config } from '../core/config.js';
import type { History } from '../core/history.js';
import type { Report } from '../core/report.js';
import type { Rule, RuleMeta, SeverityOrOff } from '../core/rule.js';
import { UsageError } from '../core/usage-error.js';
import { stopwatch } from '../stopwatch.js';
import type { Console } from './console.js';
import { suggestion } from './destinations.js';
import type { CommonOptions, RuleChoice } from './option-values.js';
import { createProgress } from './progress.js';
import { toolVersion } from './version.js';

/** A report and what else a command may want to know. */
export interface Analysed {
  readonly report: Report;
  /** Milliseconds from the start of the command. */
  readonly elapsed: number;
  readonly severities: ReadonlyMap<string, SeverityOrOff>;
}

/** Reads the configuration, analyses the paths and judges: what every command but `rules` and `explain` shows. */
export async function analysePaths(paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<Analysed> {
  const started = console.now();
  const { rules, metas, config, only } = await configured(paths, options, console);
  const [{ analyze }, { discoverFiles }, { createGraphView }, { judge }] = await Promise.all([
    import('../analyze.js'),
    import('../discover/index.js'),
    import('../graph/index.js'),
    import('../judge/index.js'),
  ]);
  const progress = createProgress(console, options.quiet === true);
  try {
    const clock = stopwatch(progress.stage);
    const files = clock.time('list', () => discoverFiles(paths, { ignore: config.ignore }));
    const history = options.history === false || !runs(lockstep, metas, config, only) ? undefined : await clock.wait('history', historyOf(paths));
    const analysis = await analyze({ files, config, onProgress: progress.stage, ...(history && { history }) });
    progress.stage('judging');
    const judged = judge(createGraphView(analysis.graph), config, rules, { today: console.today, ...(only.length > 0 ? { only } : {}) });
    const report: Report = {
      toolVersion: toolVersion(),
      ...judged,
      graph: analysis.graph,
      files: analysis.files,
      rules: metas,
      ...(options.timing ? { timing: { ...clock.spent, ...analysis.timing } } : {}),
    };
    return { report, elapsed: console.now() - started, severities: severitiesOf(metas, config) };
  } finally {
    progress.clear();
  }
}

/** A report without a system, for `rules` and `explain`: rules and severities under the configuration in use. */
export async function reportOfRules(options: CommonOptions & RuleChoice, console: Console): Promise<Analysed> {
  const { metas, config } = await configured(['.'], options, console);
  const report: Report = {
    toolVersion: toolVersion(),
    summary: { services: 0, calls: 0, errors: 0, warnings: 0, infos: 0, suppressed: 0, baselined: 0 },
    findings: [],
    suppressed: [],
    graph: { nodes: [], edges: [], releases: [], unresolved: [], coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 }, suppressions: [] },
    files: { listed: 0, read: 0, skipped: {}, diagnostics: [] },
    rules: metas,
  };
  return { report, elapsed: 0, severities: severitiesOf(metas, config) };
}

/** The rule a word means; throws UsageError with the nearest id. */
export async function knownRule(word: string, ids: readonly string[]): Promise<string> {
  if (ids.includes(word)) return word;
  const { nearestName } = await import('../config/index.js');
  throw new UsageError(`there is no rule '${word}'${suggestion(nearestName(word, ids))}; archlint rules lists them`);
}

interface Configured {
  readonly rules: readonly Rule[];
  /** By id, the one that judging adds included. */
  readonly metas: Readonly<Record<string, RuleMeta>>;
  readonly config: Config;
  readonly only: readonly string[];
}

async function configured(paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<Configured> {
  const [{ loadConfig }, { rules }, { suppressionMeta, suppressionRuleId }] = await Promise.all([
    import('../config/index.js'),
    import('../rules/index.js'),
    import('../judge/index.js'),
  ]);
  const metas = Object.fromEntries([...rules.map((rule) => [rule.id, rule.meta] as const), [suppressionRuleId, suppressionMeta] as const]);
  const ids = Object.keys(metas);
  const only = await Promise.all((options.only ?? []).map((id) => knownRule(id, ids)));
  const config = loadConfig({
    from: searchFrom(paths, console.cwd),
    cwd: console.cwd,
    ...(typeof options.config === 'string' ? { file: options.config } : {}),
    none: options.config === false,
    rules: metas,
    overrides: options.rule ?? [],
    ...(options.preset === undefined ? {} : { preset: options.preset }),
  });
  return { rules, metas, config, only };
}

async function historyOf(paths: readonly string[]): Promise<History> {
  const [{ readHistory }, { scannedRepositories }] = await Promise.all([import('../history/index.js'), import('../discover/repositories.js')]);
  return readHistory(scannedRepositories(paths));
}

/** The rule that asks for history. */
const lockstep = 'lockstep-deploy';

function runs(id: string, metas: Configured['metas'], config: Config, only: readonly string[]): boolean {
  return severitiesOf(metas, config).get(id) !== 'off' && (only.length === 0 || only.includes(id));
}

/** One path: the configuration is looked for from there upwards; several: from the working directory. */
function searchFrom(paths: readonly string[], cwd: string): string {
  const [only, ...rest] = paths;
  return only === undefined || rest.length > 0 ? cwd : path.resolve(cwd, only);
}

function severitiesOf(metas: Readonly<Record<string, RuleMeta>>, config: Config): ReadonlyMap<string, SeverityOrOff> {
  const configuredSeverity = new Map(Object.entries(config.rules).map(([id, setting]) => [id, setting.severity]));
  return new Map(Object.entries(metas).map(([id, meta]) => [id, configuredSeverity.get(id) ?? meta.severity[config.preset]]));
}
