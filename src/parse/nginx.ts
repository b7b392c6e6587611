import type { Diagnostic } from '../core/extraction.js';

/** One directive of an nginx configuration: `listen 80;` or `location /x { … }`. */
export interface NginxDirective {
  readonly name: string;
  readonly line: number;
  /** Without quotes; variables and `${NAME}` as written. */
  readonly args: readonly NginxWord[];
  /** Absent for a simple directive. */
  readonly block?: readonly NginxDirective[];
}
export interface NginxWord {
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
}

const maxDepth = 100;
const maxDirectives = 200_000;

/**
 * An nginx configuration, or a part of one that others include, as a tree. Goes in: the path (for diagnostics only) and the text, which may still hold `${NAME}`
 * of an envsubst template and `{{ … }}` of a template engine. Blocks of Lua and njs are passed over. With syntax errors the tree is what could be read. Never
 * throws.
 */
export function parseNginx(file: string, text: string): { directives: readonly NginxDirective[]; diagnostics: Diagnostic[] } {
  const reader = new Reader(text);
  const directives = reader.block(0);
  const { problem } = reader;
  const message = (what: string): string => `nginx syntax error: ${what}. Correct the file; what could be read is used.`;
  return { directives, diagnostics: problem === undefined ? [] : [{ file, line: problem.line, reason: 'unparsable', message: message(problem.text) }] };
}

class Reader {
  problem: { line: number; text: string } | undefined;
  private at = 0;
  private line = 1;
  private count = 0;
  private stopped = false;

  constructor(private readonly text: string) {}

  /** Directives up to the closing brace, which is consumed; up to the end of the text at depth 0. */
  block(depth: number): NginxDirective[] {
    const found: NginxDirective[] = [];
    for (;;) {
      const directive = this.directive(depth);
      if (directive === 'end') return found;
      if (directive !== undefined) found.push(directive);
    }
  }

  private directive(depth: number): NginxDirective | undefined | 'end' {
    const words: NginxWord[] = [];
    for (;;) {
      this.blanks();
      const char = this.text[this.at];
      if (char === undefined || this.stopped) {
        if (words.length > 0) this.complain(`"${words[0]?.text}" has no end`, words[0]?.line);
        else if (depth > 0) this.complain('a block is not closed');
        return 'end';
      }
      if (char === '}') {
        if (words.length > 0) this.complain(`"${words[0]?.text}" has no semicolon`, words[0]?.line);
        this.at += 1;
        if (depth > 0) return 'end';
        this.complain('a brace closes nothing');
        return undefined;
      }
      if (char === ';') {
        this.at += 1;
        return this.made(words);
      }
      if (char === '{' && this.text[this.at + 1] !== '{') return this.opened(words, depth);
      words.push(this.word());
    }
  }

  private opened(words: readonly NginxWord[], depth: number): NginxDirective | undefined {
    this.at += 1;
    const name = words[0]?.text ?? '';
    if (/_by_lua_block$|^js_/.test(name)) {
      this.foreign();
      return this.made(words, []);
    }
    if (depth >= maxDepth) {
      this.complain(`nested more than ${maxDepth} levels deep`);
      this.stopped = true;
      return undefined;
    }
    const block = this.block(depth + 1);
    return this.made(words, block);
  }

  private made(words: readonly NginxWord[], block?: readonly NginxDirective[]): NginxDirective | undefined {
    const [head, ...args] = words;
    this.count += 1;
    if (this.count > maxDirectives) this.stopped = true;
    return head === undefined ? undefined : { name: head.text, line: head.line, args, ...(block === undefined ? {} : { block }) };
  }

  private complain(text: string, line = this.line): void {
    this.problem ??= { line, text };
  }

  private blanks(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text[this.at];
      if (char === '\n') this.line += 1;
      else if (char === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = (end < 0 ? this.text.length : end) - 1;
      } else if (char !== ' ' && char !== '\t' && char !== '\r' && char !== '\uFEFF') return;
    }
  }

  private word(): NginxWord {
    const { line } = this;
    const quote = this.text[this.at];
    return quote === '"' || quote === "'" ? { text: this.quoted(quote), line, quoted: true } : { text: this.plain(), line, quoted: false };
  }

  private quoted(quote: string): string {
    const { line } = this;
    let text = '';
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const char = this.text[this.at] ?? '';
      if (char === quote) {
        this.at += 1;
        return text;
      }
      if (char === '\n') this.line += 1;
      const next = this.text[this.at + 1];
      if (char === '\\' && (next === quote || next === '\\')) {
        text += next;
        this.at += 1;
      } else text += char;
    }
    this.complain('a quoted text has no end', line);
    return text;
  }

  /** Up to a blank, semicolon or opening brace, as nginx reads it; `${NAME}` and `{{ … }}` are part of the word. */
  private plain(): string {
    const begin = this.at;
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text[this.at] ?? '';
      if (/[\s;]/.test(char)) break;
      if (char === '\\') {
        this.at += 1;
        if (this.text[this.at] === '\n') this.line += 1;
      } else if (char === '{' && this.text[this.at + 1] === '{') this.action();
      else if (char === '{' && this.text[this.at - 1] !== '$') break;
    }
    return this.text.slice(begin, this.at);
  }

  /** Moves to the last character of a template engine's action, which may hold blanks; by one character where its line has no end of it. */
  private action(): void {
    const end = (this.text.slice(this.at, this.at + 500).split('\n', 1)[0] ?? '').indexOf('}}');
    this.at += end < 0 ? 1 : end + 1;
  }

  /** A block in another language: braces are counted, quoted ones and comments are not. */
  private foreign(): void {
    let depth = 1;
    for (; this.at < this.text.length && depth > 0; this.at += 1) {
      const char = this.text[this.at] ?? '';
      if (char === '\n') this.line += 1;
      else if (char === '{') depth += 1;
      else if (char === '}') depth -= 1;
      else if (this.text.startsWith('--', this.at)) this.at = (this.text.indexOf('\n', this.at) + 1 || this.text.length + 1) - 2;
      else if (char === '"' || char === "'") this.foreignText(char);
    }
    if (depth > 0) this.complain('a block is not closed');
  }

  private foreignText(quote: string): void {
    for (this.at += 1; this.at < this.text.length && this.text[this.at] !== quote && this.text[this.at] !== '\n'; this.at += 1) {
      if (this.text[this.at] === '\\') this.at += 1;
    }
    if (this.text[this.at] === '\n') this.at -= 1;
  }
}
