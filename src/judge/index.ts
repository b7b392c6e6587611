export { fingerprintOf } from './fingerprint.js';
export { type Judgement, type JudgeOptions, judge } from './judge.js';
export { formatMessage, joinNames } from './message.js';
export { compareSeverity } from './severity.js';
export { suppressionMeta, suppressionRuleId } from './suppression-rule.js';
