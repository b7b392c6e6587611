import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileIndex } from '../../src/core/files.js';
import { UsageError } from '../../src/core/usage-error.js';
import { discoverFiles } from '../../src/discover/index.js';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'archlint-discover-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
const paths = (index: FileIndex): string[] => index.files.map((file) => file.path);
const git = (...args: string[]): void => {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-C', root, ...args], { stdio: 'ignore' });
};
const discover = (ignore: readonly string[] = []): FileIndex => discoverFiles([root], { ignore });

describe('listing', () => {
  it('sorts by code points and leaves out vendored, generated and lock files', () => {
    write({
      'b.ts': '',
      'B.ts': '',
      'é.ts': '',
      'node_modules/x/index.js': '',
      'a/node_modules/y.js': '',
      'third_party/z.ts': '',
      'a/x.min.js': '',
      'a/x.d.ts': '',
      'a/x.js.map': '',
      'package-lock.json': '{}',
      'pnpm-lock.yaml': '',
      '__pycache__/a.pyc': '',
      'a/.next/page.js': '',
    });
    const index = discover();
    expect(paths(index)).toEqual(['B.ts', 'b.ts', 'é.ts']);
    expect(index.ignored).toBe(10);
    expect(index.diagnostics).toEqual([]);
  });

  it('keeps folders whose names only begin like output, and output folders that hold sources', () => {
    write({
      'build-service/index.ts': '',
      'outbox/index.ts': '',
      'target/Dockerfile': 'FROM a',
      'build/package/Dockerfile': '',
      'vendor/package.json': '{}',
      'orders/dist/main.js': '',
      'orders/coverage/index.html': '',
      'java/pom.xml': '',
      'java/target/x.yml': '',
      'lib/package.json': '{"main": "./out/index.js"}',
      'lib/out/index.ts': '',
      'go/vendor/modules.txt': '',
      'go/vendor/a/a.go': '',
    });
    expect(paths(discover())).toEqual([
      'build-service/index.ts',
      'build/package/Dockerfile',
      'java/pom.xml',
      'lib/package.json',
      'outbox/index.ts',
      'target/Dockerfile',
      'vendor/package.json',
    ]);
  });

  it('applies patterns of the user, which win over the defaults', () => {
    write({ 'legacy/a.ts': '', 'legacy/keep/b.ts': '', 'third_party/c.ts': '', 'third_party/acme/d.ts': '', 'e.d.ts': '' });
    expect(paths(discover(['legacy/a.ts', '!third_party/acme/**', '!*.d.ts']))).toEqual(['e.d.ts', 'legacy/keep/b.ts', 'third_party/acme/d.ts']);
  });

  it('walks with nested .gitignore files where there is no repository', () => {
    write({
      '.gitignore': '*.log\n/secret\n',
      'a.log': '',
      'secret/x': '',
      'a/.gitignore': '!keep.log\ngen/\n',
      'a/keep.log': '',
      'a/gen/x.ts': '',
      'a/secret/y': '',
    });
    expect(paths(discover())).toEqual(['.gitignore', 'a/.gitignore', 'a/keep.log', 'a/secret/y']);
  });

  it('names .gitignore patterns that are too slow to match', () => {
    write({ '.gitignore': `x\n${'*a'.repeat(20)}\n`, 'a.ts': '' });
    expect(discover().diagnostics.map((d) => [d.file, d.line, d.reason])).toEqual([['.gitignore', 2, 'unparsable']]);
  });

  it('takes the common ancestor of several paths as root', () => {
    write({ 'shop/orders/a.ts': '', 'shop/stock/b.ts': '', 'shop/other/c.ts': '', 'd.ts': '' });
    expect(paths(discoverFiles([join(root, 'shop/orders'), join(root, 'shop/stock')], { ignore: [] }))).toEqual(['orders/a.ts', 'stock/b.ts']);
    expect(paths(discoverFiles([join(root, 'shop'), join(root, 'd.ts')], { ignore: [] }))).toEqual([
      'd.ts',
      'shop/orders/a.ts',
      'shop/other/c.ts',
      'shop/stock/b.ts',
    ]);
    expect(paths(discoverFiles([join(root, 'd.ts')], { ignore: [] }))).toEqual(['d.ts']);
  });

  it('throws a usage error for a path that does not exist and none for an empty one', () => {
    expect(() => discoverFiles([join(root, 'nowhere')], { ignore: [] })).toThrow(UsageError);
    expect(() => discoverFiles(['nowhere-at-all'], { ignore: [] })).toThrow('No such file or folder: nowhere-at-all');
    expect(paths(discover())).toEqual([]);
  });

  it('stops at the limit of files and says so', () => {
    write({ 'a.ts': '', 'b.ts': '', 'c.ts': '' });
    const index = discoverFiles([root], { ignore: [], limits: { files: 2 } });
    expect(paths(index)).toEqual(['a.ts', 'b.ts']);
    expect(index.diagnostics.map((d) => [d.file, d.reason])).toEqual([['c.ts', 'too-many-files']]);
  });

  it('keeps odd file names', () => {
    write({ '-rf': '', 'a\nb.ts': '', '$(touch x)': '', '__proto__/constructor': '' });
    expect(paths(discover())).toEqual(['$(touch x)', '-rf', '__proto__/constructor', 'a\nb.ts']);
  });
});

