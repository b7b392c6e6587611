import { existsSync } from 'node:fs';
import { baselineText, entriesOf, sortedEntries } from '../../compare/index.js';
import { UsageError } from '../../core/usage-error.js';
import { term } from '../../report/shape/escape.js';
import { count } from '../../report/shape/layout.js';
import { type Baseline, baselinePlaces, coverage, covers, findBaseline, holdAgainst, nameOf, ran } from '../baseline.js';
import type { Console } from '../console.js';
import { writeReport } from '../destinations.js';
import type { BaselineOptions } from '../option-values.js';
import { examine } from '../pipeline.js';

/** New findings that a refusal names. */
const mostNamed = 5;

/**
 * `archlint baseline`: writes today's findings down as accepted. Where there is a baseline it can only shrink: `--prune` removes what is no longer found,
 * `--allow-additions` is needed to accept more. Throws `UsageError` where it would grow, and where this scan does not see all that it was written for.
 */
export async function baseline(paths: readonly string[], options: BaselineOptions, console: Console): Promise<number> {
  const examined = await examine(paths, options, console);
  const { setup, state, tree } = examined;
  const choice = { named: options.baseline, configFile: setup.configFile, root: tree.root };
  const [first = ''] = baselinePlaces(choice, console);
  const old = options.baseline !== undefined && !existsSync(first) ? undefined : findBaseline(choice, console);
  if (old === undefined && options.prune === true) throw new UsageError(`there is no baseline ${nameOf(first, console)} to prune; archlint baseline writes it`);
  const file = old?.path ?? first;
  const scope = coverage(file, tree.starts);
  if (old === undefined) {
    const entries = entriesOf(state.judged.findings);
    await writeReport(file, baselineText({ entries, ...(scope && { paths: scope }) }));
    return tell(`${count(entries.length, 'finding')} accepted`, file, options, console);
  }
  if (!covers(old, tree.starts))
    throw new UsageError(`${old.name} was written for ${(old.paths ?? []).join(', ')}, and this scan sees only a part of it. Give the same paths.`);
  const { accepted, rest, unmet } = holdAgainst(old, state, setup, tree.starts);
  if (rest.length > 0 && options.prune !== true && options.allowAdditions !== true) throw grows(old, rest);
  const taken = options.allowAdditions === true ? rest : [];
  const kept = unmet.filter(({ ruleId }) => !ran(ruleId, setup));
  const entries = sortedEntries([...entriesOf([...accepted, ...taken]), ...kept]);
  await writeReport(file, baselineText({ entries, ...(scope && { paths: scope }) }));
  const added = entriesOf(taken).length;
  return tell(
    `${count(unmet.length - kept.length, 'stale entry', 'stale entries')} removed, ${added} added; ${count(entries.length, 'finding')} accepted`,
    file,
    options,
    console,
  );
}

function grows(old: Baseline, rest: Parameters<typeof entriesOf>[0]): UsageError {
  const named = rest.slice(0, mostNamed).map(({ ruleId, message }) => `  ${ruleId}: ${message}`);
  const more = rest.length > named.length ? [`  … and ${rest.length - named.length} more`] : [];
  return new UsageError(
    [
      `${old.name} does not accept ${count(rest.length, 'finding')}, and a baseline grows only with --allow-additions (--prune only removes):`,
      ...named,
      ...more,
    ].join('\n'),
  );
}

async function tell(what: string, file: string, options: BaselineOptions, console: Console): Promise<number> {
  if (options.quiet !== true) await console.out(`${term(nameOf(file, console))}: ${what}\n`);
  return 0;
}
