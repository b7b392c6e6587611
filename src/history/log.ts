import { runGit, streamGit } from '../git/door.js';

/** One commit of the main line. */
export interface Commit {
  readonly hash: string;
  readonly parents: number;
  readonly author: string;
  readonly email: string;
  /** Committer's seconds since 1970. */
  readonly time: number;
  readonly subject: string;
  /** Paths it changes against its first parent, relative to the folder asked for. */
  readonly files: readonly string[];
}

export interface Log {
  /** The newest first. */
  readonly commits: readonly Commit[];
  readonly shallow: boolean;
}

const fields = ['%x01%H', '%P', '%an', '%ae', '%ct', '%s'];
const secondsPerMonth = 30.44 * 24 * 3600;

/**
 * The main line of a repository over the months before its newest commit, as far as it touches `folder`. Reads commits and trees, no file: rename
 * detection is off because it would read blobs, which a partial clone lacks. Undefined where git knows nothing of the folder.
 */
export async function readLog(folder: string, months: number): Promise<Log | undefined> {
  const newest = Number(runGit(folder, ['log', '-1', '--format=%ct'])?.toString('utf8').trim() || Number.NaN);
  if (!Number.isFinite(newest)) return undefined;
  const about = runGit(folder, ['rev-parse', '--is-shallow-repository', '--show-prefix'])?.toString('utf8').split('\n') ?? [];
  if (about[0] === 'true') return { commits: [], shallow: true };
  const since = Math.max(1, Math.floor(newest - months * secondsPerMonth));
  const command = ['log', '--first-parent', '-m', '--no-renames', '--no-ext-diff', '--no-textconv', '--name-only', '-z', `--since=@${since} +0000`];
  // Of a part of a repository only what touches the part; a pathspec costs time, so the whole goes without.
  const part = (about[1] ?? '') === '' ? ['HEAD', '--'] : ['--relative', 'HEAD', '--', '.'];
  const chunks = streamGit(folder, [...command, `--format=${fields.join('%x00')}`, ...part]);
  const parser = new LogParser();
  for await (const chunk of chunks) parser.add(chunk);
  return { commits: parser.finish(), shallow: false };
}

/** Reads what `git log -z --name-only` prints, piece by piece: the fields of a commit and its paths are parts between NUL bytes. */
export class LogParser {
  private rest: Buffer = Buffer.alloc(0);
  private head: string[] = [];
  private files: string[] = [];
  private readonly commits: Commit[] = [];

  add(chunk: Buffer): void {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let begin = 0;
    for (let end = data.indexOf(0, begin); end >= 0; end = data.indexOf(0, begin)) {
      this.part(data.toString('utf8', begin, end));
      begin = end + 1;
    }
    this.rest = data.subarray(begin);
  }

  finish(): readonly Commit[] {
    if (this.rest.length > 0) this.part(this.rest.toString('utf8'));
    this.rest = Buffer.alloc(0);
    this.close();
    return this.commits;
  }

  private part(text: string): void {
    if (/^\n?\u0001[0-9a-f]{40,64}$/.test(text)) {
      this.close();
      this.head = [text.replace(/^\n?\u0001/, '')];
    } else if (this.head.length > 0 && this.head.length < fields.length) this.head.push(text);
    else if (this.head.length > 0) {
      const file = text.replace(/^\n/, '');
      if (file !== '') this.files.push(file);
    }
  }

  private close(): void {
    const [hash, parents = '', author = '', email = '', time = '', subject = ''] = this.head;
    if (hash !== undefined && this.head.length === fields.length) {
      const count = parents.split(' ').filter((p) => p !== '').length;
      this.commits.push({ hash, parents: count, author, email, time: Number(time) || 0, subject, files: this.files });
    }
    this.head = [];
    this.files = [];
  }
}
