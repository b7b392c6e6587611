import type { PackageFact } from '../core/fact.js';
import type { Deployable, LinkedService } from '../core/interaction.js';
import { compareText } from '../core/location.js';
import { collectInteractions } from './interactions.js';
import type { LibraryIndex } from './match.js';
import { isUnder } from './modules.js';
import type { Program } from './program.js';
import { Reach } from './reach.js';
import { libraryUses, settingUses } from './uses.js';

export { describeInteraction } from './interactions.js';
export { LibraryIndex } from './match.js';
export { createModuleResolver } from './modules.js';
export { Program } from './program.js';

/** Source files of a folder that may be roots where no entry could be found. */
export type FolderFiles = (path: string) => readonly string[];

/**
 * Follows one deployable from its entry files through the program: what it calls, publishes, consumes and stores.
 * Knows nothing of deployment: settings stay holes.
 */
export function linkDeployable(
  deployable: Deployable,
  program: Program,
  index: LibraryIndex,
  packages: readonly PackageFact[],
  folder: FolderFiles,
): LinkedService {
  const reach = new Reach(program, index);
  const { machine } = reach;
  const inferred = deployable.entries.length === 0;
  const roots = inferred ? folder(deployable.path) : deployable.entries;
  const units = roots.map((file) => program.unit(file)).filter((unit) => unit !== null);
  for (const unit of units) reach.module(unit);
  for (const unit of units) reach.exports(unit);
  reach.run();
  const { interactions, entries } = collectInteractions(reach, deployable.path, inferred, deployable.handlers ?? []);
  return {
    id: deployable.id,
    interactions,
    entries,
    settingUses: settingUses(machine, reach),
    unresolved: [],
    libraries: libraryUses(machine, reach, packages, deployable.path, interactions),
    files: [...reach.units]
      .map((u) => u.file)
      .filter((f) => isUnder(f, '.'))
      .sort(compareText),
  };
}
