import type { Config } from '../../src/core/config.js';
import type { Finding } from '../../src/core/report.js';
import type { RuleOptions } from '../../src/core/rule.js';
import { createGraphView } from '../../src/graph/index.js';
import { judge } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';
import { type SystemParts, system } from './graph-builder.js';

export const strict: Config = {
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
export function findingsOf(id: string, parts: SystemParts, options: RuleOptions = {}): readonly Finding[] {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const config: Config = { ...strict, rules: { [id]: { severity: rule.meta.severity.strict, options } } };
  return judge(createGraphView(system(parts)), config, rules, { today: '2026-01-01', only: [id] }).findings;
}

/** `error twoWriters billing,orders` for each finding. */
export function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => `${finding.severity} ${finding.messageId} ${finding.services.join(',')}`);
}

export function places(finding: Finding | undefined): readonly string[] {
  return (finding?.locations ?? []).map(({ file, line }) => `${file}:${line}`);
}
