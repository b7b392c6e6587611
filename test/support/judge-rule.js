import { createGraphView } from '../../src/graph/index.js';
import { judge } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';
import { system } from './graph-builder.js';
export const strict = {
    file: null,
    services: {},
    ignore: [],
    infrastructure: [],
    contexts: {},
    libraries: [],
    preset: 'strict',
    rules: {},
    suppress: [],
};
/** Findings of one rule in the preset `strict`. */
export function findingsOf(id, parts, options = {}) {
    const rule = rules.find((one) => one.id === id);
    if (!rule)
        throw new Error(`no rule ${id}`);
    const config = { ...strict, rules: { [id]: { severity: rule.meta.severity.strict, options } } };
    return judge(createGraphView(system(parts)), config, rules, { today: '2026-01-01', only: [id] }).findings;
}
/** `error twoWriters billing,orders` for each finding. */
export function brief(findings) {
    return findings.map((finding) => `${finding.severity} ${finding.messageId} ${finding.services.join(',')}`);
}
export function places(finding) {
    return (finding?.locations ?? []).map(({ file, line }) => `${file}:${line}`);
}
