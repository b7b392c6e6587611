import { createHash } from 'node:crypto';
import { issueCommand } from '@actions/core/lib/command.js';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Location, NonEmpty } from '../../src/core/location.js';
import type { Finding, Report } from '../../src/core/report.js';
import { reporters } from '../../src/report/index.js';
import { defaultRenderOptions, type RenderOptions } from '../../src/report/options.js';
import { blocksOf, leadingRows } from '../../src/report/shape/blocks.js';
import { html, logLines, mdCell, sarifText, term, uri, workflowData, workflowProperty, xml } from '../../src/report/shape/escape.js';
import { withinBudget } from '../../src/report/shape/sections.js';
import { comparedReport, sampleFinding } from '../support/compared-report.js';
import {
  documentationLinks,
  githubProblems,
  gitlabProblems,
  junitProblems,
  markdownProblems,
  rendered,
  type SarifLog,
  sarifProblems,
  workflowCommands,
} from '../support/format-validators.js';
import { fileName, attackNames, hostileReport } from '../support/hostile-report.js';
import { sampleReport } from '../support/sample-report.js';

function render(format: string, report: Report, options: Partial<RenderOptions> = {}): string {
  const reporter = reporters.find((candidate) => candidate.command === 'check' && candidate.format === format);
  if (reporter === undefined) throw new Error(`no reporter ${format}`);
  const text = reporter.render(report, { ...defaultRenderOptions, ...options });
  if (typeof text !== 'string') throw new Error(`${format} is waited for`);
  return text;
}

const sarif = (report: Report, options: Partial<RenderOptions> = {}): SarifLog['runs'][0] => (JSON.parse(render('sarif', report, options)) as SarifLog).runs[0];

const knownLinks = documentationLinks(Object.values(sampleReport.rules));
const withFindings = (findings: readonly Finding[], report: Report = sampleReport): Report => ({ ...report, findings });
const many = (amount: number, more: (i: number) => Partial<Finding>): readonly Finding[] =>
  Array.from({ length: amount }, (_, i) => ({ ...sampleFinding('hardcoded-address'), fingerprint: `sha256:${i}`, ...more(i) }));

