import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Files, type GitSandbox, gitSandbox, layTraps } from '../support/git-sandbox.js';
import { type Ran, runCli } from '../support/run-cli.js';
import { callTo, compose, composed, mainOf, smallShop, writeTo } from '../support/small-shop.js';

let box: GitSandbox;
beforeEach(() => {
  box = gitSandbox();
});
afterEach(() => box.remove());

interface Output {
  readonly summary: { readonly errors: number; readonly baselined: number };
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly message: string;
    readonly services: readonly string[];
    readonly fingerprint: string;
  }[];
  readonly comparison: {
    readonly against: unknown;
    readonly fixed: Output['findings'];
    readonly unchanged: Output['findings'];
    readonly change: {
      readonly addedEdges: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
      readonly newlyShared: readonly string[];
    };
  };
}

const brief = (findings: Output['findings']): string[] => findings.map(({ ruleId, services }) => `${ruleId} ${services.join(',')}`);
const since = (revision: string, args: readonly string[] = [], folder = '.'): Promise<Ran> =>
  runCli(['check', '--since', revision, ...args], join(box.root, folder));
async function compared(revision: string, args: readonly string[] = [], folder = '.'): Promise<Output> {
  const { out, err } = await since(revision, ['--format', 'json', ...args], folder);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Output;
}

const known = ['cross-service-db-access orders,stock', 'shared-database orders,stock', 'shared-table orders,stock'];
/** shipping begins to write a table of orders. */
const worse: Files = {
  ...mainOf('shipping', writeTo('ORDERS_DATABASE_URL', 'orders')),
  'compose.yml': compose(
    composed('orders', { STOCK_URL: 'http://stock:4000', STOCK_DATABASE_URL: 'postgres://shop:shop@postgres:5432/stock' }),
    composed('stock'),
    composed('shipping', { ORDERS_DATABASE_URL: 'postgres://shop:shop@postgres:5432/orders' }),
  ),
};

function shopWithBranch(files: Files): void {
  box.init('.');
  box.commit('.', smallShop);
  box.git('.', 'checkout', '-q', '-b', 'feature');
  box.commit('.', files);
}

describe('a branch that changes what judges it', () => {
  const gate = async (args: readonly string[] = []): Promise<string[]> => {
    const { findings } = await compared('main', args);
    return findings.flatMap(({ ruleId, severity, message }) => (ruleId === 'weakened-gate' ? [`${severity} ${message}`] : []));
  };
  const comment = (reason: string): Files => ({
    'orders/src/main.ts': (smallShop['orders/src/main.ts'] as string).replace('  await other', `  // archlint-ignore shared-table: ${reason}\n  await other`),
  });

  it('by the configuration is judged by the earlier one, and the change is a finding', async () => {
    shopWithBranch({
      ...worse,
      '.archlintrc.yml': 'rules:\n  shared-table: off\nsuppress:\n  - { rule: shared-database, services: [shipping], reason: soon }\n',
    });
    const { findings } = await compared('main');
    expect(brief(findings)).toEqual([
      'cross-service-db-access shipping,orders',
      'shared-database orders,shipping',
      'shared-table shipping,orders',
      'weakened-gate ',
      'weakened-gate shipping',
    ]);
    expect(await gate()).toEqual([
      'error Rule shared-table is switched off (was error)',
      'error Findings of shared-database are suppressed for shipping: soon',
    ]);
    expect(await gate(['--only', 'shared-table'])).toEqual(['error Rule shared-table is switched off (was error)']);
    expect(await gate(['--rule', 'weakened-gate:warn'])).toEqual([
      'warn Rule shared-table is switched off (was error)',
      'warn Findings of shared-database are suppressed for shipping: soon',
    ]);
  });

  it('above the scanned folder is located there, for platforms from the checkout', async () => {
    box.init('.');
    box.commit('.', Object.fromEntries(Object.entries(smallShop).map(([path, text]) => [`shop/${path}`, text])));
    box.write({ '.archlintrc.yml': 'rules:\n  shared-table: off\n' });
    const [finding] = (await compared('main', ['shop'])).findings;
    expect(finding).toMatchObject({ ruleId: 'weakened-gate', locations: [{ file: '../.archlintrc.yml', line: 2 }] });
    const [issue] = JSON.parse((await since('main', ['--format', 'gitlab', 'shop'])).out) as { location: unknown }[];
    expect(issue?.location).toEqual({ path: '.archlintrc.yml', lines: { begin: 2 } });
  });

  it('by a named configuration is judged by it, yet shows what it weakens by its earlier version', async () => {
    box.init('.');
    box.commit('.', { ...smallShop, 'ci/archlint.yml': 'extends: archlint:strict\n' });
    box.git('.', 'checkout', '-q', '-b', 'feature');
    box.commit('.', { ...worse, 'ci/archlint.yml': 'extends: archlint:strict\nrules: { shared-table: off, weakened-gate: off }\n' });
    const { findings } = await compared('main', ['--config', 'ci/archlint.yml']);
    expect(brief(findings)).not.toContain('shared-table shipping,orders');
    expect(await gate(['--config', 'ci/archlint.yml'])).toEqual([
      'error Rule shared-table is switched off (was error)',
      'error Rule weakened-gate is switched off (was error)',
    ]);
  });

  it('by a comment: on a new finding an error, on a known one a warning', async () => {
    shopWithBranch(comment('ADR 12'));
    expect(await gate()).toEqual(['warn A comment suppresses a finding of shared-table (orders and stock): ADR 12']);
    expect((await since('main')).code).toBe(0);
    const hidden = {
      ...worse,
      'shipping/src/main.ts': (worse['shipping/src/main.ts'] as string).replace('  await other', '  // archlint-ignore shared-table: hush\n  await other'),
    };
    box.commit('.', { ...comment('ADR 12'), ...hidden });
    expect(await gate()).toContain('error A comment suppresses a finding of shared-table (shipping and orders): hush');
    box.git('.', 'checkout', '-q', '-b', 'later');
    box.git('.', 'branch', '-f', 'main', 'feature');
    expect(await gate()).toEqual([]);
  });
});

