import type { ChangeSet, LeftOutReason } from '../core/history.js';
import { compareText } from '../core/location.js';
import type { Commit } from './log.js';
import { isSourcePath, noiseOf } from './noise.js';

/** Commits of one repository. `prefix` is its folder relative to the scan root, `.` for the root. */
export interface RepositoryLog {
  readonly prefix: string;
  readonly commits: readonly Commit[];
}

export interface Changes {
  readonly changes: readonly ChangeSet[];
  readonly commits: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
}

const hashLength = 10;
const ticketPattern = /\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b/;
const secondsPerDay = 86_400;

/**
 * Change sets of one or several repositories, the newest first: within a repository each commit of the main line is one; commits of different
 * repositories are joined where they name the same ticket, else where one author wrote them on one day. What is left out is counted.
 */
export function changeSets(logs: readonly RepositoryLog[]): Changes {
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const kept: Sighted[] = [];
  let commits = 0;
  for (const { prefix, commits: all } of logs) {
    commits += all.length;
    for (const commit of all) {
      const noise = noiseOf(commit);
      if (noise !== null) leftOut[noise] = (leftOut[noise] ?? 0) + 1;
      else kept.push({ commit, change: changeOf(prefix, commit) });
    }
  }
  const withFiles = kept.filter(({ change }) => change.files.length > 0);
  return { changes: (logs.length > 1 ? joined(withFiles) : withFiles.map((k) => k.change)).sort(newestFirst), commits, leftOut };
}

interface Sighted {
  readonly commit: Commit;
  readonly change: ChangeSet;
}

function changeOf(prefix: string, commit: Commit): ChangeSet {
  const files = commit.files.filter(isSourcePath).map((file) => (prefix === '.' ? file : `${prefix}/${file}`));
  return { repository: prefix, commit: commit.hash.slice(0, hashLength), subject: commit.subject, time: commit.time, files };
}

/** Across repositories: one change for each ticket or author and day; commits of one repository stay apart unless they are joined with others. */
function joined(all: readonly Sighted[]): ChangeSet[] {
  const groups = new Map<string, Sighted[]>();
  for (const sighted of all) {
    const key = joiningKey(sighted.commit);
    const group = groups.get(key);
    if (group) group.push(sighted);
    else groups.set(key, [sighted]);
  }
  return [...groups.values()].flatMap((group) => {
    const changes = group.map((g) => g.change).sort(newestFirst);
    const [newest] = changes;
    if (newest === undefined || new Set(changes.map((c) => c.repository)).size < 2) return changes;
    return [{ ...newest, files: [...new Set(changes.flatMap((c) => c.files))].sort(compareText) }];
  });
}

function joiningKey(commit: Commit): string {
  const ticket = ticketPattern.exec(commit.subject)?.[0];
  return ticket ?? `${commit.email.toLowerCase()} ${Math.floor(commit.time / secondsPerDay)}`;
}

const newestFirst = (a: ChangeSet, b: ChangeSet): number => b.time - a.time || compareText(a.commit, b.commit);