describe('every format', () => {
  it.each([
    ['alone', sampleReport],
    ['compared', comparedReport],
    ['without findings', withFindings([])],
  ])('is valid: the sample %s', async (_, report) => {
    expect(sarifProblems(render('sarif', report))).toEqual([]);
    expect(githubProblems(render('github', report))).toEqual([]);
    expect(gitlabProblems(render('gitlab', report))).toEqual([]);
    expect(await junitProblems([render('junit', report)])).toEqual([]);
    expect(markdownProblems(render('markdown', report), knownLinks)).toEqual([]);
  });

  it('stays valid whatever things are called, and nothing scanned acts', async () => {
    const junit: string[] = [];
    fc.assert(
      fc.property(attackNames, (names) => {
        const report = hostileReport(names);
        expect(sarifProblems(render('sarif', report, { prefix: `${fileName(names[0] ?? '')}/` }))).toEqual([]);
        expect(githubProblems(render('github', report))).toEqual([]);
        expect(gitlabProblems(render('gitlab', report))).toEqual([]);
        expect(markdownProblems(render('markdown', report), knownLinks)).toEqual([]);
        junit.push(render('junit', report));
        for (const format of ['stylish', 'json', 'sarif', 'gitlab', 'junit', 'markdown']) {
          const text = render(format, report, { verbose: true });
          expect(workflowCommands(logLines(text))).toEqual([]);
          expect(text).not.toMatch(/##(vso|teamcity)\[/);
          expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
        }
      }),
      { numRuns: 80, seed: 20_261_128 },
    );
    expect(await junitProblems(junit)).toEqual([]);
  });

  it('says the values that it was given, where its parser gives them back', () => {
    const report = withFindings([
      { ...sampleFinding('sync-chain'), message: 'a "b" <c> & d', services: ['x\u202ey', '::z::'], locations: [{ file: 'ö/ä b.ts', line: 3 }] },
    ]);
    expect(sarif(report).results[0]?.properties).toMatchObject({ services: ['x\u202ey', '::z::'] });
    expect(decodeURIComponent(sarif(report).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? '')).toBe('ö/ä b.ts');
    expect(workflowCommands(render('github', report))[0]).toMatchObject({
      command: 'error',
      properties: { file: 'ö/ä b.ts', line: '3' },
      message: 'a "b" <c> & d',
    });
  });

  it('names files from the checkout where the scan starts below it', () => {
    const options = { prefix: 'code/shop/' };
    expect(sarif(sampleReport, options).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('code/shop/billing/src/db.ts');
    expect(workflowCommands(render('github', sampleReport, options))[0]?.properties['file']).toBe('code/shop/billing/src/db.ts');
    expect(render('gitlab', sampleReport, options)).toContain('"path": "code/shop/billing/src/db.ts"');
  });
});

describe('stylish', () => {
  const adopt = "\n  adopt: archlint baseline (today's findings are accepted, new ones fail)\n";

  it('ends with the way to adopt where there are findings and nothing says which are known', () => {
    expect(render('stylish', sampleReport).endsWith(adopt)).toBe(true);
    expect(render('stylish', sampleReport, { quiet: true })).not.toContain('adopt');
    expect(render('stylish', withFindings([]))).not.toContain('adopt');
    expect(render('stylish', comparedReport)).not.toContain('adopt');
    expect(render('stylish', { ...sampleReport, summary: { ...sampleReport.summary, baselined: 1 } })).not.toContain('adopt');
  });

  it('puts many findings of one cause and rule under one heading, and a line of each before a second of any', () => {
    const tables = many(12, (i) => ({
      ruleId: 'shared-table',
      cause: 'datastore:x',
      message: `Table t${i} is shared`,
      services: i === 0 ? ['web', 'orders'] : ['orders', 'billing'],
      locations: [1, 2].map((line) => ({ file: `t${i}.ts`, line })) as unknown as NonEmpty<Location>,
    }));
    const lines = render('stylish', withFindings([sampleFinding('cross-service-db-access'), ...tables.map((one) => ({ ...one, severity: 'warn' as const }))]))
      .split('\n')
      .map((line) => line.trim());
    expect(lines).toContain('warn   shared-table  12 findings: web, orders, billing');
    expect(lines.filter((line) => line.startsWith('Table t'))).toEqual(Array.from({ length: 8 }, (_, i) => `Table t${i} is shared`));
    expect(lines[lines.indexOf('Table t7 is shared') + 1]).toBe('… and 4 more (--verbose)');
    expect(lines.filter((line) => /^t\d+\.ts/.test(line))).toEqual(['t0.ts:1', 't1.ts:1', 't2.ts:1', 't3.ts:1', 't4.ts:1', 't5.ts:1', 't6.ts:1', 't7.ts:1']);
  });
});

describe('sarif', () => {
  it('tells a chain as a code flow, one step for each hop, and other lines as related locations', () => {
    const [, table, chain] = sarif(sampleReport).results;
    const steps = chain?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(
      steps.map(({ location }) => [location.physicalLocation.artifactLocation.uri, location.physicalLocation.region.startLine, location.message?.text]),
    ).toEqual([
      ['orders/src/stock-client.ts', 14, 'orders → stock: GET $STOCK_URL/stock/:id'],
      ['stock/src/shipping.ts', 9, 'stock → shipping: Shipping/Quote'],
      ['compose.yml', 33, 'shipping → billing: BILLING_HOST=10.0.0.7:8080'],
    ]);
    expect(table?.codeFlows).toBeUndefined();
    expect(table?.locations).toHaveLength(1);
    expect(table?.relatedLocations?.map((one) => [one.id, one.physicalLocation.artifactLocation.uri, one.message?.text])).toEqual([
      [1, 'orders/src/db.ts', 'orders → table orders: INSERT INTO orders'],
    ]);
  });

  it('closes the code flow of a cycle', () => {
    const cycle = { ...sampleFinding('sync-chain'), ruleId: 'sync-cycle', path: ['orders', 'stock', 'shipping'] };
    const steps = sarif(withFindings([cycle])).results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map(({ location }) => location.message?.text.split(':')[0])).toEqual(['orders → stock', 'stock → shipping', 'shipping → orders']);
  });

  it('keeps new, unchanged and fixed apart, and lists suppressed findings with their reason', () => {
    expect(sarif(comparedReport).results.map((one) => [one.ruleId, one.baselineState, one.suppressions])).toEqual([
      ['cross-service-db-access', 'new', undefined],
      ['shared-table', 'new', undefined],
      ['lockstep-deploy', 'unchanged', undefined],
      ['hardcoded-address', 'unchanged', undefined],
      ['sync-chain', 'absent', undefined],
      [
        'shared-database',
        undefined,
        [
          {
            kind: 'external',
            status: 'accepted',
            justification: 'ADR 12: split planned',
            location: { physicalLocation: { artifactLocation: { uri: '.archlintrc.yml', uriBaseId: '%SRCROOT%' }, region: { startLine: 7 } } },
          },
        ],
      ],
    ]);
    expect(sarif(sampleReport).results.map((one) => one.baselineState)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });

  it('has the whole documentation of each rule, at its own severity, and none of the rules that are off', () => {
    const severities = new Map([
      ...Object.keys(sampleReport.rules).map((id) => [id, 'warn'] as const),
      ['shared-table', 'off'] as const,
      ['sync-chain', 'info'] as const,
    ]);
    const { rules } = sarif(withFindings([sampleFinding('sync-chain')]), { severities }).tool.driver;
    expect(rules.map((rule) => rule.id)).toEqual(['cross-service-db-access', 'hardcoded-address', 'lockstep-deploy', 'sync-chain']);
    expect(rules.at(-1)).toMatchObject({ name: 'SyncChain', defaultConfiguration: { level: 'note' } });
    expect(rules.at(-1)?.help.markdown).toContain('**How to mend it**\n\nGive the data one owner.');
  });

  it('notifies of each file that was not read and of what stayed unresolved', () => {
    const { executionSuccessful, toolExecutionNotifications } = sarif(sampleReport).invocations[0];
    expect(executionSuccessful).toBe(true);
    expect(toolExecutionNotifications.map((note) => [note.descriptor.id, note.level, note.message.text, note.locations?.length])).toEqual([
      ['file/template', 'note', '2 files skipped: templates.', undefined],
      ['file/too-large', 'note', '1 file skipped: too large.', undefined],
      ['file/template', 'note', 'Helm template: read as far as it is plain YAML', 1],
      ['unresolved/dynamic-target', 'note', '1 target unresolved: the target is only known at run time.', 1],
      ['unresolved/missing-setting', 'note', '1 target unresolved: a setting that no deployment sets.', 1],
    ]);
  });

  it("keeps to GitHub's limits and says what it leaves out", () => {
    const lines = Array.from({ length: 1200 }, (_, i) => ({ file: 'a.ts', line: i + 1 })) as unknown as NonEmpty<Location>;
    const long: Finding = { ...sampleFinding('sync-chain'), locations: lines, path: Array.from({ length: 1200 }, (_, i) => `s${i}`) };
    const report = withFindings([long, ...many(25_010, () => ({}))]);
    const text = render('sarif', report);
    expect(sarifProblems(text)).toEqual([]);
    const [run] = (JSON.parse(text) as SarifLog).runs;
    expect(run.results).toHaveLength(25_000);
    expect(run.results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(1000);
    expect(run.invocations[0].toolExecutionNotifications.filter((note) => note.descriptor.id.startsWith('limit/')).map((note) => note.message.text)).toEqual([
      '12 of 25012 findings are left out: GitHub accepts no more.',
      '1 findings have more lines than the 100 that stand here.',
    ]);
  });

  it('stays under 10 MB when compressed, dropping the least grave', () => {
    // Hashes: text that gzip cannot shrink much.
    const noise = (i: number): string => Array.from({ length: 70 }, (_, k) => createHash('sha512').update(`${i} ${k}`).digest('base64')).join('');
    const text = render('sarif', withFindings(many(2400, (i) => ({ message: noise(i) }))));
    expect(sarifProblems(text)).toEqual([]);
    const [run] = (JSON.parse(text) as SarifLog).runs;
    expect(run.results.length).toBeGreaterThan(1000);
    expect(run.invocations[0].toolExecutionNotifications.at(-1)?.message.text).toBe(
      `${2401 - run.results.length} of 2401 findings are left out: GitHub accepts no more.`,
    );
  });
});

describe('github', () => {
  const severity = (i: number): Finding['severity'] => (i < 14 ? 'error' : i < 30 ? 'warn' : 'info');

  it('annotates ten of a kind, the gravest first, and says how many are left', () => {
    const report = withFindings(many(50, (i) => ({ severity: severity(i), message: `m${i}` })));
    const commands = workflowCommands(render('github', report));
    expect(commands.map(({ command, message }) => `${command} ${message}`)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `error m${i}`),
      ...Array.from({ length: 10 }, (_, i) => `warning m${i + 14}`),
      ...Array.from({ length: 9 }, (_, i) => `notice m${i + 30}`),
      'notice 4 errors, 6 warnings, 11 infos more than GitHub shows as annotations: all of them stand in the summary of this run',
    ]);
    expect(githubProblems(render('github', report))).toEqual([]);
  });

  it('gives one cause one annotation, with the lines that prove it', () => {
    const [first, second] = workflowCommands(render('github', sampleReport));
    expect(first).toEqual({
      command: 'error',
      properties: { file: 'billing/src/db.ts', line: '9', title: 'archlint: cross-service-db-access, shared-table' },
      message: [
        'billing writes orders of db/shop (postgresql), which orders owns by its migrations',
        'Table orders of db/shop (postgresql) is written by billing and orders',
        'billing → table orders  billing/src/db.ts:9  UPDATE orders SET paid = true',
        'orders → table orders  orders/src/db.ts:19  INSERT INTO orders',
      ].join('\n'),
    });
    expect(second?.message).toContain('shipping → billing  compose.yml:33  BILLING_HOST=10.0.0.7:8080');
  });

  it('annotates new findings alone and counts the others', () => {
    const text = render('github', comparedReport, { failure: 'failing because of --fail-on error' });
    expect(workflowCommands(text).map(({ properties }) => properties['title'])).toEqual(['archlint: cross-service-db-access, shared-table']);
    expect(text.split('\n').at(-2)).toBe('archlint: 2 new errors (against origin/main: 1 fixed, 2 unchanged), failing because of --fail-on error');
    expect(render('github', withFindings([]))).toBe('archlint: no findings\n');
  });

  it("encodes as GitHub's own toolkit does", () => {
    const report = withFindings([{ ...sampleFinding('hardcoded-address'), message: '100% a:b,c', locations: [{ file: 'a,b:c%d/é.ts', line: 3 }] }]);
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    issueCommand('notice', { file: 'a,b:c%d/é.ts', line: 3, title: 'archlint: hardcoded-address' }, '100% a:b,c');
    const theirs = String(written.mock.calls[0]?.[0]);
    written.mockRestore();
    expect(render('github', report).split('\n')[0]).toBe(theirs.trimEnd());
  });
});

describe('gitlab', () => {
  it('has new and unchanged findings, not the fixed and the suppressed, and each fingerprint once', () => {
    const twice = { ...comparedReport, findings: [...comparedReport.findings, sampleFinding('shared-table')] };
    const rows = JSON.parse(render('gitlab', twice)) as { check_name: string; fingerprint: string; severity: string }[];
    expect(rows.map((row) => [row.check_name, row.fingerprint, row.severity])).toEqual([
      ['cross-service-db-access', 'cross-service-db-access', 'major'],
      ['shared-table', 'shared-table', 'major'],
      ['shared-table', 'shared-table-2', 'major'],
      ['lockstep-deploy', 'lockstep-deploy', 'minor'],
      ['hardcoded-address', 'hardcoded-address', 'info'],
    ]);
  });
});

describe('junit', () => {
  const cases = (text: string): string[] =>
    [...text.matchAll(/<testcase classname="archlint\.([\w-]+)" name="([^"]*)" time="0"(?:\/>|>\s*<([\w-]+))/g)].map(
      ([, rule, name, kind]) => `${rule} | ${name} | ${kind}`,
    );

  it('fails what fails the command, passes the rest with its text, skips the suppressed', () => {
    expect(cases(render('junit', sampleReport))).toEqual([
      'cross-service-db-access | billing, orders: table orders | failure',
      'hardcoded-address | web, orders | system-out',
      'lockstep-deploy | billing, orders | system-out',
      'shared-table | billing, orders: table orders | failure',
      'sync-chain | orders → stock → shipping → billing | failure',
      'shared-database | billing, orders: db/shop | skipped',
    ]);
    expect(render('junit', sampleReport)).toContain('<testsuites name="archlint" tests="6" failures="3" errors="0" time="0">');
    expect(cases(render('junit', sampleReport, { failing: ['error', 'warn'] }))).toContain('lockstep-deploy | billing, orders | failure');
  });

  it('keeps new, unchanged and fixed apart', () => {
    const text = render('junit', comparedReport);
    expect(cases(text)).toEqual([
      'cross-service-db-access | billing, orders: table orders | failure',
      'hardcoded-address | web, orders | skipped',
      'lockstep-deploy | billing, orders | skipped',
      'shared-table | billing, orders: table orders | failure',
      'sync-chain | orders → stock → shipping → billing | system-out',
      'shared-database | billing, orders: db/shop | skipped',
    ]);
    expect(text).toContain('<system-out>fixed since origin/main: A chain of 3 synchronous hops');
    expect(text).toContain('<skipped>unchanged since origin/main: web falls back to a fixed address of orders</skipped>');
  });

  it('has a passed case for a rule without findings, and names no two cases alike', () => {
    expect(cases(render('junit', { ...withFindings([]), suppressed: [] }))).toHaveLength(5);
    expect(cases(render('junit', { ...withFindings([]), suppressed: [] }))[0]).toBe('cross-service-db-access | no findings | undefined');
    const twins = withFindings([sampleFinding('sync-chain'), sampleFinding('sync-chain')]);
    expect(cases(render('junit', twins)).filter((one) => one.startsWith('sync-chain'))).toEqual([
      'sync-chain | orders → stock → shipping → billing | failure',
      'sync-chain | orders → stock → shipping → billing (2) | failure',
    ]);
  });
});

