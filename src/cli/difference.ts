import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Extracted } from '../analyze.js';
import { compareFindings, graphChange, readSavedGraph, type SavedGraph, sameNodes } from '../compare/index.js';
import type { ComparedWith } from '../core/comparison.js';
import type { History } from '../core/history.js';
import type { Report } from '../core/report.js';
import { UsageError } from '../core/usage-error.js';
import type { DiskTree } from '../discover/index.js';
import { stopwatch } from '../stopwatch.js';
import { absolute, absoluteFile, type Configured, located, ruleSetup, severitiesOf } from './configured.js';
import type { Console } from './console.js';
import { Earlier } from './earlier.js';
import { historyOf } from './history.js';
import type { CommonOptions, RuleChoice } from './option-values.js';
import { type Analysed, analyseState, emptyReport, type State, type StateContext } from './pipeline.js';
import { createProgress } from './progress.js';

/** A state that the user named. */
export interface AskedState {
  readonly kind: Exclude<ComparedWith['kind'], 'baseline'>;
  readonly name: string;
}

export interface AskedDifference {
  readonly before: AskedState;
  readonly after: AskedState;
  readonly paths: readonly string[];
}

/** A graph file may have this many bytes. */
const maxBytes = 200_000_000;

/**
 * How one state differs from another. Both are judged by one configuration, that of the later one: what differs is the system and not the judge. Throws
 * `UsageError` for a revision that is not there and a file that is no graph.
 */
export async function differenceOf(asked: AskedDifference, options: CommonOptions & RuleChoice, console: Console): Promise<Analysed> {
  const started = console.now();
  const revisions = new Map(
    [asked.before, asked.after].flatMap(({ kind, name }) => (kind === 'ref' ? [[name, new Earlier(name, 'commit', console.cwd)] as const] : [])),
  );
  const setup = await laterSetup(asked, revisions.get(asked.after.name), options, console);
  const saved = new Map([asked.before, asked.after].flatMap(({ kind, name }) => (kind === 'snapshot' ? [[name, readGraphFile(name, console)] as const] : [])));
  const progress = createProgress(console, options.quiet === true);
  try {
    const states =
      saved.size === 2 || (saved.size === 1 && asked.before.name === asked.after.name)
        ? undefined
        : analyser(asked, revisions, setup, options, console, progress.stage);
    const before = saved.get(asked.before.name) ?? (await states?.state(asked.before));
    const after = saved.get(asked.after.name) ?? (await states?.state(asked.after));
    if (before === undefined || after === undefined) throw new Error('a state that is neither saved nor analysed');
    return {
      report: { ...reportOn(before, after, asked, setup), ...(options.timing && states ? { timing: states.spent } : {}) },
      elapsed: console.now() - started,
      severities: severitiesOf(setup.metas, setup.config),
    };
  } finally {
    progress.clear();
  }
}

async function laterSetup(asked: AskedDifference, later: Earlier | undefined, options: CommonOptions & RuleChoice, console: Console): Promise<Configured> {
  const { load, ...rest } = await ruleSetup(asked.paths, options, console);
  const { loadConfig, loadEarlierConfig } = await import('../config/index.js');
  const config = later !== undefined && load.file === undefined ? loadEarlierConfig(load, later.read) : loadConfig(load);
  const known = config ?? loadConfig(load);
  return { ...rest, config: known, configFile: absoluteFile(known, console.cwd) };
}

interface Analyser {
  readonly state: (asked: AskedState) => Promise<State>;
  readonly spent: Readonly<Record<string, number>>;
}

/** Analyses the states that are asked for: the work tree is listed once, and what states have in common is extracted once. */
function analyser(
  asked: AskedDifference,
  revisions: ReadonlyMap<string, Earlier>,
  given: Configured,
  options: CommonOptions & RuleChoice,
  console: Console,
  onProgress: (stage: string) => void,
): Analyser {
  const clock = stopwatch(onProgress);
  const { ignore } = given.config;
  const extracted: Extracted = new Map();
  const paths = absolute(asked.paths, console.cwd);
  let listed: Promise<Listed> | undefined;
  const list = async (): Promise<Listed> => {
    const { discoverFiles } = await import('../discover/index.js');
    const tree = clock.time('list', () => discoverFiles(paths, { ignore, identify: true }));
    const history = await historyOf(tree, options.history, given, clock);
    return { tree, setup: { ...given, config: located(given.config, tree.root, console.cwd) }, ...(history && { history }) };
  };
  const state = async ({ name }: AskedState): Promise<State> => {
    listed ??= list();
    const [{ tree, setup, history }, { discoverRevision }] = await Promise.all([listed, import('../discover/index.js')]);
    const revision = revisions.get(name);
    const files = revision === undefined ? tree : clock.time(`list ${name}`, () => discoverRevision(tree, { ignore, commitOf: revision.commitOf }));
    const context: StateContext = { today: console.today, extracted, onProgress: (stage) => onProgress(`${stage} (${name})`), ...(history && { history }) };
    const analysed = await analyseState(files, setup, context);
    for (const [stage, time] of Object.entries(analysed.timing)) clock.spent[`${stage} ${name}`] = time;
    return analysed;
  };
  return { state, spent: clock.spent };
}

interface Listed {
  readonly tree: DiskTree;
  readonly setup: Configured;
  readonly history?: History;
}

function readGraphFile(name: string, { cwd }: Console): SavedGraph {
  const file = path.resolve(cwd, name);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new UsageError(`there is no file ${name}: archlint graph --format json --output ${name} writes a graph`);
  if (stat.size > maxBytes) throw new UsageError(`${name} is larger than 200 MB and is not read`);
  return readSavedGraph(name, readFileSync(file, 'utf8'));
}

function reportOn(before: State | SavedGraph, after: State | SavedGraph, asked: AskedDifference, setup: Configured): Report {
  const [then, now] = [before, after].map((state) => ('graph' in state ? state.graph : state)) as [SavedGraph, SavedGraph];
  const found =
    'judged' in before && 'judged' in after
      ? compareFindings(before.judged, after.judged, sameNodes(then.nodes, now.nodes))
      : { added: [], fixed: [], unchanged: [] };
  const empty = emptyReport(setup.metas);
  return {
    ...empty,
    graph: 'graph' in after ? after.graph : { ...empty.graph, ...now },
    ...('files' in after ? { files: after.files } : {}),
    findings: found.added,
    comparison: { against: asked.before, later: asked.after, fixed: found.fixed, unchanged: found.unchanged, change: graphChange(then, now), stale: [] },
  };
}
