import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Diagnostic } from '../core/extraction.js';
import { lineFinder } from './lines.js';
import type { TreeEntry, TreeNode } from './tree.js';

const maxDepth = 200;

/**
 * JSON (comments and trailing commas allowed) to a positioned tree. Goes in: the file's path (for diagnostics only) and its text. With
 * syntax errors `root` is what could be read; it is absent for empty texts and for nesting of more than 200 levels. Never throws.
 */
export function parseJson(file: string, text: string): { root?: TreeNode; diagnostics: Diagnostic[] } {
  const lineAt = lineFinder(text);
  const tooDeep = offsetBeyondDepth(text);
  if (tooDeep !== undefined) {
    const message = `JSON nested more than ${maxDepth} levels deep is not read. Flatten the file or add it to \`ignore\`.`;
    return { diagnostics: [{ file, line: lineAt(tooDeep), reason: 'unparsable', message }] };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const diagnostics = errors.slice(0, 1).map((error): Diagnostic => {
    const message = `JSON syntax error: ${printParseErrorCode(error.error)}. Correct the file; what could be read is used.`;
    return { file, line: lineAt(error.offset), reason: 'unparsable', message };
  });
  return { ...(tree && { root: convert(tree, lineAt) }), diagnostics };
}

function convert(node: Node, lineAt: (offset: number) => number): TreeNode {
  const line = lineAt(node.offset);
  if (node.type === 'array') return { kind: 'list', line, items: (node.children ?? []).map((child) => convert(child, lineAt)) };
  if (node.type === 'object') {
    const entries = new Map<string, TreeEntry>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key === undefined || typeof key.value !== 'string') continue;
      const keyLine = lineAt(key.offset);
      entries.set(key.value, {
        key: key.value,
        line: keyLine,
        value: value ? convert(value, lineAt) : { kind: 'scalar', line: keyLine, text: '', value: null },
      });
    }
    return { kind: 'map', line, entries: [...entries.values()] };
  }
  const value: unknown = node.value;
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { kind: 'scalar', line, text: known === null ? '' : String(known), value: known };
}

/** Offset of the first bracket that is nested too deeply; strings are passed over, comments are not (brackets in them only make it stricter). */
function offsetBeyondDepth(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '"') {
      for (i += 1; i < text.length && text[i] !== '"' && text[i] !== '\n'; i += 1) if (text[i] === '\\') i += 1;
    } else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > maxDepth) return i;
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return undefined;
}
