import type { ModuleFact } from '../core/fact.js';
import type { Draft } from './drafts.js';
import { type FolderWorld, folderName, hasSources } from './folders.js';
import { squash } from './names.js';
import { isUnder } from './paths.js';

/** Modules that build a program which nothing deploys, and which no other module needs, are services too. */
export function draftsOfModules(drafts: Draft[], world: FolderWorld): void {
  for (const module of world.modules.filter((m) => m.produces === 'program')) {
    const known = drafts.some((d) => d.folder !== null && d.folder !== '.' && (isUnder(module.path, d.folder) || isUnder(d.folder, module.path)));
    const names = [module.name ?? '', folderName(module.path)].map(squash).filter((n) => n !== '');
    const named = drafts.some((d) => d.folder === null && d.names.some((n) => names.includes(squash(n.text))));
    if (known || named || isNeeded(module, world) || !hasSources(module.path, world.files)) continue;
    drafts.push({
      names: [{ text: nameOf(module), rank: 2 }],
      folder: module.path,
      units: [],
      images: [],
      packages: [],
      base: undefined,
      certainty: 'candidate',
      starts: true,
    });
  }
}

function isNeeded(module: ModuleFact, world: FolderWorld): boolean {
  return world.modules.some(
    (m) =>
      m !== module &&
      m.produces !== 'description' &&
      (m.uses.includes(module.path) || (module.name !== null && m.uses.includes(module.name)) || m.uses.includes(folderName(module.path))),
  );
}

/** The folder's name; the project's where the folder is the whole repository or a .NET solution's layout (`src/Orders.Api/Orders.Api.csproj`). */
function nameOf(module: ModuleFact): string {
  const folder = folderName(module.path);
  return folder === '.' || folder === '' ? (module.name ?? 'app') : folder;
}
