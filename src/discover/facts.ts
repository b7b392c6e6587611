import type { Diagnostic } from '../core/extraction.js';
import type { FileEntry, Limits } from '../core/files.js';
import { compareText } from '../core/location.js';
import type { FolderFacts } from './ignores.js';
import { pathsUnder } from './tree.js';

/** What the ignore rules ask of a listing. Goes in: its paths, sorted; whether a path is in it; the text of a file, where it can be read. */
export function folderFacts(sorted: readonly string[], has: (path: string) => boolean, text: (path: string) => string | undefined): FolderFacts {
  return {
    within: (folder) => pathsUnder(sorted, folder).map((path) => path.slice(folder.length + 1)),
    has,
    namesOutput: (folder, name) => {
      const beside = folder === '' ? '' : `${folder}/`;
      const config = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.app.json'].map((file) => beside + file);
      return config.some((file) => has(file) && namesFolder(text(file) ?? '', name));
    },
  };
}

const outputKeys = /"(?:outDir|main|module|types|typings|browser|unpkg|jsdelivr|import|require|default|node|bin)"\s*:\s*"(?:\.\/)?([\w.-]+)(?:\/[^"]*)?"/g;

/** Whether a package.json or tsconfig.json gives a folder as where its output is. */
function namesFolder(text: string, name: string): boolean {
  return [...text.matchAll(outputKeys)].some((match) => match[1] === name);
}

/** Sorts files by path and cuts them off at the limit; what that costs is added to the diagnostics. */
export function boundedFiles(entries: FileEntry[], limits: Limits, diagnostics: Diagnostic[]): readonly FileEntry[] {
  entries.sort((a, b) => compareText(a.path, b.path));
  if (entries.length > limits.files) {
    const message = `More than ${limits.files} files; the rest is not analysed. Scan fewer folders or add some to \`ignore\`.`;
    diagnostics.push({ file: entries[limits.files]?.path ?? '.', line: 1, reason: 'too-many-files', message });
    entries.length = limits.files;
  }
  return entries;
}
