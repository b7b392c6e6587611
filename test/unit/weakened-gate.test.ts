import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.js';
import type { RuleMeta, RuleOption } from '../../src/core/rule.js';
import { configWeakenings, judgeWeakenings } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';
import { strict } from '../support/judge-rule.js';
import { metas } from '../support/rule-case.js';

const file = '.archlintrc.yml';
const base: Config = { ...strict, file, preset: 'recommended' };
const config = (more: Partial<Config>): Config => ({ ...base, ...more });
const rule = (severity: 'off' | 'info' | 'warn' | 'error', options = {}): { severity: typeof severity; options: typeof options } => ({ severity, options });

/** What a change from one configuration to another weakens, in words. */
function weakened(before: Partial<Config>, after: Partial<Config>, known: Readonly<Record<string, RuleMeta>> = metas): string[] {
  return judgeWeakenings(configWeakenings(config(before), config(after), known), base).map(
    ({ severity, message, locations: [at] }) => `${severity} ${message} @ ${at.file}:${at.line}`,
  );
}

describe('a change of the configuration weakens the gate where it', () => {
  it('switches a rule off or lowers it, by itself or by the preset', () => {
    expect(weakened({}, { rules: { 'sync-chain': rule('off') }, lines: { 'rules/sync-chain': 7 } })).toEqual([
      'error Rule sync-chain is switched off (was error) @ .archlintrc.yml:7',
    ]);
    expect(weakened({ rules: { 'sync-chain': rule('error') } }, { rules: { 'sync-chain': rule('warn') } })).toEqual([
      'error Rule sync-chain is lowered from error to warn @ .archlintrc.yml:1',
    ]);
    const some = Object.fromEntries(['sync-chain', 'hardcoded-address', 'shared-domain-library'].map((id) => [id, metas[id] as RuleMeta]));
    expect(weakened({}, { preset: 'minimal' }, some)).toEqual([
      'error The preset goes from recommended to minimal, which lowers hardcoded-address and shared-domain-library @ .archlintrc.yml:1',
    ]);
    expect(weakened({}, { rules: { 'weakened-gate': rule('off') } })).toEqual(['error Rule weakened-gate is switched off (was error) @ .archlintrc.yml:1']);
  });

  it('loosens an option', () => {
    const max = (value: number): Partial<Config> => ({ rules: { 'sync-chain': rule('error', { max: value }) } });
    expect(weakened({}, max(4))).toEqual(['error Option max of sync-chain is loosened from 2 to 4 @ .archlintrc.yml:1']);
    expect(weakened(max(4), max(2))).toEqual([]);
    // A rule that is off has no options that matter.
    expect(weakened({ rules: { 'sync-chain': rule('off') } }, { rules: { 'sync-chain': rule('off', { max: 9 }) } })).toEqual([]);
  });

  it.each<[NonNullable<RuleOption['looser']> | undefined, RuleOption['default'], RuleOption['default'], string]>([
    ['higher', 1, 2, 'loosened'],
    ['higher', 2, 1, ''],
    ['lower', 2, 1, 'loosened'],
    ['lower', 1, 2, ''],
    ['on', false, true, 'loosened'],
    ['on', true, false, ''],
    ['off', true, false, 'loosened'],
    ['off', false, true, ''],
    ['more', ['a'], ['a', 'b'], 'loosened'],
    ['more', ['a', 'b'], ['b'], ''],
    ['fewer', ['a', 'b'], ['b', 'c'], 'loosened'],
    ['fewer', ['a'], ['b', 'a'], ''],
    [undefined, 1, 2, 'changes'],
    [undefined, 1, 1, ''],
  ])('looser is %s: from %j to %j', (looser, was, is, expected) => {
    const option: RuleOption = { type: 'integer', default: 0, description: '', ...(looser && { looser }) };
    const meta = { ...(metas['sync-chain'] as RuleMeta), options: { x: option } };
    const said = weakened({ rules: { r: rule('error', { x: was }) } }, { rules: { r: rule('error', { x: is }) } }, { r: meta });
    expect(said.map((line) => /loosened|changes/.exec(line)?.[0] ?? line)).toEqual(expected === '' ? [] : [expected]);
  });

  it('suppresses more, or for longer', () => {
    const entry = (services: readonly string[], until?: string) => ({
      rule: 'shared-table',
      services,
      reason: 'ADR 7',
      file,
      line: 3,
      ...(until && { until }),
    });
    const to = (before: readonly ReturnType<typeof entry>[], after: readonly ReturnType<typeof entry>[]): string[] =>
      weakened({ suppress: before }, { suppress: after });
    expect(to([], [entry(['orders', 'billing'])])).toEqual(['error Findings of shared-table are suppressed for billing and orders: ADR 7 @ .archlintrc.yml:3']);
    expect(to([entry(['orders'], '2027-01-01')], [entry(['orders'], '2028-01-01')])).toEqual([
      'error Findings of shared-table are suppressed for orders until 2028-01-01: ADR 7 @ .archlintrc.yml:3',
    ]);
    expect(to([entry(['orders'], '2027-01-01')], [entry(['orders'])])).toHaveLength(1);
    expect(to([entry(['orders'])], [entry([])])).toEqual(['error Findings of shared-table are suppressed for all services: ADR 7 @ .archlintrc.yml:3']);
    expect(to([entry(['orders'])], [])).toEqual([]);
    expect(to([entry(['orders'])], [entry(['orders', 'billing'], '2027-01-01')])).toEqual([]);
  });

  it('hides files, exempts services, frees contexts or forgets libraries', () => {
    expect(weakened({ ignore: ['a'] }, { ignore: ['a', '!b', 'legacy/**'], lines: { 'ignore/2': 9 } })).toEqual([
      'error Files that match legacy/** are no longer read @ .archlintrc.yml:9',
    ]);
    expect(weakened({ ignore: ['a', '!a/b'] }, { ignore: ['a'] })).toEqual(['error Files that match a/b are no longer read @ .archlintrc.yml:1']);
    expect(weakened({}, { infrastructure: ['registry'] })).toEqual(['error registry is exempted from rules as infrastructure @ .archlintrc.yml:1']);
    const orders = (role: 'infrastructure' | null): Partial<Config> => ({ services: { orders: { aliases: [], owns: [], role } } });
    expect(weakened(orders(null), orders('infrastructure'))).toEqual(['error orders is exempted from rules as infrastructure @ .archlintrc.yml:1']);
    expect(weakened(orders('infrastructure'), orders(null))).toEqual([]);
    const context = (mayUse?: readonly string[]): Partial<Config> => ({ contexts: { sales: { services: [], ...(mayUse && { mayUse }) } } });
    expect(weakened(context(['a']), context(['a', 'b']))).toEqual([
      'error Context sales is no longer held to what it may use: [a, b] (was [a]) @ .archlintrc.yml:1',
    ]);
    expect(weakened(context([]), {})).toEqual(['error Context sales is no longer held to what it may use: anything (was []) @ .archlintrc.yml:1']);
    expect(weakened(context(['a', 'b']), context(['b']))).toEqual([]);
    expect(weakened(context(), context(['b']))).toEqual([]);
    const libraries = [{ id: 'http', language: 'typescript', modules: ['@acme/http'], url: '', sightings: [], examples: [] }] as unknown as Config['libraries'];
    expect(weakened({ libraries }, {})).toEqual(['error Calls of typescript/http are no longer recognised @ .archlintrc.yml:1']);
  });

  it('is removed as a whole', () => {
    expect(weakened({ rules: { 'hardcoded-address': rule('error') } }, { file: null })).toEqual([
      'error Rule hardcoded-address is lowered from error to warn @ .archlintrc.yml:1',
    ]);
  });

  it('but not where it is the same or stricter', () => {
    expect(weakened({}, {})).toEqual([]);
    expect(weakened({}, { preset: 'strict', rules: { 'hardcoded-address': rule('error') } })).toEqual([]);
  });
});

