import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { colorLevel } from '../../src/cli/color.js';
import type { Console } from '../../src/cli/console.js';
import { destinations, writeReport } from '../../src/cli/destinations.js';
import { lookupNode } from '../../src/cli/lookup.js';
import { run } from '../../src/cli/run.js';
import { nearestName } from '../../src/config/index.js';
import type { FileIndex } from '../../src/core/files.js';
import { edge, line, sampleReport, service } from '../support/sample-report.js';

const analyze = vi.hoisted(() => vi.fn());
vi.mock('../../src/analyze.js', () => ({ analyze }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'archlint-cli-'));
  analyze.mockReset();
  analyze.mockImplementation(async () => ({ graph: sampleReport.graph, files: sampleReport.files, timing: { index: 12, link: 30 }, reached: {} }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function archlint(args: readonly string[], more: Partial<Console> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  let clock = 0;
  const code = await run(args, {
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    cwd: folder,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: undefined,
    now: () => {
      clock += 100;
      return clock;
    },
    today: '2026-11-24',
    ...more,
  });
  return { code, out, err };
}

const sharedOnly = ['--only', 'shared-table'];

describe('exit codes', () => {
  it('1 for an error, 0 with --fail-on never', async () => {
    expect(await archlint(['check', ...sharedOnly])).toMatchObject({ code: 1, err: '' });
    expect(await archlint(['check', ...sharedOnly, '--fail-on', 'never'])).toMatchObject({ code: 0 });
  });

  it('0 for a warning, 1 with --fail-on warn or more warnings than --max-warnings', async () => {
    const warned = [...sharedOnly, '--rule', 'shared-table:warn'];
    expect((await archlint(['check', ...warned])).code).toBe(0);
    expect((await archlint(['check', ...warned, '--fail-on', 'warn'])).code).toBe(1);
    expect((await archlint(['check', ...warned, '--max-warnings', '0'])).code).toBe(1);
    expect((await archlint(['check', ...warned, '--max-warnings', '1'])).code).toBe(0);
  });

  it('says in the report why it fails', async () => {
    const { out } = await archlint([...sharedOnly]);
    expect(out).toContain('1 error  failing because of --fail-on error');
  });

  it.each([
    [['check', '--bogus'], "unknown option '--bogus'"],
    [['check', '--prest', 'strict'], '(Did you mean --preset?)'],
    [['check', '--fail-on', 'fatal'], 'Allowed choices are error, warn, info, never'],
    [['check', '--max-warnings', '-1'], '--max-warnings takes a whole number from 0'],
    [['check', '--format', 'jsn'], "unknown format 'jsn' of check (did you mean 'json'?); there are: stylish, json, sarif, github, gitlab, junit, markdown"],
    [['graph', '--format', 'stylish'], "unknown format 'stylish' of graph; there are: dot, mermaid, svg, json"],
    [['check', '--format', 'json', '--format', 'stylish'], 'only one format can go to standard output'],
    [['check', '--format', 'json=a.json', '-o', 'b.json'], '--output has nothing to write'],
    [['check', '--rule', 'shared-tabel:error'], 'shared-table'],
    [['check', '--rule', 'shared-table'], 'id:severity'],
    [['check', '--only', 'sync-chian'], "there is no rule 'sync-chian' (did you mean 'sync-chain'?)"],
    [['check', '--config', 'absent.yml'], 'absent.yml'],
    [['explain', 'shared-tables'], "did you mean 'shared-table'?"],
    [['grahp'], "'grahp' is no command and no path: did you mean 'graph'?"],
    [['nowhere-at-all'], "'nowhere-at-all' is no command and no path"],
    [['why', 'ordres'], "nothing here is called 'ordres' (did you mean 'orders'?)"],
    [['graph', '--focus', 'stok'], "nothing here is called 'stok' (did you mean 'stock'?)"],
    [['graph', '--depth', '2'], '--depth needs --focus NODE or --reaches NODE'],
    [['graph', '--reaches', 'stok'], "nothing here is called 'stok' (did you mean 'stock'?)"],
    [['graph', '--between', 'web'], "--between takes two nodes with a comma between them, not 'web'"],
    [['graph', '--between', 'web,stock,orders'], '--between takes two nodes'],
    [['graph', '--between', 'web,stok'], "did you mean 'stock'?"],
    [['graph', '--between', 'billing,billing-api'], '--between takes two different nodes'],
    [['graph', '--focus', 'x*'], "nothing here has a name like 'x*'"],
    [['graph', '--focus', 'team:chekout'], "no team here is called 'chekout' (did you mean 'checkout'?); there are checkout, money"],
    [['graph', '--focus', 'namespace:prod'], "no namespace here is called 'prod'; no service has a namespace"],
    [['graph', '--level', 'tables'], 'Allowed choices are services, data, all'],
    [['graph', '--group-by', 'teem'], 'Allowed choices are team, context, namespace, folder, none'],
    [['why'], "missing required argument 'from'"],
    [['explain', 'shared-table', 'sync-chain'], 'too many arguments'],
  ])('2 with nothing on standard output: %j', async (args, said) => {
    const { code, out, err } = await archlint(args);
    expect(err).toContain(said);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('2 and one line for an unexpected error, the stack with --verbose', async () => {
    analyze.mockRejectedValue(new RangeError('boom\u001b[31m\nsecond line'));
    const plain = await archlint(['check']);
    expect(plain).toEqual({ code: 2, out: '', err: 'archlint: internal error: boom\\u{1b}[31m (run with --verbose for the stack)\n' });
    const verbose = await archlint(['check', '--verbose']);
    expect(verbose.err).toContain('cli.test.ts');
    expect(verbose.code).toBe(2);
  });
});

describe('can-deploy', () => {
  it('1 with what goes along; 0 where nothing does; 2 for what is no service', async () => {
    const { code, out } = await archlint(['can-deploy', 'orders', '--no-history']);
    expect(code).toBe(1);
    expect(out).toContain('orders cannot go out alone');
    expect((await archlint(['can-deploy', 'nosuch', '--no-history'])).code).toBe(2);
  });
});

describe('help and version', () => {
  it('list the commands that exist, on standard output', async () => {
    const { code, out, err } = await archlint(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const listed = [...out.matchAll(/^ {2}([a-z-]+) .*\[/gm)].map((match) => match[1]);
    expect(listed).toEqual(['check', 'init', 'graph', 'services', 'why', 'can-deploy', 'baseline', 'diff', 'comment', 'rules', 'explain', 'help']);
    expect(analyze).not.toHaveBeenCalled();
  });

  it('show the options of a command', async () => {
    const { code, out } = await archlint(['graph', '--help']);
    expect(code).toBe(0);
    for (const option of [
      '--level',
      '--focus',
      '--depth',
      '--reaches',
      '--between',
      '--only-findings',
      '--group-by',
      '--highlight',
      '--format',
      '--no-config',
      '--no-color',
      '--timing',
    ])
      expect(out).toContain(option);
    expect(out).not.toContain('--since');
  });

  it('print the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await archlint(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('commands', () => {
  it('check is the default, and takes paths', async () => {
    for (const file of ['a/1', 'b/2', 'c/3']) {
      mkdirSync(path.join(folder, path.dirname(file)));
      writeFileSync(path.join(folder, file), '');
    }
    await archlint([folder]);
    await archlint(['check', path.join(folder, 'a'), path.join(folder, 'b')]);
    const listed = analyze.mock.calls.map(([input]) => (input as { files: FileIndex }).files.files.map((file) => file.path));
    expect(listed).toEqual([
      ['a/1', 'b/2', 'c/3'],
      ['a/1', 'b/2'],
    ]);
  });

  it('graph is 0 in spite of findings, and takes a focus by alias', async () => {
    const { code, out } = await archlint(['graph', '--format', 'json', '--focus', 'billing-api', '--level', 'services']);
    expect(code).toBe(0);
    const { nodes } = JSON.parse(out) as { nodes: { id: string }[] };
    expect(nodes.map((node) => node.id)).toEqual([
      'channel:rabbitmq/orders.placed',
      'external:api.payments.example',
      'library:@acme/domain',
      'service:billing',
      'service:shipping',
      'service:web',
    ]);
  });

  it('graph takes groups, patterns, ways and findings, together', async () => {
    const nodes = async (...args: string[]): Promise<string> => {
      const { code, out } = await archlint(['graph', '--format', 'json', '--level', 'services', ...args]);
      expect(code).toBe(0);
      const parsed = JSON.parse(out) as { nodes: { name: string }[] };
      return parsed.nodes.map((node) => node.name).join(' ');
    };
    expect(await nodes('--focus', 'team:money', '--depth', '0')).toBe('billing');
    expect(await nodes('--focus', 's*', '--depth', '0')).toBe('shipping stock');
    expect(await nodes('--focus', '*o*k*', '--depth', '0')).toBe('stock');
    expect(await nodes('--reaches', 'shipping')).toBe('edge orders shipping stock web');
    expect(await nodes('--reaches', 'shipping', '--depth', '1')).toBe('shipping stock');
    expect(await nodes('--between', 'web, shipping')).toBe('orders shipping stock web');
    expect(await nodes('--between', 'web,shipping', '--focus', 'stock')).toBe('orders shipping stock');
    expect(await nodes('--only-findings', '--only', 'shared-table')).toBe('billing orders');
  });

  it('graph says on standard error what a drawing leaves out, and draws no more than can be laid out', async () => {
    const many = (count: number): void => {
      const services = Array.from({ length: count }, (_, i) => service(`${'abcde'[i % 5]}-${i}`));
      analyze.mockResolvedValue({ graph: { ...sampleReport.graph, nodes: services, edges: [] }, files: sampleReport.files, timing: {}, reached: {} });
    };
    many(70);
    const note = "70 nodes, folded by name. Closer: --focus 'a*', --focus NODE, --reaches NODE, --between A,B, --only-findings. Everything: --group-by none";
    expect(await archlint(['graph'])).toMatchObject({ code: 0, err: `archlint: ${note}\n` });
    expect((await archlint(['graph', '--quiet'])).err).toBe('');
    expect((await archlint(['graph', '--format', 'json'])).err).toBe('');
    expect((await archlint(['graph', '--group-by', 'none'])).err).toBe('');
    many(3001);
    expect(await archlint(['graph', '--format', 'svg', '--group-by', 'none'])).toEqual({
      code: 2,
      out: '',
      err: 'archlint: 3001 nodes and 0 lines are more than can be laid out (3000 and 10000): draw less with --focus NODE or --level services, or leave out --group-by none\n',
    });
  });

  it('graph draws a picture', async () => {
    const { code, out, err } = await archlint(['graph', '--format', 'svg', '--highlight']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^<svg /);
  });

  it('why prints the lines between two names', async () => {
    const { code, out } = await archlint(['why', 'orders', 'stock']);
    expect(code).toBe(0);
    expect(out).toContain('orders/src/stock-client.ts:14');
  });

  it('services, rules and explain answer with 0; the latter two scan nothing', async () => {
    expect((await archlint(['services'])).out).toContain('billing-api');
    analyze.mockClear();
    const rules = await archlint(['rules', '--preset', 'minimal', '--format', 'json']);
    const listed = (JSON.parse(rules.out) as { rules: { id: string; severity: string }[] }).rules;
    expect(listed.find((rule) => rule.id === 'shared-table')?.severity).toBe('error');
    expect(listed.find((rule) => rule.id === 'hardcoded-address')?.severity).toBe('off');
    expect((await archlint(['explain', 'sync-chain'])).out).toContain('How to mend it');
    expect((await archlint(['explain', 'suppression'])).code).toBe(0);
    expect(analyze).not.toHaveBeenCalled();
  });

  it('take the configuration from the path that is analysed, and none with --no-config', async () => {
    writeFileSync(path.join(folder, '.archlintrc.yml'), 'rules:\n  shared-table: off\n');
    expect((await archlint(['check', ...sharedOnly])).code).toBe(0);
    expect((await archlint(['check', ...sharedOnly], { cwd: path.dirname(folder) })).code).toBe(1);
    expect((await archlint(['check', folder, ...sharedOnly], { cwd: path.dirname(folder) })).code).toBe(0);
    expect((await archlint(['check', ...sharedOnly, '--no-config'])).code).toBe(1);
  });

  it('say that nothing was found where the format does not', async () => {
    analyze.mockResolvedValue({
      graph: { nodes: [], edges: [], releases: [], unresolved: [], coverage: { interactions: 0, resolved: 0, external: 0, unresolved: 0 }, suppressions: [] },
      files: { listed: 0, read: 0, skipped: {}, diagnostics: [] },
      timing: {},
      reached: {},
    });
    expect((await archlint(['check', '--format', 'json'])).err).toContain('nothing found to analyse');
    expect((await archlint(['graph'])).err).toContain('nothing found to analyse');
    const stylish = await archlint(['check']);
    expect(stylish).toMatchObject({ code: 0, err: '' });
    expect(stylish.out).toContain('Nothing found to analyse');
  });
});

describe('output', () => {
  it('goes to as many files as are named, and standard output stays empty', async () => {
    const { code, out, err } = await archlint(['check', ...sharedOnly, '--format', 'json=a.json', '--format', 'stylish', '-o', 'b.txt']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('archlint: wrote a.json\narchlint: wrote b.txt\narchlint: failing because of --fail-on error\n');
    expect((JSON.parse(readFileSync(path.join(folder, 'a.json'), 'utf8')) as { schemaVersion: number }).schemaVersion).toBe(1);
    expect(readFileSync(path.join(folder, 'b.txt'), 'utf8')).toContain('shared-table');
    expect(readdirSync(folder).toSorted()).toEqual(['a.json', 'b.txt']);
  });

  it('is the same bytes twice', async () => {
    const once = await archlint(['check', '--format', 'json']);
    expect(await archlint(['check', '--format', 'json'])).toEqual(once);
  });

  it('refuses a link and a folder and leaves no temporary file', async () => {
    writeFileSync(path.join(folder, 'target'), 'keep');
    symlinkSync(path.join(folder, 'target'), path.join(folder, 'link'));
    await expect(writeReport(path.join(folder, 'link'), 'new')).rejects.toThrow('is a link: not written');
    await expect(writeReport(folder, 'new')).rejects.toThrow('is a folder: not written');
    await expect(writeReport(path.join(folder, 'absent', 'x'), 'new')).rejects.toThrow('cannot write');
    expect(readFileSync(path.join(folder, 'target'), 'utf8')).toBe('keep');
    expect(lstatSync(path.join(folder, 'link')).isSymbolicLink()).toBe(true);
    await writeReport(path.join(folder, 'target'), 'new');
    expect(readFileSync(path.join(folder, 'target'), 'utf8')).toBe('new');
    expect(readdirSync(folder).toSorted()).toEqual(['link', 'target']);
  });

  it('has colours on a terminal only', async () => {
    const code = '\u001b[';
    expect((await archlint(['check'])).out).not.toContain(code);
    expect((await archlint(['check'], { outIsTerminal: true })).out).toContain(code);
    expect((await archlint(['check', '--no-color'], { outIsTerminal: true })).out).not.toContain(code);
    expect((await archlint(['check'], { outIsTerminal: true, env: { NO_COLOR: '1' } })).out).not.toContain(code);
    await archlint(['check', '--color', '--format', 'stylish=report.txt']);
    expect(readFileSync(path.join(folder, 'report.txt'), 'utf8')).not.toContain(code);
  });

  it('shows time on a terminal and with --timing, which lists the stages on standard error', async () => {
    expect((await archlint(['check'])).out).toContain('(48 files)');
    expect((await archlint(['check'], { outIsTerminal: true, env: { NO_COLOR: '1' } })).out).toContain('(48 files, 0.1 s)');
    const timed = await archlint(['check', '--timing', '--no-history']);
    expect(timed.out).toContain('(48 files, 0.1 s)');
    expect(timed.err).toMatch(/^ {2}list {12} +\d+ ms\n {2}index {17}12 ms\n {2}link {18}30 ms\n {2}total {16}100 ms\n$/);
  });

  it('shows progress on a terminal only, and wipes it', async () => {
    analyze.mockImplementation(async ({ onProgress }: { onProgress: (stage: string) => void }) => {
      onProgress('linking');
      return { graph: sampleReport.graph, files: sampleReport.files, timing: {}, reached: {} };
    });
    const erase = '\r\u001b[2K';
    expect((await archlint(['check', '--no-history'], { errIsTerminal: true })).err).toBe(
      `${erase}archlint: list …${erase}archlint: linking …${erase}archlint: judging …${erase}`,
    );
    expect((await archlint(['check', '--quiet'], { errIsTerminal: true })).err).toBe('');
  });
});

describe('colour level', () => {
  const level = (option: boolean | undefined, env: Record<string, string>, outIsTerminal = true): number => colorLevel(option, { env, outIsTerminal });
  it('is decided by the option, NO_COLOR, FORCE_COLOR, the terminal, in this order', () => {
    expect(level(true, { NO_COLOR: '1' }, false)).toBe(1);
    expect(level(false, { FORCE_COLOR: '1' })).toBe(0);
    expect(level(undefined, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(0);
    expect(level(undefined, { NO_COLOR: '' })).toBe(1);
    expect(level(undefined, { FORCE_COLOR: '3' }, false)).toBe(3);
    expect(level(undefined, { FORCE_COLOR: '0' })).toBe(0);
    expect(level(undefined, { FORCE_COLOR: '' }, false)).toBe(1);
    expect(level(undefined, { TERM: 'dumb' })).toBe(0);
    expect(level(undefined, {}, false)).toBe(0);
  });
});

describe('destinations', () => {
  it('default to the first format, and give --output to the one without a file', () => {
    expect(destinations('check', undefined, undefined, nearestName)).toEqual([{ format: 'stylish' }]);
    expect(destinations('graph', ['json=g.json', 'mermaid'], 'm.mmd', nearestName)).toEqual([
      { format: 'json', file: 'g.json' },
      { format: 'mermaid', file: 'm.mmd' },
    ]);
  });
});

describe('names on the command line', () => {
  const find = (word: string): string => lookupNode(sampleReport.graph, word, nearestName);
  it('mean an id, a service before a table, a store by server and database, an alias, at last in any case', () => {
    expect(find('table:postgresql/shop/orders')).toBe('table:postgresql/shop/orders');
    expect(find('orders')).toBe('service:orders');
    expect(find('db/shop')).toBe('datastore:postgresql/shop');
    expect(find('shop')).toBe('datastore:postgresql/shop');
    expect(find('billing-api')).toBe('service:billing');
    expect(find('BILLING')).toBe('service:billing');
  });

  it('that are ambiguous list the candidates', () => {
    const twins = [service('api', { id: 'service:red/api', namespace: 'red' }), service('api', { id: 'service:blue/api', namespace: 'blue' })];
    const graph = { ...sampleReport.graph, nodes: twins, edges: [edge('service:red/api', 'calls', 'service:blue/api', [[line('a.ts:1', 'x', '')]])] };
    expect(() => lookupNode(graph, 'api', nearestName)).toThrow("'api' is ambiguous; give one of these ids: service:blue/api, service:red/api");
    expect(lookupNode(graph, 'red/api', nearestName)).toBe('service:red/api');
  });
});
