import type { EnvEntry } from '../../../core/workload.js';
import { interpolate, plainText } from '../../../parse/interpolate.js';
import { redact, redactText } from '../../../parse/redact.js';
import { entriesOf, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';

/** Text of a scalar with variables filled by their defaults; those without stay as `${NAME}`. */
export function plain(node: TreeNode | undefined): string | undefined {
  const text = textOf(node);
  return text === undefined ? undefined : plainText(interpolate(text));
}

/** `KEY=value` lists and maps, as environment, build args and labels have them: key, text (absent for a bare key) and line. */
function pairsOf(node: TreeNode | undefined): { name: string; text?: string; line: number }[] {
  const fromMap = entriesOf(node).map(({ key, value, line }) => {
    const text = textOf(value);
    return { name: key, ...(text !== undefined && { text }), line };
  });
  const fromList = itemsOf(node).flatMap((item) => {
    const text = textOf(item) ?? '';
    const equals = text.indexOf('=');
    const name = (equals < 0 ? text : text.slice(0, equals)).trim();
    return name === '' ? [] : [{ name, ...(equals >= 0 && { text: text.slice(equals + 1) }), line: item.line }];
  });
  return [...fromMap, ...fromList];
}

/** Environment or build arguments; secrets are dropped here. */
export function envOf(file: string, node: TreeNode | undefined): EnvEntry[] {
  return pairsOf(node).map(({ name, text, line }) => {
    const value = text === undefined ? undefined : redact(name, interpolate(text));
    return { name, ...(value && { value }), at: { file, line } };
  });
}

/** Labels as a record, without passwords. */
export function labelsOf(node: TreeNode | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(pairsOf(node).map(({ name, text }) => [name, redactText(plainText(interpolate(text ?? '')))]));
}
