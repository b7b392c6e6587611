import type { FileIndex } from '../core/files.js';
import { compareText } from '../core/location.js';
import { joinPath } from './paths.js';

type Files = Pick<FileIndex, 'has' | 'under' | 'isAside'>;

const builds: readonly (readonly [string, string])[] = [
  ['go.mod', 'go'],
  ['pom.xml', 'java'],
  ['build.gradle', 'java'],
  ['build.gradle.kts', 'kotlin'],
  ['composer.json', 'php'],
  ['Gemfile', 'ruby'],
  ['Cargo.toml', 'rust'],
  ['requirements.txt', 'python'],
  ['pyproject.toml', 'python'],
];

/** The language that a folder's build description implies, else the one most of its files are written in; null for none known. */
export function languageOf(folder: string | null, files: Files): string | null {
  if (folder === null) return null;
  const built = files.has(joinPath(folder, 'package.json')) ? undefined : builds.find(([name]) => files.has(joinPath(folder, name)));
  if (built !== undefined) return built[1];
  const counts = new Map<string, number>();
  for (const file of files.under(folder)) {
    const language = languages.get(file.slice(file.lastIndexOf('.') + 1));
    if (language !== undefined && !files.isAside(file) && !/\.(config|conf|d)\.[cm]?[jt]s$/.test(file)) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b))[0]?.[0] ?? null;
}

const languages: ReadonlyMap<string, string> = new Map([
  ['ts', 'typescript'],
  ['tsx', 'typescript'],
  ['mts', 'typescript'],
  ['cts', 'typescript'],
  ['js', 'javascript'],
  ['jsx', 'javascript'],
  ['mjs', 'javascript'],
  ['cjs', 'javascript'],
  ['go', 'go'],
  ['java', 'java'],
  ['kt', 'kotlin'],
  ['py', 'python'],
  ['php', 'php'],
  ['rb', 'ruby'],
  ['cs', 'csharp'],
  ['rs', 'rust'],
  ['scala', 'scala'],
  ['ex', 'elixir'],
  ['c', 'c'],
  ['cc', 'cpp'],
  ['cpp', 'cpp'],
  ['cxx', 'cpp'],
  ['swift', 'swift'],
  ['dart', 'dart'],
  ['erl', 'erlang'],
  ['clj', 'clojure'],
  ['hs', 'haskell'],
  ['zig', 'zig'],
]);
