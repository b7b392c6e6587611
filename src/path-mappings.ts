import type { FileIndex } from './core/files.js';
import type { PathMapping } from './link/modules.js';
import { dirname, normalize } from './link/modules.js';
import { parseTsconfig } from './parse/tsconfig.js';

/** `compilerOptions.paths` and `baseUrl` of every tsconfig.json and jsconfig.json, with what they extend. */
export function pathMappings(files: FileIndex): PathMapping[] {
  const found: PathMapping[] = [];
  const configs = [
    ...files.endingWith('/tsconfig.json'),
    ...files.endingWith('/jsconfig.json'),
    ...files.endingWith('/tsconfig.base.json'),
    ...files.endingWith('/tsconfig.app.json'),
  ];
  for (const file of configs) {
    const mapping = read(files, file, 0);
    if (mapping) found.push({ ...mapping, dir: dirname(file) });
  }
  return found;
}

/** One configuration's mapping: its own paths, else those of what it extends. */
function read(files: FileIndex, file: string, depth: number): PathMapping | null {
  if (depth > 8 || !files.has(file)) return null;
  const text = files.read(file);
  const config = 'text' in text ? parseTsconfig(file, text.text) : undefined;
  if (!config) return null;
  const dir = dirname(file);
  let inherited: PathMapping | null = null;
  for (const parent of config.extends ?? []) {
    if (!parent.startsWith('.')) continue;
    const path = normalize(`${dir}/${parent}`);
    inherited = read(files, path, depth + 1) ?? read(files, `${path}.json`, depth + 1) ?? read(files, `${path}/tsconfig.json`, depth + 1) ?? inherited;
  }
  const baseUrl = config.baseUrl === undefined ? inherited?.baseUrl : normalize(`${dir}/${config.baseUrl}`);
  const from = config.baseUrl === undefined ? dir : normalize(`${dir}/${config.baseUrl}`);
  const own = Object.entries(config.paths).map(([pattern, targets]) => [pattern, targets.map((t) => normalize(`${from}/${t}`))] as const);
  return { dir, ...(baseUrl === undefined ? {} : { baseUrl }), paths: own.length > 0 ? own : (inherited?.paths ?? []) };
}
