import type { FileIndex } from '../../src/core/files.js';
import type { LinkedService } from '../../src/core/interaction.js';
import type { LibraryRecord } from '../../src/core/library.js';
import type { SourceUnit } from '../../src/core/source.js';
import { extractJsonModule, extractTypeScript, loadTypeScript } from '../../src/extract/languages/typescript/index.js';
import { libraries } from '../../src/libraries/index.js';
import { createModuleResolver, LibraryIndex, linkDeployable, Program } from '../../src/link/index.js';

/** Files of a little program in memory: path to text. */
export type Files = Readonly<Record<string, string>>;

/** A file index over files in memory. */
export function memoryFiles(files: Files): FileIndex {
  const paths = Object.keys(files).sort();
  return {
    files: paths.map((path) => ({ path, size: (files[path] ?? '').length })),
    has: (path) => files[path] !== undefined,
    under: (folder) => paths.filter((p) => folder === '.' || p.startsWith(`${folder}/`)),
    read: (path) => ({ text: files[path] ?? '' }),
    endingWith: (suffix) => paths.filter((p) => `/${p}`.endsWith(suffix)),
    isAside: () => false,
    ignored: 0,
    diagnostics: [],
    note: () => undefined,
  };
}

const builtIn = new LibraryIndex(libraries, 'typescript');

/** Links a little program from its entry files, with all records and some of its own. */
export async function linkFiles(files: Files, entries: readonly string[], path = '.', own: readonly LibraryRecord[] = []): Promise<LinkedService> {
  await loadTypeScript();
  const index = memoryFiles(files);
  const load = (file: string): SourceUnit | null => {
    const source = files[file];
    if (source === undefined) return null;
    return file.endsWith('.json') ? extractJsonModule(file, source) : extractTypeScript(file, source);
  };
  const program = new Program(load, createModuleResolver(index, [], []));
  const records = own.length > 0 ? new LibraryIndex([...libraries, ...own], 'typescript') : builtIn;
  return linkDeployable({ id: 'service:example', path, entries }, program, records, [], (folder) => index.under(folder));
}
