/**
 * One sanitiser per place that text goes to. Names, paths and evidence come from scanned files and may hold anything; what these functions return
 * cannot leave the construct it is written into. They are used where text is written, never earlier.
 */

/** Control, format (bidirectional, zero-width), surrogate, line and paragraph separator characters: invisible or active in a terminal. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

/** What Azure Pipelines, TeamCity and older GitHub runners take for a command anywhere in a line: `##vso[`, `##teamcity[`, `##[`. */
const markedCommand = /##(?=\w*\[)/g;

/** Text for a terminal: characters that act or cannot be seen become a visible `\u{…}`; in a build's log it holds no command. */
export function term(text: string): string {
  return text.replace(invisible, (character) => `\\u{${hex(character)}}`).replace(markedCommand, '#\\u{23}');
}

/** Lines for a build's log: none starts with `::`, behind which a GitHub runner looks for a command. */
export function logLines(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\u{3a}');
}

/**
 * JSON text, two spaces deep, with the same characters as escapes: a JSON parser reads the same value, a terminal shows nothing odd.
 */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => utf16(character).map(unitEscape).join(''));
  return `${escaped.replace(markedCommand, '#\\u0023')}\n`;
}

const utf16 = (character: string): readonly number[] => Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
const unitEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/** A double-quoted DOT string (attribute value or label); each line of a label is one element. */
export function dot(...lines: readonly string[]): string {
  return `"${lines.map((line) => dotContent(line).replaceAll('&', '&amp;')).join('\\n')}"`;
}

/** Text inside an HTML-like DOT label. */
export function dotHtml(text: string): string {
  return xml(text);
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

/**
 * A Markdown code span for a table cell, where a bar would end the cell even inside the span. A bar is kept by an odd number of backslashes before it: pairs
 * of them are read as escapes of each other.
 */
export function mdCell(text: string): string {
  return md(text).replace(/(\\*)\|/g, (_, before: string) => `${before}${before.length % 2 === 0 ? '' : '\\'}\\|`);
}

/** A word for a POSIX shell, quoted where it has to be: for commands that a user may copy. */
export function shell(text: string): string {
  const safe = term(text);
  return /^[\w@%+:,./][\w@%+:,./-]*$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}

/** Text and double-quoted attribute values of HTML. */
export function html(text: string): string {
  return term(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text and double-quoted attribute values of XML 1.0; the two code points that no escape can bring into XML are dropped. */
export function xml(text: string): string {
  return html(text).replace(/[\ufffe\uffff]/g, '');
}

/** A relative path as a relative URI: each segment percent-encoded, a half of a surrogate pair replaced. */
export function uri(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** Message of a GitHub workflow command; each line is one element. */
export function workflowData(...lines: readonly string[]): string {
  return lines.map((line) => term(line).replaceAll('%', '%25')).join('%0A');
}

/** Value of a property of a GitHub workflow command. */
export function workflowProperty(text: string): string {
  return workflowData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * A plain SARIF message (2.1.0, 3.11.5 and 3.11.6): braces are doubled, `${NAME}` is written `$NAME` because viewers show doubled braces as they are, and
 * nothing reads as an embedded link.
 */
export function sarifText(text: string): string {
  return term(text)
    .replace(/\$\{(\w+)\}/g, '$$$1')
    .replace(/[{}]/g, '$&$&')
    .replaceAll('](', '] (');
}
