import type { SqlDialect } from './sql-types.js';

/** Text that stands for a part of a statement which is not known: callers print the holes of a template so. */
export const SQL_HOLE = '$hole';

/**
 * `word`: unquoted; `name`: quoted identifier; `hole`: unknown text; `param`: bound value; `variable`: `@x`, `#temp`;
 * `body`: a dollar-quoted text; `end`: end of a statement.
 */
export type SqlTokenKind = 'word' | 'name' | 'string' | 'number' | 'punct' | 'hole' | 'param' | 'variable' | 'body' | 'end';

export interface SqlToken {
  readonly kind: SqlTokenKind;
  /** Without quotes. */
  readonly text: string;
  /** Upper case of an unquoted word, else empty: quoted identifiers are no keywords. */
  readonly keyword: string;
  readonly line: number;
  /** No blank stands before it. */
  readonly glued: boolean;
}

const WORD_START = /[\p{L}_]/u;
const WORD = /[\p{L}\p{N}_$#]/u;
const isSpace = (c: string): boolean => c === ' ' || c === '\n' || c === '\t' || c === '\r' || c === '\f' || c === '\v' || c === '\u00a0' || c === '\ufeff';

interface Scan {
  readonly text: string;
  readonly dialect: SqlDialect | undefined;
  readonly backslashes: boolean;
  readonly tokens: SqlToken[];
  at: number;
  line: number;
  glued: boolean;
  delimiter: string;
  openString: boolean;
  /** Dollar quotes that nothing closed: after a few, no more are looked for. */
  openDollars: number;
  /** First token of the running statement. */
  first: number;
}

/**
 * Splits SQL text of any dialect into tokens; never fails. Statements end with an `end` token (`;`, a line `GO`, a line `/`, or
 * the text that MySQL's `DELIMITER` names; under the latter a `;` stays a `punct`). Comments and the data of `COPY … FROM stdin` are dropped.
 */
export function sqlTokens(text: string, dialect?: SqlDialect): readonly SqlToken[] {
  const first = run(text, dialect, dialect === 'mysql');
  // Without a dialect a backslash is text, unless that leaves a string open to the end: then it was an escape.
  return first.openString && dialect === undefined && text.includes("\\'") ? run(text, dialect, true).tokens : first.tokens;
}

function run(text: string, dialect: SqlDialect | undefined, backslashes: boolean): Scan {
  const scan: Scan = {
    text,
    dialect,
    backslashes,
    tokens: [],
    at: 0,
    line: 1,
    glued: false,
    delimiter: ';',
    openString: false,
    openDollars: 0,
    first: 0,
  };
  while (scan.at < text.length) {
    const before = scan.at;
    if (skipBlank(scan)) {
      scan.glued = false;
      continue;
    }
    token(scan);
    scan.glued = true;
    if (scan.at === before) scan.at++;
  }
  return scan;
}

function push(scan: Scan, kind: SqlTokenKind, text: string, end: number): true {
  const raw = scan.text.slice(scan.at, end);
  scan.tokens.push({ kind, text, keyword: kind === 'word' ? text.toUpperCase() : '', line: scan.line, glued: scan.glued });
  countLines(scan, raw);
  scan.at = end;
  return true;
}

function countLines(scan: Scan, raw: string): void {
  for (let i = raw.indexOf('\n'); i >= 0; i = raw.indexOf('\n', i + 1)) scan.line++;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function skipTo(scan: Scan, end: number): true {
  countLines(scan, scan.text.slice(scan.at, end));
  scan.at = end;
  return true;
}

const startsLine = (scan: Scan): boolean => scan.at === 0 || scan.text[scan.at - 1] === '\n';

/** Blanks, comments and lines that only the client program reads. */
function skipBlank(scan: Scan): boolean {
  const { text, at } = scan;
  const c = text[at] ?? '';
  if (isSpace(c)) return skipTo(scan, at + 1);
  if (c === '-' && text[at + 1] === '-') return skipTo(scan, lineEnd(text, at));
  if (c === '#' && scan.dialect === 'mysql') return skipTo(scan, lineEnd(text, at));
  if (c === '/' && text[at + 1] === '*') {
    const executable = /^\/\*!\d*/.exec(text.slice(at, at + 12));
    return skipTo(scan, executable ? at + executable[0].length : commentEnd(text, at));
  }
  if (c === '*' && text[at + 1] === '/') return skipTo(scan, at + 2);
  if (c === '\\' && startsLine(scan)) return skipTo(scan, lineEnd(text, at));
  return (c === 'd' || c === 'D') && startsLine(scan) && setDelimiter(scan);
}

function setDelimiter(scan: Scan): boolean {
  const end = lineEnd(scan.text, scan.at);
  const match = /^delimiter[ \t]+(\S{1,8})\s*$/i.exec(scan.text.slice(scan.at, Math.min(end, scan.at + 40)));
  if (match?.[1] === undefined) return false;
  scan.delimiter = match[1];
  return skipTo(scan, end);
}

/** Comments nest in PostgreSQL and SQL Server; elsewhere an inner opening is rare. */
function commentEnd(text: string, from: number): number {
  let depth = 0;
  // Bounded: a file full of inner openings (`/* src/*.ts */`) must not be read to its end for each of them.
  for (let i = from; i < Math.min(text.length - 1, from + 5000); i++) {
    if (text[i] === '/' && text[i + 1] === '*') {
      depth++;
      i++;
    } else if (text[i] === '*' && text[i + 1] === '/') {
      depth--;
      i++;
      if (depth === 0) return i + 1;
    }
  }
  // Too long, or an inner opening that nobody closes: the first closing ends it.
  const flat = text.indexOf('*/', from + 2);
  return flat < 0 ? text.length : flat + 2;
}

function token(scan: Scan): true {
  const { text, at } = scan;
  const c = text[at] ?? '';
  if (text.startsWith(scan.delimiter, at)) return endStatement(scan, at + scan.delimiter.length);
  if (c === '/' && startsLine(scan) && text.slice(at + 1, lineEnd(text, at)).trim() === '') return endStatement(scan, at + 1);
  if (c === "'") return quoted(scan, at, "'", 'string', scan.backslashes);
  if (c === '"' || c === '`') return quoted(scan, at, c, 'name', false);
  if (c === '[' && bracketName(scan)) return quoted(scan, at, ']', 'name', false);
  if (c === '$') return dollar(scan);
  if (c === '{' || (c === '#' && text[at + 1] === '{')) return brace(scan, c === '{' ? at : at + 1, c === '#');
  if (c === '?') return push(scan, text[at + 1] === '?' ? 'hole' : 'param', '?', at + (text[at + 1] === '?' ? 2 : 1));
  if (c === ':') return colon(scan);
  if (c === '@' || c === '#') return variable(scan);
  if (c === '%') return percent(scan);
  if (c >= '0' && c <= '9') return push(scan, 'number', c, match(text, /[0-9][\p{L}\p{N}_.]*/uy, at));
  if (WORD_START.test(c) || c > '\u007f') return word(scan);
  return push(scan, 'punct', c, at + 1);
}

function match(text: string, pattern: RegExp, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found ? at + found[0].length : at + 1;
}

function endStatement(scan: Scan, end: number): true {
  push(scan, 'end', ';', end);
  const statement = scan.tokens.slice(scan.first, scan.first + 1);
  const inline = scan.tokens.slice(Math.max(scan.first, scan.tokens.length - 40)).some((t) => t.keyword === 'STDIN');
  scan.first = scan.tokens.length;
  if (statement[0]?.keyword !== 'COPY' || !inline) return true;
  const close = scan.text.indexOf('\n\\.', scan.at);
  return skipTo(scan, close < 0 ? scan.text.length : lineEnd(scan.text, close + 1));
}

function quoted(scan: Scan, from: number, close: string, kind: 'string' | 'name', backslashes: boolean): true {
  const { text } = scan;
  let i = from + 1;
  for (; i < text.length; i++) {
    if (backslashes && text[i] === '\\') i++;
    else if (text[i] === close) {
      if (text[i + 1] !== close) break;
      i++;
    }
  }
  if (i >= text.length && kind === 'string') scan.openString = true;
  const inner = text.slice(from + 1, Math.min(i, text.length)).replaceAll(close + close, close);
  const hole = kind === 'name' && (inner.includes(SQL_HOLE) || /\{[^}]*\}|^\?+$|^%[sI]$/.test(inner));
  return push(scan, hole ? 'hole' : kind, inner, Math.min(i + 1, text.length));
}

/** `[name]`, not `array[1]`. */
function bracketName(scan: Scan): boolean {
  const last = scan.tokens.at(-1);
  if (scan.dialect === 'postgresql' || scan.dialect === 'mysql' || scan.dialect === 'oracle') return false;
  if (!/^\[[\p{L}_{$][^\]\n]{0,126}\]/u.test(scan.text.slice(scan.at, scan.at + 130))) return false;
  const glued = scan.glued && last !== undefined && (last.kind === 'word' || last.kind === 'name' || last.text === ']' || last.text === ')');
  return !glued && last?.keyword !== 'ARRAY';
}

function dollar(scan: Scan): true {
  const { text, at } = scan;
  if (text[at + 1] === '{') return brace(scan, at + 1, false);
  if (text.startsWith(SQL_HOLE, at)) return push(scan, 'hole', SQL_HOLE, match(text, /\$hole\w*/y, at));
  const number = /^\$\d+/.exec(text.slice(at, at + 12));
  if (number) return push(scan, 'param', number[0], at + number[0].length);
  const tag = scan.dialect === 'mysql' || scan.dialect === 'mssql' ? null : /^\$(?:[\p{L}_][\p{L}\p{N}_]{0,60})?\$/u.exec(text.slice(at, at + 64));
  if (tag && scan.openDollars < 20) {
    const close = text.indexOf(tag[0], at + tag[0].length);
    if (close >= 0) return push(scan, 'body', text.slice(at + tag[0].length, close), close + tag[0].length);
    scan.openDollars++;
  }
  return push(scan, 'param', '$', match(text, /\$[\p{L}\p{N}_]*/uy, at));
}

/** `{…}`, `${x}`: a hole; `#{x}` (MyBatis): a bound value. */
function brace(scan: Scan, open: number, bound: boolean): true {
  let depth = 0;
  for (let i = open; i < scan.text.length && i < open + 400; i++) {
    if (scan.text[i] === '{') depth++;
    else if (scan.text[i] === '}' && --depth === 0) return push(scan, bound ? 'param' : 'hole', SQL_HOLE, i + 1);
  }
  return push(scan, 'punct', '{', open + 1);
}

function colon(scan: Scan): true {
  const { text, at } = scan;
  if (text[at + 1] === ':' || text[at + 1] === '=') return push(scan, 'punct', text.slice(at, at + 2), at + 2);
  if (WORD_START.test(text[at + 1] ?? '')) return push(scan, 'param', ':', match(text, /:[\p{L}_][\p{L}\p{N}_]*/uy, at));
  return push(scan, 'punct', ':', at + 1);
}

function variable(scan: Scan): true {
  const { text, at } = scan;
  if (/[\p{L}_@#]/u.test(text[at + 1] ?? '')) return push(scan, 'variable', text[at] ?? '', match(text, /[@#]{1,2}[\p{L}\p{N}_$#.]+/uy, at));
  return push(scan, 'punct', text[at] ?? '', at + 1);
}

function percent(scan: Scan): true {
  const found = /^%(?:\([\p{L}\p{N}_]{1,60}\)s|\d*\$?[sdiIL](?![\p{L}\p{N}_]))/u.exec(scan.text.slice(scan.at, scan.at + 70));
  if (found) return push(scan, found[0].endsWith('I') ? 'hole' : 'param', found[0], scan.at + found[0].length);
  return push(scan, 'punct', '%', scan.at + 1);
}

function word(scan: Scan): true {
  const { text, at } = scan;
  let end = at + 1;
  while (end < text.length && WORD.test(text[end] ?? '') && !(text[end] === '$' && (text[end + 1] === '{' || text.startsWith(SQL_HOLE, end)))) {
    if (text[end] === '#' && (scan.dialect === 'mysql' || text[end + 1] === '{')) break;
    end++;
  }
  const found = text.slice(at, end);
  if (text[end] === "'" && /^(?:[neqbxNEQBX]|U&|_utf8(?:mb4)?)$/.test(found)) {
    return quoted(scan, end, "'", 'string', scan.backslashes || found === 'E' || found === 'e');
  }
  if (
    /^go$/i.test(found) &&
    text
      .slice(Math.max(0, at - 200), at)
      .split('\n')
      .at(-1)
      ?.trim() === '' &&
    text.slice(end, lineEnd(text, end)).trim() === ''
  ) {
    return endStatement(scan, end);
  }
  return push(scan, 'word', found, end);
}
