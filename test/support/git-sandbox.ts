import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Texts by path; null deletes. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

/** A temporary folder with git repositories in it. */
export interface GitSandbox {
  /** Absolute and real. */
  readonly root: string;
  write(files: Files): void;
  /** Runs git in a folder below the root and gives what it prints. */
  git(folder: string, ...args: readonly string[]): string;
  /** Writes files, commits everything of the repository in a folder, and gives the commit's id. */
  commit(folder: string, files: Files, message?: string): string;
  /** Makes a folder a repository with the branch `main`. */
  init(folder: string): void;
  remove(): void;
}

const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always'];

/** Makes an empty sandbox; the caller removes it. */
export function gitSandbox(): GitSandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'archlint-git-')));
  const write = (files: Files): void => {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) rmSync(join(root, path), { recursive: true });
      else {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    }
  };
  const git = (folder: string, ...args: readonly string[]): string =>
    execFileSync('git', [...identity, '-C', join(root, folder), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  return {
    root,
    write,
    git,
    init: (folder) => {
      mkdirSync(join(root, folder), { recursive: true });
      git(folder, 'init', '-q', '-b', 'main');
    },
    commit: (folder, files, message = 'change') => {
      write(Object.fromEntries(Object.entries(files).map(([path, content]) => [join(folder, path), content])));
      git(folder, 'add', '-A');
      git(folder, 'commit', '-q', '--allow-empty', '-m', message);
      return git(folder, 'rev-parse', 'HEAD');
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/**
 * Makes a repository hostile: every setting, attribute and hook that could make git run a program names one that leaves a mark. Gives a question: has
 * anything run since?
 */
export function layTraps(sandbox: GitSandbox, folder: string): () => boolean {
  const inside = join(sandbox.root, folder, '.git');
  const mark = join(inside, 'ran');
  const script = join(inside, 'evil.sh');
  const program = `#!/bin/sh\ntouch ${mark}\ncat\n`;
  writeFileSync(script, program);
  chmodSync(script, 0o755);
  const settings = [
    'core.fsmonitor',
    'core.sshCommand',
    'core.pager',
    'core.editor',
    'core.gitProxy',
    'core.alternateRefsCommand',
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'diff.evil.command',
    'diff.evil.textconv',
    'diff.external',
    'credential.helper',
    'gpg.program',
    'pager.rev-parse',
    'pager.ls-tree',
    'pager.cat-file',
    'alias.ls-tree',
    'uploadpack.packObjectsHook',
  ];
  for (const setting of settings) sandbox.git(folder, 'config', setting, script);
  sandbox.git(folder, 'config', 'remote.evil.url', `ext::${script}`);
  sandbox.git(folder, 'config', 'remote.evil.promisor', 'true');
  sandbox.git(folder, 'config', 'extensions.partialClone', 'evil');
  sandbox.git(folder, 'config', 'log.showSignature', 'true');
  writeFileSync(join(inside, 'info/attributes'), '* filter=evil diff=evil\n');
  for (const hook of ['post-index-change', 'fsmonitor-watchman', 'query-watchman', 'post-checkout', 'reference-transaction', 'pre-auto-gc']) {
    writeFileSync(join(inside, 'hooks', hook), program);
    chmodSync(join(inside, 'hooks', hook), 0o755);
  }
  rmSync(mark, { force: true });
  return () => existsSync(mark);
}
