import type { PackageFact } from '../../src/core/fact.js';
import type { FileIndex } from '../../src/core/files.js';
import type { LinkedService } from '../../src/core/interaction.js';
import type { LibraryRecord } from '../../src/core/library.js';
import type { LanguageId, SourceUnit } from '../../src/core/source.js';
import { extractJsonModule, extractTypeScript, loadTypeScript } from '../../src/extract/languages/typescript/index.js';
import { libraries } from '../../src/libraries/index.js';
import { createModuleResolver, LibraryIndex, linkDeployable, Program } from '../../src/link/index.js';

/** Files of a little program in memory: path to text. */
export type Files = Readonly<Record<string, string>>;

/** A file index over files in memory. */
function memoryFiles(files: Files): FileIndex {
  const paths = Object.keys(files).sort();
  return {
    files: paths.map((path) => ({ path, size: (files[path] ?? '').length })),
    has: (path) => files[path] !== undefined,
    under: (folder) => paths.filter((p) => folder === '.' || p.startsWith(`${folder}/`)),
    read: (path) => ({ text: files[path] ?? '' }),
    endingWith: (suffix) => paths.filter((p) => `/${p}`.endsWith(suffix)),
    isAside: () => false,
    contentId: () => undefined,
    ignored: 0,
    readCount: 0,
    diagnostics: [],
    note: () => undefined,
  };
}

export interface LittleProgram {
  readonly files: Files;
  /** Hand-written units, for languages that have no adapter yet. */
  readonly units: ReadonlyMap<string, SourceUnit>;
  readonly entries: readonly string[];
  readonly path: string;
  readonly packages: readonly PackageFact[];
  /** Records besides the built-in ones. */
  readonly records: readonly LibraryRecord[];
  readonly language: LanguageId;
}

const builtIn = new LibraryIndex(libraries, 'typescript');

/** Links a little program. */
export async function linkProgram(little: LittleProgram): Promise<LinkedService> {
  await loadTypeScript();
  const index = memoryFiles({ ...little.files, ...Object.fromEntries([...little.units.keys()].map((f) => [f, ''])) });
  const load = (file: string): SourceUnit | null => {
    const source = little.files[file];
    if (source === undefined) return little.units.get(file) ?? null;
    return file.endsWith('.json') ? extractJsonModule(file, source) : extractTypeScript(file, source);
  };
  const program = new Program(load, createModuleResolver(index, little.packages, []));
  for (const file of little.units.keys()) program.unit(file);
  const records =
    little.records.length > 0 || little.language !== 'typescript' ? new LibraryIndex([...libraries, ...little.records], little.language) : builtIn;
  return linkDeployable({ id: 'service:example', path: little.path, entries: little.entries }, program, records, little.packages, (folder) =>
    index.under(folder),
  );
}

/** Links files from their entries, with all built-in records. */
export function linkFiles(files: Files, entries: readonly string[], path = '.'): Promise<LinkedService> {
  return linkProgram({ files, units: new Map(), entries, path, packages: [], records: [], language: 'typescript' });
}
