import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/core/comparison.js';
import type { Finding, Report } from '../../src/core/report.js';
import { formatNames } from '../../src/report/formats.js';
import { reporters } from '../../src/report/index.js';
import {
  defaultGraphOptions,
  defaultRenderOptions,
  type GraphOptions,
  type RenderOptions,
  type ReportCommand,
  type Reporter,
} from '../../src/report/options.js';
import { blocksOf } from '../../src/report/shape/blocks.js';
import { connect } from '../../src/report/shape/connection.js';
import { dot, dotId, jsonText, md, mdCell, mermaid, shell, term } from '../../src/report/shape/escape.js';
import { highlightOf } from '../../src/report/shape/highlight.js';
import { inventory } from '../../src/report/shape/inventory.js';
import { displayWidth, table, wrap } from '../../src/report/shape/layout.js';
import { placeRows } from '../../src/report/shape/rows.js';
import { coverageText, firstSentence, skippedText } from '../../src/report/shape/words.js';
import { comparedReport } from '../support/compared-report.js';
import { hostileNames, renamed } from '../support/hostile-names.js';
import { sampleReport } from '../support/sample-report.js';

function reporterOf(command: ReportCommand, format: string): Reporter {
  const reporter = reporters.find((candidate) => candidate.command === command && candidate.format === format);
  if (reporter === undefined) throw new Error(`no reporter ${command} ${format}`);
  return reporter;
}

function render(command: ReportCommand, format: string, report: Report, options: Partial<RenderOptions> = {}): string {
  const text = reporterOf(command, format).render(report, { ...defaultRenderOptions, ...options });
  if (typeof text !== 'string') throw new Error(`${command} ${format} has to be waited for`);
  return text;
}

const graphOptions = (more: Partial<GraphOptions>): GraphOptions => ({ ...defaultGraphOptions, ...more });
const withGraph = (graph: Partial<Report['graph']>): Report => ({ ...sampleReport, graph: { ...sampleReport.graph, ...graph } });

const withComparison = (more: Partial<Comparison>): Report => ({ ...comparedReport, comparison: { ...(comparedReport.comparison as Comparison), ...more } });

const goldenOptions: Partial<RenderOptions> = {
  failure: 'failing because of --fail-on error',
  question: { from: 'service:orders', to: 'service:stock' },
  rule: 'sync-chain',
  deployability: {
    service: 'service:orders',
    bonds: [
      {
        service: 'service:billing',
        reasons: [
          { kind: 'lockstep', text: 'one pipeline: job deploy publishes 3 things', locations: [{ file: '.github/workflows/deploy.yml', line: 12 }] },
          {
            kind: 'table',
            text: 'table invoices, which both write',
            locations: [
              { file: 'orders/src/db.ts', line: 9 },
              { file: 'billing/src/db.ts', line: 4 },
            ],
          },
        ],
      },
      ...['service:stock', 'service:shipping'].map((service) => ({
        service,
        reasons: [
          { kind: 'lockstep', text: 'one pipeline: job deploy publishes 3 things', locations: [{ file: '.github/workflows/deploy.yml', line: 12 }] },
        ] as const,
      })),
    ],
    after: [{ service: 'service:billing', at: { file: 'compose.yml', line: 14 } }],
    before: [],
  },
  graph: graphOptions({ highlight: true }),
};

