import type { Diagnostic } from '../core/extraction.js';

/** A directive of a Caddyfile, or the head of a block: `reverse_proxy /api/* api:8080 { … }`. */
export interface CaddyLine {
  readonly line: number;
  /** Without quotes; `{$NAME}` and `{placeholder}` as written. */
  readonly words: readonly CaddyWord[];
  /** Absent without braces. */
  readonly block?: readonly CaddyLine[];
}
export interface CaddyWord {
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
}

const maxDepth = 50;
const maxLines = 100_000;
/** Here-documents of one file; each costs a search for its end. */
const maxHeredocs = 200;

/**
 * A Caddyfile, or a part of one that others import, as a tree: every line is a directive, a `{` at its end opens a block. Goes in: the path (for diagnostics
 * only) and the text. With syntax errors the tree is what could be read. Never throws.
 */
export function parseCaddyfile(file: string, text: string): { lines: readonly CaddyLine[]; diagnostics: Diagnostic[] } {
  const tree = new Tree(wordsOf(text));
  const lines = tree.block(0);
  const { problem } = tree;
  const message = (what: string): string => `Caddyfile syntax error: ${what}. Correct the file; what could be read is used.`;
  return { lines, diagnostics: problem === undefined ? [] : [{ file, line: problem.line, reason: 'unparsable', message: message(problem.text) }] };
}

class Tree {
  problem: { line: number; text: string } | undefined;
  private at = 0;
  private count = 0;

  constructor(private readonly words: readonly (CaddyWord & { readonly last: boolean })[]) {}

  /** Lines up to the closing brace, which is consumed; up to the end of the text at depth 0. */
  block(depth: number): CaddyLine[] {
    const found: CaddyLine[] = [];
    while (this.at < this.words.length && this.count < maxLines) {
      const first = this.words[this.at];
      if (first === undefined) break;
      if (isBrace(first, '}')) {
        this.at += 1;
        if (depth > 0) return found;
        this.complain(first.line, 'a brace closes nothing');
        continue;
      }
      found.push(this.line(depth));
    }
    if (depth > 0 && this.count < maxLines) this.complain(this.words.at(-1)?.line ?? 1, 'a block is not closed');
    return found;
  }

  private line(depth: number): CaddyLine {
    this.count += 1;
    const begin = this.words[this.at]?.line ?? 1;
    const words: CaddyWord[] = [];
    for (let word = this.words[this.at]; word !== undefined; word = this.words[this.at]) {
      if (isBrace(word, '}')) break;
      this.at += 1;
      if (isBrace(word, '{') && word.last) {
        if (depth < maxDepth) return { line: begin, words: words.map(plain), block: this.block(depth + 1) };
        this.complain(word.line, `blocks are nested more than ${maxDepth} levels deep`);
        this.at = this.words.length;
        break;
      }
      words.push(word);
      if (word.last && !(word.text.endsWith(',') && depth === 0)) break;
    }
    return { line: begin, words: words.map(plain) };
  }

  private complain(line: number, text: string): void {
    this.problem ??= { line, text };
  }
}

const plain = ({ text, line, quoted }: CaddyWord): CaddyWord => ({ text, line, quoted });
const isBrace = (word: CaddyWord, brace: string): boolean => word.text === brace && !word.quoted;

/** Words with whether they end their line. `#` begins a comment, `\` at the end of a line joins the next, quotes and backticks hold blanks. */
function wordsOf(text: string): (CaddyWord & { readonly last: boolean })[] {
  const words: (CaddyWord & { last: boolean })[] = [];
  let line = 1;
  let at = 0;
  let heredocs = 0;
  const endLine = (): void => {
    const last = words.at(-1);
    if (last) last.last = true;
  };
  while (at < text.length) {
    const char = text[at];
    if (char === '\n') {
      endLine();
      line += 1;
      at += 1;
    } else if (char === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf('\n', at) + 1;
      line += 1;
    } else if (char === ' ' || char === '\t' || char === '\r' || char === '\uFEFF') at += 1;
    else if (char === '#') at = endOf(text, at);
    else {
      const opens = char === '<' && heredocs < maxHeredocs;
      if (opens) heredocs += 1;
      const read = char === '"' || char === '`' ? quoted(text, at) : word(text, at, opens);
      words.push({ text: read.text, line, quoted: char === '"' || char === '`', last: false });
      line += newlines(text, at, read.end);
      at = read.end;
    }
  }
  endLine();
  return words;
}

function endOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function quoted(text: string, at: number): { text: string; end: number } {
  const quote = text[at] ?? '"';
  let end = at + 1;
  const parts: string[] = [];
  while (end < text.length && text[end] !== quote) {
    if (quote === '"' && text[end] === '\\' && text[end + 1] === '"') end += 1;
    parts.push(text[end] ?? '');
    end += 1;
  }
  return { text: parts.join(''), end: end + 1 };
}

/** A plain word; `<<MARK` up to a line that holds the mark alone. */
function word(text: string, at: number, opens: boolean): { text: string; end: number } {
  const plainWord = /[^\s]+/y;
  plainWord.lastIndex = at;
  const found = plainWord.exec(text)?.[0] ?? '';
  const mark = opens ? /^<<([\w-]{1,60})$/.exec(found)?.[1] : undefined;
  const close = mark === undefined ? -1 : closingLine(text, at + found.length, mark);
  if (mark === undefined || close < 0) return { text: found, end: at + found.length };
  return { text: text.slice(endOf(text, at) + 1, close), end: text.indexOf(mark, close) + mark.length };
}

function closingLine(text: string, from: number, mark: string): number {
  for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text.slice(at + 1, endOf(text, at + 1)).trim() === mark) return at + 1;
  }
  return -1;
}
