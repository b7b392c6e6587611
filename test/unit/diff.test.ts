import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { graphChange, readSavedGraph } from '../../src/compare/index.js';
import { UsageError } from '../../src/core/usage-error.js';
import { type GitSandbox, gitSandbox, layTraps } from '../support/git-sandbox.js';
import { type Ran, runCli } from '../support/run-cli.js';
import { sampleReport } from '../support/sample-report.js';
import { inJson } from '../support/system-case.js';
import { callTo, compose, composed, mainOf, smallShop, writeTo } from '../support/small-shop.js';

let box: GitSandbox;
beforeEach(() => {
  box = gitSandbox();
});
afterEach(() => box.remove());

const diff = (...args: readonly string[]): Promise<Ran> => runCli(['diff', ...args, '--no-history'], box.root);

/** shipping writes a table of orders, and orders calls shipping in place of stock. */
const later = {
  ...mainOf('shipping', writeTo('ORDERS_DATABASE_URL', 'orders')),
  ...mainOf('orders', callTo('SHIPPING_URL', 'shipping')),
  'compose.yml': compose(
    composed('orders', { SHIPPING_URL: 'http://shipping:4000' }),
    composed('stock'),
    composed('shipping', { ORDERS_DATABASE_URL: 'postgres://shop:shop@postgres:5432/orders' }),
  ),
};

const architecture = [
  '  Plan: 1 call to add, 1 to remove, 1 data access to add, 1 to remove, 1 table newly shared, 1 table',
  '  no longer shared.',
  '',
  '  Calls and routes',
  '    + orders → shipping  http  orders/src/main.ts:9',
  '    - orders → stock     http  orders/src/main.ts:9',
  '',
  '  Data access',
  '    + shipping → table orders  writes  shipping/src/main.ts:10',
  '    - orders → table stock     writes  orders/src/main.ts:15',
  '',
  '  Shared by several services',
  '    + table orders',
  '    - table stock',
  '',
];

describe('archlint diff', () => {
  it('holds a revision against the work tree, and two revisions against each other', async () => {
    box.init('.');
    box.commit('.', smallShop);
    box.write(later);
    const { code, out, err } = await diff('main');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      '  main → work tree',
      ...architecture,
      '  Findings  3 added, 3 removed, 0 unchanged',
      '    + error  cross-service-db-access  shipping writes data that orders owns: orders in orders (post…',
      '    + error  shared-database          Database orders (postgresql) is used by 2 services: orders an…',
      '    + error  shared-table             Table orders of orders (postgresql) is written by shipping, r…',
      '    - error  cross-service-db-access  orders writes data that stock owns: stock in stock (postgresq…',
      '    - error  shared-database          Database stock (postgresql) is used by 2 services: orders and…',
      '    - error  shared-table             Table stock of stock (postgresql) is written by orders, read …',
      '',
    ]);
    box.commit('.', {});
    expect((await diff('HEAD~1', 'HEAD')).out.split('\n').slice(1)).toEqual(out.split('\n').slice(1));
    expect((await diff('HEAD', 'HEAD~1')).out).toContain('Plan: 1 call to add, 1 to remove,');
    expect((await diff('HEAD', 'HEAD')).out).toBe('  HEAD → HEAD\n  Plan: nothing changes.\n\n  No finding added or removed, 3 unchanged\n');
  });

  it('holds graph files against each other, and against a revision', async () => {
    box.init('.');
    box.commit('.', smallShop);
    const graph = (file: string): Promise<Ran> => runCli(['graph', '--format', `json=${file}`], box.root);
    await graph('before.json');
    box.write(later);
    await graph('after.json');
    const unknown = ['  Findings are not compared: a graph file has none.', ''];
    expect((await diff('before.json', 'after.json')).out.split('\n')).toEqual(['  before.json → after.json', ...architecture, ...unknown]);
    expect((await diff('before.json')).out.split('\n')).toEqual(['  before.json → work tree', ...architecture, ...unknown]);
    expect((await diff('main', 'after.json')).out.split('\n')).toEqual(['  main → after.json', ...architecture, ...unknown]);
    const json = JSON.parse((await diff('before.json', 'after.json', '--format', 'json')).out) as Record<string, unknown>;
    expect(json).toMatchObject({
      before: { kind: 'snapshot', name: 'before.json' },
      plan: architecture
        .slice(0, 2)
        .map((line) => line.trim())
        .join(' '),
      findings: null,
    });
  });

  it('takes folders after the states, and judges by the configuration of the later one', async () => {
    box.init('.');
    box.commit('.', Object.fromEntries(Object.entries(smallShop).map(([path, text]) => [`shop/${path}`, text])));
    box.commit('.', Object.fromEntries(Object.entries(later).map(([path, text]) => [`shop/${path}`, text])));
    box.write({ 'shop/.archlintrc.yml': 'rules: { shared-table: off }\n' });
    expect((await diff('HEAD~1', 'HEAD', 'shop')).out).toContain('3 added, 3 removed');
    expect((await diff('HEAD~1', 'shop')).out).toContain('2 added, 2 removed');
    expect((await diff('HEAD~1', 'shop/stock')).out).toContain('Plan: nothing changes.');
  });

  it('is exit code 2 with nothing on standard output for what is no state', async () => {
    box.init('.');
    box.commit('.', smallShop);
    expect(await diff('nope')).toMatchObject({ code: 2, out: '', err: expect.stringContaining("has no revision 'nope'") });
    expect(await diff('absent.json')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('there is no file absent.json: archlint graph --format json --output absent.json writes a graph'),
    });
    expect(await diff('main', 'HEAD', 'nowhere')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is no folder nowhere') });
    expect(await diff('--exec=x')).toMatchObject({ code: 2, out: '' });
    expect(await diff()).toMatchObject({ code: 2, out: '', err: expect.stringContaining("missing required argument 'before'") });
    box.write({ 'check.json': '{"schemaVersion":1,"tool":{"name":"archlint","version":"1"},"findings":[]}' });
    expect(await diff('check.json')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('check.json is no graph of archlint: nodes') });
  });

  it('runs nothing that the repository names', async () => {
    box.init('.');
    box.commit('.', smallShop);
    box.commit('.', later);
    const ran = layTraps(box, '.');
    expect((await diff('HEAD~1', 'HEAD')).out).toContain('1 call to add');
    expect(ran()).toBe(false);
  });
});

