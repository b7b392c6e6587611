import type { Report } from '../core/report.js';
import { findBaseline, holdAgainst } from './baseline.js';
import type { Console } from './console.js';
import type { CheckOptions } from './option-values.js';
import { type Analysed, examine, plainly } from './pipeline.js';

/** The work tree held against the accepted findings of its baseline, where it has one: findings are those that are not accepted. */
export async function analyseAgainstBaseline(paths: readonly string[], options: CheckOptions, console: Console): Promise<Analysed> {
  const examined = await examine(paths, options, console);
  const { setup, state, tree } = examined;
  const whole = plainly(examined, options);
  const baseline = findBaseline({ named: options.baseline, configFile: setup.configFile, root: tree.root }, console);
  if (baseline === undefined) return whole;
  const { countFindings, judgeStale, sortFindings } = await import('../judge/index.js');
  const { accepted, rest, stale } = holdAgainst(baseline, state, setup, tree.starts);
  const findings = sortFindings([...rest, ...judgeStale(stale, setup.config, setup.only.length > 0 ? setup.only : undefined)]);
  const report: Report = {
    ...whole.report,
    findings,
    summary: { ...whole.report.summary, ...countFindings(findings), baselined: accepted.length },
    comparison: { against: { kind: 'baseline', name: baseline.name }, fixed: [], unchanged: accepted, stale },
  };
  return { ...whole, report };
}
