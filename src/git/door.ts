import { spawn, spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative } from 'node:path';

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
  // Containers of CI systems check out as one user and run as another. Git's refusal guards against what is switched off here.
  'safe.directory=*',
  'trace2.eventTarget=0',
  'trace2.normalTarget=0',
  'trace2.perfTarget=0',
].flatMap((option) => ['-c', option]);

const timeoutMs = 20_000;
const maxOutputBytes = 256_000_000;

/**
 * Runs git in a folder and returns what it prints; undefined where git is missing, refuses, fails, or takes longer or says more than it may.
 * Only commands that neither run a filter nor look at work-tree contents may be asked: `version`, `ls-files`, `rev-parse`, `merge-base`, `log --format`, `ls-tree`,
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
  return repositoryAround(folder) !== undefined;
}

/** The folder itself or the nearest one above it that has a `.git`. */
export function repositoryAround(folder: string): string | undefined {
  return upwards(folder).find(hasGit);
}

/** The folder, or the topmost one above it that has a `.git`. */
const outermost = (folder: string): string => upwards(folder).findLast(hasGit) ?? folder;

const hasGit = (folder: string): boolean => lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;

function upwards(folder: string): readonly string[] {
  const folders = [folder];
  for (let parent = dirname(folder); parent !== folders.at(-1); parent = dirname(parent)) folders.push(parent);
  return folders;
}

/**
 * Nothing of the caller's environment but PATH, without what lies in the repository: a `GIT_DIR` of a hook that runs us would name another repository,
 * and neither `./git` nor `node_modules/.bin/git` is git.
 */
function gitEnvironment(folder: string): NodeJS.ProcessEnv {
  const top = outermost(folder);
  const outside = (entry: string): boolean => isAbsolute(entry) && (relative(top, entry).startsWith('..') || isAbsolute(relative(top, entry)));
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
