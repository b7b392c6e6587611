import { insideRepository, runGit } from './door.js';

/**
 * Files of a folder by git: tracked ones and untracked ones that no .gitignore names, POSIX paths relative to `folder`, unsorted. A path
 * that ends with `/` is a repository inside. Undefined where git is missing, refuses (foreign owner), fails or knows nothing of the
 * folder: the caller walks then. Only the index and the .gitignore files are read, no object and no work-tree content, so no filter runs.
 */
export function gitFiles(folder: string): readonly string[] | undefined {
  if (!insideRepository(folder)) return undefined;
  const listed = runGit(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-per-directory=.gitignore']);
  if (listed === undefined) return undefined;
  const paths = new Set(listed.toString('utf8').split('\0'));
  paths.delete('');
  return [...paths];
}
