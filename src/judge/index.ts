export { fingerprintOf } from './fingerprint.js';
export { countFindings, type Judgement, judge, optionsOf } from './judge.js';
export { formatMessage, joinNames } from './message.js';
export { suppressionMeta, suppressionRuleId } from './suppression-rule.js';
