import type { History, ReleaseEvent } from '../core/history.js';
import { bumpsOf } from './bumps.js';
import { changeSets, type RepositoryLog } from './changes.js';
import { readLog } from './log.js';
import { tagEvents, tagsOf } from './tags.js';

/** Months before the newest commit that count: long enough for a rate, short enough for today's boundaries. */
const windowMonths = 12;

/**
 * What git tells of the scanned repositories, each an absolute folder and the same relative to the scan root. Shallow clones are named and not evaluated;
 * folders git does not know are passed over.
 */
export async function readHistory(repositories: readonly { readonly folder: string; readonly prefix: string }[]): Promise<History> {
  const logs: RepositoryLog[] = [];
  const bumps: ReleaseEvent[] = [];
  const tags: ReturnType<typeof tagsOf>[number][] = [];
  const shallow: string[] = [];
  for (const { folder, prefix } of repositories) {
    const log = await readLog(folder, windowMonths);
    if (log?.shallow) shallow.push(prefix);
    if (!log || log.shallow) continue;
    logs.push({ prefix, commits: log.commits });
    bumps.push(...bumpsOf(folder, prefix, log.commits));
    tags.push(...tagsOf(folder, prefix));
  }
  const oldest = Math.min(...logs.flatMap((log) => log.commits.at(-1)?.time ?? []));
  const { changes, commits, leftOut } = changeSets(logs);
  const releases = [...bumps, ...tagEvents(tags, oldest)].sort((a, b) => b.time - a.time);
  return { changes, releases, commits, leftOut, repositories: logs.length, shallow, months: windowMonths };
}