describe('a baseline with --since', () => {
  const baseline = (...args: readonly string[]): Promise<Ran> => runCli(['baseline', ...args], box.root);
  const gate = ({ findings }: Output): string[] =>
    findings.flatMap(({ ruleId, severity, message }) => (ruleId === 'weakened-gate' || ruleId === 'suppression' ? [`${severity} ${message}`] : []));

  it('is that of the earlier revision: a branch cannot accept what it adds', async () => {
    shopWithBranch({});
    await baseline();
    box.commit('.', {});
    box.git('.', 'branch', '-f', 'main', 'feature');
    box.write(worse);
    await baseline('--allow-additions');
    const output = await compared('main');
    expect(output.summary).toMatchObject({ errors: 4, baselined: 3 });
    expect(brief(output.comparison.unchanged)).toEqual(known);
    expect(gate(output)).toEqual([
      'error The baseline accepts 3 more: cross-service-db-access (orders, shipping), shared-database (orders, shipping) and shared-table (orders, shipping)',
    ]);
    // A named one beats, and is still shown to have grown.
    const named = await compared('main', ['--baseline', '.archlint-baseline.json']);
    expect([named.summary.errors, named.summary.baselined, gate(named)]).toEqual([1, 6, gate(output)]);
    expect((await compared('main', ['--no-baseline'])).summary).toMatchObject({ errors: 3, baselined: 0 });
  });

  it('may be introduced, with a warning, as long as it accepts what was there before', async () => {
    shopWithBranch({});
    await baseline();
    const output = await compared('main');
    expect(gate(output)).toEqual([
      'warn The baseline accepts 3 more: cross-service-db-access (orders, stock), shared-database (orders, stock) and shared-table (orders, stock)',
    ]);
    expect((await since('main')).code).toBe(0);
  });

  it('is stale where the branch fixes what it accepts, and not once it is pruned', async () => {
    shopWithBranch({});
    await baseline();
    box.commit('.', {});
    box.git('.', 'branch', '-f', 'main', 'feature');
    box.write({
      ...mainOf('orders', callTo('STOCK_URL', 'stock')),
      'compose.yml': compose(composed('orders', { STOCK_URL: 'http://stock:4000' }), composed('stock'), composed('shipping')),
    });
    const output = await compared('main');
    expect([brief(output.comparison.fixed), gate(output)]).toEqual([
      known,
      ['warn Entries of the baseline that no finding meets any more: 3; archlint baseline --prune removes them'],
    ]);
    await baseline('--prune');
    expect(gate(await compared('main'))).toEqual([]);
  });

  it('does not hide what comes back though its entry was left behind', async () => {
    shopWithBranch(worse);
    await baseline();
    box.commit('.', smallShop);
    box.git('.', 'branch', '-f', 'main', 'feature');
    box.write(worse);
    const output = await compared('main');
    expect(brief(output.findings)).toEqual(['cross-service-db-access shipping,orders', 'shared-database orders,shipping', 'shared-table shipping,orders']);
    expect((await runCli(['check'], box.root)).code).toBe(0);
  });

  it('that is broken at the earlier revision is named with the way out', async () => {
    shopWithBranch({});
    box.git('.', 'checkout', '-q', 'main');
    box.commit('.', { '.archlint-baseline.json': '[]' });
    box.git('.', 'checkout', '-q', '-b', 'mend');
    box.write({ '.archlint-baseline.json': null });
    expect(await since('main')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('at main, .archlint-baseline.json:1: is no archlint baseline (it holds a list)'),
    });
    expect((await since('main', ['--no-baseline'])).code).toBe(0);
  });
});

