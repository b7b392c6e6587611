import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.js';
import type { InlineSuppression } from '../../src/core/graph.js';
import { formatMessage, joinNames } from '../../src/core/message.js';
import type { Rule, Violation } from '../../src/core/rule.js';
import { createGraphView } from '../../src/graph/index.js';
import { fingerprintOf, gateRules, judge } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';
import { edge, service, system } from '../support/graph-builder.js';
import { brief, strict } from '../support/judge-rule.js';

const base: Violation = {
  messageId: 'said',
  data: { name: 'orders' },
  nodes: ['service:orders'],
  services: ['orders'],
  locations: [{ file: 'orders/src/app.ts', line: 12 }],
  path: null,
};

function ruleOf(id: string, ...violations: readonly Partial<Violation>[]): Rule {
  return {
    id,
    meta: {
      category: 'calls',
      since: '0.1.0',
      summary: 'A rule',
      why: '',
      fix: '',
      severity: { minimal: 'off', recommended: 'warn', strict: 'error' },
      options: { max: { type: 'integer', default: 2, description: 'Most' } },
      messages: { said: 'It is {{name}}' },
    },
    *check() {
      for (const violation of violations) yield { ...base, ...violation };
    },
  };
}

interface Given {
  readonly config?: Partial<Config>;
  readonly comments?: readonly InlineSuppression[];
  readonly only?: readonly string[];
  readonly today?: string;
}
function judged(list: readonly Rule[], given: Given = {}) {
  const nodes = [service('orders', { aliases: ['order-svc'] }), service('billing')];
  const [orders, billing] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
  const graph = createGraphView(system({ nodes, edges: [edge('calls', orders, billing, ['a.ts:1'])], suppressions: given.comments ?? [] }));
  return judge(graph, { ...strict, ...given.config }, list, { today: given.today ?? '2026-06-01', ...(given.only && { only: given.only }) });
}

describe('severity', () => {
  it.each([
    ['the preset', {}, {}, 'error'],
    ['another preset', { preset: 'recommended' }, {}, 'warn'],
    ['the configuration over the preset', { rules: { smell: { severity: 'info', options: {} } } }, {}, 'info'],
    ['what the rule says of the case', {}, { severity: 'warn' }, 'warn'],
    ['but never above the configured', { preset: 'recommended' }, { severity: 'error' }, 'warn'],
    ['an inferred edge: one lower', {}, { inferred: true }, 'warn'],
    ['both', {}, { severity: 'warn', inferred: true }, 'info'],
    ['info stays', {}, { severity: 'info', inferred: true }, 'info'],
  ] as const)('%s', (_, config, violation, expected) => {
    expect(judged([ruleOf('smell', violation)], { config }).findings.map((finding) => finding.severity)).toEqual([expected]);
  });

  it('a rule that is off, or not among --only, does not run', () => {
    expect(judged([ruleOf('smell', {})], { config: { preset: 'minimal' } }).findings).toEqual([]);
    expect(judged([ruleOf('a', {}), ruleOf('b', {})], { only: ['b'] }).findings.map((finding) => finding.ruleId)).toEqual(['b']);
  });

  it('configured options reach the rule over its defaults', () => {
    const seen: unknown[] = [];
    const rule: Rule = {
      ...ruleOf('smell'),
      check: (_, options) => {
        seen.push(options);
        return [];
      },
    };
    judged([rule]);
    judged([rule], { config: { rules: { smell: { severity: 'error', options: { max: 5 } } } } });
    expect(seen).toEqual([{ max: 2 }, { max: 5 }]);
  });
});

