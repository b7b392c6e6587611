import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { analyze } from '../../src/analyze.js';
import { loadConfig } from '../../src/config/index.js';
import type { Config } from '../../src/core/config.js';
import { discoverFiles } from '../../src/discover/index.js';
import { createGraphView } from '../../src/graph/index.js';
import { gateRules, judge } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';

/** One finding as case.yml writes it. */
export interface ExpectedFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly services: readonly string[];
  readonly at: readonly string[];
}

export interface RuleCase {
  readonly title: string;
  readonly docs?: 'flagged' | 'allowed';
  /** What is missing before the case can pass: it must fail until then. */
  readonly pending?: string;
  /** As in .archlintrc.yml. */
  readonly config?: unknown;
  readonly expect: readonly ExpectedFinding[];
}

/** Every rule there is, by id, those that judging adds included. */
export const metas = { ...Object.fromEntries(rules.map((rule) => [rule.id, rule.meta])), ...gateRules };

/** Reads a case's `case.yml`. */
export function readRuleCase(folder: string): RuleCase {
  return parse(readFileSync(path.join(folder, 'case.yml'), 'utf8')) as RuleCase;
}

/** Runs one rule over a case's `system/`, from the files to the findings, under the case's configuration (default: none). */
export async function runRuleCase(rule: string, folder: string, spec: RuleCase): Promise<readonly ExpectedFinding[]> {
  const config = configOf(spec);
  const { graph } = await analyze({ files: discoverFiles([path.join(folder, 'system')], { ignore: config.ignore }), config });
  const { findings } = judge(createGraphView(graph), config, rules, { today: '2026-01-01', only: [rule] });
  return findings.map(
    (finding): ExpectedFinding => ({
      rule: finding.ruleId,
      severity: finding.severity,
      message: finding.messageId,
      services: finding.services,
      at: finding.locations.map(({ file, line }) => `${file}:${line}`),
    }),
  );
}

function configOf(spec: RuleCase): Config {
  if (spec.config === undefined) return loadConfig({ cwd: '.', none: true, rules: metas });
  const folder = mkdtempSync(path.join(tmpdir(), 'archlint-case-'));
  try {
    writeFileSync(path.join(folder, '.archlintrc.json'), JSON.stringify(spec.config));
    return loadConfig({ cwd: folder, file: '.archlintrc.json', rules: metas });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