describe('markdown', () => {
  it('opens with the verdict and the plan, new before fixed before unchanged', () => {
    const text = render('markdown', comparedReport, { failure: 'failing because of --fail-on error' });
    expect(text.split('\n\n').slice(0, 2)).toEqual([
      '## archlint: 2 new errors, 1 fixed',
      [
        '5 services · 1 gateway · 2 stores · 1 broker · 4 calls in 48 files.',
        'Against `origin/main`: 2 unchanged, 1 suppressed, 1 stale baseline entry (`archlint baseline --prune`).',
        '**Plan:** 1 table to add, 1 call to remove, 1 data access to add, 1 table newly shared, 1 renamed.',
        '**Failing because of --fail-on error**.',
      ].join('\n'),
    ]);
    expect([...text.matchAll(/^### .*|<summary>(?:Un|Supp).*(?=<)/gm)].map(([title]) => title)).toEqual([
      '### New',
      '### Fixed',
      '<summary>Unchanged: 2 findings',
      '<summary>Suppressed: 1 finding',
      '<summary>Unresolved: 2',
    ]);
    expect(text).toContain('| 🟢 fixed | `sync-chain` |');
  });

  it('shows findings of one cause in one row and one folded part', () => {
    const page = rendered(render('markdown', sampleReport));
    expect(page.match(/<details>/g)).toHaveLength(8);
    expect(page).toContain('<code>cross-service-db-access</code><br><code>shared-table</code>');
    expect(page).toContain('Table <code>orders</code> of db/shop (postgresql) is written by <code>billing</code> and <code>orders</code>');
  });

  it('leaves out whole sections beyond its budget, never a part of one', () => {
    const whole = render('markdown', sampleReport);
    for (let budget = 300; budget < whole.length; budget += 97) {
      const text = render('markdown', sampleReport, { budget });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget);
      expect(text).toMatch(/_\d+ sections? left out: the report is too long\._\n$/);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      expect(markdownProblems(text, knownLinks)).toEqual([]);
    }
    expect(render('markdown', sampleReport, { budget: Buffer.byteLength(whole) })).toBe(whole);
  });

  it('lists the messages of a large block in its folded part, and stops at a hundred blocks', () => {
    const alike = withFindings(many(20, (i) => ({ cause: 'datastore:x', message: `m${i}` })));
    expect(render('markdown', alike)).toContain('• `m5`<br>… and 14 more |');
    expect(render('markdown', alike)).toContain('| `hardcoded-address` | `m19` |');
    expect(render('markdown', withFindings(many(130, () => ({}))))).toContain('… and 30 more.');
  });
});