describe('findings', () => {
  it('carry words, fingerprint and help', () => {
    expect(judged([ruleOf('smell', { cause: 'datastore:db/shop', notes: ['here'] })]).findings).toEqual([
      {
        ruleId: 'smell',
        severity: 'error',
        messageId: 'said',
        message: 'It is orders',
        data: { name: 'orders' },
        services: ['orders'],
        nodes: ['service:orders'],
        locations: [{ file: 'orders/src/app.ts', line: 12 }],
        path: null,
        fingerprint: fingerprintOf('smell', 'said', ['service:orders']),
        help: 'docs/rules/smell.md',
        cause: 'datastore:db/shop',
        notes: ['here'],
      },
    ]);
  });

  it('are sorted by severity, rule, length of path, services', () => {
    const list = [
      ruleOf('z', { services: ['b'] }, { services: ['a'] }, { services: ['c'], severity: 'info' }),
      ruleOf('a', { services: ['a'], path: ['a', 'b'] }, { services: ['b'], path: ['b', 'c', 'd'] }, { services: ['c'], severity: 'warn' }),
    ];
    expect(judged(list).findings.map((finding) => `${finding.severity} ${finding.ruleId} ${finding.services.join()}`)).toEqual([
      'error a b',
      'error a a',
      'error z a',
      'error z b',
      'warn a c',
      'info z c',
    ]);
  });

  it('are counted', () => {
    const comments = [{ rule: 'b', reason: 'known', at: { file: 'orders/src/app.ts', line: 12 } }];
    expect(
      judged([ruleOf('a', {}, { severity: 'warn', nodes: ['x:1'] }, { severity: 'info', nodes: ['x:2'] }), ruleOf('b', {})], { comments }).summary,
    ).toEqual({
      services: 2,
      calls: 1,
      errors: 1,
      warnings: 1,
      infos: 1,
      suppressed: 1,
      baselined: 0,
    });
  });
});

describe('fingerprints', () => {
  it('depend on rule, message and set of nodes, not on order or lines', () => {
    const one = fingerprintOf('shared-table', 'twoWriters', ['table:a', 'table:b']);
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(fingerprintOf('shared-table', 'twoWriters', ['table:b', 'table:a'])).toBe(one);
    expect(
      new Set([
        one,
        fingerprintOf('shared-table', 'oneWriter', ['table:a', 'table:b']),
        fingerprintOf('x', 'twoWriters', ['table:a', 'table:b']),
        fingerprintOf('shared-table', 'twoWriters', ['table:a table:b']),
      ]).size,
    ).toBe(4);
    const at = (line: number) => judged([ruleOf('smell', { locations: [{ file: 'a.ts', line }] })]).findings[0]?.fingerprint;
    expect(at(1)).toBe(at(99));
  });
  it('are made of the identity where the rule gives one', () => {
    expect(judged([ruleOf('smell', { identity: ['TAG'] })]).findings[0]?.fingerprint).toBe(fingerprintOf('smell', 'said', ['TAG']));
  });
});

describe('messages', () => {
  it('lists, optional parts, and many names', () => {
    expect(formatMessage('{{a}}: {{b}}[[, also {{c}}]][[ and {{a}}]]', { a: 1, b: ['x', 'y', 'z'], c: [] })).toBe('1: x, y and z and 1');
    expect(joinNames(['a'])).toBe('a');
    expect(joinNames(['a', 'b'])).toBe('a and b');
    expect(joinNames(Array.from({ length: 11 }, (_, i) => `s${i}`))).toBe('s0, s1, s2, s3, s4, s5, s6, s7 and 3 more');
  });
  it('values are not templates, and inherited names are no values', () => {
    expect(formatMessage('{{a}}', { a: '[[{{b}}]] $&' })).toBe('[[{{b}}]] $&');
    expect(() => formatMessage('{{toString}}', {})).toThrow('toString');
    expect(formatMessage('{{n}} of {{a}}[[, also {{c}}]]', { n: 2, a: ['x', 'y'], c: '' }, (value) => `<${value}>`)).toBe('2 of <x> and <y>');
  });
});

