import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { SourceUnit, Value } from '../../../core/source.js';
import { isTest } from './comments.js';
import { literalOf } from './compose.js';
import { UnitDraft } from './draft.js';

const depthLimit = 200;

/** A JSON file as a module: its `=` and `default` exports are the value, objects with their lines. Comments and trailing commas are let pass. */
export function extractJsonModule(file: string, text: string): SourceUnit {
  const unit = new UnitDraft();
  const starts = lineStartsOf(text);
  const lineOf = (position: number): number => lineAt(starts, position);
  unit.addModuleBody(starts.length);
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
  } catch {
    unit.addNote(1, 'not read: it is nested too deeply; ignore the file');
  }
  const first = errors[0];
  if (first)
    unit.addNote(
      lineOf(first.offset),
      `${errors.length} JSON syntax error${errors.length > 1 ? 's' : ''}: what stands around is read; mend them for the rest.`,
    );
  if (root) {
    const value = jsonValue(root, unit, lineOf, 0);
    unit.exports.push({ name: '=', value, line: 1 }, { name: 'default', value, line: 1 });
  }
  return unit.finish({ file, generated: false, test: isTest(file), suppressions: [] });
}

function jsonValue(node: Node, unit: UnitDraft, lineOf: (position: number) => number, depth: number): Value {
  if (depth > depthLimit) {
    unit.addNote(lineOf(node.offset), 'nested too deeply: what is inside is not read');
    return { k: 'unknown', text: 'nested too deeply' };
  }
  switch (node.type) {
    case 'object': {
      const entries: (readonly [string, Value])[] = [];
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key && value) entries.push([String(key.value), jsonValue(value, unit, lineOf, depth + 1)]);
      }
      return { k: 'object', entries, line: lineOf(node.offset) };
    }
    case 'array':
      return { k: 'list', items: (node.children ?? []).map((item) => jsonValue(item, unit, lineOf, depth + 1)) };
    case 'null':
      return { k: 'unknown', text: 'null' };
    default:
      return literalOf(String(node.value));
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle;
  }
  return low + 1;
}
