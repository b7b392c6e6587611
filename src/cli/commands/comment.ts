import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../core/usage-error.js';
import type { Posted } from '../../post/upsert.js';
import { term } from '../../report/shape/escape.js';
import { continuousIntegration } from '../continuous-integration.js';
import type { Console } from '../console.js';
import { destinations } from '../destinations.js';
import { emit } from '../emit.js';
import type { CommentOptions } from '../option-values.js';
import { type Analysed, analysePaths } from '../pipeline.js';

/**
 * `archlint comment`: the comment on a pull request, on standard output or, with `--post`, made or updated in place. 0 whatever it says: whether findings fail a
 * build is for `check` to say.
 */
export async function comment(paths: readonly string[], options: CommentOptions, console: Console): Promise<number> {
  const { nearestName } = await import('../../config/index.js');
  const targets = destinations('comment', options.format, options.output, nearestName);
  const ci = continuousIntegration(console.env, await eventOf(console));
  const analysed = options.from === undefined ? await analysedNow(paths, options, ci.base, console) : await saved(options.from, options, console);
  const links = ci.links === undefined ? {} : { lineLinks: { base: ci.links, folder: folderOf(paths, console) } };
  const presentation = { ...links, commentId: options.id };
  if (!options.post) {
    await emit('comment', analysed, targets, options, presentation, console);
    return 0;
  }
  const posted = await post(analysed, options, presentation, console);
  console.err(`archlint: ${wordsOf(posted)}\n`);
  return 0;
}

/** Content of the file that says what started a workflow. */
async function eventOf(console: Console): Promise<string | undefined> {
  const file = console.env['GITHUB_EVENT_PATH'];
  return file === undefined || file === '' ? undefined : readFile(file, 'utf8').catch(() => undefined);
}

async function analysedNow(paths: readonly string[], options: CommentOptions, base: string | undefined, console: Console): Promise<Analysed> {
  const since = options.since ?? base;
  if (since === undefined) return analysePaths(paths, options, console);
  const { analyseSince } = await import('../since.js');
  return analyseSince(paths, since, { ...options, failOn: 'never' }, console);
}

async function saved(file: string, options: CommentOptions, console: Console): Promise<Analysed> {
  const [{ readSavedCheck }, { reportOfRules }] = await Promise.all([import('../../compare/index.js'), import('../pipeline.js')]);
  const content = await readFile(path.resolve(console.cwd, file), 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  const known = await reportOfRules({ ...options, config: false }, console);
  return { ...known, report: { ...known.report, ...readSavedCheck(file, content) } };
}

/** Where the scanned folder lies below the working directory, which a job's checkout is. */
function folderOf(paths: readonly string[], console: Console): string {
  const [only = '.', ...more] = paths;
  const folder = path.relative(console.cwd, path.resolve(console.cwd, more.length > 0 ? '.' : only));
  return folder === '' || folder.startsWith('..') ? '' : `${folder.split(path.sep).join('/')}/`;
}

async function post(
  analysed: Analysed,
  options: CommentOptions,
  presentation: { readonly lineLinks?: { readonly base: string; readonly folder: string }; readonly commentId: string },
  console: Console,
): Promise<Posted> {
  const [{ commentMarker, isQuiet, renderCommentMarkdown }, { defaultRenderOptions }, { threadOf, upsertComment }] = await Promise.all([
    import('../../report/comment-markdown.js'),
    import('../../report/options.js'),
    import('../../post/index.js'),
  ]);
  const { platform, repository, request } = options;
  const event = await eventOf(console);
  const thread = await threadOf(
    {
      platform,
      ...(repository === undefined ? {} : { repository }),
      ...(request === undefined ? {} : { request }),
      ...(event === undefined ? {} : { event }),
    },
    console.env,
  );
  const body = renderCommentMarkdown(analysed.report, { ...defaultRenderOptions, ...presentation });
  return upsertComment(thread, { marker: commentMarker(options.id), body, quiet: isQuiet(analysed.report) });
}

function wordsOf({ action, url }: Posted): string {
  const where = url === null ? '' : ` ${term(url)}`;
  switch (action) {
    case 'created':
      return `commented${where}`;
    case 'updated':
      return `updated the comment${where}`;
    case 'unchanged':
      return `the comment says so already${where}`;
    case 'silent':
      return 'nothing of the architecture changes: no comment';
  }
}
