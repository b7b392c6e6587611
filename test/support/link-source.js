import { extractJsonModule, extractTypeScript, loadTypeScript } from '../../src/extract/languages/typescript/index.js';
import { libraries } from '../../src/libraries/index.js';
import { createModuleResolver, LibraryIndex, linkDeployable, Program } from '../../src/link/index.js';
/** A file index over files in memory. */
export function memoryFiles(files) {
    const paths = Object.keys(files).sort();
    return {
        files: paths.map((path) => ({ path, size: (files[path] ?? '').length })),
        has: (path) => files[path] !== undefined,
        under: (folder) => paths.filter((p) => folder === '.' || p.startsWith(`${folder}/`)),
        read: (path) => ({ text: files[path] ?? '' }),
        endingWith: (suffix) => paths.filter((p) => `/${p}`.endsWith(suffix)),
        isAside: () => false,
        ignored: 0,
        readCount: 0,
        diagnostics: [],
        note: () => undefined,
    };
}
const builtIn = new LibraryIndex(libraries, 'typescript');
/** Links a little program. */
export async function linkProgram(little) {
    await loadTypeScript();
    const index = memoryFiles({ ...little.files, ...Object.fromEntries([...little.units.keys()].map((f) => [f, ''])) });
    const load = (file) => {
        const source = little.files[file];
        if (source === undefined)
            return little.units.get(file) ?? null;
        return file.endsWith('.json') ? extractJsonModule(file, source) : extractTypeScript(file, source);
    };
    const program = new Program(load, createModuleResolver(index, little.packages, []));
    for (const file of little.units.keys())
        program.unit(file);
    const records = little.records.length > 0 || little.language !== 'typescript' ? new LibraryIndex([...libraries, ...little.records], little.language) : builtIn;
    return linkDeployable({ id: 'service:example', path: little.path, entries: little.entries }, program, records, little.packages, (folder) => index.under(folder));
}
/** Links files from their entries, with all built-in records. */
export function linkFiles(files, entries, path = '.') {
    return linkProgram({ files, units: new Map(), entries, path, packages: [], records: [], language: 'typescript' });
}
