import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type BaselineContent, baselineName, type BaselineMatch, matchBaseline, parseBaseline, staleEntries } from '../compare/index.js';
import type { StaleEntry } from '../core/comparison.js';
import { UsageError } from '../core/usage-error.js';
import { type Configured, fromRoot, realPath, severitiesOf } from './configured.js';
import type { Console } from './console.js';
import type { Earlier } from './earlier.js';
import type { State } from './pipeline.js';

const maxBytes = 10_000_000;

/** A baseline file and what it says. */
export interface Baseline extends BaselineContent {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working directory, as messages name it. */
  readonly name: string;
  /** Relative to the scan root, as locations are. */
  readonly file: string;
}

/** What decides where a baseline is. */
export interface BaselineChoice {
  /** `--baseline FILE`; false for `--no-baseline`. */
  readonly named: string | false | undefined;
  /** Where the configuration is, absolute; null for none. */
  readonly configFile: string | null;
  /** Root of the scan, absolute. */
  readonly root: string;
}

/** Where the baseline of a run may stand, absolute, the first that is there counts: the named file; else beside the configuration, else in the scan root. */
export function baselinePlaces({ named, configFile, root }: BaselineChoice, console: Pick<Console, 'cwd'>): readonly string[] {
  if (named === false) return [];
  if (named !== undefined) return [path.resolve(console.cwd, named)];
  const beside = configFile === null ? [] : [path.dirname(configFile)];
  return [...new Set([...beside, root])].map((folder) => path.join(folder, baselineName));
}

/**
 * The baseline of a run, from the disk; undefined where there is none. Throws `UsageError` for a named one that cannot be read and for one that is none. A
 * baseline that was not named is no link.
 */
export function findBaseline(choice: BaselineChoice, console: Pick<Console, 'cwd'>): Baseline | undefined {
  for (const file of baselinePlaces(choice, console)) {
    const name = nameOf(file, console);
    const stat = choice.named === undefined ? lstatSync(file, { throwIfNoEntry: false }) : statSync(file, { throwIfNoEntry: false });
    if (stat === undefined && choice.named === undefined) continue;
    if (stat === undefined) throw new UsageError(`there is no baseline ${name}. archlint baseline --baseline ${name} writes it`);
    if (!stat.isFile())
      throw new UsageError(`${name} is ${stat.isSymbolicLink() ? 'a link' : 'no regular file'} and is not read as a baseline. Name one with --baseline.`);
    if (stat.size > maxBytes) throw new UsageError(`${name} is larger than 10 MB and is not read as a baseline. Prune it, or name another with --baseline.`);
    return { ...parseBaseline(name, readFileSync(file, 'utf8')), ...placed(file, choice.root), name };
  }
  return undefined;
}

/** The baseline of a run as an earlier state has it: in the same places, the named one too; undefined where it has none. Throws `UsageError` for a broken one. */
export function findEarlierBaseline(choice: BaselineChoice, earlier: Earlier, console: Pick<Console, 'cwd'>): Baseline | undefined {
  const places = baselinePlaces(choice, console);
  const texts = earlier.read(places);
  const file = places.find((place) => texts.has(place));
  if (file === undefined) return undefined;
  const name = nameOf(file, console);
  try {
    return { ...parseBaseline(name, texts.get(file) ?? ''), ...placed(file, choice.root), name };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`at ${earlier.revision}, ${error.message} To do without it: --no-baseline.`);
  }
}

const placed = (file: string, root: string): Pick<Baseline, 'path' | 'file'> => ({ path: realPath(file), file: fromRoot(file, root) });

/** Name of a file as reports and messages give it. */
export const nameOf = (file: string, { cwd }: Pick<Console, 'cwd'>): string => path.relative(cwd, file).split(path.sep).join('/') || file;

/** What a baseline says of a state: the match, and the entries that are stale as far as this scan can tell. */
export interface Held extends BaselineMatch {
  readonly stale: readonly StaleEntry[];
}

/** Holds a state against a baseline. `starts`: the paths that were scanned, absolute; entries of a baseline that was written for more are never stale. */
export function holdAgainst(baseline: Baseline, state: State, setup: Configured, starts: readonly string[]): Held {
  const match = matchBaseline(baseline.entries, state.judged.findings, state.graph.nodes);
  const stale = covers(baseline, starts) ? staleEntries(match.unmet, (rule) => ran(rule, setup), baseline.file) : [];
  return { ...match, stale };
}

/** Whether a scan looked at all that the baseline was written for. */
export function covers(baseline: Baseline, starts: readonly string[]): boolean {
  const wanted = (baseline.paths ?? []).map((one) => path.resolve(path.dirname(baseline.path), one));
  return wanted.every((one) => starts.some((start) => isInside(one, start)));
}

/** What a scan covers, relative to the folder of a baseline; undefined where some of it is outside that folder. */
export function coverage(file: string, starts: readonly string[]): readonly string[] | undefined {
  const folder = path.dirname(file);
  if (!starts.every((start) => isInside(start, folder))) return undefined;
  return starts.map((start) => path.relative(folder, start).split(path.sep).join('/') || '.');
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way === '' || (way.split(path.sep)[0] !== '..' && !path.isAbsolute(way));
}

/** Whether a rule ran: of others a baseline can tell nothing. */
export function ran(rule: string, { metas, config, only }: Configured): boolean {
  return (severitiesOf(metas, config).get(rule) ?? 'off') !== 'off' && (only.length === 0 || only.includes(rule));
}
