import type { Diagnostic } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import { parseJson } from '../../parse/json.js';
import { entriesOf, get, textOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { writtenOut } from '../cloud/intrinsics.js';
import type { Documents } from '../cloud/normal.js';
import type { Placed, PlacedMap } from '../placed.js';

/** JSON files that may be templates, by their path: others may be data of any size. */
const likelyJson =
  /(template|stack|cloudformation|cfn|\bsam\b|\baws\b|infra)[^/]*\.json$|(^|\/)(cloudformation|cfn|infra(structure)?|templates)\/[^/]*\.json$/i;
const likely = /\.(ya?ml|template)$/i;

/** The templates of a tree, and the documents that they include. */
export class Sources implements Documents {
  constructor(
    private readonly files: FileIndex,
    private readonly note: (diagnostic: Diagnostic) => void,
  ) {}

  /** Files that are templates, with their trees; what could be read of a broken one. */
  templates(): { readonly file: string; readonly root: PlacedMap }[] {
    return this.files.files.flatMap(({ path }) => {
      if (!likely.test(path) && !likelyJson.test(path)) return [];
      const read = this.files.read(path);
      if (!('text' in read) || !read.text.includes('AWS::') || !/["']?Resources["']?\s*:/.test(read.text)) return [];
      const root = this.tree(path, read.text, true);
      return root !== undefined && isTemplate(root) ? [{ file: path, root: writtenOut(path, root) as PlacedMap }] : [];
    });
  }

  document(file: string): Placed | undefined {
    const read = this.files.has(file) ? this.files.read(file) : undefined;
    const root = read !== undefined && 'text' in read ? this.tree(file, read.text, false) : undefined;
    return root === undefined ? undefined : writtenOut(file, root);
  }

  has(file: string): boolean {
    return this.files.has(file);
  }

  private tree(file: string, text: string, noted: boolean): TreeNode | undefined {
    if (/^\s*\{/.test(text)) {
      const { root, diagnostics } = parseJson(file, text);
      if (noted) for (const diagnostic of diagnostics) this.note(diagnostic);
      return root;
    }
    const { documents, diagnostics } = parseYaml(file, text, { final: true });
    if (noted) for (const diagnostic of diagnostics) this.note(diagnostic);
    return documents[0]?.root;
  }
}

function isTemplate(root: TreeNode): boolean {
  return root.kind === 'map' && entriesOf(get(root, 'Resources')).some(({ value }) => /^(AWS|Alexa|Custom)::/.test(textOf(get(value, 'Type')) ?? ''));
}
