import type { TreeEntry, TreeNode } from './tree.js';

/** A tree with every scalar's text and every key changed by `change`; what is shared stays shared. Numbers and booleans stay what they are. */
export function mapTexts(root: TreeNode, change: (text: string) => string): TreeNode {
  const done = new Map<TreeNode, TreeNode>();
  const visit = (node: TreeNode): TreeNode => {
    const known = done.get(node);
    if (known) return known;
    const made = changed(node);
    done.set(node, made);
    return made;
  };
  const changed = (node: TreeNode): TreeNode => {
    if (node.kind === 'list') return { ...node, items: node.items.map(visit) };
    if (node.kind === 'map') return { ...node, entries: node.entries.map((e): TreeEntry => ({ ...e, key: change(e.key), value: visit(e.value) })) };
    if (typeof node.value !== 'string') return node;
    const text = change(node.text);
    return text === node.text ? node : { ...node, text, value: text };
  };
  return visit(root);
}