describe('repositories', () => {
  it('lists tracked and untracked files, not ignored or deleted ones', () => {
    write({ '.gitignore': '*.log\n', 'a.ts': '', 'gone.ts': '', 'kept.log': '' });
    git('init', '-q');
    git('add', '-f', 'a.ts', 'gone.ts', 'kept.log', '.gitignore');
    rmSync(join(root, 'gone.ts'));
    write({ 'new.ts': '', 'x.log': '' });
    expect(paths(discover())).toEqual(['.gitignore', 'a.ts', 'kept.log', 'new.ts']);
  });

  it('works in a sub-folder, in an ignored one, and lists repositories inside', () => {
    write({
      '.gitignore': '*.log\n/tmp\n',
      'shop/a.ts': '',
      'shop/b.log': '',
      'tmp/c.ts': '',
      'other/d.ts': '',
      'shop/inner/e.ts': '',
      'shop/inner/f.log': '',
    });
    git('init', '-q');
    execFileSync('git', ['-C', join(root, 'shop/inner'), 'init', '-q']);
    expect(paths(discoverFiles([join(root, 'shop')], { ignore: [] }))).toEqual(['a.ts', 'inner/e.ts', 'inner/f.log']);
    expect(paths(discoverFiles([join(root, 'tmp')], { ignore: [] }))).toEqual(['c.ts']);
  });

  it('is not led astray by the environment of a hook', () => {
    write({ 'a.ts': '' });
    git('init', '-q');
    process.env['GIT_DIR'] = '/nowhere';
    try {
      expect(paths(discover())).toEqual(['a.ts']);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });

  it('runs nothing that a hostile configuration names', () => {
    write({ 'a.ts': 'one', 'b.ts': 'two', '.gitattributes': '* filter=evil diff=evil\n' });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'x');
    const script = join(root, '.git/evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${join(root, '.git/ran')}\ncat\n`);
    chmodSync(script, 0o755);
    const settings = [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'core.editor',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.command',
      'diff.external',
      'credential.helper',
    ];
    writeFileSync(join(root, '.git/extra'), `[core]\n\tfsmonitor = ${script}\n\thooksPath = ${join(root, '.git')}\n`);
    for (const setting of settings) git('config', setting, script);
    git('config', 'include.path', 'extra');
    git('config', 'extensions.worktreeConfig', 'true');
    writeFileSync(join(root, '.git/config.worktree'), `[core]\n\tfsmonitor = ${script}\n`);
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'query-watchman', 'post-checkout', 'reference-transaction']) {
      writeFileSync(join(root, '.git/hooks', hook), `#!/bin/sh\ntouch ${join(root, '.git/ran')}\n`);
      chmodSync(join(root, '.git/hooks', hook), 0o755);
    }
    write({ 'a.ts': 'changed', git: `#!/bin/sh\ntouch ${join(root, '.git/ran')}\n` });
    chmodSync(join(root, 'git'), 0o755);
    const path = process.env['PATH'];
    process.env['PATH'] = `.:${root}:${path ?? ''}`;
    try {
      rmSync(join(root, '.git/ran'), { force: true });
      expect(paths(discover())).toEqual(['.gitattributes', 'a.ts', 'b.ts', 'git']);
      expect(existsSync(join(root, '.git/ran'))).toBe(false);
      // The traps work: asked without care, the planted git runs, and the real one runs the script.
      execFileSync('git', ['status'], { stdio: 'ignore' });
      expect(existsSync(join(root, '.git/ran'))).toBe(true);
    } finally {
      process.env['PATH'] = path;
    }
    rmSync(join(root, '.git/ran'));
    git('status');
    expect(existsSync(join(root, '.git/ran'))).toBe(true);
  });
});

