import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baselineText, entriesOf, matchBaseline, parseBaseline } from '../../src/compare/index.js';
import type { GraphNode } from '../../src/core/graph.js';
import type { NonEmpty } from '../../src/core/location.js';
import type { Finding } from '../../src/core/report.js';
import { UsageError } from '../../src/core/usage-error.js';
import { createGraphView } from '../../src/graph/index.js';
import { fingerprintOf, judge } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';
import { type GitSandbox, gitSandbox } from '../support/git-sandbox.js';
import { datastore, edge, service, system, table } from '../support/graph-builder.js';
import { strict } from '../support/judge-rule.js';
import { type Ran, runCli } from '../support/run-cli.js';
import { callTo, compose, composed, mainOf, smallShop, writeTo } from '../support/small-shop.js';

/** Findings on services that call each other and write tables of one database as the pairs say; every line is `line`. */
function found(calls: readonly (readonly [number, number])[], writes: readonly (readonly [number, number])[], line = 1): readonly Finding[] {
  const services = ['web', 'orders', 'stock', 'tax', 'mail'].map((name) => service(name));
  const store = datastore('db', 'shop', { id: 'datastore:db/shop' });
  const tables = ['a', 'b', 'c'].map((name) => table(store, name));
  const at: NonEmpty<string> = [`src/a.ts:${line}`];
  const edges = [
    ...calls.flatMap(([a, b]) => {
      const [from, to] = [services[a], services[b]];
      return from && to && from !== to ? [edge('calls', from, to, at)] : [];
    }),
    ...writes.flatMap(([a, b]) => {
      const [from, to] = [services[a], tables[b]];
      return from && to ? [edge('accesses', from, to, at, { access: 'write' }), edge('accesses', from, store, at, { access: 'write' })] : [];
    }),
  ];
  return judge(createGraphView(system({ nodes: [...services, store, ...tables], edges })), strict, rules, { today: '2026-01-01' }).findings;
}

const pairs = (first: number, second: number): fc.Arbitrary<[number, number][]> =>
  fc.uniqueArray(fc.tuple(fc.nat(first), fc.nat(second)), { selector: String, maxLength: 9 });
const written = (findings: readonly Finding[]): string => baselineText({ entries: entriesOf(findings) });
const hold = (text: string, findings: readonly Finding[], nodes: readonly GraphNode[] = []) =>
  matchBaseline(parseBaseline('b.json', text).entries, findings, nodes);

