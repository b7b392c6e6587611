import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeSets } from '../../src/history/changes.js';
import { readHistory } from '../../src/history/index.js';
import { type Commit, LogParser, readLog } from '../../src/history/log.js';
import { isSourcePath, noiseOf } from '../../src/history/noise.js';

const commit = (more: Partial<Commit>): Commit => ({
  hash: 'a'.repeat(40),
  parents: 1,
  author: 'Ada',
  email: 'ada@example.com',
  time: 1_700_000_000,
  subject: 'Orders carry a currency',
  files: ['orders/src/a.ts'],
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
    '\norders/src/a.ts',
    'billing/ü b.ts',
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
      commit({ hash: '1'.repeat(40), parents: 2, time: 1_700_000_100, subject: 'Merge the currency branch', files: ['orders/src/a.ts', 'billing/ü b.ts'] }),
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
