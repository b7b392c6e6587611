import { runGit, streamGit } from '../git/door.js';
import { mayHoldVersions } from './versions.js';

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
  /** Of files that may hold versions: their contents before and after, by blob id. */
  readonly versioned: readonly VersionedFile[];
}

/** A changed file that may hold versions. */
export interface VersionedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
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
  const command = ['log', '--first-parent', '-m', '--no-renames', '--no-ext-diff', '--no-textconv', '--raw', '--no-abbrev', '-z', `--since=@${since} +0000`];
  // Of a part of a repository only what touches the part; a pathspec costs time, so the whole goes without.
  const part = (about[1] ?? '') === '' ? ['HEAD', '--'] : ['--relative', 'HEAD', '--', '.'];
  const chunks = streamGit(folder, [...command, `--format=${fields.join('%x00')}`, ...part]);
  const parser = new LogParser();
  for await (const chunk of chunks) parser.add(chunk);
  return { commits: parser.finish(), shallow: false };
}

/** Reads what `git log -z --raw` prints, piece by piece: fields of a commit, then modes and blob ids of a file and its path, all between NUL bytes. */
export class LogParser {
  private rest: Buffer = Buffer.alloc(0);
  private head: string[] = [];
  private blobs: readonly [string, string] | undefined;
  private files: string[] = [];
  private versioned: VersionedFile[] = [];
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
    if (this.blobs === undefined && /^\n?\u0001[0-9a-f]{40,64}$/.test(text)) {
      this.close();
      this.head = [text.replace(/^\n?\u0001/, '')];
    } else if (this.head.length > 0 && this.head.length < fields.length) this.head.push(text);
    else if (this.blobs === undefined) {
      const ids = /^\n?:\d+ \d+ ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) \w/.exec(text);
      if (ids) this.blobs = [ids[1] ?? '', ids[2] ?? ''];
    } else this.file(text, this.blobs);
  }

  private file(path: string, [before, after]: readonly [string, string]): void {
    this.blobs = undefined;
    this.files.push(path);
    if (!/^0+$/.test(before) && !/^0+$/.test(after) && mayHoldVersions(path)) this.versioned.push({ path, before, after });
  }

  private close(): void {
    const [hash, parents = '', author = '', email = '', time = '', subject = ''] = this.head;
    if (hash !== undefined && this.head.length === fields.length) {
      const count = parents.split(' ').filter((p) => p !== '').length;
      this.commits.push({ hash, parents: count, author, email, time: Number(time) || 0, subject, files: this.files, versioned: this.versioned });
    }
    this.head = [];
    this.blobs = undefined;
    this.files = [];
    this.versioned = [];
  }
}
