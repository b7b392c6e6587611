import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeSets } from '../../src/history/changes.js';
import { readHistory } from '../../src/history/index.js';
import { type Commit, LogParser, readLog } from '../../src/history/log.js';
import { isSourcePath, noiseOf } from '../../src/history/noise.js';
import { tagEvents, taggedName } from '../../src/history/tags.js';
import { mayHoldVersions, versionsIn } from '../../src/history/versions.js';

const commit = (more: Partial<Commit>): Commit => ({
  hash: 'a'.repeat(40),
  parents: 1,
  author: 'Ada',
  email: 'ada@example.com',
  time: 1_700_000_000,
  subject: 'Orders carry a currency',
  files: ['orders/src/a.ts'],
  versioned: [],
  ...more,
});

describe('what git prints', () => {
  const printed = [
    `\u0001${'1'.repeat(40)}`,
    '2222 3333',
    'Ada',
    'ada@example.com',
    '1700000100',
    'Merge the currency branch',
    `\n:100644 100644 ${'a'.repeat(40)} ${'b'.repeat(40)} M`,
    'orders/src/a.ts',
    `:000000 100644 ${'0'.repeat(40)} ${'c'.repeat(40)} A`,
    'billing/ü b.ts',
    `:100644 100644 ${'d'.repeat(40)} ${'e'.repeat(40)} M`,
    'orders/package.json',
    `\u0001${'2'.repeat(40)}`,
    '',
    'Bo',
    'bo@example.com',
    '1700000000',
    'first',
    '',
  ].join('\0');

  it.each([1, 7, 1000])('is read whole in pieces of %i bytes', (size) => {
    const bytes = Buffer.from(printed);
    const parser = new LogParser();
    for (let at = 0; at < bytes.length; at += size) parser.add(bytes.subarray(at, at + size));
    expect(parser.finish()).toEqual([
      commit({
        hash: '1'.repeat(40),
        parents: 2,
        time: 1_700_000_100,
        subject: 'Merge the currency branch',
        files: ['orders/src/a.ts', 'billing/ü b.ts', 'orders/package.json'],
        versioned: [{ path: 'orders/package.json', before: 'd'.repeat(40), after: 'e'.repeat(40) }],
      }),
      commit({ hash: '2'.repeat(40), parents: 0, author: 'Bo', email: 'bo@example.com', subject: 'first', files: [] }),
    ]);
  });
});

describe('what is no evidence', () => {
  it.each([
    ['bot', { author: 'renovate[bot]' }],
    ['bot', { author: 'dependabot', email: '1+dependabot[bot]@users.noreply.github.com' }],
    ['bot', { author: 'deploy-bot' }],
    ['formatting', { subject: 'style: run prettier' }],
    ['formatting', { subject: 'Update copyright headers to 2026' }],
    ['release', { subject: 'chore(release): 1.4.0' }],
    ['release', { subject: 'v1.4.0' }],
    ['release', { subject: 'Release 2.0.0-rc.1' }],
    ['import', { parents: 0 }],
    ['import', { files: Array.from({ length: 1001 }, (_, i) => `orders/f${i}.ts`) }],
  ] as const)('%s: %j', (reason, more) => {
    expect(noiseOf(commit(more))).toBe(reason);
  });

  it.each([
    { author: 'Abbott', subject: 'Robots may order' },
    { author: 'Talbot', email: 'talbot@example.com' },
    { subject: 'Release the stock when an order is cancelled later' },
    { subject: 'Format of the invoice number' },
    { subject: 'feat: black market prices' },
  ])('a person who works on it: %j', (more) => {
    expect(noiseOf(commit(more))).toBeNull();
  });

  it('lock files, dependencies, Dockerfiles, prose, pictures and generated code are no source', () => {
    for (const path of [
      'orders/package-lock.json',
      'orders/package.json',
      'orders/go.sum',
      'orders/Dockerfile',
      'orders/README.md',
      'a/docs/x.ts',
      'orders/gen/o.pb.go',
      'a/o_pb2.py',
      'a/x.png',
    ])
      expect([path, isSourcePath(path)]).toEqual([path, false]);
    for (const path of ['orders/src/app.ts', 'orders/k8s/deployment.yml', 'orders/db/001.sql', 'orders/generator.ts'])
      expect([path, isSourcePath(path)]).toEqual([path, true]);
  });
});