describe('reading', () => {
  const outcome = (index: FileIndex, path: string): string => {
    const result = index.read(path);
    return 'text' in result ? `text ${result.text}` : result.skipped;
  };

  it('decodes marks, UTF-16 and what is not UTF-8, and refuses binaries', () => {
    write({
      'bom.yml': '\uFEFFa: 1',
      'le.yml': Buffer.from('\uFEFFa: ü', 'utf16le'),
      'be.yml': Buffer.from('\uFEFFa: ü', 'utf16le').swap16(),
      'latin.yml': Buffer.from('a: ü', 'latin1'),
      'binary.yml': Buffer.from([97, 0, 98]),
      'empty.yml': '',
      'replacement.yml': 'a \uFFFD b',
    });
    const index = discover();
    expect(['bom.yml', 'le.yml', 'be.yml', 'latin.yml', 'binary.yml', 'empty.yml', 'replacement.yml'].map((path) => outcome(index, path))).toEqual([
      'text a: 1',
      'text a: ü',
      'text a: ü',
      'text a: ü',
      'binary',
      'text ',
      'text a \uFFFD b',
    ]);
    expect(index.diagnostics.map((d) => [d.file, d.reason])).toEqual([['binary.yml', 'binary']]);
  });

  it('keeps to the limits and notes each skip once', () => {
    write({ 'big.ts': 'x\n'.repeat(60), 'big.yml': 'x\n'.repeat(60), 'long.js': 'x'.repeat(50), 'long.json': 'x'.repeat(50), 'ok.ts': 'a' });
    const index = discoverFiles([root], { ignore: [], limits: { sourceBytes: 100, dataBytes: 130, lineLength: 40 } });
    expect(['big.ts', 'big.ts', 'big.yml', 'long.js', 'long.json', 'ok.ts'].map((path) => outcome(index, path).slice(0, 9))).toEqual([
      'too-large',
      'too-large',
      'text x\nx\n',
      'minified',
      'text xxxx',
      'text a',
    ]);
    expect(index.diagnostics.map((d) => [d.file, d.reason])).toEqual([
      ['big.ts', 'too-large'],
      ['long.js', 'minified'],
    ]);
    expect(index.read('ok.ts')).toEqual({ text: 'a' });
    expect(index.readCount).toBe(3);
    const total = discoverFiles([root], { ignore: [], limits: { totalBytes: 130 } });
    expect(['big.ts', 'big.yml', 'ok.ts'].map((path) => outcome(total, path).slice(0, 9))).toEqual(['text x\nx\n', 'too-large', 'text a']);
  });

  it('reads only what it listed', () => {
    write({ 'in/a.ts': '', 'secret.txt': 'secret' });
    const index = discoverFiles([join(root, 'in')], { ignore: [] });
    expect(['../secret.txt', '/etc/passwd', 'b.ts'].map((path) => outcome(index, path))).toEqual(['outside-root', 'outside-root', 'unreadable']);
  });

  it('follows no link, names those that leave the root, and never opens a pipe', () => {
    write({ 'in/a.ts': 'a', 'in/deep/b.ts': 'b', 'out/secret.ts': 'secret' });
    symlinkSync('a.ts', join(root, 'in/inner.ts'));
    symlinkSync('../out/secret.ts', join(root, 'in/outer.ts'));
    symlinkSync('../out', join(root, 'in/folder'));
    symlinkSync('..', join(root, 'in/deep/loop'));
    symlinkSync('nothing', join(root, 'in/broken.ts'));
    execFileSync('mkfifo', [join(root, 'in/pipe.yml')]);
    const index = discoverFiles([join(root, 'in')], { ignore: [] });
    expect(paths(index)).toEqual(['a.ts', 'deep/b.ts']);
    expect(index.diagnostics.map((d) => [d.file, d.reason])).toEqual([
      ['broken.ts', 'unreadable'],
      ['folder', 'outside-root'],
      ['outer.ts', 'outside-root'],
      ['pipe.yml', 'unreadable'],
    ]);
  });

  it('does not read through a file or folder that became a link after it was listed', () => {
    write({ 'in/a.ts': 'a', 'in/deep/b.ts': 'b', 'out/b.ts': 'secret' });
    const index = discoverFiles([join(root, 'in')], { ignore: [] });
    rmSync(join(root, 'in/a.ts'));
    rmSync(join(root, 'in/deep'), { recursive: true });
    symlinkSync('../out/b.ts', join(root, 'in/a.ts'));
    symlinkSync('../out', join(root, 'in/deep'));
    expect(['a.ts', 'deep/b.ts'].map((path) => outcome(index, path))).toEqual(['outside-root', 'outside-root']);
  });

  it('does not list tracked files below a folder that is a link now', () => {
    write({ 'in/deep/b.ts': 'b', 'out/b.ts': 'secret' });
    execFileSync('git', ['-C', join(root, 'in'), 'init', '-q']);
    execFileSync('git', ['-C', join(root, 'in'), 'add', '-A']);
    rmSync(join(root, 'in/deep'), { recursive: true });
    symlinkSync('../out', join(root, 'in/deep'));
    const index = discoverFiles([join(root, 'in')], { ignore: [] });
    expect(paths(index)).toEqual([]);
    expect([...new Set(index.diagnostics.map((d) => d.reason))]).toEqual(['outside-root']);
  });
});

