import path from 'node:path';
import type { History } from '../core/history.js';
import { compareText } from '../core/location.js';
import type { DiskTree } from '../discover/index.js';
import type { Stopwatch } from '../stopwatch.js';
import { type Configured, severitiesOf } from './configured.js';

/** The rule that asks for history. */
const lockstep = 'lockstep-deploy';

/** What git tells of the changes in a tree's repositories, where a rule asks for it and the user does not forbid it. */
export async function historyOf(tree: DiskTree, allowed: boolean | undefined, setup: Configured, clock: Stopwatch): Promise<History | undefined> {
  const { metas, config, only } = setup;
  const asked = severitiesOf(metas, config).get(lockstep) !== 'off' && (only.length === 0 || only.includes(lockstep));
  if (allowed === false || !asked) return undefined;
  const { readHistory } = await import('../history/index.js');
  return clock.wait('history', () => readHistory(repositoriesOf(tree)));
}

/** The repositories whose folders git listed; files that were asked for by name have no history of their own. */
function repositoriesOf({ root, repositories }: DiskTree): readonly { readonly folder: string; readonly prefix: string }[] {
  return repositories
    .filter(({ only }) => only === undefined)
    .map(({ prefix }) => ({ folder: path.join(root, prefix), prefix: prefix || '.' }))
    .sort((a, b) => compareText(a.prefix, b.prefix));
}
