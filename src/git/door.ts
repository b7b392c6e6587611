import { spawn, spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative } from 'node:path';

/**
 * Options that switch off everything a hostile repository's own configuration could make git execute, read or contact. They stand on the
 * command line, which beats every configuration file, conditional includes too.
 */
const safeOptions: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.untrackedCache=false',
  'core.pager=cat',
  'core.sshCommand=false',
  'core.askPass=false',
  'credential.helper=',
  'log.showSignature=false',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
  'trace2.eventTarget=0',
  'trace2.normalTarget=0',
  'trace2.perfTarget=0',
].flatMap((option) => ['-c', option]);

const timeoutMs = 20_000;
const maxOutputBytes = 256_000_000;

/**
 * Runs git in a folder and returns what it prints; undefined where git is missing, refuses (foreign owner), fails, or takes longer or says more than it may.
 * Only commands that neither run a filter nor look at work-tree contents may be asked: `ls-files`, `rev-parse`, `merge-base`, `log --format`, `ls-tree`,
 * `cat-file --batch`, `diff-tree --no-ext-diff --no-textconv`. `status`, `diff` against the work tree and checkouts run programs that a hostile repository names.
 */
export function runGit(folder: string, command: readonly string[], input?: string): Buffer | undefined {
  const result = spawnSync('git', [...safeOptions, ...command], {
    cwd: folder,
    env: gitEnvironment(folder),
    shell: false,
    stdio: ['pipe', 'pipe', 'ignore'],
    input: input ?? '',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: maxOutputBytes,
    windowsHide: true,
  });
  return result.error || result.status !== 0 ? undefined : result.stdout;
}

/**
 * The same for long answers: what git prints, piece by piece. Ends early, without a word, where git fails or takes or says more than it may: the caller
 * must be able to live with a part.
 */
export async function* streamGit(folder: string, command: readonly string[]): AsyncGenerator<Buffer> {
  const child = spawn('git', [...safeOptions, ...command], {
    cwd: folder,
    env: gitEnvironment(folder),
    shell: false,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => child.once('error', () => resolve()).once('close', () => resolve()));
  let bytes = 0;
  try {
    for await (const chunk of child.stdout) {
      yield chunk;
      bytes += chunk.length;
      if (bytes > maxOutputBytes) return;
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** Whether the folder or one above it has a `.git`; spares a process where it has none. */
export function insideRepository(folder: string): boolean {
  let current = folder;
  for (;;) {
    if (lstatSync(join(current, '.git'), { throwIfNoEntry: false })) return true;
    const parent = join(current, '..');
    if (parent === current) return false;
    current = parent;
  }
}

/** Nothing of the caller's environment but PATH: a `GIT_DIR` of a hook that runs us would name another repository, and `./git` is no git. */
function gitEnvironment(folder: string): NodeJS.ProcessEnv {
  const outside = (entry: string): boolean => isAbsolute(entry) && (relative(folder, entry).startsWith('..') || isAbsolute(relative(folder, entry)));
  return {
    PATH: (process.env['PATH'] ?? '').split(delimiter).filter(outside).join(delimiter),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}
