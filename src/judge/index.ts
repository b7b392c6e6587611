import type { RuleMeta } from '../core/rule.js';
import { suppressionMeta, suppressionRuleId } from './suppression-rule.js';
import { weakenedGateId, weakenedGateMeta } from './weakened-gate-rule.js';

export { fingerprintOf } from './fingerprint.js';
export { countFindings, type Judgement, judge, judgeStale, judgeWeakenings, optionsOf, sortFindings } from './judge.js';
export { configWeakenings, type Weakening } from './weakening.js';

/** The rules that judging itself adds, by id: they look at what judges, not at the graph. */
export const gateRules: Readonly<Record<string, RuleMeta>> = { [suppressionRuleId]: suppressionMeta, [weakenedGateId]: weakenedGateMeta };
