import type { Violation } from './rule.js';

/** Names of a list that a message spells out. */
const maxNames = 8;

type Data = Violation['data'];

/** How a value of a message is written: as it is for a terminal, as code in Markdown. */
export type WriteValue = (value: string) => string;

const asItIs: WriteValue = (value) => value;

/**
 * Fills a message template: `{{name}}` becomes the value of `data`, a list becomes `a, b and c` (at most 8 names, then how many more). A part in double
 * square brackets is left out where one of its values is empty. A placeholder without value is a mistake in the rule: it throws.
 */
export function formatMessage(template: string, data: Data, write: WriteValue = asItIs): string {
  return template
    .split(/(\[\[.*?\]\])/)
    .map((part) => (part.startsWith('[[') ? fillOptional(part.slice(2, -2), data, write) : fill(part, data, write)))
    .join('');
}

function fillOptional(part: string, data: Data, write: WriteValue): string {
  const names = [...part.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
  return names.some((name) => written(name, data, asItIs) === '') ? '' : fill(part, data, write);
}

function fill(part: string, data: Data, write: WriteValue): string {
  return part.replace(/\{\{(\w+)\}\}/g, (_, name: string) => written(name, data, write));
}

function written(name: string, data: Data, write: WriteValue): string {
  const value = Object.hasOwn(data, name) ? data[name] : undefined;
  if (value === undefined) throw new Error(`a rule's message names {{${name}}}, which its data lacks`);
  return typeof value === 'object' ? joinNames(value, write) : typeof value === 'number' ? String(value) : write(value);
}

/** `a`, `a and b`, `a, b and c`, `a, b, … and 12 more`. */
export function joinNames(names: readonly string[], write: WriteValue = asItIs): string {
  const shown = names.slice(0, maxNames).map(write);
  if (names.length > maxNames) shown.push(`${names.length - maxNames} more`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
