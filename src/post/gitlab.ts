import { type Refusal, postError } from './post-error.js';
import type { CommentThread } from './upsert.js';

export interface GitlabTarget {
  /** Address of the server, without `/api/v4`. */
  readonly host: string;
  /** Number or full path. */
  readonly project: string;
  /** The merge request's number in its project. */
  readonly mergeRequest: number;
  readonly token: string;
  /** Name of the variable the token came from, for messages. */
  readonly variable: string;
  /** Milliseconds that a wait of one second lasts; tests shorten it. */
  readonly second?: number;
}

const tries = 3;
const retryable: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const maxWaitSeconds = 60;

/**
 * The notes of a merge request by GitLab's REST API, through Gitbeaker: pages are followed, server errors, rate limits and cut connections are tried again
 * a few times, after as long as the answer says.
 */
export async function gitlabThread(target: GitlabTarget): Promise<CommentThread> {
  const { Gitlab } = await import('@gitbeaker/rest');
  const client = new Gitlab({ host: target.host, token: target.token, queryTimeout: 30_000 });
  const ask = <T>(work: () => Promise<T>): Promise<T> => withRetries(work, target);
  const address = (id: number | string): string =>
    /^\d+$/.test(target.project)
      ? `note ${id} of merge request !${target.mergeRequest}`
      : `${target.host}/${target.project}/-/merge_requests/${target.mergeRequest}#note_${id}`;
  return {
    list: () =>
      ask(async () => {
        const me = await client.Users.showCurrentUser();
        const notes = await client.MergeRequestNotes.all(target.project, target.mergeRequest, { perPage: 100, maxPages: 30 });
        return notes
          .filter((note) => !note.system)
          .map((note) => ({ id: String(note.id), body: note.body, url: address(note.id), own: note.author.id === me.id }));
      }),
    create: (body) => ask(async () => address((await client.MergeRequestNotes.create(target.project, target.mergeRequest, body)).id)),
    update: async (id, body) => {
      const done = await ask(async () => {
        try {
          return await client.MergeRequestNotes.edit(target.project, target.mergeRequest, Number(id), { body });
        } catch (error) {
          if (statusOf(error) === 404) return undefined;
          throw error;
        }
      });
      return done === undefined ? undefined : address(done.id);
    },
  };
}

async function withRetries<T>(work: () => Promise<T>, target: GitlabTarget): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const status = statusOf(error);
      if (tried >= tries || isExhausted(error) || (status !== undefined && !retryable.has(status)))
        throw postError(refusalOf(error, status, target), [target.token]);
      const seconds = Math.min(maxWaitSeconds, retryAfter(error) ?? 2 ** tried);
      await new Promise((resolve) => setTimeout(resolve, seconds * (target.second ?? 1000)));
    }
  }
}

/** The answer that Gitbeaker keeps as the cause of its error. */
function answerOf(error: unknown): Response | undefined {
  const cause = error instanceof Error && typeof error.cause === 'object' && error.cause !== null ? error.cause : undefined;
  return cause !== undefined && 'response' in cause && cause.response instanceof Response ? cause.response : undefined;
}

/** The status of the answer; where Gitbeaker has tried often by itself it only tells the last one in its message. */
function statusOf(error: unknown): number | undefined {
  const told = error instanceof Error ? /last status code: (\d{3})/.exec(error.message)?.[1] : undefined;
  return answerOf(error)?.status ?? (told === undefined ? undefined : Number(told));
}

const isExhausted = (error: unknown): boolean => answerOf(error) === undefined && statusOf(error) !== undefined;

function retryAfter(error: unknown): number | undefined {
  const header = answerOf(error)?.headers.get('retry-after');
  const seconds = header ? Number(header) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function refusalOf(error: unknown, status: number | undefined, target: GitlabTarget): Refusal {
  return {
    platform: 'GitLab',
    thread: `merge request !${target.mergeRequest} of project ${target.project}`,
    ...(status === undefined ? {} : { status }),
    detail: error instanceof Error ? error.message : String(error),
    permission: 'the scope api and the role Reporter or above',
    variable: target.variable,
  };
}
