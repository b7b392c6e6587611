import type { ReleaseEvent, VersionSighting } from '../core/history.js';
import { runGit } from '../git/door.js';
import type { Commit, VersionedFile } from './log.js';
import { versionsIn } from './versions.js';

const maxFiles = 20_000;
const maxBlobBytes = 512_000;
const batch = 2000;

/**
 * Commits that gave new versions: what an earlier and the later content of a file both version, differently. Reads blobs by their ids, so no work tree,
 * filter or driver is involved; commits of bots count, for it is they who release.
 */
export function bumpsOf(folder: string, prefix: string, commits: readonly Commit[]): ReleaseEvent[] {
  const files = commits.flatMap((c) => c.versioned);
  const texts = readBlobs(
    folder,
    files.slice(0, maxFiles).flatMap((f) => [f.before, f.after]),
  );
  return commits.flatMap((commit): ReleaseEvent[] => {
    const versions = commit.versioned.flatMap((file) => changedVersions(file, texts, prefix));
    if (versions.length === 0) return [];
    return [{ by: 'commit', repository: prefix, commit: commit.hash.slice(0, 10), subject: commit.subject, time: commit.time, versions }];
  });
}

function changedVersions(file: VersionedFile, texts: ReadonlyMap<string, string>, prefix: string): VersionSighting[] {
  const [before, after] = [texts.get(file.before), texts.get(file.after)];
  if (before === undefined || after === undefined) return [];
  const earlier = new Map(versionsIn(file.path, before).map((v) => [v.subject, v.version]));
  const path = prefix === '.' ? file.path : `${prefix}/${file.path}`;
  return versionsIn(file.path, after).flatMap(({ subject, version, line }) => {
    const old = earlier.get(subject);
    return old === undefined || old === version ? [] : [{ subject, file: path, line }];
  });
}

/** Contents by id; what is absent, no blob or larger than half a megabyte is left out. */
function readBlobs(folder: string, ids: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += batch) {
    const printed = runGit(folder, ['cat-file', '--batch'], `${wanted.slice(at, at + batch).join('\n')}\n`);
    if (printed !== undefined) collect(printed, texts);
  }
  return texts;
}

function collect(printed: Buffer, texts: Map<string, string>): void {
  let at = 0;
  for (let end = printed.indexOf(10, at); end >= 0; end = printed.indexOf(10, at)) {
    const [id = '', type, length] = printed.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type === undefined || length === undefined) continue;
    const size = Number(length);
    if (type === 'blob' && size <= maxBlobBytes) texts.set(id, printed.toString('utf8', at, at + size));
    at += size + 1;
  }
}
