import type { Summary } from '../../core/report.js';
import type { Severity } from '../../core/rule.js';
import { analyseAgainstBaseline } from '../against-baseline.js';
import { checkoutPrefix } from '../checkout.js';
import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import type { CheckOptions, FailOn } from '../option-values.js';
import type { Analysed } from '../pipeline.js';

/** Formats for platforms that look files up in the checkout. */
const namedFromCheckout = ['sarif', 'github', 'gitlab'];

/** Formats that say by themselves why the command fails, and that nothing was found. */
const forPeople = ['stylish', 'github', 'markdown'];

/** `archlint check`: prints findings; 1 where some are at or above `--fail-on` or warnings exceed `--max-warnings`, else 0. */
export async function check(paths: readonly string[], options: CheckOptions, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('check', options.format, options.output, nearestName);
  const analysed = await compared(paths, options, console);
  const failure = failureOf(analysed.report.summary, options);
  const prefix = targets.some(({ format }) => namedFromCheckout.includes(format)) ? await checkoutPrefix(paths, console) : '';
  const extra = { failing: failingOf(options.failOn), prefix, ...(failure === undefined ? {} : { failure }) };
  await emit('check', analysed, targets, options, extra, console);
  const seen = targets.some((target) => forPeople.includes(target.format) && target.file === undefined);
  if (!seen && analysed.report.summary.services === 0) console.err('archlint: nothing found to analyse: no file here describes a service\n');
  if (!seen && failure !== undefined && options.quiet !== true) console.err(`archlint: ${failure}\n`);
  return failure === undefined ? 0 : 1;
}

async function compared(paths: readonly string[], options: CheckOptions, console: Console): Promise<Analysed> {
  if (options.since === undefined) return analyseAgainstBaseline(paths, options, console);
  const { analyseSince } = await import('../since.js');
  return analyseSince(paths, options.since, options, console);
}

/** Severities that fail; with `never`, those that would by default, for formats that know only passed and failed. */
function failingOf(failOn: FailOn): readonly Severity[] {
  return ({ error: ['error'], warn: ['error', 'warn'], info: ['error', 'warn', 'info'], never: ['error'] } as const)[failOn];
}

function failureOf(summary: Summary, options: Pick<CheckOptions, 'failOn' | 'maxWarnings'>): string | undefined {
  const { errors, warnings, infos } = summary;
  const counted = { error: errors, warn: errors + warnings, info: errors + warnings + infos, never: 0 }[options.failOn];
  if (counted > 0) return `failing because of --fail-on ${options.failOn}`;
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) return `failing because of --max-warnings ${options.maxWarnings}`;
  return undefined;
}
