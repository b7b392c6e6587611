import type { Term } from '../../core/term.js';
import { joinPath } from '../paths.js';
import type { PipelineCommand } from './model.js';
import { textTerm } from './text.js';

/** Begins a path at the root of the repository. */
export const rooted =
  /^\$(?:\{(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|WORKSPACE|TRAVIS_BUILD_DIR|Build\.SourcesDirectory|System\.DefaultWorkingDirectory|github\.workspace|env\.WORKSPACE|workspace)\}|\(git rev-parse --show-toplevel\))\/?/;

/** Begins a path where one is. */
export const here = /^\$(?:\{(?:PWD|CURDIR)\}|\(pwd\))\/?/;

/** A file of the tree that a command runs, and the values that it gets. */
export interface FileRun {
  readonly files: readonly string[];
  readonly values: Readonly<Record<string, Term>>;
}

/**
 * The script that a command runs: `./scripts/build.sh orders services/orders`; its arguments are `1`, `2` …. `otherFolder`: where its path may begin besides the
 * folder that the command runs in. Undefined for other commands.
 */
export function scriptRun({ words, folder }: PipelineCommand, otherFolder?: string): FileRun | undefined {
  const at = /^(?:ba|z|da)?sh$|^source$|^\.$/.test(words[0] ?? '') ? 1 : 0;
  const script = words[at];
  if (script === undefined || !/\.(?:sh|bash)$/.test(script) || script.startsWith('/') || script.startsWith('-')) return undefined;
  const fromRoot = rooted.test(script) ? [joinPath('.', script.replace(rooted, ''))] : undefined;
  const values = words.slice(at + 1).map((word, i) => [String(i + 1), textTerm(word)] as const);
  const files = fromRoot ?? [joinPath(folder, script), ...(otherFolder === undefined ? [] : [joinPath(otherFolder, script)])];
  return { files, values: Object.fromEntries(values) };
}