describe('change sets', () => {
  it('count what is left out', () => {
    const { changes, commits, leftOut } = changeSets([
      { prefix: '.', commits: [commit({}), commit({ author: 'renovate[bot]' }), commit({ subject: 'lint: all of it' }), commit({ files: ['README.md'] })] },
    ]);
    expect({ commits, leftOut, changes: changes.length }).toEqual({ commits: 4, leftOut: { bot: 1, formatting: 1 }, changes: 1 });
  });

  it('of one ticket in two repositories are one change; without a ticket, one author and day', () => {
    const day = 86_400;
    const at = 1_700_006_400;
    const { changes } = changeSets([
      {
        prefix: 'orders',
        commits: [
          commit({ hash: 'b'.repeat(40), subject: 'SHOP-12 price', files: ['src/a.ts'], time: at + 9 * day }),
          commit({ hash: 'c'.repeat(40), files: ['src/b.ts'], time: at + 60 }),
          commit({ hash: 'd'.repeat(40), files: ['src/c.ts'], time: at + 3 * day }),
        ],
      },
      {
        prefix: 'billing',
        commits: [
          commit({ hash: 'e'.repeat(40), subject: 'price (SHOP-12)', author: 'Bo', email: 'bo@example.com', files: ['x.ts'], time: at + 2 * day }),
          commit({ hash: 'f'.repeat(40), subject: 'rounding', files: ['y.ts'], time: at + 120 }),
        ],
      },
    ]);
    expect(changes.map((c) => [c.repository, c.commit[0], c.files])).toEqual([
      ['orders', 'b', ['billing/x.ts', 'orders/src/a.ts']],
      ['orders', 'd', ['orders/src/c.ts']],
      ['billing', 'f', ['billing/y.ts', 'orders/src/b.ts']],
    ]);
  });
});

describe('versions', () => {
  it.each([
    ['orders/package.json', '{\n  "name": "orders",\n  "version": "1.4.0",\n  "dependencies": { "a": { "version": "2.0.0" } }\n}', [['', '1.4.0', 3]]],
    ['orders/Cargo.toml', '[package]\nname = "orders"\nversion = "0.3.0"\n\n[dependencies.serde]\nversion = "1.0"\n', [['', '0.3.0', 3]]],
    ['orders/Cargo.toml', '[workspace]\nmembers = []\n[dependencies.serde]\nversion = "1.0"\n', []],
    [
      'orders/pom.xml',
      '<project>\n<parent>\n<version>3.2.0</version>\n</parent>\n<version>1.1</version>\n<dependencies><version>9</version>',
      [['', '1.1', 5]],
    ],
    ['orders/VERSION', '1.9.2\n', [['', '1.9.2', 1]]],
    ['k8s/orders.yml', 'spec:\n  containers:\n    - name: app\n      image: "registry:5000/shop/orders:1.4.0"\n', [['orders', '1.4.0', 4]]],
    [
      'deploy/kustomization.yaml',
      'images:\n  - name: shop/orders\n    newTag: v2\n  - newTag: v3 # next\n    name: billing\n',
      [
        ['orders', 'v2', 3],
        ['billing', 'v3', 4],
      ],
    ],
    [
      'deploy/values.yaml',
      'orders:\n  image:\n    tag: "7"\nbilling:\n  image:\n    repository: shop/billing-api\n    tag: 8\n',
      [
        ['orders.image.tag', '7', 3],
        ['billing-api', '8', 7],
      ],
    ],
    ['chart/templates/a.yaml', 'image: "{{ .Values.image }}:{{ .Values.tag }}"\n', []],
  ] as const)('%s %#', (path, text, expected) => {
    expect(mayHoldVersions(path)).toBe(true);
    expect(versionsIn(path, text).map((v) => [v.subject, v.version, v.line])).toEqual(expected);
  });

  it('workflows, lock files and sources hold none', () => {
    for (const path of ['.github/workflows/ci.yml', 'pnpm-lock.yaml', 'orders/src/version.ts', 'docs/a.yaml'])
      expect([path, mayHoldVersions(path)]).toEqual([path, false]);
  });

  it.each([
    ['orders-v1.4.0', 'orders'],
    ['orders/v1.4.0', 'orders'],
    ['@acme/orders@1.4.0-rc.1', '@acme/orders'],
    ['order-history-1.0.2', 'order-history'],
    ['v1.4.0', ''],
    ['release-2.0', ''],
    ['nightly', undefined],
    ['v4', undefined],
  ])('the tag %s names %s', (tag, name) => {
    expect(taggedName(tag)).toBe(name);
  });

  it('tags of one commit or one hour are one release', () => {
    const tag = (name: string, time: number, repository = '.'): { name: string; time: number; commit: string; repository: string } => ({
      name,
      time,
      commit: name,
      repository,
    });
    const events = tagEvents(
      [tag('orders-v1.0.0', 1000), tag('billing-v2.0.0', 4600), tag('stock-v1.0.0', 9000), tag('v1.0.0', 9100, 'web'), tag('old-v1.0.0', 10)],
      500,
    );
    expect(events.map((e) => [e.subject, e.versions.map((v) => v.subject)])).toEqual([
      ['stock-v1.0.0, v1.0.0', ['stock', 'web']],
      ['orders-v1.0.0, billing-v2.0.0', ['orders', 'billing']],
    ]);
  });
});