describe('suppressions', () => {
  const at = (line: number) => ({ file: 'orders/src/app.ts', line });
  const comment = (line: number, reason: string | null = 'ADR 12', rule = 'smell'): InlineSuppression => ({ rule, reason, at: at(line) });
  const setting = (more: object = {}) => ({ suppress: [{ rule: 'smell', services: ['orders'], reason: 'ADR 12', file: '.archlintrc.yml', line: 7, ...more }] });
  const run = (given: Given) => {
    const { findings, suppressed } = judged([ruleOf('smell', {})], given);
    return { findings: findings.map((finding) => `${finding.ruleId} ${finding.messageId}`), suppressed: suppressed.map((finding) => finding.suppressedBy) };
  };

  it('a comment on the line or the line above', () => {
    expect(run({ comments: [comment(12)] })).toEqual({ findings: [], suppressed: [{ kind: 'comment', reason: 'ADR 12', at: at(12) }] });
    expect(run({ comments: [comment(11)] })).toEqual({ findings: [], suppressed: [{ kind: 'comment', reason: 'ADR 12', at: at(11) }] });
  });

  it('a comment elsewhere suppresses nothing and is reported', () => {
    const { findings } = judged([ruleOf('smell', {})], { comments: [comment(13)] });
    expect(brief(findings)).toEqual(['error said orders', 'warn unused ']);
    expect(findings[1]).toMatchObject({
      ruleId: 'suppression',
      message: 'Suppression of smell suppresses nothing',
      locations: [at(13)],
      nodes: [],
      help: 'docs/rules/suppression.md',
    });
  });

  it('a comment without reason suppresses nothing', () => {
    expect(run({ comments: [comment(12, null)] })).toEqual({ findings: ['smell said', 'suppression reasonless'], suppressed: [] });
    expect(run({ comments: [comment(12, ' ')] })).toEqual({ findings: ['smell said', 'suppression reasonless'], suppressed: [] });
  });

  it('a comment that names no rule', () => {
    expect(run({ comments: [comment(12, 'why', 'smel')] }).findings).toEqual(['smell said', 'suppression unknownRule']);
  });

  it('a setting: by rule and services, by alias too', () => {
    const suppressed = [{ kind: 'configuration', reason: 'ADR 12', at: { file: '.archlintrc.yml', line: 7 } }];
    expect(run({ config: setting() })).toEqual({ findings: [], suppressed });
    expect(run({ config: setting({ services: ['order-svc'] }) })).toEqual({ findings: [], suppressed });
    expect(run({ config: setting({ services: [] }) })).toEqual({ findings: [], suppressed });
    expect(run({ config: setting({ services: ['orders', 'billing'] }) })).toEqual({ findings: ['smell said', 'suppression unused'], suppressed: [] });
  });

  it('a setting holds up to its last day', () => {
    expect(run({ config: setting({ until: '2026-06-01' }) }).findings).toEqual([]);
    expect(run({ config: setting({ until: '2026-05-31' }) }).findings).toEqual(['smell said', 'suppression expired']);
  });

  it('a rule that did not run makes no suppression unused', () => {
    expect(run({ comments: [comment(40)], config: { rules: { smell: { severity: 'off', options: {} } } } }).findings).toEqual([]);
    expect(judged([ruleOf('smell', {}), ruleOf('b')], { comments: [comment(40)], only: ['b', 'suppression'] }).findings).toEqual([]);
  });

  it('the rule about them can be turned off, and is left out by --only', () => {
    expect(
      run({ comments: [comment(40)], config: { rules: { smell: { severity: 'error', options: {} }, suppression: { severity: 'off', options: {} } } } })
        .findings,
    ).toEqual(['smell said']);
    expect(run({ comments: [comment(40)], only: ['smell'] }).findings).toEqual(['smell said']);
  });
});

describe('the list of rules', () => {
  it('is sorted, and every text is there', () => {
    expect(rules.map((rule) => rule.id)).toEqual([...rules.map((rule) => rule.id)].sort());
    for (const meta of [...rules.map((rule) => rule.meta), ...Object.values(gateRules)]) {
      expect(meta.summary).toMatch(/^[A-Z].*[^.]$/);
      expect(meta.why.length).toBeGreaterThan(80);
      expect(meta.fix.length).toBeGreaterThan(40);
      for (const message of Object.values(meta.messages)) expect(message).not.toMatch(/\.$/);
    }
  });
  it('the preset minimal keeps the first rank and cycles', () => {
    expect(rules.filter((rule) => rule.meta.severity.minimal !== 'off').map((rule) => rule.id)).toEqual([
      'cross-service-db-access',
      'lockstep-deploy',
      'shared-table',
      'sync-chain',
      'sync-cycle',
    ]);
  });
});
