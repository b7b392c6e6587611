import type { FileIndex } from '../../core/files.js';
import { parseJson } from '../../parse/json.js';
import { parseYaml } from '../../parse/yaml.js';
import type { Placed } from '../placed.js';
import { writtenOut } from './intrinsics.js';
import type { Template } from './template.js';

/** Other files that templates name. */
export interface Documents {
  /** The tree of a YAML or JSON file, short forms written out; undefined where it is not there or cannot be read. */
  document(file: string): Placed | undefined;
  /** Files that were asked for and are there: parts of what names them. */
  readonly used: ReadonlySet<string>;
}

/** The templates of one tool, and the files that mean nothing besides. */
export interface Front {
  readonly templates: readonly Template[];
  readonly consumed: readonly string[];
}

/** The files of a tree as documents. */
export function documentsOf(files: FileIndex): Documents {
  const used = new Set<string>();
  return {
    used,
    document(file) {
      const read = files.has(file) ? files.read(file) : undefined;
      if (read === undefined || !('text' in read)) return undefined;
      const root = /^\s*\{/.test(read.text) ? parseJson(file, read.text).root : parseYaml(file, read.text, { final: true }).documents[0]?.root;
      if (root === undefined) return undefined;
      used.add(file);
      return writtenOut(file, root);
    },
  };
}
