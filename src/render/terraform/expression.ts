/** A parsed expression of Terraform's language, as far as it is followed. */
export type Expression =
  | { readonly k: 'text'; readonly text: string }
  /** `a.b["c"].d`. */
  | { readonly k: 'path'; readonly steps: readonly Step[] }
  | { readonly k: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly k: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly k: 'compare'; readonly equal: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly k: 'list'; readonly items: readonly Expression[] }
  | { readonly k: 'map'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  /** `[for k, v in over : value if test]`; with a key it makes a map. */
  | {
      readonly k: 'for';
      readonly names: readonly string[];
      readonly over: Expression;
      readonly key?: Expression;
      readonly value: Expression;
      readonly test?: Expression;
    }
  /** A text with expressions in it. */
  | { readonly k: 'template'; readonly parts: readonly Expression[] }
  | { readonly k: 'unknown' };

/** A name, or what stands in brackets; `*` for all. */
export type Step = string | { readonly index: Expression };

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

/** One expression; what is not followed (arithmetic, directives) is unknown. */
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
    if (this.word() === 'for') return this.comprehension(']');
    const items: Expression[] = [];
    while (!this.take(']')) {
      if (this.ended()) return this.stop();
      items.push(this.nested((reader) => reader.choice()));
      if (!this.take(',') && this.peek() !== ']') return this.stop();
    }
    return { k: 'list', items };
  }

  private map(): Expression {
    this.at += 1;
    if (this.word() === 'for') return this.comprehension('}');
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.take('}')) {
      if (this.ended()) return this.stop();
      const name = this.word();
      const key: Expression =
        name !== '' && /^\s*[=:]/.test(this.text.slice(this.at + name.length)) ? this.named(name) : this.nested((reader) => reader.primary());
      if (!this.take('=') && !this.take(':')) return this.stop();
      entries.push([key, this.nested((reader) => reader.choice())]);
      this.take(',');
    }
    return { k: 'map', entries };
  }

  /** `for` has been seen; what it makes ends with the bracket that began it. */
  private comprehension(close: ']' | '}'): Expression {
    this.at += 'for'.length;
    const names: string[] = [];
    do {
      const name = this.word();
      if (name === '') return this.stop();
      this.at += name.length;
      names.push(name);
    } while (this.take(','));
    if (this.word() !== 'in') return this.stop();
    this.at += 'in'.length;
    const over = this.nested((reader) => reader.choice());
    if (!this.take(':')) return this.stop();
    const first = this.nested((reader) => reader.choice());
    const keyed = close === '}' && this.take('=>');
    const value = keyed ? this.nested((reader) => reader.choice()) : first;
    this.take('...');
    const filtered = this.word() === 'if';
    if (filtered) this.at += 'if'.length;
    const test = filtered ? this.nested((reader) => reader.choice()) : undefined;
    if (!this.take(close)) return this.stop();
    return { k: 'for', names, over, ...(keyed ? { key: first } : {}), value, ...(test === undefined ? {} : { test }) };
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
    const steps: Step[] = [name];
    for (;;) {
      if (this.text[this.at] === '.') {
        const step = /^\.([\w-]+|\*)/.exec(this.text.slice(this.at, this.at + 200))?.[1];
        if (step === undefined) return this.stop();
        this.at += step.length + 1;
        steps.push(step === '*' || /^\d+$/.test(step) ? { index: { k: 'text', text: step } } : step);
      } else if (this.text[this.at] === '[') {
        this.at += 1;
        const index: Expression = this.take('*') ? { k: 'text', text: '*' } : this.nested((reader) => reader.choice());
        if (!this.take(']')) return this.stop();
        steps.push({ index });
      } else break;
    }
    return steps.length === 1 && /^(true|false|null)$/.test(name) ? { k: 'text', text: name === 'null' ? '' : name } : { k: 'path', steps };
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