describe('leading rows', () => {
  it('show one line of each finding before a second of any', () => {
    const lines = (file: string): NonEmpty<Location> => Array.from({ length: 5 }, (_, i) => ({ file, line: i + 1 })) as unknown as NonEmpty<Location>;
    const [block] = blocksOf(
      sampleReport,
      ['a.ts', 'b.ts', 'c.ts'].map((file) => ({ ...sampleFinding('shared-table'), locations: lines(file) })),
    );
    if (block === undefined) throw new Error('no block');
    expect(leadingRows(block, 4).map((row) => `${row.file}:${row.line}`)).toEqual(['a.ts:1', 'a.ts:2', 'b.ts:1', 'c.ts:1']);
    expect(leadingRows(block, 99)).toHaveLength(15);
  });
});

describe('sections', () => {
  it('stay whole, the first in any case', () => {
    const rest = (left: number): string => `${left} left`;
    expect(withinBudget(['aaaa', 'bbbb', 'cc'], 17, rest)).toBe('aaaa\n\nbbbb\n\ncc\n'.length <= 17 ? 'aaaa\n\nbbbb\n\ncc\n' : '');
    expect(withinBudget(['aaaa', 'bbbbbbbb', 'cc'], 18, rest)).toBe('aaaa\n\ncc\n\n1 left\n');
    expect(withinBudget(['aaaa', 'b'], 1, rest)).toBe('aaaa\n\n1 left\n');
  });
});

