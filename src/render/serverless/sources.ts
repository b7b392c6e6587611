import type { Diagnostic } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import { parseJson } from '../../parse/json.js';
import { get, textOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { writtenOut } from '../cloud/intrinsics.js';
import type { PlacedMap } from '../placed.js';
import { dataOf } from './program-data.js';

const name = /(^|\/)serverless([._-][\w-]+)*\.(ya?ml|json|ts|js|cjs|mjs)$/;
const composeName = /(^|\/)serverless-compose\.(ya?ml|json)$/;

/** Files of the Serverless Framework in a tree, by their names and what they hold. */
export class Sources {
  constructor(
    private readonly files: FileIndex,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {}

  /** Services: files that name one and have functions, resources or a provider. A program counts as far as it is data. */
  services(): { readonly file: string; readonly root: PlacedMap }[] {
    return this.read(name).filter(({ file, tree }) => !composeName.test(file) && isService(tree));
  }

  /** Files that put services together. */
  compositions(): { readonly file: string; readonly root: PlacedMap }[] {
    return this.read(composeName);
  }

  private read(pattern: RegExp): { readonly file: string; readonly root: PlacedMap; readonly tree: TreeNode }[] {
    return this.files.files.flatMap(({ path }) => {
      if (!pattern.test(path)) return [];
      const read = this.files.read(path);
      const tree = 'text' in read ? this.tree(path, read.text) : undefined;
      return tree?.kind === 'map' ? [{ file: path, root: writtenOut(path, tree) as PlacedMap, tree }] : [];
    });
  }

  private tree(file: string, text: string): TreeNode | undefined {
    if (/\.[cm]?[jt]s$/.test(file)) {
      const data = dataOf(text);
      const root = data === undefined ? undefined : parseYaml(file, data, { final: true }).documents[0]?.root;
      if ((root === undefined || !isService(root)) && /\bservice\s*:/.test(text))
        this.note({
          file,
          line: 1,
          reason: 'not-run',
          message: 'The configuration is a program that is not run; what it makes is not known. Write it as YAML to include it.',
        });
      return root;
    }
    const json = file.endsWith('.json') ? parseJson(file, text) : undefined;
    const yaml = json === undefined ? parseYaml(file, text, { final: true }) : undefined;
    for (const diagnostic of (json ?? yaml)?.diagnostics ?? []) this.note(diagnostic);
    return json?.root ?? yaml?.documents[0]?.root;
  }
}

function isService(root: TreeNode): boolean {
  const named = textOf(get(root, 'service')) ?? textOf(get(root, 'service', 'name'));
  return named !== undefined && ['functions', 'resources', 'provider'].some((key) => get(root, key) !== undefined);
}
