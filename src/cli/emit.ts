import path from 'node:path';
import { defaultRenderOptions, plainPalette, type RenderOptions, type ReportCommand, type Reporter } from '../report/options.js';
import { logLines, term } from '../report/shape/escape.js';
import { colorLevel, paletteOf } from './color.js';
import type { Console } from './console.js';
import { type Destination, writeReport } from './destinations.js';
import type { CommonOptions } from './option-values.js';
import type { Analysed } from './pipeline.js';
import { addStepSummary } from './step-summary.js';

/** What a command adds to the common rendering options. */
export type Presentation = Partial<
  Pick<RenderOptions, 'commentId' | 'deployability' | 'failing' | 'failure' | 'graph' | 'lineLinks' | 'prefix' | 'question' | 'rule' | 'together'>
>;

const pipeColumns = 100;
const narrowest = 60;
const widest = 140;

/** Renders every format that was asked for and writes each where it goes; standard output gets the report alone. */
export async function emit(
  command: ReportCommand,
  analysed: Analysed,
  targets: readonly Destination[],
  options: CommonOptions,
  extra: Presentation,
  console: Console,
): Promise<void> {
  const { reporters } = await import('../report/index.js');
  const showTime = options.timing === true || console.outIsTerminal;
  const base: RenderOptions = {
    ...defaultRenderOptions,
    verbose: options.verbose === true,
    quiet: options.quiet === true,
    severities: analysed.severities,
    ...extra,
  };
  const reporterOf = (format: string): Reporter => {
    const reporter = reporters.find((candidate) => candidate.command === command && candidate.format === format);
    if (reporter === undefined) throw new Error(`no reporter ${format} for ${command}`);
    return reporter;
  };
  for (const target of targets) {
    const reporter = reporterOf(target.format);
    if (target.file === undefined) {
      const columns = console.outIsTerminal ? Math.min(widest, Math.max(narrowest, console.columns ?? pipeColumns)) : pipeColumns;
      const palette = await paletteOf(colorLevel(options.color, console));
      const text = await reporter.render(analysed.report, { ...base, columns, palette, ...(showTime ? { elapsed: analysed.elapsed } : {}) });
      await console.out(target.format === 'github' ? text : logLines(text));
    } else {
      const text = await reporter.render(analysed.report, { ...base, columns: pipeColumns, palette: plainPalette });
      await writeReport(path.resolve(console.cwd, target.file), text);
      if (options.quiet !== true) console.err(`archlint: wrote ${term(target.file)}\n`);
    }
  }
  if (targets.some((target) => target.format === 'github'))
    await addStepSummary(console, async (budget) => await reporterOf('markdown').render(analysed.report, { ...base, budget }));
  if (analysed.report.timing) console.err(timingTable(analysed.report.timing, analysed.elapsed));
}

/** Milliseconds by stage, right-aligned. */
function timingTable(timing: Readonly<Record<string, number>>, elapsed: number): string {
  const rows = [...Object.entries(timing), ['total', elapsed] as const].map(([stage, time]) => `  ${term(stage).padEnd(16)}${time.toFixed(0).padStart(8)} ms`);
  return `${rows.join('\n')}\n`;
}