describe('a repository', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'archlint-history-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main', '-C', root, ...args], { stdio: 'ignore' });
  };
  const save = (subject: string, ...files: string[]): void => {
    for (const file of files) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), `${subject}\n${Math.random()}`);
    }
    git('add', '-A');
    git('commit', '-qm', subject);
  };
  const start = (): void => {
    git('init', '-q');
    save('import', 'orders/a.ts', 'billing/a.ts');
    git('checkout', '-qb', 'currency');
    save('currency in orders', 'orders/a.ts');
    save('currency in billing', 'billing/a.ts');
    git('checkout', '-q', 'main');
    save('docs', 'README.md');
    git('merge', '-q', '--no-ff', '-m', 'Merge currency', 'currency');
  };

  it('a merge is one change of all its branch did; a part of the repository sees only itself', async () => {
    start();
    const { changes, commits, leftOut } = await readHistory([{ folder: root, prefix: '.' }]);
    expect(changes.map((c) => [c.subject, c.files])).toEqual([['Merge currency', ['billing/a.ts', 'orders/a.ts']]]);
    expect({ commits, leftOut }).toEqual({ commits: 3, leftOut: { import: 1 } });
    const part = await readLog(path.join(root, 'orders'), 12);
    expect(part?.commits.map((c) => [c.subject, c.files])).toEqual([
      ['Merge currency', ['a.ts']],
      ['import', ['a.ts']],
    ]);
  });

  it('a commit that gives images new tags is a release of each', async () => {
    const values = (orders: string, billing: string): string => `orders:\n  tag: ${orders}\nbilling:\n  tag: ${billing}\n`;
    git('init', '-q');
    const write = (subject: string, text: string): void => {
      writeFileSync(path.join(root, 'values.yaml'), text);
      git('add', '-A');
      git('commit', '-qm', subject);
    };
    write('first', values('1', '1'));
    write('both', values('2', '2'));
    write('orders alone', values('3', '2'));
    write('a comment', `${values('3', '2')}# by hand\n`);
    git('tag', 'orders-v3.0.0');
    const { releases } = await readHistory([{ folder: root, prefix: '.' }]);
    const told = releases.map((r) => `${r.by} ${r.subject}: ${r.versions.map((v) => `${v.subject} ${v.file}:${v.line}`).join(', ')}`).sort();
    expect(told).toEqual([
      'commit both: orders.tag values.yaml:2, billing.tag values.yaml:4',
      'commit orders alone: orders.tag values.yaml:2',
      'tag orders-v3.0.0: orders null:1',
    ]);
  });

  it('cut off: named, not evaluated', async () => {
    start();
    const clone = path.join(root, 'clone');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, clone], { stdio: 'ignore' });
    expect(await readHistory([{ folder: clone, prefix: 'clone' }])).toMatchObject({ changes: [], commits: 0, repositories: 0, shallow: ['clone'] });
  });

  it('no repository, or an empty one: nothing', async () => {
    expect(await readLog(root, 12)).toBeUndefined();
    git('init', '-q');
    expect(await readHistory([{ folder: root, prefix: '.' }])).toMatchObject({ changes: [], repositories: 0, shallow: [] });
  });

  it('runs nothing that the repository names', async () => {
    start();
    const trap = path.join(root, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch ${root}/ran\n`, { mode: 0o755 });
    for (const key of ['gpg.program', 'diff.external', 'core.fsmonitor', 'core.pager', 'diff.evil.textconv', 'filter.evil.smudge']) git('config', key, trap);
    git('config', 'log.showSignature', 'true');
    writeFileSync(path.join(root, '.gitattributes'), '* diff=evil filter=evil\n');
    expect((await readLog(root, 12))?.commits).toHaveLength(3);
    expect(existsSync(path.join(root, 'ran'))).toBe(false);
  });
});
