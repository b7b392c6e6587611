import type { Violation } from '../core/rule.js';

/** Names of a list that a message spells out. */
const maxNames = 8;

type Data = Violation['data'];

/**
 * Fills a message template: `{{name}}` becomes the value of `data`, a list becomes `a, b and c` (at most 8 names, then how many more). A part in double
 * square brackets is left out where one of its values is empty. A placeholder without value is a mistake in the rule: it throws.
 */
export function formatMessage(template: string, data: Data): string {
  return template
    .split(/(\[\[.*?\]\])/)
    .map((part) => (part.startsWith('[[') ? fillOptional(part.slice(2, -2), data) : fill(part, data)))
    .join('');
}

function fillOptional(part: string, data: Data): string {
  const names = [...part.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
  return names.some((name) => textOf(name, data) === '') ? '' : fill(part, data);
}

function fill(part: string, data: Data): string {
  return part.replace(/\{\{(\w+)\}\}/g, (_, name: string) => textOf(name, data));
}

function textOf(name: string, data: Data): string {
  const value = Object.hasOwn(data, name) ? data[name] : undefined;
  if (value === undefined) throw new Error(`a rule's message names {{${name}}}, which its data lacks`);
  return typeof value === 'object' ? joinNames(value) : String(value);
}

/** `a`, `a and b`, `a, b and c`, `a, b, … and 12 more`. */
export function joinNames(names: readonly string[]): string {
  const shown = names.length > maxNames ? [...names.slice(0, maxNames), `${names.length - maxNames} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
