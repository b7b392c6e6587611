import { entriesOf, get, itemsOf, textOf, type TreeEntry, type TreeMap, type TreeNode } from '../tree.js';
import { mapTexts } from '../tree-texts.js';

const maxDepth = 60;
const maxNodes = 50_000;
const each = /^\$\{\{\s*each\s+(\w+)\s+in\s+parameters\.([\w-]+)\s*\}\}$/;
const condition = /^\$\{\{\s*(?:if|elseif|else)\b.*\}\}$/s;

/**
 * Carries out `${{ each x in parameters.list }}` where the list's default is written in the file, and opens `${{ if … }}`: both branches count. Loops over lists that
 * only a caller knows are opened once, their variable left as it is.
 */
export function expandEach(root: TreeMap): TreeNode {
  const parameters = new Map<string, TreeNode>();
  for (const item of itemsOf(get(root, 'parameters'))) {
    const [name, value] = [textOf(get(item, 'name')), get(item, 'default')];
    if (name !== undefined && value !== undefined) parameters.set(name, value);
  }
  return new Expander(parameters).node(root, 0);
}

class Expander {
  private count = 0;

  constructor(private readonly parameters: ReadonlyMap<string, TreeNode>) {}

  node(node: TreeNode, depth: number): TreeNode {
    this.count += 1;
    if (depth > maxDepth || this.count > maxNodes) return node;
    if (node.kind === 'map') return { ...node, entries: this.entries(node, depth) };
    return node.kind === 'list' ? { ...node, items: node.items.flatMap((item) => this.items(item, depth)) } : node;
  }

  /** What a list's item stands for: itself, or the items that its loop or condition holds. */
  private items(item: TreeNode, depth: number): TreeNode[] {
    const [first, ...rest] = entriesOf(item);
    if (first === undefined || rest.length > 0 || !isExpression(first.key)) return [this.node(item, depth + 1)];
    return this.turns(first).flatMap((value) => {
      const opened = this.node(value, depth + 1);
      return opened.kind === 'list' ? opened.items : [opened];
    });
  }

  private entries(map: TreeMap, depth: number): TreeEntry[] {
    return map.entries.flatMap((entry) => {
      if (!isExpression(entry.key)) return [{ ...entry, value: this.node(entry.value, depth + 1) }];
      return this.turns(entry).flatMap((value) => {
        const opened = this.node(value, depth + 1);
        return opened.kind === 'map' ? opened.entries : [];
      });
    });
  }

  /** The body of a loop or condition, once for each turn. */
  private turns({ key, value }: TreeEntry): TreeNode[] {
    const [, name, list] = each.exec(key) ?? [];
    const items = list === undefined ? [] : itemsOf(this.parameters.get(list));
    if (name === undefined || items.length === 0) return [value];
    return items.slice(0, 200).map((item) => substituted(value, name, item));
  }
}

const isExpression = (key: string): boolean => each.test(key) || condition.test(key);

/** A body with `${{ x }}` and `${{ x.field }}` put in. */
function substituted(body: TreeNode, name: string, item: TreeNode): TreeNode {
  const reference = /\$\{\{\s*(\w+)(?:\.([\w-]+))?\s*\}\}/g;
  return mapTexts(body, (text) =>
    text.replace(reference, (whole, word: string, field: string | undefined) =>
      word === name ? (textOf(field === undefined ? item : get(item, field)) ?? whole) : whole,
    ),
  );
}
