import { parseJson } from './json.js';
import { booleanOf, entriesOf, get, textOf, textsOf } from './tree.js';

/** What link needs of a tsconfig.json or jsconfig.json; all paths as written, relative to its folder. */
export interface Tsconfig {
  readonly extends?: readonly string[];
  readonly baseUrl?: string;
  /** Pattern (`@shop/*`) to its targets, in order. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly outDir?: string;
  readonly rootDir?: string;
  readonly rootDirs: readonly string[];
  readonly references: readonly string[];
  readonly allowJs?: boolean;
}

/** Reads a tsconfig (comments and trailing commas allowed); undefined where it is no object. Never throws. */
export function parseTsconfig(file: string, text: string): Tsconfig | undefined {
  const { root } = parseJson(file, text);
  if (root?.kind !== 'map') return undefined;
  const options = get(root, 'compilerOptions');
  const parents = textsOf(get(root, 'extends'));
  const baseUrl = textOf(get(options, 'baseUrl'));
  const outDir = textOf(get(options, 'outDir'));
  const rootDir = textOf(get(options, 'rootDir'));
  const allowJs = booleanOf(get(options, 'allowJs'));
  const references = get(root, 'references');
  return {
    ...(parents.length > 0 && { extends: parents }),
    ...(baseUrl !== undefined && { baseUrl }),
    paths: Object.fromEntries(entriesOf(get(options, 'paths')).map(({ key, value }) => [key, textsOf(value)])),
    ...(outDir !== undefined && { outDir }),
    ...(rootDir !== undefined && { rootDir }),
    rootDirs: textsOf(get(options, 'rootDirs')),
    references: references?.kind === 'list' ? references.items.flatMap((item) => textsOf(get(item, 'path'))) : [],
    ...(allowJs !== undefined && { allowJs }),
  };
}