describe('a finding about the gate', () => {
  const off = configWeakenings(base, config({ rules: { 'sync-chain': rule('off') } }), metas);
  const ids = (only: readonly string[] | undefined, judgedBy: Partial<Config> = {}): string[] =>
    judgeWeakenings(off, config(judgedBy), only).map(({ severity, ruleId }) => `${severity} ${ruleId}`);

  it('goes with the rule that --only names', () => {
    expect(ids(undefined)).toEqual(['error weakened-gate']);
    expect(ids(['sync-chain'])).toEqual(['error weakened-gate']);
    expect(ids(['weakened-gate'])).toEqual(['error weakened-gate']);
    expect(ids(['shared-table'])).toEqual([]);
  });

  it('has the severity of the configuration that judges, a warning where nothing new gets through', () => {
    expect(ids(undefined, { rules: { 'weakened-gate': rule('info') } })).toEqual(['info weakened-gate']);
    expect(ids(undefined, { rules: { 'weakened-gate': rule('off') } })).toEqual([]);
    const harmless = off.map((one) => ({ ...one, harmless: true }));
    expect(judgeWeakenings(harmless, base).map(({ severity }) => severity)).toEqual(['warn']);
  });

  it('has a fingerprint of its own that lines do not change', () => {
    const moved = configWeakenings(base, config({ rules: { 'sync-chain': rule('off') }, lines: { 'rules/sync-chain': 30 } }), metas);
    const other = configWeakenings(base, config({ rules: { 'sync-cycle': rule('off') } }), metas);
    const prints = [off, moved, other].map((list) => judgeWeakenings(list, base)[0]?.fingerprint);
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  it('knows of every option of every rule which change lets more pass (`looser`)', () => {
    const undecided = rules.flatMap(({ id, meta }) =>
      Object.entries(meta.options).flatMap(([name, { looser }]) => (looser === undefined ? [`${id} ${name}`] : [])),
    );
    expect(undecided).toEqual([]);
  });
});
