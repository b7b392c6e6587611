import { randomUUID } from 'node:crypto';
import { PostError, type Refusal, postError } from './post-error.js';
import type { CommentThread, ExistingComment } from './upsert.js';

export interface GithubTarget {
  /** `https://api.github.com`, or a server's own. */
  readonly api: string;
  readonly owner: string;
  readonly repository: string;
  readonly pull: number;
  readonly token: string;
  /** Name of the variable the token came from, for messages. */
  readonly variable: string;
  /** Milliseconds that a wait of one second lasts; tests shorten it. */
  readonly second?: number;
}

const maxComments = 3000;
const tries = 3;

interface Answer {
  readonly id: number;
  readonly body?: string | null;
  readonly html_url: string;
  readonly user?: { readonly login: string; readonly type: string } | null;
}

/**
 * The comments of a pull request by GitHub's REST API (issues/comments), through Octokit: pages are followed, server errors and cut connections are tried
 * again, rate limits are waited for as the answer says, all a few times.
 */
export async function githubThread(target: GithubTarget): Promise<CommentThread> {
  const client = await octokit(target);
  const where = { owner: target.owner, repo: target.repository };
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw postError(refusalOf(error, target), [target.token]);
    }
  };
  return {
    list: () =>
      ask(async () => {
        const login = await viewer(client);
        const found: Answer[] = [];
        const pages = client.paginate.iterator('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...where,
          issue_number: target.pull,
          per_page: 100,
        });
        for await (const { data } of pages) {
          found.push(...(data as Answer[]));
          if (found.length >= maxComments) break;
        }
        return found.map((answer): ExistingComment => ({ id: String(answer.id), body: answer.body ?? '', url: answer.html_url, own: isOwn(answer, login) }));
      }),
    create: (body) =>
      ask(async () => {
        const { data } = await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...where, issue_number: target.pull, body });
        return data.html_url;
      }),
    update: async (id, body) => {
      try {
        const { data } = await client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { ...where, comment_id: Number(id), body });
        return data.html_url;
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw postError(refusalOf(error, target), [target.token]);
      }
    },
  };
}

/**
 * The open pull request of a branch, for a workflow that follows another's run: the event of a fork's run names none. Throws `PostError` where there is none
 * whose newest commit is the one that was analysed.
 */
export async function pullRequestOf(
  target: Omit<GithubTarget, 'pull'>,
  head: { readonly owner: string; readonly branch: string; readonly sha: string },
): Promise<number> {
  const client = await octokit(target);
  const { owner, repository: repo } = target;
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/pulls', { owner, repo, head: `${head.owner}:${head.branch}`, state: 'open' });
    const found = data.find((pull) => pull.head.sha === head.sha);
    if (found !== undefined) return found.number;
  } catch (error) {
    throw postError(refusalOf(error, { ...target, pull: 0 }), [target.token]);
  }
  throw new PostError(`no open pull request of ${owner}/${repo} has ${head.sha.slice(0, 10)} as its newest commit: it was closed, or has moved on`);
}

/** Octokit, loaded when something is posted. */
async function octokit({ api, token, second = 1000 }: Omit<GithubTarget, 'pull'>) {
  const [{ Octokit }, { retry }, { throttling }, { paginateRest }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
    import('@octokit/plugin-paginate-rest'),
  ]);
  const again = (_after: number, _options: unknown, _octokit: unknown, retries: number): boolean => retries < tries;
  const silent = (): undefined => undefined;
  const Client = Octokit.plugin(retry, throttling, paginateRest);
  return new Client({
    auth: token,
    baseUrl: api,
    userAgent: 'archlint',
    log: { debug: silent, info: silent, warn: silent, error: silent },
    retry: { retries: tries, retryAfterBaseValue: second },
    throttle: { id: randomUUID(), onRateLimit: again, onSecondaryRateLimit: again, fallbackSecondaryRateRetryAfter: 10, retryAfterBaseValue: second },
  });
}

type Client = Awaited<ReturnType<typeof octokit>>;

/** The account behind the token; null for the token of a workflow, which may not ask. */
async function viewer(client: Client): Promise<string | null> {
  try {
    const { data } = await client.request('GET /user');
    return data.login;
  } catch (error) {
    if (statusOf(error) === 403 || statusOf(error) === 404) return null;
    throw error;
  }
}

/** Only our own comments are ever changed; where the account is unknown it is a workflow's, which writes as a bot. */
function isOwn({ user }: Answer, login: string | null): boolean {
  return login === null ? user?.type === 'Bot' : user?.login === login;
}

function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  // Octokit reports a cut connection as 500 without an answer.
  const answered = error instanceof Error && 'response' in error && error.response !== undefined;
  return typeof status === 'number' && (answered || status !== 500) ? status : undefined;
}

function refusalOf(error: unknown, target: GithubTarget): Refusal {
  const status = statusOf(error);
  return {
    platform: 'GitHub',
    thread: `${target.pull === 0 ? 'pull requests' : `pull request ${target.pull}`} of ${target.owner}/${target.repository}`,
    ...(status === undefined ? {} : { status }),
    detail: error instanceof Error ? error.message : String(error),
    permission: 'the permission pull-requests: write',
    variable: target.variable,
  };
}
