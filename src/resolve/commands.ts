import type { PackageFact } from '../core/fact.js';
import { baseOf, joinPath } from './paths.js';
import { bundlers, executors, pages, runners, valued, wrappers } from './programs.js';
import { shellWords, splitShell } from './shell.js';

/** What a command line starts, as far as its words show it. */
export type Started =
  /** A file of the program, relative to `folder`. */
  | { readonly kind: 'file'; readonly file: string; readonly folder: string }
  /** A framework that finds its own entry: `nest start [project]`. */
  | { readonly kind: 'nest'; readonly project: string | null; readonly folder: string }
  /** A server that renders pages: Next, Nuxt, Remix, SvelteKit, Astro. */
  | { readonly kind: 'pages'; readonly framework: string; readonly folder: string }
  /** A bundle for browsers or devices: its development server, or a static server in front of it. */
  | { readonly kind: 'browser'; readonly folder: string }
  /** A program whose file is named elsewhere: a reloader with a configuration, the executor of a workspace's tool. */
  | { readonly kind: 'conventional'; readonly folder: string };

/** Packages by folder and by name, to follow scripts into workspaces. */
export interface ScriptWorld {
  readonly byFolder: ReadonlyMap<string, PackageFact>;
  readonly byName: ReadonlyMap<string, PackageFact>;
}

const maxDepth = 6;

/** What a shell line (or the words of a CMD) starts, scripts of packages followed. `folder` is where it runs. */
export function startedBy(line: string | readonly string[], folder: string, world: ScriptWorld, depth = 0): Started[] {
  if (depth > maxDepth) return [];
  const words = typeof line === 'string' ? undefined : unwrapShell(line);
  if (words !== undefined && typeof words !== 'string') return segmentStarts(words, folder, world, depth);
  let where = folder;
  const out: Started[] = [];
  for (const segment of splitShell(words ?? (line as string))) {
    const tokens = shellWords(segment);
    if (tokens[0] === 'cd' && tokens[1] !== undefined) where = tokens[1].startsWith('/') ? where : joinPath(where, tokens[1]);
    else out.push(...segmentStarts(tokens, where, world, depth));
  }
  return out;
}

/** `sh -c "line"` is a line; other words stay words. */
function unwrapShell(words: readonly string[]): string | readonly string[] {
  const [shell, flag, line] = words;
  if (shell !== undefined && /(^|\/)(ba|z|a|da)?sh$/.test(shell) && flag !== undefined && /^-\w*c$/.test(flag) && line !== undefined) return line;
  if (words.length === 1 && words[0]?.includes(' ')) return words[0];
  return words;
}

function segmentStarts(tokens: readonly string[], folder: string, world: ScriptWorld, depth: number): Started[] {
  let i = 0;
  while (i < tokens.length && (wrappers.has(tokens[i] ?? '') || /^[A-Za-z_][A-Za-z0-9_]*=/.test(tokens[i] ?? ''))) i++;
  const rest = tokens.slice(i);
  const command = baseOf(rest[0] ?? '').replace(/\.(cmd|js)$/, (e) => (e === '.js' ? '.js' : ''));
  if (command === '') return [];
  const executed = /^@(nx|nrwl|angular|angular-devkit)\/(\S+:\S+)$/.exec(rest[0] ?? '')?.[2];
  if (executed !== undefined) return executorStarts(executed, folder);
  if (command === 'dotenv' || command === 'env-cmd' || command === 'wait-for-it.sh' || command === 'wait-for') {
    const cut = rest.indexOf('--');
    return cut > 0 ? segmentStarts(rest.slice(cut + 1), folder, world, depth + 1) : [];
  }
  if (/^(ba|da|a|z)?sh$/.test(command)) {
    const inner = unwrapShell(rest);
    return typeof inner === 'string' ? startedBy(inner, folder, world, depth + 1) : [];
  }
  if (command === 'concurrently' || command === 'run-p' || command === 'run-s' || command === 'npm-run-all')
    return severalStarts(command, rest.slice(1), folder, world, depth);
  if (['npm', 'pnpm', 'yarn', 'bun'].includes(command)) {
    const followed = packageManager(command, rest.slice(1), folder, world, depth);
    if (followed !== undefined) return followed;
  }
  if (['turbo', 'nx', 'lerna', 'rush'].includes(command)) return workspaceRunner(rest.slice(1), folder, world, depth);
  return programStarts(command, rest, folder);
}

function executorStarts(executor: string, folder: string): Started[] {
  switch (executors.get(executor)) {
    case 'program':
      return [{ kind: 'conventional', folder }];
    case 'browser':
      return [{ kind: 'browser', folder }];
    case 'pages':
      return [{ kind: 'pages', framework: executor.slice(0, executor.indexOf(':')), folder }];
    default:
      return [];
  }
}

function programStarts(command: string, rest: readonly string[], folder: string): Started[] {
  const second = rest[1] ?? '';
  const framework = pages.get(command);
  if (framework === 'gatsby') return [{ kind: 'browser', folder }];
  if (framework !== undefined) return /build|generate|export|lint/.test(second) ? [] : [{ kind: 'pages', framework, folder }];
  if (command === 'nest') return second === 'start' ? [{ kind: 'nest', project: rest.slice(2).find((t) => !t.startsWith('-')) ?? null, folder }] : [];
  if (command === 'webpack') return rest.includes('serve') ? [{ kind: 'browser', folder }] : [];
  if (bundlers.has(command)) return buildsOnly(rest) ? [] : [{ kind: 'browser', folder }];
  if (!runners.has(command)) return [];
  const file = programFile(command, rest.slice(1));
  if (file !== undefined) return [{ kind: 'file', file, folder }];
  return reloaders.has(command) && !rest.some((t) => /storybook/.test(t)) ? [{ kind: 'conventional', folder }] : [];
}

