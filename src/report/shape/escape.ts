/**
 * One sanitiser per place that text goes to. Names, paths and evidence come from scanned files and may hold anything; what these functions return
 * cannot leave the construct it is written into. They are used where text is written, never earlier.
 */

/** Control, format (bidirectional, zero-width), surrogate, line and paragraph separator characters: invisible or active in a terminal. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

/** Text for a terminal: characters that act or cannot be seen become a visible `\u{…}`. */
export function term(text: string): string {
  return text.replace(invisible, (character) => `\\u{${hex(character)}}`);
}

/**
 * JSON text, two spaces deep, with the same characters as escapes: a JSON parser reads the same value, a terminal shows nothing odd.
 */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => utf16(character).map(unitEscape).join(''));
  return `${escaped}\n`;
}

const utf16 = (character: string): readonly number[] => Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
const unitEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** A double-quoted DOT string (attribute value or label); each line of a label is one element. */
export function dot(...lines: readonly string[]): string {
  return `"${lines.map((line) => dotContent(line).replaceAll('&', '&amp;')).join('\\n')}"`;
}

/** A double-quoted DOT identifier. */
export function dotId(text: string): string {
  return `"${dotContent(text)}"`;
}

const dotContent = (text: string): string => term(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');

/**
 * A double-quoted Mermaid label: everything but letters, digits and harmless punctuation becomes a Mermaid entity (`#34;`). Starts that Mermaid would
 * read as a Markdown list are coded too.
 */
export function mermaid(...lines: readonly string[]): string {
  return `"${lines.map(mermaidContent).join('<br/>')}"`;
}

function mermaidContent(text: string): string {
  const coded = term(text).replace(/[^\p{L}\p{N} _./:,()-]/gu, entity);
  return coded.replace(/^[-\s]/u, entity).replace(/^(\p{N}+)\./u, `$1${entity('.')}`);
}

const entity = (character: string): string => `#${character.codePointAt(0) ?? 0};`;

/** A Markdown code span: mentions, links, images and HTML in it are inert. */
export function md(text: string): string {
  const content = term(text);
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = content === '' || /^[`\s]|[`\s]$/.test(content) ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A Markdown code span for a table cell, where a bar would end the cell even inside the span. */
export function mdCell(text: string): string {
  return md(text).replaceAll('|', '\\|');
}

/** A word for a POSIX shell, quoted where it has to be: for commands that a user may copy. */
export function shell(text: string): string {
  const safe = term(text);
  return /^[\w@%+:,./][\w@%+:,./-]*$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
