import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileIndex, Limits } from '../../src/core/files.js';
import { UsageError } from '../../src/core/usage-error.js';
import { discoverFiles, discoverRevision } from '../../src/discover/index.js';
import { baseOf, commitAt } from '../../src/git/revision.js';
import { type GitSandbox, gitSandbox, layTraps } from '../support/git-sandbox.js';

let box: GitSandbox;
beforeEach(() => {
  box = gitSandbox();
});
afterEach(() => box.remove());

const at = (...folders: string[]): string[] => folders.map((folder) => join(box.root, folder));

interface More {
  readonly ignore?: readonly string[];
  readonly limits?: Partial<Limits>;
}

/** The state at a revision of what the paths hold. */
function stateAt(revision: string, paths: readonly string[] = [box.root], { ignore = [], limits = {} }: More = {}): FileIndex {
  const now = discoverFiles(paths, { ignore, limits, identify: true });
  return discoverRevision(now, { ignore, limits, commitOf: (folder, name) => commitAt(folder, name, revision) });
}

const paths = (index: FileIndex): string[] => index.files.map((file) => file.path);
const read = (index: FileIndex, path: string): string => {
  const result = index.read(path);
  return 'text' in result ? result.text : result.skipped;
};
const texts = (index: FileIndex): [string, string][] => paths(index).map((path) => [path, read(index, path)]);

