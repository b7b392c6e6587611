import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Diagnostic } from '../core/extraction.js';
import type { TreeEntry, TreeNode } from './tree.js';

const maxDepth = 200;
const maxElements = 100_000;

/** An element while its end is not reached. */
interface Open {
  readonly name: string;
  readonly line: number;
  readonly entries: Map<string, { line: number; values: TreeNode[] }>;
  text: string;
}

/**
 * XML to a positioned tree: an element is a map of its attributes (`@Include`) and child elements (several of one name are a list), one with text
 * alone is that text; prefixes of namespaces are dropped. Goes in: the file's path (for diagnostics only) and its text. With errors the root is what
 * could be read. Entities that the document defines are not expanded. Never throws.
 */
export function parseXml(file: string, text: string): { root?: TreeNode; diagnostics: Diagnostic[] } {
  const document: Open = { name: '', line: 1, entries: new Map(), text: '' };
  const stack: Open[] = [document];
  let complaint: Diagnostic | undefined;
  let elements = 0;
  const parser = new SaxesParser();
  const complain = (message: string): void => {
    complaint ??= { file, line: parser.line, reason: 'unparsable', message };
  };
  parser.on('error', (error) => complain(`XML syntax error: ${firstLine(error.message)}. Correct the file; what could be read is used.`));
  parser.on('text', (part) => addText(stack, part));
  parser.on('cdata', (part) => addText(stack, part));
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > maxElements || stack.length > maxDepth) throw new TooMuch();
    stack.push(opened(tag, parser.line));
  });
  parser.on('closetag', () => close(stack));
  try {
    parser.write(text.replace(/^\uFEFF/, '')).close();
  } catch (error) {
    complain(
      error instanceof TooMuch
        ? 'XML with too many or too deeply nested elements is not read to its end. Simplify the file or add it to `ignore`.'
        : 'XML that cannot be read. Correct the file.',
    );
  }
  while (stack.length > 1) close(stack);
  const root = built(document);
  return { ...(document.entries.size > 0 && { root }), diagnostics: complaint === undefined ? [] : [complaint] };
}

class TooMuch extends Error {}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '')
    .replace(/^\d+:\d+: /, '')
    .slice(0, 120)
    .replace(/\.$/, '');
}

function addText(stack: readonly Open[], part: string): void {
  const top = stack.at(-1);
  if (top !== undefined && top.text.length < 10_000) top.text += part;
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

function opened(tag: SaxesTagPlain, line: number): Open {
  const entries: Open['entries'] = new Map();
  for (const [name, value] of Object.entries(tag.attributes)) entries.set(`@${bare(name)}`, { line, values: [{ kind: 'scalar', line, text: value, value }] });
  return { name: bare(tag.name), line, entries, text: '' };
}

function close(stack: Open[]): void {
  const element = stack.pop();
  const parent = stack.at(-1);
  if (element === undefined || parent === undefined) return;
  const at = parent.entries.get(element.name);
  const node = built(element);
  if (at === undefined) parent.entries.set(element.name, { line: element.line, values: [node] });
  else at.values.push(node);
}

function built({ line, entries, text }: Open): TreeNode {
  const plain = text.trim();
  if (entries.size === 0) return { kind: 'scalar', line, text: plain, value: plain };
  const children = [...entries].map(([key, { line: at, values }]): TreeEntry => {
    const [only] = values;
    return { key, line: at, value: values.length === 1 && only !== undefined ? only : { kind: 'list', line: at, items: values } };
  });
  const own: TreeEntry[] = plain === '' ? [] : [{ key: '#text', line, value: { kind: 'scalar', line, text: plain, value: plain } }];
  return { kind: 'map', line, entries: [...own, ...children] };
}