describe('reporters', () => {
  it('are listed by the names that --help shows, the default first', () => {
    const names: Partial<Record<ReportCommand, string[]>> = {};
    for (const { command, format } of reporters) names[command] = [...(names[command] ?? []), format];
    expect(names).toEqual(formatNames);
  });

  it.each(reporters.map((reporter) => [reporter.command, reporter.format] as const))('%s %s gives its golden text', async (command, format) => {
    const file = new URL(`../../fixtures/report/${command}-${format}.golden`, import.meta.url);
    const text = await reporterOf(command, format).render(command === 'diff' ? comparedReport : sampleReport, { ...defaultRenderOptions, ...goldenOptions });
    if (process.env.UPDATE_GOLDENS === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});

const schema = (name: string): object => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as object;

describe('JSON Schemas', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  const graphSchema = ajv.compile(schema('graph'));
  const checkSchema = ajv.compile(schema('check'));
  const graphOutput = (): Record<string, unknown> => JSON.parse(render('graph', 'json', sampleReport)) as Record<string, unknown>;
  const checkOutput = (): Record<string, unknown> => JSON.parse(render('check', 'json', sampleReport)) as Record<string, unknown>;

  it('accept both outputs', () => {
    graphSchema(graphOutput());
    expect(graphSchema.errors).toBeNull();
    checkSchema(checkOutput());
    expect(checkSchema.errors).toBeNull();
  });

  it('accept a difference, with findings and without', () => {
    const diffSchema = ajv.compile(schema('diff'));
    const output = (report: Report): { findings: unknown } => JSON.parse(render('diff', 'json', report)) as { findings: unknown };
    diffSchema(output(comparedReport));
    expect(diffSchema.errors).toBeNull();
    const files = withComparison({ against: { kind: 'snapshot', name: 'a.json' }, later: { kind: 'snapshot', name: 'b.json' } });
    diffSchema(output(files));
    expect(diffSchema.errors).toBeNull();
    expect(output(files).findings).toBe(null);
    expect(diffSchema({ ...output(comparedReport), before: { kind: 'baseline', name: 'x' } })).toBe(false);
  });

  it('accept a report held against an earlier state', () => {
    checkSchema(JSON.parse(render('check', 'json', comparedReport)));
    expect(checkSchema.errors).toBeNull();
    const { comparison } = JSON.parse(render('check', 'json', comparedReport)) as { comparison: Record<string, unknown> };
    expect(checkSchema({ ...checkOutput(), comparison: { ...comparison, against: { kind: 'weather', name: 'x' } } })).toBe(false);
    expect(checkSchema({ ...checkOutput(), comparison: { ...comparison, stale: [{}] } })).toBe(false);
  });

  it('accept additions', () => {
    expect(graphSchema({ ...graphOutput(), later: true })).toBe(true);
    expect(checkSchema({ ...checkOutput(), later: true })).toBe(true);
  });

  it('refuse a renamed kind, an edge without evidence, an absolute path, a missing name', () => {
    const edgeOf = (more: object): object => ({
      from: 'service:a',
      to: 'service:b',
      kind: 'calls',
      certainty: 'declared',
      evidence: [{ file: 'a.ts', line: 1, foundBy: 'x', text: '' }],
      ...more,
    });
    expect(graphSchema({ ...graphOutput(), edges: [edgeOf({})] })).toBe(true);
    expect(graphSchema({ ...graphOutput(), edges: [edgeOf({ kind: 'requests' })] })).toBe(false);
    expect(graphSchema({ ...graphOutput(), edges: [edgeOf({ evidence: [] })] })).toBe(false);
    expect(graphSchema({ ...graphOutput(), edges: [edgeOf({ evidence: [{ file: '/home/me/a.ts', line: 1, foundBy: 'x', text: '' }] })] })).toBe(false);
    expect(graphSchema({ ...graphOutput(), nodes: [{ id: 'table:shop/orders', kind: 'table', name: 'orders', aliases: [] }] })).toBe(false);
    expect(checkSchema({ ...checkOutput(), summary: {} })).toBe(false);
    expect(checkSchema({ ...checkOutput(), findings: [{ ruleId: 'shared-table' }] })).toBe(false);
  });
});

describe('check --format json', () => {
  it("has the contract's keys in the contract's order", () => {
    const output = JSON.parse(render('check', 'json', sampleReport)) as { findings: object[] };
    expect(Object.keys(output)).toEqual(['schemaVersion', 'tool', 'summary', 'findings', 'unresolved', 'coverage', 'suppressed', 'files', 'history']);
    expect(Object.keys(output.findings[0] ?? {})).toEqual([
      'ruleId',
      'severity',
      'messageId',
      'message',
      'data',
      'services',
      'nodes',
      'locations',
      'path',
      'fingerprint',
      'help',
      'cause',
      'notes',
    ]);
  });
});

describe('check --format json against an earlier state', () => {
  it('keeps new, fixed and unchanged apart and says how the graph differs', () => {
    const { findings, comparison } = JSON.parse(render('check', 'json', comparedReport)) as {
      findings: { ruleId: string }[];
      comparison: { against: unknown; fixed: { ruleId: string }[]; unchanged: { ruleId: string }[]; change: Record<string, unknown[]>; stale: unknown[] };
    };
    const ids = (list: readonly { ruleId: string }[]): string[] => list.map(({ ruleId }) => ruleId);
    expect([ids(findings), ids(comparison.fixed), ids(comparison.unchanged)]).toEqual([
      ['cross-service-db-access', 'shared-table'],
      ['sync-chain'],
      ['lockstep-deploy', 'hardcoded-address'],
    ]);
    expect(Object.entries(comparison.change).map(([name, list]) => `${name} ${list.length}`)).toEqual([
      'addedNodes 1',
      'removedNodes 0',
      'renamedNodes 1',
      'addedEdges 2',
      'removedEdges 1',
      'newlyShared 1',
      'noLongerShared 0',
      'neighbourhood undefined',
    ]);
    expect(comparison.stale).toEqual([
      { ruleId: 'sync-cycle', services: ['a', 'b'], fingerprint: 'sha256:x', at: { file: '.archlint-baseline.json', line: 4 } },
    ]);
  });
});

describe('check --format stylish against an earlier state', () => {
  const text = (report: Report, options: Partial<RenderOptions> = {}): string => render('check', 'stylish', report, options);

  it('marks new blocks, lists what is fixed, counts what is known, and gives the plan', () => {
    const lines = text(comparedReport, { failure: 'failing because of --fail-on error' }).split('\n');
    expect(lines[2]).toBe('  NEW  error  cross-service-db-access  billing, orders');
    expect(lines.filter((line) => line.includes('NEW'))).toHaveLength(1);
    expect(lines).toContain('  FIXED  sync-chain  orders → stock → shipping → billing');
    expect(lines).toContain('  2 known problems hidden (--verbose lists them)');
    expect(lines).toContain('  1 stale baseline entry: archlint baseline --prune');
    expect(lines).toContain('  Plan: 1 table to add, 1 call to remove, 1 data access to add, 1 table newly shared, 1 renamed.');
    expect(lines).toContain('  2 new errors against origin/main  (1 suppressed)  failing because of --fail-on error');
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(100);
    const narrow = text(comparedReport, { columns: 60 }).split('\n');
    expect(narrow.slice(narrow.findIndex((line) => line.includes('FIXED'))).find((line) => displayWidth(line) > 60)).toBe(undefined);
  });

  it('lists what is known with --verbose, and cuts a long list of what is fixed', () => {
    expect(text(comparedReport, { verbose: true })).toContain('  KNOWN  hardcoded-address  web falls back to a fixed address of orders\n  2 known problems\n');
    const many = withComparison({ fixed: Array.from({ length: 13 }, () => sampleReport.findings[0] as Finding) });
    expect(
      text(many)
        .split('\n')
        .filter((line) => line.includes('FIXED')),
    ).toHaveLength(10);
    expect(text(many)).toContain('… and 3 more (--verbose)');
    expect(
      text(many, { verbose: true })
        .split('\n')
        .filter((line) => line.includes('FIXED')),
    ).toHaveLength(13);
  });

  it('says so when nothing is new', () => {
    const report = { ...comparedReport, findings: [], summary: { ...comparedReport.summary, errors: 0, warnings: 0, infos: 0, suppressed: 0, baselined: 1 } };
    expect(text(report)).toContain('  No new findings against origin/main\n');
    expect(text(report)).toContain('  2 known problems hidden, 1 of them in the baseline (--verbose lists them)');
  });
});

describe('graph --format json', () => {
  const output = (report: Report, graph: Partial<GraphOptions> = {}): { nodes: { id: string }[]; edges: { from: string; to: string; kind: string }[] } =>
    JSON.parse(render('graph', 'json', report, { graph: graphOptions(graph) })) as never;

  it('is the same whatever the order of nodes, edges and unresolved rows', () => {
    const { nodes, edges, unresolved } = sampleReport.graph;
    const turned = withGraph({ nodes: nodes.toReversed(), edges: edges.toReversed(), unresolved: unresolved.toReversed() });
    expect(render('graph', 'json', turned)).toBe(render('graph', 'json', sampleReport));
  });

  it('leaves out data stores at level services, tables at level data', () => {
    const kinds = (level: GraphOptions['level']): string[] => [
      ...new Set(output(sampleReport, level === undefined ? {} : { level }).nodes.map((node) => node.id.split(':')[0] ?? '')),
    ];
    expect(kinds('services')).toEqual(['channel', 'external', 'gateway', 'infrastructure', 'library', 'service']);
    expect(kinds('data')).toEqual(['channel', 'datastore', 'external', 'gateway', 'infrastructure', 'library', 'service']);
    expect(kinds(undefined)).toEqual(kinds('all'));
    expect(kinds('all')).toContain('table');
  });
});

describe('what findings paint', () => {
  it('is what they are about, and nothing else', () => {
    const { nodes, edges } = highlightOf(sampleReport.graph, sampleReport.findings);
    const both = [
      { rule: 'cross-service-db-access', severity: 'error' },
      { rule: 'shared-table', severity: 'error' },
    ];
    expect(nodes.get('table:postgresql/shop/orders')).toEqual(both);
    expect(nodes.get('datastore:postgresql/shop')).toEqual(both);
    expect(nodes.get('service:web')).toEqual([{ rule: 'hardcoded-address', severity: 'info' }]);
    expect(nodes.has('gateway:edge')).toBe(false);
    const painted = [...edges].map(([e, mark]) => `${e.from} ${e.kind} ${e.to}: ${mark.map(({ rule }) => rule).join(' ')}`).toSorted();
    expect(painted).toEqual([
      'service:billing accesses datastore:postgresql/shop: cross-service-db-access shared-table',
      'service:billing accesses table:postgresql/shop/orders: cross-service-db-access shared-table',
      'service:orders accesses datastore:postgresql/shop: shared-table',
      'service:orders accesses table:postgresql/shop/orders: shared-table',
      'service:orders calls service:stock: sync-chain',
      'service:shipping calls service:billing: sync-chain',
      'service:stock calls service:shipping: sync-chain',
      'service:web calls service:orders: hardcoded-address',
    ]);
  });
});

describe('blocks of findings', () => {
  it('group one cause, name each line by its edge, its hop or its kind of release, and give each line once', () => {
    const blocks = blocksOf(sampleReport, sampleReport.findings);
    expect(blocks.map((block) => block.findings.map((finding) => finding.ruleId))).toEqual([
      ['cross-service-db-access', 'shared-table'],
      ['sync-chain'],
      ['lockstep-deploy'],
      ['hardcoded-address'],
    ]);
    expect(blocks.map((block) => block.rows.map((row) => `${row.label} | ${row.file}:${row.line} | ${row.text}`))).toEqual([
      ['billing → table orders | billing/src/db.ts:9 | UPDATE orders SET paid = true', 'orders → table orders | orders/src/db.ts:19 | INSERT INTO orders'],
      [
        'orders → stock | orders/src/stock-client.ts:14 | GET ${STOCK_URL}/stock/:id',
        'stock → shipping | stock/src/shipping.ts:9 | Shipping/Quote',
        'shipping → billing | compose.yml:33 | BILLING_HOST=10.0.0.7:8080',
      ],
      ['version | compose.yml:3 | image: acme/orders:${APP_TAG}', 'version | compose.yml:25 | image: acme/billing:${APP_TAG}'],
      ['web → orders | web/src/cart.ts:41 | POST /api/orders'],
    ]);
  });

  it('close a cycle whose path has one location for each node', () => {
    const [first] = sampleReport.findings.filter((finding) => finding.ruleId === 'sync-chain');
    if (first === undefined) throw new Error('no chain');
    const cycle = { ...first, ruleId: 'sync-cycle', path: ['orders', 'stock', 'shipping'] };
    expect(blocksOf(sampleReport, [cycle])[0]?.rows.map((row) => row.label)).toEqual(['orders → stock', 'stock → shipping', 'shipping → orders']);
  });
});

describe('check --format stylish', () => {
  const empty: Report = {
    ...sampleReport,
    findings: [],
    suppressed: [],
    summary: { services: 0, calls: 0, errors: 0, warnings: 0, infos: 0, suppressed: 0, baselined: 0 },
    graph: { nodes: [], edges: [], releases: [], unresolved: [], coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 }, suppressions: [] },
    files: { listed: 7, read: 7, skipped: {}, diagnostics: [] },
  };

  it('says loudly that nothing was found', () => {
    expect(render('check', 'stylish', empty)).toBe(
      [
        '  archlint 0.1.0  0 services · 0 calls   (7 files)',
        '',
        '  Nothing found to analyse: none of 7 files describes a service. archlint looks for compose files,',
        '  Kubernetes manifests, Dockerfiles and packages with a start script. Give it the folder that holds',
        '  them, or name services in .archlintrc.yml.',
        '  no calls, queues or data accesses found; no file skipped',
        '',
      ].join('\n'),
    );
  });

  it('shows errors alone with --quiet', () => {
    const text = render('check', 'stylish', sampleReport, { quiet: true });
    expect(text).toContain('sync-chain');
    expect(text).not.toContain('lockstep-deploy');
    expect(text).not.toContain('next:');
    expect(text).toContain('10 of 13 calls, queues and data accesses resolved');
  });

  it('stops at ten unresolved rows and says how many are left', () => {
    const rows = Array.from({ length: 13 }, (_, i) => ({
      service: 'service:web',
      reason: 'dynamic-target' as const,
      file: 'web/src/hook.ts',
      line: i + 1,
      text: 'post',
    }));
    const text = render('check', 'stylish', withGraph({ unresolved: rows }));
    expect(text.match(/web\/src\/hook\.ts/g)).toHaveLength(10);
    expect(text).toContain('… and 3 more (--verbose)');
    expect(render('check', 'stylish', withGraph({ unresolved: rows }), { verbose: true }).match(/web\/src\/hook\.ts/g)).toHaveLength(13);
  });

  it('does not say a path twice, and shows all its hops even of an info', () => {
    const chain = sampleReport.findings.filter((finding) => finding.ruleId === 'sync-chain').map((finding) => ({ ...finding, severity: 'info' as const }));
    const [first] = chain;
    if (first === undefined) throw new Error('no chain');
    const longer = {
      ...first,
      path: [...(first.path ?? []), 'web'],
      locations: [...first.locations, { file: 'billing/src/x.ts', line: 1 }] as unknown as typeof first.locations,
    };
    expect(render('check', 'stylish', { ...sampleReport, findings: chain }).match(/orders → stock → shipping → billing/g)).toHaveLength(1);
    expect(render('check', 'stylish', { ...sampleReport, findings: [longer] })).toContain('billing → web');
  });

  it('paints words without changing them', () => {
    const mark = (text: string, ...rest: readonly unknown[]): string => `<${[text, ...rest].join()}>`;
    const palette = { bold: mark, dim: mark, red: mark, yellow: mark, blue: mark, green: mark, cyan: mark };
    expect(render('check', 'stylish', sampleReport, { palette, columns: 1000 }).replace(/[<>]/g, '')).toBe(
      render('check', 'stylish', sampleReport, { columns: 1000 }).replace(/[<>]/g, ''),
    );
  });

  it('shows time only when it is given', () => {
    expect(render('check', 'stylish', sampleReport)).toContain('(48 files)');
    expect(render('check', 'stylish', sampleReport, { elapsed: 412 })).toContain('(48 files, 0.4 s)');
  });

  it.each([60, 80, 120])('keeps words within %i columns', (columns) => {
    const long = render('check', 'stylish', sampleReport, { columns })
      .split('\n')
      .filter((row) => displayWidth(row) > columns);
    expect(long).toEqual([]);
  });

  it('survives a rule named like an object member', () => {
    const [first] = sampleReport.findings;
    if (first === undefined) throw new Error('no finding');
    expect(render('check', 'stylish', { ...sampleReport, findings: [{ ...first, ruleId: 'constructor' }] })).toContain('constructor');
  });
});

describe('why', () => {
  it('answers with edges in either direction', () => {
    const direct = connect(sampleReport.graph, 'service:stock', 'service:orders');
    expect(direct.relation).toBe('direct');
    expect(direct.edges.map((e) => [e.from, e.to])).toEqual([['service:orders', 'service:stock']]);
  });

  it('finds the shortest way along calls and messages', () => {
    expect(connect(sampleReport.graph, 'service:web', 'service:billing').relation).toBe('direct');
    expect(connect(sampleReport.graph, 'service:orders', 'service:billing')).toMatchObject({
      relation: 'path',
      path: ['service:orders', 'channel:rabbitmq/orders.placed', 'service:billing'],
    });
    const dataOnly = { ...sampleReport.graph, edges: sampleReport.graph.edges.filter((e) => e.kind === 'accesses') };
    expect(connect(dataOnly, 'service:billing', 'service:orders')).toMatchObject({
      relation: 'shared',
      path: ['service:billing', 'datastore:postgresql/shop', 'service:orders'],
    });
    expect(connect(sampleReport.graph, 'service:shipping', 'service:web')).toMatchObject({
      relation: 'reverse',
      path: ['service:web', 'service:orders', 'service:stock', 'service:shipping'],
    });
    expect(connect(sampleReport.graph, 'service:web', 'infrastructure:grafana')).toEqual({ relation: 'none', path: [], edges: [] });
  });

  it('prints every piece of evidence of the edge', () => {
    const text = render('why', 'text', sampleReport, { question: { from: 'service:orders', to: 'service:stock' } });
    const evidence = sampleReport.graph.edges.find((e) => e.from === 'service:orders' && e.to === 'service:stock')?.evidence ?? [];
    expect(evidence).toHaveLength(5);
    for (const { file, line: number, text: shown } of evidence) {
      expect(text).toContain(`${file}:${number}`);
      expect(text).toContain(shown);
    }
  });

  it('tells all of one node', () => {
    const text = render('why', 'text', sampleReport, { question: { from: 'service:billing' } });
    expect(text).toContain('service:billing   also billing-api');
    expect(text).toContain('billing → table orders   accesses, writes');
    expect(text).toContain('shipping → billing   calls, http, inferred');
  });
});

describe('services', () => {
  it('count sites once and unresolved rows by reason', () => {
    const rows = new Map(inventory(sampleReport.graph).map((row) => [row.node.name, row]));
    expect([...rows.keys()]).toEqual(['billing', 'orders', 'shipping', 'stock', 'web']);
    expect(rows.get('orders')).toMatchObject({
      resolved: 5,
      stores: ['datastore:postgresql/shop'],
      publishes: ['channel:rabbitmq/orders.placed'],
      consumes: [],
      reasons: [],
    });
    expect(rows.get('web')).toMatchObject({ resolved: 1, reasons: [{ reason: 'dynamic-target', count: 1 }] });
  });
});

describe('words', () => {
  it('say what was covered and what was skipped', () => {
    expect(coverageText({ interactions: 41, resolved: 38, external: 2, unresolved: 1 })).toBe(
      '38 of 41 calls, queues and data accesses resolved, 2 external, 1 unresolved',
    );
    expect(coverageText({ interactions: 3, resolved: 3, external: 0, unresolved: 0 })).toBe('3 of 3 calls, queues and data accesses resolved');
    const files = { listed: 9, read: 5, skipped: { template: 2, 'too-large': 1, binary: 0, odd: 1 }, diagnostics: [] };
    expect(skippedText(files)).toBe('4 files skipped: 1 odd, 2 templates, 1 too large');
  });

  it('take the first sentence of a Markdown text', () => {
    expect(firstSentence('Every `service` that **writes** it, see [docs](x.md).\nMore. And\n\nmore.')).toBe('Every service that writes it, see docs.');
    expect(firstSentence('no stop')).toBe('no stop');
  });
});

describe('layout', () => {
  it('measures wide and combining characters', () => {
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('🚀')).toBe(2);
  });

  it('wraps at spaces and keeps long words whole', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('services/orders/src/db.ts x', 5)).toEqual(['services/orders/src/db.ts', 'x']);
  });

  it('shrinks the widest column until a row fits', () => {
    const rows = table([[{ text: 'a' }, { text: 'services/orders/src/database' }, { text: 'z' }]], 20);
    expect(rows).toEqual(['a  services/       z', '   orders/src/', '   database']);
    for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(20);
  });

  it('puts a text that does not fit below its place', () => {
    expect(
      placeRows(
        [{ label: 'orders → stock', file: 'orders/src/client.ts', line: 4, text: 'GET /stock/:id and then some more' }],
        2,
        60,
        defaultRenderOptions.palette,
      ),
    ).toEqual(['  orders → stock  orders/src/client.ts:4', '                    GET /stock/:id and then some more']);
  });
});