describe('sanitisers of builds', () => {
  it('hide commands in a log', () => {
    expect(term('##[error]x ##vso[a] ### a[1]')).toBe('#\\u{23}[error]x #\\u{23}vso[a] ### a[1]');
    expect(logLines('a\n  ::error::x\n\t::b\n:c\n')).toBe('a\n  \\u{3a}:error::x\n\t\\u{3a}:b\n:c\n');
  });

  it('keep a bar inside its table cell, whatever stands before it', () => {
    expect(['a|b', 'a\\|b', 'a\\\\|b', '||'].map(mdCell)).toEqual(['`a\\|b`', '`a\\\\\\|b`', '`a\\\\\\|b`', '`\\|\\|`']);
    for (const text of ['a|b', 'a\\|b', 'a\\\\|b', '\\\\\\||']) expect(rendered(`| x |\n| --- |\n| ${mdCell(text)} |`).match(/<td>/g)).toHaveLength(1);
  });

  it('encode for workflow commands, XML, HTML, URIs and SARIF messages', () => {
    expect(workflowData('50%', 'b\n')).toBe('50%25%0Ab\\u{a}');
    expect(workflowProperty('a:b,c%')).toBe('a%3Ab%2Cc%25');
    expect(xml('<a b="c">&\u0000\ufffe]]>')).toBe('&#60;a b=&#34;c&#34;&#62;&#38;\\u{0}]]&#62;');
    expect(html(`'"`)).toBe('&#39;&#34;');
    expect(uri('a b/ö:#?/%\ud800')).toBe('a%20b/%C3%B6%3A%23%3F/%25%EF%BF%BD');
    expect(sarifText('GET ${A_URL}/x {0} [a](1)')).toBe('GET $A_URL/x {{0}} [a] (1)');
  });
});