describe('the state at a revision', () => {
  it('has the files and texts of then: changed, removed, added since', () => {
    box.init('.');
    box.commit('.', { 'same.ts': 'same', 'changed.ts': 'old', 'changed.yml': 'a: old', 'removed.ts': 'gone', 'a/b.ts': 'b' });
    box.commit('.', { 'changed.ts': 'new', 'changed.yml': 'a: new', 'removed.ts': null, 'added.ts': 'added' });
    box.write({ 'untracked.ts': 'untracked', 'a/b.ts': 'uncommitted' });
    expect(texts(stateAt('HEAD~1'))).toEqual([
      ['a/b.ts', 'b'],
      ['changed.ts', 'old'],
      ['changed.yml', 'a: old'],
      ['removed.ts', 'gone'],
      ['same.ts', 'same'],
    ]);
  });

  it('leaves out what the disk leaves out', () => {
    box.init('.');
    const files = {
      'a.ts': '',
      'node_modules/x/index.js': '',
      'vendor/package.json': '{}',
      'lib/package.json': '{"main": "./out/index.js"}',
      'lib/out/index.ts': '',
      'orders/dist/main.js': '',
      'java/pom.xml': '',
      'java/target/x.yml': '',
      'package-lock.json': '{}',
      'legacy/a.ts': '',
      'legacy/keep.ts': '',
    };
    box.commit('.', files);
    const ignore = ['legacy/*', '!legacy/keep.ts'];
    const before = stateAt('HEAD', [box.root], { ignore });
    const now = discoverFiles([box.root], { ignore });
    expect(paths(before)).toEqual(['a.ts', 'java/pom.xml', 'legacy/keep.ts', 'lib/package.json', 'vendor/package.json']);
    expect([paths(before), before.ignored]).toEqual([paths(now), now.ignored]);
  });

  it('keeps to the limits and skips for the same reasons as on the disk', () => {
    box.init('.');
    box.commit('.', {
      'big.ts': 'x\n'.repeat(60),
      'big.yml': 'x\n'.repeat(60),
      'long.js': 'x'.repeat(50),
      'binary.yml': Buffer.from([97, 0, 98]),
      'le.yml': Buffer.from('\uFEFFa: ü', 'utf16le'),
      'latin.yml': Buffer.from('a: ü', 'latin1'),
      'ok.ts': 'a',
    });
    const limits = { sourceBytes: 100, dataBytes: 130, lineLength: 40 };
    const now = discoverFiles([box.root], { ignore: [], limits });
    const here = texts(now);
    box.commit('.', { 'big.ts': '', 'big.yml': '', 'long.js': '', 'binary.yml': '', 'le.yml': '', 'latin.yml': null });
    const before = stateAt('HEAD~1', [box.root], { limits });
    expect(texts(before)).toEqual(here);
    expect(here.map(([path, text]) => `${path} ${text.slice(0, 9)}`)).toEqual([
      'big.ts too-large',
      'big.yml x\nx\nx\nx\nx',
      'binary.yml binary',
      'latin.yml a: ü',
      'le.yml a: ü',
      'long.js minified',
      'ok.ts a',
    ]);
    expect(before.diagnostics).toEqual(now.diagnostics);
    expect(before.readCount).toBe(4);
    expect(paths(stateAt('HEAD~1', [box.root], { limits: { files: 2 } }))).toEqual(['big.ts', 'big.yml']);
  });

  it('follows no link and names those that leave the tree', () => {
    box.init('.');
    box.write({ 'in/a.ts': 'a', 'in/deep/b.ts': 'b', 'out/secret.ts': 'secret' });
    symlinkSync('a.ts', join(box.root, 'in/inner.ts'));
    symlinkSync('deep', join(box.root, 'in/folder'));
    symlinkSync('../out/secret.ts', join(box.root, 'in/outer.ts'));
    symlinkSync('/etc/passwd', join(box.root, 'in/absolute.ts'));
    symlinkSync('nothing', join(box.root, 'in/broken.ts'));
    box.commit('.', {});
    const before = stateAt('HEAD', at('in'));
    expect(paths(before)).toEqual(['a.ts', 'deep/b.ts']);
    expect(before.diagnostics.map((d) => [d.file, d.reason])).toEqual([
      ['absolute.ts', 'outside-root'],
      ['broken.ts', 'unreadable'],
      ['outer.ts', 'outside-root'],
    ]);
    expect(before.diagnostics).toEqual(discoverFiles(at('in'), { ignore: [] }).diagnostics);
  });

  it('works below the top of the repository, for single files, and where the folder was not there yet', () => {
    box.init('.');
    box.commit('.', { 'shop/a.ts': 'old', 'shop/b.ts': 'b', 'other/c.ts': 'c' });
    box.commit('.', { 'shop/a.ts': 'new', 'fresh/d.ts': 'd' });
    expect(texts(stateAt('HEAD~1', at('shop')))).toEqual([
      ['a.ts', 'old'],
      ['b.ts', 'b'],
    ]);
    expect(texts(stateAt('HEAD~1', at('shop', 'fresh')))).toEqual([
      ['shop/a.ts', 'old'],
      ['shop/b.ts', 'b'],
    ]);
    expect(texts(stateAt('HEAD~1', at('shop/a.ts', 'other')))).toEqual([
      ['other/c.ts', 'c'],
      ['shop/a.ts', 'old'],
    ]);
    expect(paths(stateAt('HEAD~1', at('fresh')))).toEqual([]);
  });

  it('keeps odd file names', () => {
    box.init('.');
    const names = ['-rf', 'a\nb.ts', '$(touch x)', '__proto__/constructor', 'ü.ts', '"quoted"', 'tab\t.ts'];
    box.commit('.', Object.fromEntries(names.map((name) => [name, `old ${name}`])));
    box.commit('.', Object.fromEntries(names.map((name) => [name, 'new'])));
    expect(texts(stateAt('HEAD~1'))).toEqual(names.sort().map((name) => [name, `old ${name}`]));
  });

  it('reads a repository with SHA-256 ids', () => {
    execFileSync('git', ['init', '-q', '-b', 'main', '--object-format=sha256', box.root]);
    box.commit('.', { 'a.ts': 'old', 'b.ts': 'b' });
    box.commit('.', { 'a.ts': 'new' });
    expect(texts(stateAt('HEAD~1'))).toEqual([
      ['a.ts', 'old'],
      ['b.ts', 'b'],
    ]);
  });

  it('names contents the same in both states where they are the same', () => {
    box.init('.');
    box.commit('.', { 'same.ts': 'same', 'changed.ts': 'old' });
    box.commit('.', { 'changed.ts': 'new' });
    const now = discoverFiles([box.root], { ignore: [], identify: true });
    const before = stateAt('HEAD~1');
    expect(now.contentId('same.ts')).toBe(undefined);
    for (const path of paths(now)) now.read(path);
    expect(before.contentId('same.ts')).toBe(now.contentId('same.ts'));
    expect(before.contentId('changed.ts')).not.toBe(now.contentId('changed.ts'));
    expect(before.contentId('absent.ts')).toBe(undefined);
  });

  it('gives back what was committed, whatever was done to the disk since', () => {
    const name = fc.stringMatching(/^[a-d]{1,2}\.(ts|yml)$/);
    const tree = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 40 }), { maxKeys: 6, noNullPrototype: true });
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const round = gitSandbox();
        try {
          round.init('.');
          round.commit('.', before);
          for (const path of Object.keys(before)) round.write({ [path]: null });
          round.commit('.', after);
          const now = discoverFiles([round.root], { ignore: [], identify: true });
          const then = discoverRevision(now, { ignore: [], commitOf: (folder) => commitAt(folder, 'it', 'HEAD~1') });
          const expected = gitSandbox();
          expected.write(before);
          const fresh = discoverFiles([expected.root], { ignore: [] });
          expect(texts(then)).toEqual(texts(fresh));
          expected.remove();
        } finally {
          round.remove();
        }
      }),
      { numRuns: 5, seed: 7 },
    );
  });

  it('is there where the disk has nothing any more, but not where the folder is ignored', () => {
    box.init('.');
    box.commit('.', { '.gitignore': 'tmp/\n', 'shop/a.ts': 'a' });
    box.write({ 'shop/a.ts': null, 'tmp/b.ts': 'b' });
    expect(texts(stateAt('HEAD', at('shop')))).toEqual([['a.ts', 'a']]);
    expect(() => stateAt('HEAD', at('tmp'))).toThrow('is left out by the .gitignore of its repository');
  });
});

