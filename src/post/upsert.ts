/** A comment that is there already. */
export interface ExistingComment {
  readonly id: string;
  readonly body: string;
  /** Whether the account that posts now wrote it. */
  readonly own: boolean;
  readonly url: string;
}

/** One pull or merge request's comments on a platform. Every method throws `PostError` where the platform refuses. */
export interface CommentThread {
  list(): Promise<readonly ExistingComment[]>;
  /** Gives the new comment's address. */
  create(body: string): Promise<string>;
  /** Undefined where the comment is gone. */
  update(id: string, body: string): Promise<string | undefined>;
}

/** What to say on a pull request. `quiet`: nothing changed, so no comment is made; one that is there is turned to `body`. */
export interface Message {
  /** First line of the comment, by which it is found again. */
  readonly marker: string;
  readonly body: string;
  readonly quiet: boolean;
}

export interface Posted {
  readonly action: 'created' | 'updated' | 'unchanged' | 'silent';
  readonly url: string | null;
}

/**
 * Keeps one comment on a pull request: makes it, updates it in place, leaves an equal one alone, says nothing where there is nothing to say. Only a comment
 * of the same account that begins with the marker is taken for ours; one that was deleted meanwhile is made anew.
 */
export async function upsertComment(thread: CommentThread, message: Message): Promise<Posted> {
  const own = (await thread.list()).filter((comment) => comment.own && isMarked(comment.body, message.marker));
  const [existing] = own;
  if (existing === undefined) return message.quiet ? { action: 'silent', url: null } : { action: 'created', url: await thread.create(message.body) };
  if (sameText(existing.body, message.body)) return { action: 'unchanged', url: existing.url };
  const url = await thread.update(existing.id, message.body);
  if (url !== undefined) return { action: 'updated', url };
  return message.quiet ? { action: 'silent', url: null } : { action: 'created', url: await thread.create(message.body) };
}

const isMarked = (body: string, marker: string): boolean => body.trimStart().startsWith(marker);

/** Platforms change line ends and trim. */
const sameText = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim();
