import type { History } from '../core/history.js';
import type { Stopwatch } from '../stopwatch.js';
import { type Configured, severitiesOf } from './configured.js';

/** The rule that asks for history. */
const lockstep = 'lockstep-deploy';

/** What git tells of the changes of these absolute paths, where a rule asks for it and the user does not forbid it. */
export async function historyOf(paths: readonly string[], allowed: boolean | undefined, setup: Configured, clock: Stopwatch): Promise<History | undefined> {
  const { metas, config, only } = setup;
  const asked = severitiesOf(metas, config).get(lockstep) !== 'off' && (only.length === 0 || only.includes(lockstep));
  if (allowed === false || !asked) return undefined;
  const [{ readHistory }, { scannedRepositories }] = await Promise.all([import('../history/index.js'), import('../discover/repositories.js')]);
  return clock.wait('history', () => readHistory(scannedRepositories(paths)));
}
