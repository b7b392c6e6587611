import type { SystemGraph } from '../../core/graph.js';
import type { Report } from '../../core/report.js';
import { UsageError } from '../../core/usage-error.js';
import type { GraphOptions } from '../../report/options.js';
import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import { lookupNode, lookupNodes } from '../lookup.js';
import type { GraphCommandOptions } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** `archlint graph`: prints the dependency graph; 0 whatever the findings. What a drawing leaves out, and how to see it, is said on standard error too. */
export async function graph(paths: readonly string[], options: GraphCommandOptions, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('graph', options.format, options.output, nearestName);
  if (options.depth !== undefined && options.focus === undefined && options.reaches === undefined)
    throw new UsageError('--depth needs --focus NODE or --reaches NODE');
  const analysed = await analysePaths(paths, options, console);
  const system = analysed.report.graph;
  const shown = graphOptions(system, options, nearestName);
  const notes = await notesOnDrawing(analysed.report, shown, new Set(targets.map((target) => target.format)));
  await emit('graph', analysed, targets, options, { graph: shown }, console);
  if (system.nodes.length === 0) console.err('archlint: nothing found to analyse: no file here describes a service\n');
  if (options.quiet !== true) for (const note of notes) console.err(`archlint: ${note}\n`);
  return 0;
}

/** What the drawing says of itself; none for data formats. Throws UsageError where it cannot be laid out. */
async function notesOnDrawing(report: Report, options: GraphOptions, formats: ReadonlySet<string>): Promise<readonly string[]> {
  if ([...formats].every((format) => format === 'json')) return [];
  const [{ drawGraph }, { tooLarge }] = await Promise.all([
    import('../../report/shape/drawing/draw-graph.js'),
    import('../../report/shape/drawing/layout-plan.js'),
  ]);
  const drawing = drawGraph(report, options);
  const problem = formats.has('svg') ? tooLarge(drawing) : undefined;
  if (problem !== undefined) throw new UsageError(problem);
  return drawing.notes;
}

function graphOptions(system: SystemGraph, options: GraphCommandOptions, nearest: Parameters<typeof lookupNode>[2]): GraphOptions {
  const [from, to] = (options.between ?? []).map((word) => lookupNode(system, word, nearest));
  if (from !== undefined && from === to) throw new UsageError('--between takes two different nodes');
  return {
    ...(options.level === undefined ? {} : { level: options.level }),
    ...(options.focus === undefined ? {} : { focus: lookupNodes(system, options.focus, nearest) }),
    ...(options.depth === undefined ? {} : { depth: options.depth }),
    ...(options.reaches === undefined ? {} : { reaches: lookupNode(system, options.reaches, nearest) }),
    ...(from === undefined || to === undefined ? {} : { between: [from, to] }),
    ...(options.groupBy === undefined ? {} : { groupBy: options.groupBy }),
    onlyFindings: options.onlyFindings === true,
    highlight: options.highlight === true || options.onlyFindings === true,
    ...(options.coChange === true ? { coChange: true } : {}),
  };
}
