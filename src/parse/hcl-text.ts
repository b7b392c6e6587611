/** A text with a place in it, and what HCL's small pieces look like there. */
export class HclText {
  /** Offset of the next character. */
  at = 0;
  /** A text or here-document without an end was looked for up to the end of the file: nothing more can be read. */
  exhausted = false;

  constructor(private readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  /** Passes over blanks and comments; over line ends where asked. */
  skip(lines: boolean): void {
    for (;;) {
      const char = this.peek();
      if (char === ' ' || char === '\t' || (lines && (char === '\n' || char === '\r'))) this.at += 1;
      else if (char === '#' || this.text.startsWith('//', this.at)) this.at = this.lineEnd(this.at);
      else if (this.text.startsWith('/*', this.at)) this.at = after(this.text, '*/', this.at + 2);
      else return;
    }
  }

  /** Moves to the end of the line, at least one character beyond `begin`. */
  toLineEnd(begin: number): void {
    this.at = Math.max(this.lineEnd(this.at), begin + 1);
  }

  /** An identifier, with dashes; empty for none. */
  name(): string {
    return this.match(/[\p{ID_Start}_][\p{ID_Continue}-]*/uy);
  }

  number(): string | undefined {
    const found = this.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    return found === '' ? undefined : found;
  }

  /** A quoted text without quotes, escapes replaced but for `$${` and `%%{`; undefined where it is not closed. */
  quoted(): string | undefined {
    const end = this.quoteEnd(this.at);
    if (end === undefined) return undefined;
    const inner = this.text.slice(this.at + 1, end - 1);
    this.at = end;
    return inner.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, char: string | undefined) =>
      code !== undefined ? String.fromCharCode(Number.parseInt(code, 16)) : char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : (char ?? ''),
    );
  }

  /** The text of `<<EOF` … `EOF`; `<<-` takes the common indent away. Undefined where there is none. */
  heredoc(): string | undefined {
    const head = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy;
    head.lastIndex = this.at;
    const match = head.exec(this.text);
    if (match === null) return undefined;
    const lines: string[] = [];
    let begin = this.at + match[0].length;
    while (begin < this.text.length) {
      const end = this.lineEnd(begin);
      const line = this.text.slice(begin, end).replace(/\r$/, '');
      if (line.trim() === match[2]) {
        this.at = end;
        return (match[1] === '-' ? dedent(lines) : lines).map((l) => `${l}\n`).join('');
      }
      lines.push(line);
      begin = end + 1;
    }
    this.exhausted = true;
    return undefined;
  }

  /** `[for x in …]` or `{for k, v in …}`. */
  isComprehension(): boolean {
    const rest = /[[{]\s*for\s/y;
    rest.lastIndex = this.at;
    return rest.test(this.text);
  }

  /** Whether an operator, index or attribute follows: what stood before is part of an expression. */
  goesOn(): boolean {
    const rest = /[ \t]*(?:[?.[(+*%<>&|-]|\/(?![/*])|==|!=)/y;
    rest.lastIndex = this.at;
    return rest.test(this.text);
  }

  /** An expression as written, up to the comma, bracket or line end that ends it; of `(…)` alone where only the group is asked for. */
  expression(group: boolean): string {
    const begin = this.at;
    let depth = 0;
    while (!this.ended) {
      const char = this.peek();
      if (char === '"') {
        const end = this.quoteEnd(this.at);
        if (end === undefined) break;
        this.at = end;
        continue;
      }
      if (depth === 0 && (char === ',' || char === '\n' || char === '\r' || char === '#' || this.text.startsWith('//', this.at))) break;
      if (char === ')' || char === ']' || char === '}') depth -= 1;
      if (depth < 0) break;
      if (char === '(' || char === '[' || char === '{') depth += 1;
      this.at += 1;
      if (group && depth === 0) break;
    }
    return this.text.slice(begin, this.at).trim();
  }

  /** Offset after the closing quote of the text that begins at `from`; quotes inside `${ … }` do not end it. */
  private quoteEnd(from: number): number | undefined {
    const braces: number[] = [];
    let open = -1;
    for (let i = from + 1; i < this.text.length; i += 1) {
      const char = this.text[i];
      const inText = open < 0;
      if (inText && char === '\\') i += 1;
      else if (char === '"' && inText && braces.length === 0) return i + 1;
      else if (char === '"') {
        if (inText) open = braces.pop() ?? -1;
        else {
          braces.push(open);
          open = -1;
        }
      } else if (inText && (char === '\n' || char === '\r')) return undefined;
      else if (inText && (char === '$' || char === '%') && this.text[i + 1] === '{' && this.text[i - 1] !== char) {
        open = 0;
        i += 1;
      } else if (!inText && char === '{') open += 1;
      else if (!inText && char === '}') open = open === 0 ? -1 : open - 1;
    }
    this.exhausted = true;
    return undefined;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function dedent(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  const indent = Math.min(...filled.map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0), 200);
  return lines.map((line) => line.slice(Math.min(indent, line.length)));
}
