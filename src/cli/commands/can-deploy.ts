import { UsageError } from '../../core/usage-error.js';
import type { Console } from '../console.js';
import { deployabilityIn } from '../deployability.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import { lookupNode } from '../lookup.js';
import type { CommonOptions, RuleChoice } from '../option-values.js';
import { analysePaths } from '../pipeline.js';

/** `archlint can-deploy <service> [paths...]`: what must go out with a service; 0 where it can go alone, 1 where it cannot. */
export async function canDeploy(word: string, paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('can-deploy', options.format, options.output, nearestName);
  const analysed = await analysePaths(paths, options, console);
  const { graph } = analysed.report;
  const id = lookupNode(graph, word, nearestName);
  const deployability = await deployabilityIn(analysed.report, id, paths, options, console);
  if (deployability === undefined) {
    const kind = graph.nodes.find((node) => node.id === id)?.kind ?? 'name';
    throw new UsageError(`'${word}' is a ${kind}, not a service; archlint services lists them`);
  }
  await emit('can-deploy', analysed, targets, options, { deployability }, console);
  return deployability.bonds.length === 0 ? 0 : 1;
}
