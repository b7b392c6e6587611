import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import { parseJson } from '../../parse/json.js';
import { entriesOf, get, textOf, type TreeNode } from '../../parse/tree.js';
import { parseYaml } from '../../parse/yaml.js';
import { writtenOut } from '../cloud/intrinsics.js';
import type { PlacedMap } from '../placed.js';

/** JSON files that may be templates, by their path: others may be data of any size. */
const likelyJson =
  /(template|stack|cloudformation|cfn|\bsam\b|\baws\b|infra)[^/]*\.json$|(^|\/)(cloudformation|cfn|infra(structure)?|templates)\/[^/]*\.json$/i;
const likely = /\.(ya?ml|template)$/i;

/** Files of a tree that are templates, with their trees; of a broken one what could be read. */
export function templatesIn(files: FileIndex, note: (diagnostic: Diagnostic) => void): { readonly file: string; readonly root: PlacedMap }[] {
  return files.files.flatMap(({ path }) => {
    if (!likely.test(path) && !likelyJson.test(path)) return [];
    const read = files.read(path);
    if (!('text' in read) || !read.text.includes('AWS::') || !/["']?Resources["']?\s*:/.test(read.text)) return [];
    const { root, diagnostics } = treeOf(path, read.text);
    if (root === undefined || !isTemplate(root)) return [];
    for (const diagnostic of diagnostics) note(diagnostic);
    return [{ file: path, root: writtenOut(path, root) as PlacedMap }];
  });
}

function treeOf(file: string, text: string): { root: TreeNode | undefined; diagnostics: readonly Diagnostic[] } {
  if (/^\s*\{/.test(text)) {
    const { root, diagnostics } = parseJson(file, text);
    return { root, diagnostics };
  }
  const { documents, diagnostics } = parseYaml(file, text, { final: true });
  return { root: documents[0]?.root, diagnostics };
}

function isTemplate(root: TreeNode): boolean {
  return root.kind === 'map' && entriesOf(get(root, 'Resources')).some(({ value }) => /^(AWS|Alexa|Custom)::/.test(textOf(get(value, 'Type')) ?? ''));
}