describe('the index', () => {
  it('answers by folder and by ending', () => {
    write({ 'package.json': '', 'a/package.json': '', 'a/b/my-package.json': '', 'ab/x.yml': '', 'a.ts': '' });
    const index = discover();
    expect(index.has('a/package.json')).toBe(true);
    expect(index.has('a')).toBe(false);
    expect(index.under('a')).toEqual(['a/b/my-package.json', 'a/package.json']);
    expect(index.under('.')).toHaveLength(5);
    expect(index.endingWith('/package.json')).toEqual(['a/package.json', 'package.json']);
    expect(index.endingWith('b/my-package.json')).toEqual(['a/b/my-package.json']);
    expect(index.endingWith('.yml')).toEqual(['ab/x.yml']);
  });

  it('knows tests, examples, playgrounds, documentation and templates', () => {
    write({ 'charts/orders/Chart.yaml': '' });
    const index = discover();
    const aside = [
      'test/a.ts',
      'orders/__tests__/a.ts',
      'apps/orders-e2e/a.ts',
      'orders/src/a.spec.ts',
      'orders/a_test.go',
      'src/test/java/A.java',
      'src/AppTest.java',
      'examples/shop/compose.yml',
      'playground/a.ts',
      'docs/src/a.ts',
      'apps/docs/a.ts',
      'templates/service/Dockerfile',
      'orders/src/Button.stories.tsx',
      'cypress/a.ts',
      '.github/actions/a/action.yml',
      'test_orders.py',
    ];
    const production = [
      'testing-service/a.ts',
      'src/templates/templates.controller.ts',
      'orders/src/latest.ts',
      'charts/orders/templates/deployment.yaml',
      '.github/workflows/ci.yml',
      'contest/a.ts',
      'src/examples/examples.service.ts',
      'a.ts',
      'orders/src/attest.go',
    ];
    expect(aside.filter((path) => !index.isAside(path))).toEqual([]);
    expect(production.filter((path) => index.isAside(path))).toEqual([]);
  });
});