describe('several repositories', () => {
  it('are each read at their own commit, and what none of them holds stays as it is', () => {
    for (const name of ['orders', 'stock']) {
      box.init(name);
      box.commit(name, { 'a.ts': `${name} old` });
      box.commit(name, { 'a.ts': `${name} new` });
    }
    box.write({ 'compose.yml': 'services: {}' });
    expect(texts(stateAt('HEAD~1'))).toEqual([
      ['compose.yml', 'services: {}'],
      ['orders/a.ts', 'orders old'],
      ['stock/a.ts', 'stock old'],
    ]);
    expect(texts(stateAt('HEAD~1', at('orders', 'stock')))).toEqual([
      ['orders/a.ts', 'orders old'],
      ['stock/a.ts', 'stock old'],
    ]);
  });

  it('name the one that lacks the revision', () => {
    for (const name of ['orders', 'stock']) {
      box.init(name);
      box.commit(name, { 'a.ts': '' });
    }
    box.git('orders', 'branch', 'release');
    expect(() => stateAt('release')).toThrow("the repository of stock has no revision 'release'. Check the name, or fetch it: git fetch origin release");
  });

  it('submodules are read at the commit that is recorded', () => {
    box.init('lib');
    const old = box.commit('lib', { 'l.ts': 'lib old' });
    box.init('shop');
    box.commit('shop', { 'a.ts': 'a' });
    box.git('shop', 'submodule', 'add', '-q', join(box.root, 'lib'), 'lib');
    box.commit('shop', {});
    box.commit('lib', { 'l.ts': 'lib new' });
    box.git('shop/lib', 'pull', '-q', 'origin', 'main');
    box.commit('shop', {});
    const shop = at('shop');
    expect(texts(discoverFiles(shop, { ignore: [] })).filter(([path]) => path.startsWith('lib/'))).toEqual([['lib/l.ts', 'lib new']]);
    expect(texts(stateAt('HEAD~1', shop)).filter(([path]) => path.startsWith('lib/'))).toEqual([['lib/l.ts', 'lib old']]);
    rmSync(join(box.root, 'shop/.git/modules/lib/objects'), { recursive: true });
    box.write({ 'shop/lib/.git': null });
    box.init('shop/lib');
    expect(() => stateAt('HEAD~1', shop)).toThrow(`the submodule lib lacks the commit ${old} of the earlier revision`);
  });
});