describe('sanitisers', () => {
  it('show what a terminal would act on', () => {
    expect(term('a\u001b[31mb\u0007\u009b\u202e\u200b\n\ud800')).toBe('a\\u{1b}[31mb\\u{7}\\u{9b}\\u{202e}\\u{200b}\\u{a}\\u{d800}');
    expect(term('größe 日本 🚀')).toBe('größe 日本 🚀');
  });

  it('keep DOT strings closed', () => {
    expect(dot('a"b\\', 'c&d')).toBe('"a\\"b\\\\\\nc&amp;d"');
    expect(dotId('x"; y [label="z')).toBe('"x\\"; y [label=\\"z"');
  });

  it('code what Mermaid would read', () => {
    expect(mermaid('a"]; click n1 "javascript:x"')).toBe('"a#34;#93;#59; click n1 #34;javascript:x#34;"');
    expect(mermaid('1. first')).toBe('"1#46; first"');
    expect(mermaid('- x', '`y`')).toBe('"#45; x<br/>#96;y#96;"');
  });

  it('keep Markdown inert', () => {
    expect(md('@team `x`')).toBe('`` @team `x` ``');
    expect(mdCell('a|b')).toBe('`a\\|b`');
    expect(md('')).toBe('`  `');
  });

  it('quote for a shell only where needed', () => {
    expect(shell('service:orders')).toBe('service:orders');
    expect(shell("it's; rm -rf")).toBe(`'it'\\''s; rm -rf'`);
    expect(shell('-x')).toBe(`'-x'`);
  });
});

