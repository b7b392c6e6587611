import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import type { CommonOptions, RuleChoice } from '../option-values.js';
import { knownRule } from '../configured.js';
import { reportOfRules } from '../pipeline.js';

/** `archlint rules`: the rules with their severity under the configuration in use. */
export async function rules(options: CommonOptions & RuleChoice, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('rules', options.format, options.output, nearestName);
  await emit('rules', await reportOfRules(options, console), targets, options, {}, console);
  return 0;
}

/** `archlint explain <rule>`: one rule's whole documentation. */
export async function explain(word: string, options: CommonOptions & RuleChoice, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('explain', options.format, options.output, nearestName);
  const analysed = await reportOfRules(options, console);
  const rule = await knownRule(word, Object.keys(analysed.report.rules));
  await emit('explain', analysed, targets, options, { rule }, console);
  return 0;
}
