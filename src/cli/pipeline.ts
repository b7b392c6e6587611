import type { Extracted } from '../analyze.js';
import type { FileIndex } from '../core/files.js';
import type { SystemGraph } from '../core/graph.js';
import type { History } from '../core/history.js';
import type { FileCoverage, Report } from '../core/report.js';
import type { SeverityOrOff } from '../core/rule.js';
import type { DiskTree } from '../discover/index.js';
import type { Judgement } from '../judge/index.js';
import { stopwatch } from '../stopwatch.js';
import { absolute, type Configured, configured, located, severitiesOf } from './configured.js';
import type { Console } from './console.js';
import { historyOf } from './history.js';
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

/** One state of a system, analysed and judged. */
export interface State {
  readonly graph: SystemGraph;
  readonly files: FileCoverage;
  readonly judged: Judgement;
  /** Milliseconds by stage. */
  readonly timing: Readonly<Record<string, number>>;
}

/** The work tree, analysed and judged by itself, with what that was done by. */
export interface Examined {
  readonly setup: Configured;
  readonly tree: DiskTree;
  readonly state: State;
  readonly timing: Readonly<Record<string, number>>;
  /** Milliseconds from the start of the command. */
  readonly elapsed: number;
}

/** Reads the configuration, analyses the paths and judges. */
export async function examine(paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<Examined> {
  const started = console.now();
  const given = await configured(paths, options, console);
  const { discoverFiles } = await import('../discover/index.js');
  const progress = createProgress(console, options.quiet === true);
  try {
    const clock = stopwatch(progress.stage);
    const tree = clock.time('list', () => discoverFiles(absolute(paths, console.cwd), { ignore: given.config.ignore }));
    const setup = { ...given, config: located(given.config, tree.root, console.cwd) };
    const history = await historyOf(tree, options.history, setup, clock);
    const state = await analyseState(tree, setup, { today: console.today, onProgress: progress.stage, ...(history && { history }) });
    return { setup, tree, state, timing: { ...clock.spent, ...state.timing }, elapsed: console.now() - started };
  } finally {
    progress.clear();
  }
}

/** The report on the work tree by itself: what every command but `check`, `rules` and `explain` shows. */
export async function analysePaths(paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<Analysed> {
  return plainly(await examine(paths, options, console), options);
}

/** The report on one state that is held against nothing. */
export function plainly({ setup, state, timing, elapsed }: Examined, options: CommonOptions): Analysed {
  return { report: reportOf(state, setup, options.timing ? timing : undefined), elapsed, severities: severitiesOf(setup.metas, setup.config) };
}

/** What an analysis needs beside the files and the configuration. */
export interface StateContext {
  /** ISO date. */
  readonly today: string;
  readonly onProgress: (stage: string) => void;
  /** What git tells of changes, the same for all states. */
  readonly history?: History;
  /** What states have in common. */
  readonly extracted?: Extracted;
}

/** Analyses and judges the files of one state. */
export async function analyseState(files: FileIndex, setup: Configured, context: StateContext): Promise<State> {
  const [{ analyze }, { createGraphView }, { judge }] = await Promise.all([import('../analyze.js'), import('../graph/index.js'), import('../judge/index.js')]);
  const { config, rules, only } = setup;
  const { today, ...rest } = context;
  const analysis = await analyze({ files, config, ...rest });
  context.onProgress('judging');
  return { ...analysis, judged: judge(createGraphView(analysis.graph), config, rules, { today, ...(only.length > 0 ? { only } : {}) }) };
}

/** The report on one state by itself. */
export function reportOf(state: State, setup: Configured, timing?: Report['timing']): Report {
  const { graph, files, judged } = state;
  return { toolVersion: toolVersion(), ...judged, graph, files, rules: setup.metas, ...(timing === undefined ? {} : { timing }) };
}

/** A report without a system, for `rules` and `explain`: rules and severities under the configuration in use. */
export async function reportOfRules(options: CommonOptions & RuleChoice, console: Console): Promise<Analysed> {
  const { metas, config } = await configured(['.'], options, console);
  return { report: emptyReport(metas), elapsed: 0, severities: severitiesOf(metas, config) };
}

/** A report that knows the rules and nothing else. */
export function emptyReport(rules: Report['rules']): Report {
  return {
    toolVersion: toolVersion(),
    summary: { services: 0, calls: 0, errors: 0, warnings: 0, infos: 0, suppressed: 0, baselined: 0 },
    findings: [],
    suppressed: [],
    graph: { nodes: [], edges: [], releases: [], unresolved: [], coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 }, suppressions: [] },
    files: { listed: 0, read: 0, skipped: {}, diagnostics: [] },
    rules,
  };
}
