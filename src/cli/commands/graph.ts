import { UsageError } from '../../core/usage-error.js';
import type { GraphOptions } from '../../report/options.js';
import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import { lookupNode } from '../lookup.js';
import type { GraphCommandOptions } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** Above this many nodes a drawing is hard to read, and a hint says how to narrow it. */
const readableNodes = 60;

/** `archlint graph`: prints the dependency graph; 0 whatever the findings. */
export async function graph(paths: readonly string[], options: GraphCommandOptions, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('graph', options.format, options.output, nearestName);
  if (options.depth !== undefined && options.focus === undefined) throw new UsageError('--depth needs --focus NODE');
  const analysed = await analysePaths(paths, options, console);
  const system = analysed.report.graph;
  const shown: GraphOptions = {
    ...(options.level === undefined ? {} : { level: options.level }),
    ...(options.focus === undefined ? {} : { focus: lookupNode(system, options.focus, nearestName) }),
    depth: options.depth ?? 1,
    groupBy: options.groupBy,
    highlight: options.highlight === true,
  };
  await emit('graph', analysed, targets, options, { graph: shown }, console);
  if (system.nodes.length === 0) console.err('archlint: nothing found to analyse: no file here describes a service\n');
  const drawn = targets.some((target) => target.format !== 'json');
  if (drawn && options.quiet !== true && shown.focus === undefined && system.nodes.length > readableNodes) {
    console.err(`archlint: ${system.nodes.length} nodes; --focus NODE --depth 1, --level services or --group-by team make the drawing readable\n`);
  }
  return 0;
}