const reloaders: ReadonlySet<string> = new Set(['nodemon', 'pm2', 'pm2-runtime', 'node-dev']);

function buildsOnly(words: readonly string[]): boolean {
  return /^(build|test|lint|preview|eject|optimize|prebuild|extract-i18n)$/.test(words[1] ?? '') || words.includes('build');
}

const subcommands: ReadonlySet<string> = new Set(['start', 'run', 'watch', 'dev', 'serve']);
const withSubcommands: ReadonlySet<string> = new Set(['pm2', 'pm2-runtime', 'pm2-docker', 'forever', 'bun', 'deno', 'tsx']);

function programFile(command: string, words: readonly string[]): string | undefined {
  const exec = words.findIndex((w) => w === '--exec' || w === '-x');
  const nested = exec >= 0 ? shellWords(words[exec + 1] ?? '') : [];
  const inner = runners.has(nested[0] ?? '') ? programFile(nested[0] ?? '', nested.slice(1)) : undefined;
  if (inner !== undefined) return inner;
  const at = firstPositional(command, words);
  const word = words[at];
  if (word === undefined) return undefined;
  if (runners.has(baseOf(word))) return programFile(baseOf(word), words.slice(at + 1));
  return /\.(json|ya?ml)$/.test(word) || /ecosystem\.config/.test(word) ? undefined : word;
}

/** Index of the first word that is no flag, no flag's value and no sub-command. */
function firstPositional(command: string, words: readonly string[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const switches = (word === '--watch' || word === '-w') && command !== 'nodemon';
    if (word.startsWith('-')) i += valued.has(word) && !switches ? 1 : 0;
    else if (!(subcommands.has(word) && withSubcommands.has(command))) return i;
  }
  return words.length;
}

/** The words of a package manager's command line, taken apart. */
interface ManagerCall {
  readonly folder: string;
  readonly own: PackageFact | undefined;
  readonly positional: readonly string[];
}

function managerCall(manager: string, words: readonly string[], folder: string, world: ScriptWorld): ManagerCall {
  let where = folder;
  let target: PackageFact | undefined;
  const positional: string[] = [];
  for (let i = 0; i < words.length && words[i] !== '--'; i++) {
    const word = words[i] ?? '';
    const [flag = '', inline] = word.split('=', 2);
    const value = (): string => inline ?? words[++i] ?? '';
    if (['--filter', '-F', '-w', '--workspace'].includes(flag) && !(manager === 'pnpm' && flag === '-w')) target = workspaceNamed(value(), world);
    else if (['--prefix', '-C', '--cwd', '--dir'].includes(flag)) where = joinPath(folder, value());
    else if (word === 'workspace' && positional.length === 0) target = workspaceNamed(value(), world);
    else if (!word.startsWith('-')) positional.push(word);
  }
  return { folder: target?.path ?? where, own: target ?? world.byFolder.get(where), positional };
}

/** undefined: no script of a package, so that the words are tried as a program (`bun server.ts`). */
function packageManager(manager: string, words: readonly string[], folder: string, world: ScriptWorld, depth: number): Started[] | undefined {
  const { folder: where, own, positional } = managerCall(manager, words, folder, world);
  const [first = '', second] = positional;
  if (['exec', 'dlx', 'x'].includes(first)) return segmentStarts(positional.slice(1), where, world, depth + 1);
  const script = ['run', 'run-script'].includes(first) ? second : positional[0];
  const line = script === undefined ? undefined : own?.scripts[script];
  if (line !== undefined) return startedBy(line, where, world, depth + 1);
  if (manager === 'bun') return undefined;
  return manager === 'npm' || script === undefined || own === undefined ? [] : segmentStarts(positional, where, world, depth + 1);
}

function severalStarts(command: string, words: readonly string[], folder: string, world: ScriptWorld, depth: number): Started[] {
  const own = world.byFolder.get(folder);
  return words
    .filter((w) => !w.startsWith('-'))
    .flatMap((w) => {
      const script = w.replace(/^(npm|pnpm|yarn):/, '');
      const line = command === 'concurrently' && script === w ? w : own?.scripts[script];
      return line === undefined ? [] : startedBy(line, folder, world, depth + 1);
    });
}

function workspaceRunner(words: readonly string[], folder: string, world: ScriptWorld, depth: number): Started[] {
  const positional = words.filter((w) => !w.startsWith('-') && w !== 'run');
  const flags = words.flatMap((w, i) =>
    /^--?(filter|scope|project|projects|F)(=|$)/.test(w) ? [w.includes('=') ? w.slice(w.indexOf('=') + 1) : (words[i + 1] ?? '')] : [],
  );
  const script = (positional[0] ?? '').split(':').at(-1) ?? '';
  const target =
    flags.map((f) => workspaceNamed(f, world)).find((p) => p !== undefined) ??
    positional.map((p) => workspaceNamed(p.split(':')[0] ?? '', world)).find((p) => p !== undefined);
  const line = target?.scripts[script] ?? target?.scripts['start'];
  return target === undefined || line === undefined || target.path === folder ? [] : startedBy(line, target.path, world, depth + 1);
}

function workspaceNamed(text: string, world: ScriptWorld): PackageFact | undefined {
  const name = text.replace(/^[{.]*\.?\/?|[}.]*$/g, '').replace(/\.\.\.$/, '');
  return (
    world.byName.get(text.replace(/\.\.\.$/, '')) ??
    world.byName.get(name) ??
    world.byFolder.get(name) ??
    [...world.byFolder.values()].find((p) => p.path.endsWith(`/${name}`))
  );
}