const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const withoutNewlines = (text: string): string => text.replaceAll('\n', '');
const properties = { numRuns: 60, seed: 20_261_124 };

describe('any Unicode name', () => {
  it('keeps JSON valid, readable as the same value, and quiet on a terminal', () => {
    fc.assert(
      fc.property(hostileNames, (list) => {
        const report = renamed(list);
        const text = render('graph', 'json', report);
        const output = JSON.parse(text) as { nodes: { id: string; name: string }[] };
        expect(new Map(output.nodes.map((node) => [node.id, node.name]))).toEqual(new Map(report.graph.nodes.map((node) => [node.id, node.name])));
        expect(active.test(withoutNewlines(text))).toBe(false);
      }),
      properties,
    );
    expect(JSON.parse(jsonText({ a: '\u{e0001}\u009b' }))).toEqual({ a: '\u{e0001}\u009b' });
  });

  it('keeps terminal text free of active characters', () => {
    fc.assert(
      fc.property(hostileNames, (list) => {
        const report = renamed(list);
        const from = report.graph.nodes[7]?.id ?? '';
        for (const text of [
          render('check', 'stylish', report, { verbose: true }),
          render('services', 'text', report),
          render('why', 'text', report, { question: { from } }),
          render('why', 'text', report, { question: { from, to: report.graph.nodes[10]?.id ?? '' } }),
        ]) {
          expect(active.test(withoutNewlines(text))).toBe(false);
        }
      }),
      properties,
    );
  });
});
