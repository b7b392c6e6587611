import { UsageError } from '../../core/usage-error.js';
import { configured } from '../configured.js';
import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import { lookupNode } from '../lookup.js';
import type { CommonOptions, RuleChoice } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** `archlint can-deploy <service> [paths...]`: what must go out with a service; 0 where it can go alone, 1 where it cannot. */
export async function canDeploy(word: string, paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<number> {
  const [{ nearestName }, { coChangeThresholds, createGraphView, deployabilityOf }, { optionsOf }] = await Promise.all([
    import('../../config/index.js'),
    import('../../graph/index.js'),
    import('../../judge/index.js'),
  ]);
  const targets = destinations('can-deploy', options.format, options.output, nearestName);
  const analysed = await analysePaths(paths, options, console);
  const id = lookupNode(analysed.report.graph, word, nearestName);
  const graph = createGraphView(analysed.report.graph);
  const node = graph.node(id);
  if (node?.kind !== 'service') throw new UsageError(`'${word}' is a ${node?.kind ?? 'name'}, not a service; archlint services lists them`);
  const { rules, config } = await configured(paths, options, console);
  const rule = rules.find((one) => one.id === 'lockstep-deploy');
  const thresholds = coChangeThresholds(rule === undefined ? {} : optionsOf(config, rule));
  const deployability = deployabilityOf(graph, id, thresholds, analysed.report.findings);
  await emit('can-deploy', analysed, targets, options, { deployability }, console);
  return deployability.bonds.length === 0 ? 0 : 1;
}
