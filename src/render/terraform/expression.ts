/** A parsed expression of Terraform's language, as far as it is followed. */
export type Expression =
  | { readonly k: 'text'; readonly text: string }
  /** `a.b["c"].d`: names, keys and indexes as steps. */
  | { readonly k: 'path'; readonly steps: readonly string[] }
  | { readonly k: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly k: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly k: 'compare'; readonly equal: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly k: 'list'; readonly items: readonly Expression[] }
  | { readonly k: 'map'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  /** A text with expressions in it. */
  | { readonly k: 'template'; readonly parts: readonly Expression[] }
  | { readonly k: 'unknown' };

const unknown: Expression = { k: 'unknown' };
const maxDepth = 40;
const maxLength = 20_000;

/** The parts of a text: what stands in `${…}` as expressions. Directives (`%{ if … }`) make it unknown. */
export function parseTemplate(text: string, depth = 0): Expression {
  if (text.length > maxLength || depth > maxDepth || text.includes('%{')) return text.includes('${') || text.includes('%{') ? unknown : { k: 'text', text };
  const parts: Expression[] = [];
  let plain = '';
  for (let i = 0; i < text.length; ) {
    if (text.startsWith('$${', i)) {
      plain += '${';
      i += 3;
    } else if (text.startsWith('${', i)) {
      const end = closing(text, i + 2);
      if (end < 0) return unknown;
      if (plain !== '') parts.push({ k: 'text', text: plain });
      plain = '';
      parts.push(parseExpression(text.slice(i + 2, end), depth + 1));
      i = end + 1;
    } else {
      plain += text[i];
      i += 1;
    }
  }
  if (plain !== '' || parts.length === 0) parts.push({ k: 'text', text: plain });
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : { k: 'template', parts };
}

/** The brace that closes an interpolation; -1 where none does. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let i = from; i < text.length; i += 1) {
    const char = text[i];
    if (quoted && char === '\\') i += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === '{') depth += 1;
    else if (!quoted && char === '}') {
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  return -1;
}

/** One expression; what is not followed (arithmetic, `for`) is unknown. */
function parseExpression(text: string, depth = 0): Expression {
  const reader = new Reader(text, depth);
  const found = reader.choice();
  return reader.ended() ? found : unknown;
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly depth: number,
  ) {}

  ended(): boolean {
    this.skip();
    return this.at >= this.text.length;
  }

  choice(): Expression {
    const test = this.comparison();
    if (!this.take('?')) return test;
    const yes = this.choice();
    if (!this.take(':')) return unknown;
    return { k: 'choice', test, yes, no: this.choice() };
  }

  private comparison(): Expression {
    const left = this.primary();
    const equal = this.take('==');
    if (!equal && !this.take('!=')) return left;
    return { k: 'compare', equal, left, right: this.primary() };
  }

  private primary(): Expression {
    if (this.depth > maxDepth) return unknown;
    this.skip();
    const char = this.text[this.at] ?? '';
    if (char === '"') return this.quoted();
    if (char === '(') {
      this.at += 1;
      const inner = this.nested((reader) => reader.choice());
      return this.take(')') ? inner : unknown;
    }
    if (char === '[') return this.list();
    if (char === '{') return this.map();
    const number = /^-?\d+(\.\d+)?/.exec(this.text.slice(this.at, this.at + 40))?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return { k: 'text', text: number };
    }
    return this.path();
  }

  private nested(read: (reader: Reader) => Expression): Expression {
    const inner = new Reader(this.text, this.depth + 1);
    inner.at = this.at;
    const found = read(inner);
    this.at = inner.at;
    return found;
  }

  private quoted(): Expression {
    let value = '';
    let i = this.at + 1;
    for (; i < this.text.length && this.text[i] !== '"'; i += 1) {
      if (this.text.startsWith('${', i)) {
        const end = closing(this.text, i + 2);
        if (end < 0) return unknown;
        value += this.text.slice(i, end + 1);
        i = end;
      } else {
        if (this.text[i] === '\\') i += 1;
        value += this.text[i] ?? '';
      }
    }
    this.at = i + 1;
    return parseTemplate(value, this.depth + 1);
  }

  private list(): Expression {
    this.at += 1;
    const items: Expression[] = [];
    while (!this.take(']')) {
      if (this.ended() || this.word() === 'for') return this.stop();
      items.push(this.nested((reader) => reader.choice()));
      if (!this.take(',') && this.peek() !== ']') return this.stop();
    }
    return { k: 'list', items };
  }

  private map(): Expression {
    this.at += 1;
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.take('}')) {
      if (this.ended() || this.word() === 'for') return this.stop();
      const name = this.word();
      const key: Expression =
        name !== '' && /^\s*[=:]/.test(this.text.slice(this.at + name.length)) ? this.named(name) : this.nested((reader) => reader.primary());
      if (!this.take('=') && !this.take(':')) return this.stop();
      entries.push([key, this.nested((reader) => reader.choice())]);
      this.take(',');
    }
    return { k: 'map', entries };
  }

  private named(name: string): Expression {
    this.at += name.length;
    return { k: 'text', text: name };
  }

  private path(): Expression {
    const name = this.word();
    if (name === '') return this.stop();
    this.at += name.length;
    if (this.text[this.at] === '(') return this.call(name);
    const steps = [name];
    for (;;) {
      if (this.text[this.at] === '.') {
        const step = /^\.([\w-]+|\*)/.exec(this.text.slice(this.at, this.at + 200))?.[1];
        if (step === undefined) return this.stop();
        this.at += step.length + 1;
        steps.push(step);
      } else if (this.text[this.at] === '[') {
        this.at += 1;
        const index = this.take('*') ? ({ k: 'text', text: '*' } as const) : this.nested((reader) => reader.choice());
        if (!this.take(']')) return this.stop();
        steps.push(index.k === 'text' ? index.text : index.k === 'path' ? `\${${index.steps.join('.')}}` : '?');
      } else break;
    }
    return steps.length === 1 && /^(true|false)$/.test(name) ? { k: 'text', text: name } : { k: 'path', steps };
  }

  private call(name: string): Expression {
    this.at += 1;
    const args: Expression[] = [];
    while (!this.take(')')) {
      if (this.ended()) return unknown;
      args.push(this.nested((reader) => reader.choice()));
      this.take('...');
      if (!this.take(',') && this.peek() !== ')') return this.stop();
    }
    return { k: 'call', name, args };
  }

  /** Gives the rest up. */
  private stop(): Expression {
    this.at = this.text.length;
    return unknown;
  }

  private word(): string {
    this.skip();
    return /^[A-Za-z_][\w-]*/.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? '';
  }

  private peek(): string {
    this.skip();
    return this.text[this.at] ?? '';
  }

  private take(mark: string): boolean {
    this.skip();
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  private skip(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }
}
