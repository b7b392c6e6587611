import { SQL_HOLE } from '../../../parse/sql.js';

/** A string of JavaScript code. */
export interface CodeLiteral {
  /** Without quotes; the holes of a template are `$hole`. */
  readonly text: string;
  readonly line: number;
  /** Up to 300 characters of code before it, without blanks and comments. */
  readonly before: string;
  /** The function of a migration in which it stands, by the last `up` or `down` that was defined. */
  readonly section: 'up' | 'down' | null;
}

const beforeLength = 300;
/** After these a slash begins a regular expression. */
const beforeRegex = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\breturn|\btypeof)$/;

/** The string literals of JavaScript or TypeScript text, found by a light scan which never fails: it knows comments, templates and regular expressions only. */
export function literalsIn(text: string): CodeLiteral[] {
  const found: CodeLiteral[] = [];
  let before = '';
  let line = 1;
  let section: CodeLiteral['section'] = null;
  for (let at = 0; at < text.length; ) {
    const c = text[at] ?? '';
    let end = at + 1;
    if (c === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) end = commentEnd(text, at);
    else if (c === '/' && beforeRegex.test(before)) end = regexEnd(text, at);
    else if (c === "'" || c === '"' || c === '`') {
      const literal = readLiteral(text, at, c);
      end = literal.end;
      if (literal.closed) found.push({ text: literal.text, line, before, section });
      before = `${before}${c}${literal.text.slice(0, 80)}${c}`.slice(-beforeLength);
    } else if (/[A-Za-z_$]/.test(c)) {
      end = wordEnd(text, at);
      const word = text.slice(at, end);
      section = sectionBegun(word, text.slice(end, end + 40)) ?? section;
      before = `${before}${/\w$/.test(before) ? ' ' : ''}${word}`.slice(-beforeLength);
    } else if (!/\s/.test(c)) before = `${before}${c}`.slice(-beforeLength);
    line += text.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return found;
}

/** `up` or `down`, where the word defines that function. */
function sectionBegun(word: string, after: string): 'up' | 'down' | undefined {
  return (word === 'up' || word === 'down') && /^\s*[(:=]/.test(after) ? word : undefined;
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && /[\w$]/.test(text[end] ?? '')) end++;
  return end;
}

function commentEnd(text: string, from: number): number {
  const close = text[from + 1] === '/' ? text.indexOf('\n', from) : text.indexOf('*/', from + 2);
  if (close < 0) return text.length;
  return text[from + 1] === '/' ? close : close + 2;
}

function regexEnd(text: string, from: number): number {
  let inClass = false;
  for (let i = from + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') inClass = true;
    else if (text[i] === ']') inClass = false;
    else if (text[i] === '/' && !inClass) return i + 1;
  }
  return from + 1;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\n', ''],
]);

function readLiteral(text: string, from: number, quote: string): { readonly text: string; readonly end: number; readonly closed: boolean } {
  let content = '';
  let i = from + 1;
  while (i < text.length && text[i] !== quote) {
    if (text[i] === '\\') {
      content += escapes.get(text[i + 1] ?? '') ?? text[i + 1] ?? '';
      i += 2;
    } else if (quote === '`' && text[i] === '$' && text[i + 1] === '{') {
      content += SQL_HOLE;
      i = holeEnd(text, i + 2);
    } else if (quote !== '`' && text[i] === '\n') break;
    else content += text[i++] ?? '';
  }
  return { text: content, end: Math.min(i + 1, text.length), closed: text[i] === quote };
}

function holeEnd(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i + 1;
  }
  return text.length;
}