describe('check --since', () => {
  it('finds nothing new where nothing changed, however the lines moved', async () => {
    shopWithBranch(mainOf('orders', `\n\n// moved\n${callTo('STOCK_URL', 'stock')}${writeTo('STOCK_DATABASE_URL', 'stock')}`));
    const { findings, comparison } = await compared('main');
    expect([brief(findings), brief(comparison.fixed), brief(comparison.unchanged)]).toEqual([[], [], known]);
    expect(comparison.against).toEqual({ kind: 'ref', name: 'main' });
    expect((await since('main')).code).toBe(0);
  });

  it('finds what the branch adds, committed or not, and fails on it alone', async () => {
    shopWithBranch({});
    box.write(worse);
    const { findings, summary, comparison } = await compared('main');
    const added = ['cross-service-db-access shipping,orders', 'shared-database orders,shipping', 'shared-table shipping,orders'];
    expect([brief(findings), summary.errors, brief(comparison.unchanged)]).toEqual([added, 3, known]);
    expect(comparison.change.newlyShared).toEqual(['datastore:postgres/orders', 'table:postgres/orders/orders']);
    const uncommitted = await since('main', ['--format', 'json', '--no-history']);
    box.commit('.', {});
    expect(await since('main', ['--format', 'json', '--no-history'])).toEqual(uncommitted);
    expect((await since('main')).code).toBe(1);
    expect((await since('feature')).code).toBe(0);
  });

  it('shows new, fixed and known apart', async () => {
    shopWithBranch({
      ...mainOf('orders', callTo('STOCK_URL', 'stock')),
      'compose.yml': compose(composed('orders', { STOCK_URL: 'http://stock:4000' }), composed('stock'), composed('shipping')),
    });
    const { code, out } = await since('main');
    expect(code).toBe(0);
    expect(out).toContain('FIXED  shared-table             Table stock of stock (postgresql) is written by orders');
    expect(out).toContain('Plan: 1 data access to remove, 1 table no longer shared.');
    expect(out).toContain('No new findings against main');
  });

  it('does not hold against the branch what others did meanwhile', async () => {
    shopWithBranch({ 'README.md': 'changed' });
    box.git('.', 'checkout', '-q', 'main');
    box.commit('.', { ...mainOf('orders'), 'compose.yml': compose(composed('orders'), composed('stock'), composed('shipping')) });
    box.git('.', 'checkout', '-q', 'feature');
    const { findings, comparison } = await compared('main');
    expect([brief(findings), brief(comparison.fixed)]).toEqual([[], []]);
  });

  it('judges both states by the configuration of the earlier one, unless another is named', async () => {
    shopWithBranch({ ...worse, '.archlintrc.yml': 'rules: { shared-table: off, shared-database: off, cross-service-db-access: off }\nignore: [shipping]\n' });
    expect((await since('main')).code).toBe(1);
    expect(brief((await compared('main')).findings)).toContain('shared-table shipping,orders');
    expect(brief((await compared('main', ['--config', '.archlintrc.yml'])).findings)).not.toContain('shared-table shipping,orders');
    expect(brief((await compared('main', ['--rule', 'shared-table:off'])).findings)).not.toContain('shared-table shipping,orders');
  });

  it('takes the configuration of the earlier state from above the scanned folder and from package.json', async () => {
    box.init('.');
    const inside = Object.fromEntries(Object.entries(smallShop).map(([path, text]) => [`shop/${path}`, text]));
    box.commit('.', { ...inside, 'package.json': '{"archlint": {"rules": {"shared-table": "off"}}}', 'shop/package.json': '{"name": "shop"}' });
    box.write({ 'package.json': '{}' });
    const { comparison } = await compared('main', ['shop']);
    expect(brief(comparison.unchanged)).toEqual(known.slice(0, 2));
    expect(brief((await compared('main', [], 'shop')).comparison.unchanged)).toEqual(known.slice(0, 2));
  });

  it('knows a renamed service by its folder', async () => {
    const renamed = (smallShop['compose.yml'] as string).replace('  orders:\n', '  order-desk:\n');
    shopWithBranch({ 'compose.yml': renamed });
    const { findings, comparison } = await compared('main');
    expect([brief(findings), brief(comparison.fixed), comparison.change.addedEdges]).toEqual([[], [], []]);
  });

  it('reads several repositories each at its own revision', async () => {
    for (const name of ['orders', 'stock', 'shipping']) {
      box.init(name);
      box.commit(
        name,
        Object.fromEntries(Object.entries(smallShop).flatMap(([path, text]) => (path.startsWith(`${name}/`) ? [[path.slice(name.length + 1), text]] : []))),
      );
    }
    box.write({ 'compose.yml': smallShop['compose.yml'] ?? '' });
    box.write({ 'compose.yml': worse['compose.yml'] ?? '', 'shipping/src/main.ts': worse['shipping/src/main.ts'] ?? '' });
    const { findings, comparison } = await compared('main');
    expect(brief(findings)).toContain('shared-table shipping,orders');
    expect(brief(comparison.unchanged)).toContain('shared-table orders,stock');
    box.git('stock', 'branch', '-m', 'main', 'trunk');
    expect(await since('main')).toEqual({
      code: 2,
      out: '',
      err: "archlint: the repository of stock has no revision 'main'. Check the name, or fetch it: git fetch origin main\n",
    });
  });

  it('is exit code 2 with nothing on standard output where there is nothing to compare with', async () => {
    box.write(smallShop);
    expect(await since('main')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is in no git repository') });
    box.init('.');
    expect(await since('main')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('has no commit yet') });
    box.commit('.', {});
    expect(await since('origin/main')).toMatchObject({ code: 2, out: '', err: expect.stringContaining("has no revision 'origin/main'") });
    expect(await since('--output=x')).toMatchObject({ code: 2, out: '' });
    box.commit('.', { '.archlintrc.yml': 'rulez: {}\n' });
    box.write({ '.archlintrc.yml': 'rules: {}\n' });
    expect(await since('main')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('.archlintrc.yml:1: unknown key "rulez"') });
  });

  it('runs nothing that the repository names', async () => {
    shopWithBranch(worse);
    const ran = layTraps(box, '.');
    expect((await since('main')).code).toBe(1);
    expect(ran()).toBe(false);
  });

  it('gives the same bytes twice, from another folder and another clone', async () => {
    shopWithBranch(worse);
    const first = await since('main', ['--format', 'json']);
    expect(await since('main', ['--format', 'json'])).toEqual(first);
    box.git('.', 'clone', '-q', '-b', 'feature', box.root, 'other/place');
    box.git('other/place', 'branch', 'main', 'origin/main');
    expect((await since('main', ['--format', 'json'], 'other/place')).out).toBe(first.out);
    rmSync(join(box.root, 'other'), { recursive: true });
    expect(first.out).not.toContain(box.root);
  });
});
