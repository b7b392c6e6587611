import { UsageError } from '../core/usage-error.js';
import { insideRepository, runGit } from './door.js';

const allowed = /^[\w./~^@{}-]+$/;
const maxLength = 250;

/** How to get the whole history, for messages. */
const deeper = "Fetch the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: '0'` in GitLab CI, `git fetch --unshallow` elsewhere.";

/**
 * The commit that a revision names in the repository around a folder. `name` is how messages call the folder. Throws `UsageError` with the remedy where
 * there is no repository or no git, and where the text is no revision or none that this clone has. The text never reaches git as an option.
 */
export function commitAt(folder: string, name: string, revision: string): string {
  refuseOdd(revision);
  refuseOutside(folder, name, revision);
  const commit = resolve(folder, revision);
  if (commit !== undefined) return commit;
  if (resolve(folder, 'HEAD') === undefined) throw new UsageError(`${name} has no commit yet, so there is nothing to compare with`);
  const remedy = isShallow(folder) ? `This clone is shallow. ${deeper}` : `Check the name, or fetch it: git fetch origin ${withoutRemote(revision)}`;
  throw new UsageError(`the repository of ${name} has no revision '${revision}'. ${remedy}`);
}

/**
 * Where the line of HEAD left that of a revision: their merge base, so that what others have changed on the revision since does not count as this
 * branch's doing. Errors as `commitAt`.
 */
export function baseOf(folder: string, name: string, revision: string): string {
  const commit = commitAt(folder, name, revision);
  const base = line(runGit(folder, ['merge-base', commit, commitAt(folder, name, 'HEAD')]));
  if (base !== undefined) return base;
  const remedy = isShallow(folder) ? `This clone is shallow and does not reach back to it. ${deeper}` : 'Name a revision that this branch comes from.';
  throw new UsageError(`'${revision}' and HEAD of ${name} have no common ancestor here. ${remedy}`);
}

/** Whether the repository around a folder has a commit, by its whole id. */
export function holdsCommit(folder: string, commit: string): boolean {
  return resolve(folder, commit) !== undefined;
}

function refuseOdd(revision: string): void {
  if (allowed.test(revision) && !revision.startsWith('-') && revision.length <= maxLength) return;
  throw new UsageError(
    `'${revision.slice(0, maxLength)}' is no revision that archlint takes: letters, digits and _ . / ~ ^ @ { } - are allowed, not beginning with '-'. Give the commit's hash instead.`,
  );
}

function refuseOutside(folder: string, name: string, revision: string): void {
  if (!insideRepository(folder)) throw new UsageError(`${name} is in no git repository, so there is no '${revision}' to compare with`);
  if (runGit(folder, ['version']) === undefined) throw new UsageError(`git was not found, and '${revision}' can only be read with it. Install git.`);
  if (runGit(folder, ['rev-parse', '--git-dir']) === undefined) throw new UsageError(`git cannot read the repository of ${name}. Try git -C ${name} log`);
}

function resolve(folder: string, revision: string): string | undefined {
  return line(runGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]));
}

const isShallow = (folder: string): boolean => line(runGit(folder, ['rev-parse', '--is-shallow-repository'])) === 'true';

function line(output: Buffer | undefined): string | undefined {
  const text = output?.toString('latin1').trim();
  return text === '' ? undefined : text;
}

/** `origin/main` is fetched as `main`. */
const withoutRemote = (revision: string): string => revision.replace(/^(?:refs\/remotes\/)?origin\//, '');