describe('a baseline', () => {
  it('hides exactly the findings it was written for', () => {
    fc.assert(
      fc.property(pairs(4, 4), pairs(4, 2), pairs(4, 4), pairs(4, 2), (calls, writes, laterCalls, laterWrites) => {
        const findings = found(calls, writes);
        const text = written(findings);
        expect(hold(text, findings)).toEqual({ accepted: findings, rest: [], unmet: [] });
        const later = found(laterCalls, laterWrites);
        const known = new Set(findings.map(({ fingerprint }) => fingerprint));
        const { accepted, rest, unmet } = hold(text, later);
        expect(accepted).toEqual(later.filter(({ fingerprint }) => known.has(fingerprint)));
        expect(rest).toEqual(later.filter(({ fingerprint }) => !known.has(fingerprint)));
        expect(unmet.map(({ fingerprint }) => fingerprint).sort()).toEqual(
          [...known].filter((one) => !later.some(({ fingerprint }) => fingerprint === one)).sort(),
        );
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('does not change when lines move, and is the same text whatever the order', () => {
    fc.assert(
      fc.property(pairs(4, 4), pairs(4, 2), fc.integer({ min: 2, max: 9_999 }), (calls, writes, line) => {
        const findings = found(calls, writes);
        expect(written(found(calls, writes, line))).toBe(written(findings));
        expect(written([...findings].reverse())).toBe(written(findings));
        expect(written(found([...calls].reverse(), [...writes].reverse()))).toBe(written(findings));
        expect(baselineText(parseBaseline('b.json', written(findings)))).toBe(written(findings));
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('has one entry a line, and nothing invisible in it', () => {
    const [finding] = found(
      [],
      [
        [0, 0],
        [1, 0],
      ],
    ) as [Finding];
    const text = baselineText({ entries: entriesOf([finding, { ...finding, ruleId: 'a-rule', services: ['x\u202ey', 'a'] }]), paths: ['b', '.'] });
    expect(text.split('\n')).toEqual([
      '{',
      '  "schemaVersion": 1,',
      '  "paths": [".","b"],',
      '  "entries": [',
      expect.stringContaining('{"rule":"a-rule","messageId":"sharedDatabase","services":["a","x\\u202ey"]'),
      expect.stringContaining('{"rule":"shared-database"'),
      '  ]',
      '}',
      '',
    ]);
    expect(parseBaseline('b.json', text).entries[0]?.services).toEqual(['a', 'x\u202ey']);
    expect(baselineText({ entries: [] })).toBe('{\n  "schemaVersion": 1,\n  "entries": []\n}\n');
  });

  it('knows a node by what is now its alias', () => {
    const finding = (nodes: readonly string[]): Finding => ({
      ruleId: 'smell',
      severity: 'error',
      messageId: 'said',
      message: '',
      data: {},
      services: [],
      nodes,
      locations: [{ file: 'a.ts', line: 1 }],
      path: null,
      fingerprint: fingerprintOf('smell', 'said', nodes),
      help: '',
    });
    const text = written([finding(['service:orders', 'table:db/shop/lines']), finding(['service:stock'])]);
    const store = datastore('postgres', 'shop', { id: 'datastore:postgres/shop', aliases: ['postgres-shop', 'shop', 'db'] });
    const nodes = [service('order-service', { aliases: ['orders'] }), store, table(store, 'lines'), service('stock')];
    const renamed = [finding(['service:order-service', 'table:postgres/shop/lines']), finding(['service:stock'])];
    expect(hold(text, renamed, nodes)).toEqual({ accepted: renamed, rest: [], unmet: [] });
    // An alias that two services have means neither.
    expect(hold(text, renamed, [...nodes, service('other', { aliases: ['orders'] })]).rest).toEqual([renamed[0]]);
  });
});

describe('a file that is no baseline', () => {
  const entry = { rule: 'a', messageId: 'b', services: [], nodes: [], fingerprint: `sha256:${'0'.repeat(64)}` };
  const file = (more: object): string => JSON.stringify({ schemaVersion: 1, entries: [entry], ...more });

  it.each([
    ['', 'b.json:1: is no archlint baseline (it is empty). Name a file that archlint baseline wrote.'],
    ['[{"type":"module","from":"a","to":"b"}]', 'b.json:1: is no archlint baseline (it holds a list)'],
    ['{"schemaVersion":1,"findings":[]}', 'b.json:1: is no archlint baseline (it is a report of archlint check)'],
    ['{"schemaVersion":1,"nodes":[],"edges":[]}', 'b.json:1: is no archlint baseline (it is a graph)'],
    ['{"src/a.ts":{"no-undef":{"count":1}}}', 'b.json:1: is no archlint baseline. Name'],
    ['"x"', 'is no archlint baseline'],
    [
      '{\n"schemaVersion": 1,\n"entries": [\n}',
      'b.json:4: JSON syntax error: ValueExpected. Correct it, or write a new one: remove the file and run archlint baseline.',
    ],
    [`${'['.repeat(5_000)}`, 'b.json:1: JSON nested more than 200 levels deep'],
    [file({ schemaVersion: 2 }), 'b.json:1: has the schema version 2, this archlint knows 1. Use the archlint that wrote it.'],
    [file({ schemaVersion: { a: 1 } }), 'is no archlint baseline'],
    [file({ entries: {} }), 'is no archlint baseline'],
    [file({ entries: [null] }), "an entry's rule is no name"],
    [file({ entries: [[entry]] }), "an entry's rule is no name"],
    [file({ entries: [{ ...entry, rule: 7 }] }), "an entry's rule is no name"],
    [file({ entries: [{ ...entry, messageId: 'a b' }] }), "an entry's messageId is no name"],
    [file({ entries: [{ ...entry, services: 'orders' }] }), "an entry's services are no list of names"],
    [file({ entries: [{ ...entry, nodes: [{ __proto__: 1 }] }] }), "an entry's nodes are no list of names"],
    [file({ entries: [{ ...entry, nodes: ['x'.repeat(3_000)] }] }), "an entry's nodes are no list of names"],
    [file({ entries: [{ ...entry, fingerprint: 'sha256:x' }] }), "an entry's fingerprint is none"],
    [file({ paths: 7 }), 'its paths are no list of folders'],
  ])('%s', (text, said) => {
    expect(() => parseBaseline('b.json', text)).toThrow(UsageError);
    expect(() => parseBaseline('b.json', text)).toThrow(said);
  });

  it('may hold more than this archlint knows, and odd names', () => {
    const text = `{"schemaVersion":1,"later":true,"entries":[{"rule":"constructor","messageId":"b","services":["__proto__"],"nodes":[],"fingerprint":"${entry.fingerprint}","note":1}]}`;
    expect(parseBaseline('b.json', text).entries).toMatchObject([{ ruleId: 'constructor', services: ['__proto__'] }]);
    expect(({} as Record<string, unknown>)['b']).toBe(undefined);
  });

  it('is no crash, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => `{"schemaVersion":1,"entries":[${json}]}`),
        ),
        (text) => {
          try {
            parseBaseline('b.json', text);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('archlint baseline', () => {
  let box: GitSandbox;
  beforeEach(() => {
    box = gitSandbox();
    box.write(smallShop);
  });
  afterEach(() => box.remove());

  const name = '.archlint-baseline.json';
  const archlint = (...args: readonly string[]): Promise<Ran> => runCli([...args, '--no-history'], box.root);
  const text = (): string => readFileSync(join(box.root, name), 'utf8');
  const accepted = (): string[] => parseBaseline(name, text()).entries.map(({ ruleId, services }) => `${ruleId} ${services.join(',')}`);
  /** shipping begins to write a table of orders. */
  const worse = {
    ...mainOf('shipping', writeTo('ORDERS_DATABASE_URL', 'orders')),
    'compose.yml': compose(
      composed('orders', { STOCK_URL: 'http://stock:4000', STOCK_DATABASE_URL: 'postgres://shop:shop@postgres:5432/stock' }),
      composed('stock'),
      composed('shipping', { ORDERS_DATABASE_URL: 'postgres://shop:shop@postgres:5432/orders' }),
    ),
  };
  /** orders no longer writes a table of stock. */
  const better = {
    ...mainOf('orders', callTo('STOCK_URL', 'stock')),
    'compose.yml': compose(composed('orders', { STOCK_URL: 'http://stock:4000' }), composed('stock'), composed('shipping')),
  };

  it('accepts what is found today, and check uses it by itself from then on', async () => {
    expect((await archlint('check')).code).toBe(1);
    expect(await archlint('baseline')).toEqual({ code: 0, out: `${name}: 3 findings accepted\n`, err: '' });
    expect(accepted()).toEqual(['cross-service-db-access orders,stock', 'shared-database orders,stock', 'shared-table orders,stock']);
    const { code, out } = await archlint('check');
    expect(code).toBe(0);
    expect(out).toContain('  3 known problems hidden (--verbose lists them)\n  No new findings against .archlint-baseline.json\n');
    const json = JSON.parse((await archlint('check', '--format', 'json')).out) as {
      summary: object;
      findings: unknown[];
      comparison: { against: unknown; unchanged: unknown[] };
    };
    expect(json).toMatchObject({
      summary: { errors: 0, baselined: 3 },
      findings: [],
      comparison: { against: { kind: 'baseline', name }, fixed: [], stale: [] },
    });
    expect(json.comparison.unchanged).toHaveLength(3);
    expect((await archlint('check', '--no-baseline')).code).toBe(1);
    expect((await archlint('check', '--baseline', 'absent.json')).err).toContain(
      'there is no baseline absent.json. archlint baseline --baseline absent.json writes it',
    );
  });

  it('lets new findings fail, and does not grow by itself', async () => {
    await archlint('baseline');
    const before = text();
    box.write(worse);
    const { code, out } = await archlint('check');
    expect(code).toBe(1);
    expect(out).toContain('3 new errors against .archlint-baseline.json');
    const refused = await archlint('baseline');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('does not accept 3 findings, and a baseline grows only with --allow-additions (--prune only removes):');
    expect(text()).toBe(before);
    expect((await archlint('baseline', '--prune')).out).toBe(`${name}: 0 stale entries removed, 0 added; 3 findings accepted\n`);
    expect(text()).toBe(before);
    expect((await archlint('baseline', '--allow-additions')).out).toBe(`${name}: 0 stale entries removed, 3 added; 6 findings accepted\n`);
    expect((await archlint('check')).code).toBe(0);
  });

  it('reports what is stale as a warning, and --prune removes it', async () => {
    await archlint('baseline');
    box.write(better);
    const { code, out } = await archlint('check');
    expect(code).toBe(0);
    expect(out).toContain('Entries of the baseline that no finding meets any more: 3; archlint baseline --prune');
    expect(out).toContain('.archlint-baseline.json:5  cross-service-db-access (orders, stock)');
    expect((await archlint('check', '--fail-on', 'warn')).code).toBe(1);
    // Of rules that did not run nothing is known.
    expect((await archlint('check', '--only', 'sync-chain,suppression', '--fail-on', 'warn')).code).toBe(0);
    expect((await archlint('baseline', '--prune', '--only', 'sync-chain')).out).toContain('0 stale entries removed');
    expect((await archlint('baseline', '--prune')).out).toBe(`${name}: 3 stale entries removed, 0 added; 0 findings accepted\n`);
    expect((await archlint('check', '--fail-on', 'warn')).code).toBe(0);
    expect((await archlint('baseline', '--prune', '--baseline', 'x.json')).err).toContain('there is no baseline x.json to prune; archlint baseline writes it');
  });

  it('says nothing of the rest where only a part is scanned', async () => {
    box.write({ '.archlintrc.yml': '' });
    await archlint('baseline');
    expect(parseBaseline(name, text()).paths).toEqual(['.']);
    expect((await archlint('check', 'stock', '--fail-on', 'warn')).code).toBe(0);
    expect((await archlint('baseline', 'stock', '--prune', '--baseline', name)).err).toContain(
      `${name} was written for ., and this scan sees only a part of it`,
    );
  });

  it('is found beside the configuration and in the scanned folder, and is no link', async () => {
    expect((await archlint('baseline', '--baseline', 'ci/accepted.json')).err).toContain('cannot write');
    box.write({ 'ci/archlint.yml': 'rules: {}\n' });
    await archlint('baseline', '--baseline', 'ci/accepted.json');
    expect((await archlint('check')).code).toBe(1);
    expect((await archlint('check', '--baseline', 'ci/accepted.json')).code).toBe(0);
    await archlint('baseline', '--config', 'ci/archlint.yml');
    expect((await archlint('check', '--config', 'ci/archlint.yml')).code).toBe(0);
    expect((await archlint('check')).code).toBe(1);
    symlinkSync('ci/accepted.json', join(box.root, name));
    expect(await archlint('check')).toEqual({
      code: 2,
      out: '',
      err: `archlint: ${name} is a link and is not read as a baseline. Name one with --baseline.\n`,
    });
    expect((await archlint('check', '--baseline', name)).code).toBe(0);
  });

  it('stops the run where it is broken', async () => {
    box.write({ [name]: '{"a":' });
    expect(await archlint('check')).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`${name}:1: JSON syntax error`) });
    expect(await archlint('baseline')).toMatchObject({ code: 2, out: '' });
    expect((await archlint('check', '--no-baseline')).code).toBe(1);
  });
});