describe('revisions', () => {
  const here = (revision: string): string => commitAt(box.root, 'the shop', revision);

  it('are branches, tags, hashes and steps back', () => {
    box.init('.');
    const first = box.commit('.', { a: '1' });
    const second = box.commit('.', { a: '2' });
    box.git('.', 'tag', 'v1.0', first);
    box.git('.', 'update-ref', 'refs/remotes/origin/main', first);
    expect(['main', 'HEAD', 'HEAD~1', 'v1.0', 'origin/main', first.slice(0, 8), 'main^{commit}', 'HEAD^'].map(here)).toEqual([
      second,
      second,
      first,
      first,
      first,
      first,
      second,
      first,
    ]);
  });

  it.each(['-h', '--upload-pack=x', '--output=x', 'main;id', '$(id)', 'a b', '', 'main\n', 'main:a', '--', 'x'.repeat(300), 'ü'])('refuse %j', (revision) => {
    box.init('.');
    box.commit('.', { a: '1' });
    expect(() => here(revision)).toThrow(UsageError);
    expect(() => here(revision)).toThrow('is no revision that archlint takes');
  });

  it('say what is missing and how to get it', () => {
    expect(() => here('main')).toThrow("the shop is in no git repository, so there is no 'main' to compare with");
    box.init('.');
    expect(() => here('main')).toThrow('the shop has no commit yet');
    box.commit('.', { a: '1' });
    expect(() => here('origin/mian')).toThrow("has no revision 'origin/mian'. Check the name, or fetch it: git fetch origin mian");
    // Neither a file's object nor a range is a commit.
    expect(() => here(box.git('.', 'rev-parse', 'HEAD:a'))).toThrow('has no revision');
    expect(() => here('main..HEAD')).toThrow('has no revision');
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      expect(() => here('main')).toThrow("git was not found, and 'main' can only be read with it. Install git.");
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('of a shallow clone name fetch-depth', () => {
    box.init('far');
    box.commit('far', { a: '1' });
    box.commit('far', { a: '2' });
    box.git('far', 'branch', 'release', 'HEAD~1');
    box.git('.', 'clone', '-q', '--depth', '1', `file://${box.root}/far`, 'near');
    const near = join(box.root, 'near');
    expect(() => commitAt(near, 'near', 'origin/release')).toThrow(
      /This clone is shallow\. .*`fetch-depth: 0` for actions\/checkout, `GIT_DEPTH: '0'` in GitLab CI/,
    );
    box.git('near', 'fetch', '-q', '--depth', '1', 'origin', 'release:release');
    expect(() => baseOf(near, 'near', 'release')).toThrow(/no common ancestor here\. This clone is shallow .*fetch-depth: 0/);
    box.git('near', 'fetch', '-q', '--unshallow');
    expect(baseOf(near, 'near', 'release')).toBe(box.git('far', 'rev-parse', 'release'));
  });

  it('are compared from where the branch left them', () => {
    box.init('.');
    const fork = box.commit('.', { a: '1' });
    box.git('.', 'checkout', '-q', '-b', 'feature');
    box.commit('.', { b: '2' });
    box.git('.', 'checkout', '-q', 'main');
    box.commit('.', { c: '3' });
    box.git('.', 'checkout', '-q', 'feature');
    expect(baseOf(box.root, 'it', 'main')).toBe(fork);
    box.git('.', 'checkout', '-q', '--orphan', 'alone');
    box.commit('.', { d: '4' });
    expect(() => baseOf(box.root, 'it', 'main')).toThrow('Name a revision that this branch comes from.');
  });
});

describe('a hostile repository', () => {
  it('gets nothing run by being read at a revision', () => {
    box.init('.');
    box.commit('.', { 'a.ts': 'old', 'b.ts': 'b', '.gitattributes': '* filter=evil diff=evil\n' });
    box.commit('.', { 'a.ts': 'new' });
    const ran = layTraps(box, '.');
    box.write({
      git: `#!/bin/sh\ntouch ${join(box.root, '.git/ran')}\n`,
      'node_modules/.bin/git': `#!/bin/sh\ntouch ${join(box.root, '.git/ran')}\n`,
      'in/c.ts': 'c',
    });
    chmodSync(join(box.root, 'git'), 0o755);
    chmodSync(join(box.root, 'node_modules/.bin/git'), 0o755);
    const path = process.env['PATH'];
    process.env['PATH'] = `.:${box.root}:${join(box.root, 'node_modules/.bin')}:${path ?? ''}`;
    try {
      expect(texts(stateAt('HEAD~1')).map(([file, text]) => `${file} ${text.trim()}`)).toEqual([
        '.gitattributes * filter=evil diff=evil',
        'a.ts old',
        'b.ts b',
      ]);
      expect(paths(stateAt('HEAD~1', at('in')))).toEqual([]);
      expect(baseOf(join(box.root, 'in'), 'in', 'HEAD~1')).not.toBe('');
      expect(ran()).toBe(false);
      execFileSync('git', ['status'], { stdio: 'ignore' });
      expect(ran()).toBe(true);
    } finally {
      process.env['PATH'] = path;
    }
    rmSync(join(box.root, '.git/ran'));
    execFileSync('git', ['-C', box.root, 'status'], { stdio: 'ignore' });
    expect(ran()).toBe(true);
  });

  it('that lacks objects is named, and no remote is asked for them', () => {
    box.init('.');
    box.commit('.', { 'a.ts': 'old', 'b.ts': 'b' });
    const lost = box.git('.', 'rev-parse', 'HEAD:a.ts');
    box.commit('.', { 'a.ts': 'new' });
    const ran = layTraps(box, '.');
    rmSync(join(box.root, '.git/objects', lost.slice(0, 2), lost.slice(2)), { force: true });
    expect(existsSync(join(box.root, '.git/objects', lost.slice(0, 2), lost.slice(2)))).toBe(false);
    const before = stateAt('HEAD~1');
    expect(read(before, 'b.ts')).toBe('b');
    expect(() => before.read('a.ts')).toThrow('the repository lacks a.ts of the earlier revision (a partial clone)');
    expect(ran()).toBe(false);
  });

  it('of another owner is read', () => {
    box.init('.');
    box.commit('.', { 'a.ts': 'old' });
    box.commit('.', { 'a.ts': 'new' });
    writeFileSync(join(box.root, 'untracked'), '');
    // Only root can give files away.
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', '12345', box.root]);
    expect(texts(stateAt('HEAD~1'))).toEqual([['a.ts', 'old']]);
  });
});
