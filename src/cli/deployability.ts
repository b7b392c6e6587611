import type { Deployability } from '../core/deployability.js';
import type { NodeId } from '../core/graph.js';
import type { Report } from '../core/report.js';
import { configured } from './configured.js';
import type { Console } from './console.js';
import type { CommonOptions, RuleChoice } from './option-values.js';

/** What must go out with a service of a report, by the thresholds that the configuration sets for lockstep-deploy; undefined where the node is no service. */
export async function deployabilityIn(
  report: Report,
  id: NodeId,
  paths: readonly string[],
  options: CommonOptions & RuleChoice,
  console: Console,
): Promise<Deployability | undefined> {
  const [{ coChangeThresholds, createGraphView, deployabilityOf }, { optionsOf }] = await Promise.all([
    import('../graph/index.js'),
    import('../judge/index.js'),
  ]);
  const graph = createGraphView(report.graph);
  if (graph.node(id)?.kind !== 'service') return undefined;
  const { rules, config } = await configured(paths, options, console);
  const rule = rules.find((one) => one.id === 'lockstep-deploy');
  const thresholds = coChangeThresholds(rule === undefined ? {} : optionsOf(config, rule));
  return deployabilityOf(graph, id, thresholds, report.findings);
}
