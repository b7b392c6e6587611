/** A token of C#. `parts` are those of an interpolated text: what stands in braces is source text of its own. */
export interface CSharpToken {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'interpolated';
  readonly text: string;
  readonly line: number;
  readonly parts?: readonly { readonly text: string; readonly code: boolean }[];
}

const maxTokens = 200_000;
const space = /[^\S\n]+/y;
const name = /@?[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /\d[\w.]*/y;
const signs = /=>|\?\?=|\?\?|\?\.|&&|\|\||==|!=|<=|>=|\+=|-=|::|\+\+|--|[^\s\w]/y;

/** The tokens of C# source text, comments and directives left out. Never throws: what is no token is passed over. */
export function csharpTokens(source: string): CSharpToken[] {
  const reader = new Reader(source);
  const tokens: CSharpToken[] = [];
  for (let token = reader.next(); token !== undefined && tokens.length < maxTokens; token = reader.next()) tokens.push(token);
  return tokens;
}

class Reader {
  private at = 0;
  private line = 1;

  constructor(private readonly source: string) {}

  next(): CSharpToken | undefined {
    this.skip();
    const { at, line, source } = this;
    if (at >= source.length) return undefined;
    const quoted = this.quoted();
    if (quoted !== undefined) return { ...quoted, line };
    for (const [kind, pattern] of [['name', name] as const, ['number', number] as const, ['sign', signs] as const]) {
      const text = this.match(pattern);
      if (text !== undefined) return { kind, text: kind === 'name' ? text.replace(/^@/, '') : text, line };
    }
    this.at += 1;
    return this.next();
  }

  /** Blanks, comments, and lines that begin with `#`. */
  private skip(): void {
    for (;;) {
      if (this.match(space) !== undefined) continue;
      const two = this.source.slice(this.at, this.at + 2);
      if (this.source[this.at] === '\n') this.forward(this.at + 1);
      else if (two === '//' || (this.source[this.at] === '#' && this.isLineStart())) this.forward(this.end('\n', this.at, 0));
      else if (two === '/*') this.forward(this.end('*/', this.at + 2, 2));
      else return;
    }
  }

  private isLineStart(): boolean {
    return /^[^\S\n]*$/.test(this.source.slice(Math.max(this.source.lastIndexOf('\n', this.at - 1) + 1, this.at - 200), this.at));
  }

  /** `"…"`, `@"…"`, `$"…"`, `"""…"""` and their mixtures; characters are texts. */
  private quoted(): Omit<CSharpToken, 'line'> | undefined {
    const prefix = /[$@]{0,8}/y;
    prefix.lastIndex = this.at;
    const marks = prefix.exec(this.source)?.[0] ?? '';
    const begin = this.at + marks.length;
    if (this.source[begin] === "'" && marks === '') return this.character();
    if (this.source[begin] !== '"') return undefined;
    const quotes = /"+/y;
    quotes.lastIndex = begin;
    const count = (quotes.exec(this.source)?.[0] ?? '"').length;
    const dollars = marks.replaceAll('@', '').length;
    if (count >= 3) return this.raw(begin, count, dollars);
    return dollars > 0 ? this.interpolated(begin, marks.includes('@')) : this.plain(begin, marks.includes('@'));
  }

  private character(): Omit<CSharpToken, 'line'> {
    const match = /'(?:\\.[^']{0,8}|[^'\\\n])'?/y;
    match.lastIndex = this.at;
    const text = match.exec(this.source)?.[0] ?? "'";
    this.forward(this.at + text.length);
    return { kind: 'text', text: text.slice(1, -1) };
  }

  private plain(begin: number, verbatim: boolean): Omit<CSharpToken, 'line'> {
    const end = this.closing(begin + 1, verbatim);
    const text = this.source.slice(begin + 1, end);
    this.forward(end + 1);
    return { kind: 'text', text: verbatim ? text.replaceAll('""', '"') : unescaped(text) };
  }

  private closing(from: number, verbatim: boolean): number {
    for (let i = from; i < this.source.length; i += 1) {
      const char = this.source[i];
      if (char === '"' && verbatim && this.source[i + 1] === '"') i += 1;
      else if (char === '"' || (char === '\n' && !verbatim)) return i;
      else if (char === '\\' && !verbatim) i += 1;
    }
    return this.source.length;
  }

  private raw(begin: number, count: number, dollars: number): Omit<CSharpToken, 'line'> {
    const end = this.end('"'.repeat(count), begin + count, 0);
    const text = this.source.slice(begin + count, end);
    this.forward(end + count);
    return dollars > 0 ? { kind: 'interpolated', text, parts: rawParts(text, dollars) } : { kind: 'text', text: text.trim() };
  }

  private interpolated(begin: number, verbatim: boolean): Omit<CSharpToken, 'line'> {
    const parts: { text: string; code: boolean }[] = [];
    let from = begin + 1;
    let i = from;
    const push = (code: boolean): void => {
      const text = this.source.slice(from, i);
      if (text !== '' || code) parts.push({ text: code || verbatim ? text : unescaped(text), code });
    };
    while (i < this.source.length) {
      const char = this.source[i];
      if (char === '\\' && !verbatim) i += 2;
      else if ((char === '{' || char === '}' || char === '"') && this.source[i + 1] === char && (char !== '"' || verbatim)) i += 2;
      else if (char === '"' || (char === '\n' && !verbatim)) break;
      else if (char === '{') {
        push(false);
        from = i + 1;
        i = holeEnd(this.source, from);
        push(true);
        i += 1;
        from = i;
      } else i += 1;
    }
    push(false);
    this.forward(i + 1);
    return { kind: 'interpolated', text: '', parts };
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.source)?.[0];
    if (text !== undefined) this.at += text.length;
    return text;
  }

  private end(mark: string, from: number, beyond: number): number {
    const found = this.source.indexOf(mark, from);
    return found < 0 ? this.source.length : found + beyond;
  }

  private forward(to: number): void {
    for (let i = this.source.indexOf('\n', this.at); i >= 0 && i < to; i = this.source.indexOf('\n', i + 1)) this.line += 1;
    this.at = to;
  }
}

/** Where the code in braces ends: at the brace that closes it, quotes within passed over. */
function holeEnd(source: string, from: number): number {
  let depth = 0;
  for (let i = from; i < source.length; i += 1) {
    const char = source[i];
    if (char === '{' || char === '(' || char === '[') depth += 1;
    else if (char === '}' && depth === 0) return i;
    else if (char === '}' || char === ')' || char === ']') depth -= 1;
    else if (char === '"') {
      const end = source.indexOf('"', i + 1);
      if (end < 0) return source.length;
      i = end;
    }
  }
  return source.length;
}

/** `{{x}}` of `$$"""`: as many braces as dollars. */
function rawParts(text: string, dollars: number): { text: string; code: boolean }[] {
  const [open, close] = ['{'.repeat(dollars), '}'.repeat(dollars)];
  const parts: { text: string; code: boolean }[] = [];
  let from = 0;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, from)) {
    const end = text.indexOf(close, at + dollars);
    if (end < 0) break;
    parts.push({ text: text.slice(from, at), code: false }, { text: text.slice(at + dollars, end), code: true });
    from = end + dollars;
  }
  return [...parts, { text: text.slice(from), code: false }].filter(({ text: one, code }) => code || one !== '');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, char: string) => (Object.hasOwn(escapes, char) ? (escapes[char] ?? char) : char));
}