describe('a graph file', () => {
  const text = (more: object): string => JSON.stringify({ schemaVersion: 1, tool: { name: 'archlint', version: '0.1.0' }, nodes: [], edges: [], ...more });
  const node = { id: 'service:a', kind: 'service', name: 'a', aliases: [] };
  const edge = { from: 'service:a', to: 'service:b', kind: 'calls', certainty: 'declared', evidence: [{ file: 'a.ts', line: 1, foundBy: 'x', text: '' }] };

  it('holds all that comparing needs', () => {
    const saved = readSavedGraph('g.json', inJson(sampleReport, 'graph'));
    const change = graphChange(saved, sampleReport.graph);
    expect(Object.values(change).flat()).toEqual([]);
    expect(saved.nodes.find(({ id }) => id === 'table:postgresql/shop/orders')).toMatchObject({
      datastore: 'datastore:postgresql/shop',
      owner: 'service:orders',
    });
  });

  it.each([
    ['x', 'g.json is no JSON. Make it with archlint graph --format json.'],
    ['[]', 'g.json is no graph of archlint: schemaVersion'],
    [text({ schemaVersion: 2 }), 'g.json is no graph of archlint: schemaVersion'],
    [text({ nodes: [{ ...node, kind: 'pod' }] }), 'nodes.0.kind'],
    [text({ nodes: [{ ...node, aliases: 'a' }] }), 'nodes.0.aliases'],
    [text({ nodes: [node], edges: [edge] }), 'g.json has an edge from service:a to service:b, but not both nodes.'],
    [text({ nodes: [node], edges: [{ ...edge, evidence: [] }] }), 'edges.0.evidence'],
  ])('that is none: %s', (content, said) => {
    expect(() => readSavedGraph('g.json', content)).toThrow(UsageError);
    expect(() => readSavedGraph('g.json', content)).toThrow(said);
  });

  it('is no crash, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.json().map((json) => text({ nodes: [JSON.parse(json)] })),
          fc.json().map((json) => text({ edges: [JSON.parse(json)] })),
        ),
        (content) => {
          try {
            readSavedGraph('g.json', content);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
      { numRuns: 300, seed: 4 },
    );
    writeFileSync(join(box.root, 'g.json'), text({ nodes: [{ ...node, name: '\u001b[31m__proto__', aliases: ['constructor'] }] }));
    expect(readFileSync(join(box.root, 'g.json'), 'utf8')).not.toBe('');
  });

  it('with hostile names is printed without their effect', async () => {
    box.write({
      'a.json': text({}),
      'b.json': text({
        nodes: [
          { ...node, id: 'service:\u001b[2J', name: '\u001b[2J`|@all\u202e', path: null },
          { id: 'service:__proto__', kind: 'service', name: '__proto__', aliases: ['toString'] },
        ],
      }),
    });
    for (const format of ['text', 'json', 'markdown']) {
      const { code, out } = await diff('a.json', 'b.json', '--format', format);
      expect(code).toBe(0);
      expect(out).not.toMatch(/[\u001b\u202e]/);
      expect(out).toContain('__proto__');
    }
  });
});
