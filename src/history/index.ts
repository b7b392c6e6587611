import type { History } from '../core/history.js';
import { changeSets, type RepositoryLog } from './changes.js';
import { readLog } from './log.js';

/** Months before the newest commit that count: long enough for a rate, short enough for today's boundaries. */
const windowMonths = 12;

/** What git tells of the scanned repositories, each an absolute folder and the same relative to the scan root. Shallow clones are named and not evaluated; folders git does not know are passed over. */
export async function readHistory(repositories: readonly { readonly folder: string; readonly prefix: string }[]): Promise<History> {
  const logs: RepositoryLog[] = [];
  const shallow: string[] = [];
  for (const { folder, prefix } of repositories) {
    const log = await readLog(folder, windowMonths);
    if (log?.shallow) shallow.push(prefix);
    else if (log) logs.push({ prefix, commits: log.commits });
  }
  const { changes, commits, leftOut } = changeSets(logs);
  return { changes, commits, leftOut, repositories: logs.length, shallow, months: windowMonths };
}
