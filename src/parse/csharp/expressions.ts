import type { CSharpArgument, CSharpExpression, CSharpStatement } from './nodes.js';
import { type CSharpToken, csharpTokens } from './tokens.js';

const maxDepth = 120;
const binary: readonly (readonly string[])[] = [['??'], ['||'], ['&&'], ['==', '!=', 'is'], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];

/** A place in a list of tokens, and what may be asked there. */
export class Cursor {
  at = 0;
  depth = 0;
  private ends: Uint32Array | undefined;

  constructor(
    readonly tokens: readonly CSharpToken[],
    /** Reads the statements of a block whose opening brace is next. */
    readonly block: (cursor: Cursor) => CSharpStatement[],
  ) {}

  get token(): CSharpToken | undefined {
    return this.tokens[this.at];
  }

  get line(): number {
    return this.token?.line ?? this.tokens.at(-1)?.line ?? 1;
  }

  peek(ahead: number): CSharpToken | undefined {
    return this.tokens[this.at + ahead];
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token !== undefined && token.text === text && (token.kind === 'sign' || token.kind === 'name');
  }

  take(text: string): boolean {
    const found = this.is(text);
    if (found) this.at += 1;
    return found;
  }

  /** Index behind the bracket that closes the one at an index; where none does, that of the semicolon that ends the statement. */
  behind(open: number): number {
    this.ends ??= endsOf(this.tokens);
    return this.ends[open] ?? this.tokens.length;
  }
}

const closers: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** For each opening bracket where what it holds is over; 0 elsewhere. */
function endsOf(tokens: readonly CSharpToken[]): Uint32Array {
  const ends = new Uint32Array(tokens.length).fill(tokens.length);
  const open: { at: number; closer: string }[] = [];
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind !== 'sign') continue;
    const closer = closers.get(text);
    if (closer !== undefined) open.push({ at: i, closer });
    else if (text === open.at(-1)?.closer) ends[open.pop()?.at ?? 0] = i + 1;
    else if (text === ';') for (let top = open.at(-1); top !== undefined && top.closer !== '}'; top = open.at(-1)) ends[open.pop()?.at ?? 0] = i;
  }
  return ends;
}

/** Reads one expression. What is not understood is `other`, and reading goes on behind it. */
export function readExpression(cursor: Cursor): CSharpExpression {
  const { line } = cursor;
  if (cursor.depth > maxDepth) {
    cursor.at += 1;
    return { k: 'other', line };
  }
  cursor.depth += 1;
  const made = assignment(cursor);
  cursor.depth -= 1;
  return made;
}

function assignment(cursor: Cursor): CSharpExpression {
  const { line } = cursor;
  const lambda = lambdaAt(cursor);
  if (lambda) return lambda;
  const left = choice(cursor);
  if (cursor.take('=') || cursor.take('??=')) return { k: 'assign', to: left, value: readExpression(cursor), line };
  if (cursor.take('+=')) return { k: 'operator', sign: '+=', operands: [left, readExpression(cursor)], line };
  return left;
}

/** `a => …`, `(a, b) => …`, `async () => …`, `static delegate`-less forms with types. */
function lambdaAt(cursor: Cursor): CSharpExpression | undefined {
  const { line, at } = cursor;
  while (cursor.is('async') || cursor.is('static')) cursor.at += 1;
  const params: string[] = [];
  if (cursor.token?.kind === 'name' && cursor.is('=>', 1)) {
    params.push(cursor.token.text);
    cursor.at += 2;
  } else if (cursor.is('(') && cursor.tokens[cursor.behind(cursor.at)]?.text === '=>') {
    const end = cursor.behind(cursor.at);
    for (let i = cursor.at + 1; i < end; i += 1) {
      const next = cursor.tokens[i + 1];
      const token = cursor.tokens[i];
      if (token?.kind === 'name' && (next?.text === ',' || i + 1 === end - 1)) params.push(token.text);
    }
    cursor.at = end + 1;
  } else {
    cursor.at = at;
    return undefined;
  }
  if (cursor.is('{')) return { k: 'lambda', params, body: cursor.block(cursor), line };
  return { k: 'lambda', params, body: [{ k: 'return', value: readExpression(cursor) }], line };
}

function choice(cursor: Cursor): CSharpExpression {
  const { line } = cursor;
  const test = operators(cursor, 0);
  if (cursor.is('switch') && cursor.is('{', 1)) {
    cursor.at = cursor.behind(cursor.at + 1);
    return { k: 'other', line };
  }
  if (!cursor.take('?')) return test;
  const then = readExpression(cursor);
  const otherwise = cursor.take(':') ? readExpression(cursor) : { k: 'other' as const, line };
  return { k: 'choice', test, of: [then, otherwise], line };
}

function operators(cursor: Cursor, level: number): CSharpExpression {
  const signs = binary[level];
  if (signs === undefined) return unary(cursor);
  const { line } = cursor;
  let left = operators(cursor, level + 1);
  for (let sign = signs.find((one) => cursor.is(one)); sign !== undefined; sign = signs.find((one) => cursor.is(one))) {
    cursor.at += 1;
    if (sign === 'is') while (cursor.is('not')) cursor.at += 1;
    const right = operators(cursor, level + 1);
    left = sign === '??' ? { k: 'choice', of: [left, right], line } : { k: 'operator', sign, operands: [left, right], line };
    while (sign === 'is' && (cursor.take('or') || cursor.take('and'))) operators(cursor, level + 1);
  }
  return left;
}

function unary(cursor: Cursor): CSharpExpression {
  const { line } = cursor;
  const signs: string[] = [];
  for (;;) {
    if (cursor.take('await') || cursor.take('+')) continue;
    const sign = ['!', '-'].find((one) => cursor.take(one));
    if (sign === undefined) break;
    if (signs.length < 2) signs.push(sign);
  }
  return signs.reduceRight<CSharpExpression>((operand, sign) => ({ k: 'operator', sign, operands: [operand], line }), postfix(cursor, primary(cursor)));
}

function postfix(cursor: Cursor, first: CSharpExpression): CSharpExpression {
  let made = first;
  for (;;) {
    const { line } = cursor;
    if (cursor.is('.') || cursor.is('?.') || cursor.is('::')) {
      cursor.at += 1;
      const name = cursor.token;
      if (name?.kind !== 'name') return made;
      cursor.at += 1;
      made = { k: 'member', of: made, name: name.text, line: name.line };
    } else if (cursor.is('(')) made = { k: 'call', callee: made, types: [], args: readArguments(cursor, ')'), line: made.line };
    else if (cursor.is('<') && genericEnd(cursor) !== undefined) {
      const end = genericEnd(cursor) ?? cursor.at;
      const types = typesIn(cursor.tokens.slice(cursor.at + 1, end));
      cursor.at = end + 1;
      made = cursor.is('(') ? { k: 'call', callee: made, types, args: readArguments(cursor, ')'), line: made.line } : made;
    } else if (cursor.is('[')) made = { k: 'index', of: made, at: readArguments(cursor, ']'), line };
    else if (cursor.is('!') && !cursor.is('=', 1)) cursor.at += 1;
    else if (cursor.is('++') || cursor.is('--')) cursor.at += 1;
    else if (cursor.is('with') && cursor.is('{', 1)) cursor.at = cursor.behind(cursor.at + 1);
    else return made;
  }
}

/** Index of the `>` that ends type arguments before a call or a member; undefined where `<` compares. */
function genericEnd(cursor: Cursor): number | undefined {
  let depth = 0;
  for (let i = cursor.at; i < Math.min(cursor.tokens.length, cursor.at + 60); i += 1) {
    const token = cursor.tokens[i];
    if (token?.text === '<') depth += 1;
    else if (token?.text === '>') {
      depth -= 1;
      if (depth === 0) return /^[(.]$/.test(cursor.tokens[i + 1]?.text ?? '') ? i : undefined;
    } else if (token?.kind !== 'name' && !/^(?:[.,?[\]()]|::)$/.test(token?.text ?? '')) return undefined;
  }
  return undefined;
}

function typesIn(tokens: readonly CSharpToken[]): string[] {
  const types: string[] = [''];
  for (const { text } of tokens) {
    if (text === ',') types.push('');
    else types[types.length - 1] += text;
  }
  return types;
}

/** Arguments from the opening bracket to the closing one, both taken. */
function readArguments(cursor: Cursor, close: string): CSharpArgument[] {
  const behind = cursor.behind(cursor.at);
  const closed = cursor.tokens[behind - 1]?.text === close && behind - 1 > cursor.at;
  const end = closed ? behind - 1 : behind;
  cursor.at += 1;
  const args: CSharpArgument[] = [];
  while (cursor.at < end) {
    const before = cursor.at;
    while (cursor.is('out') || cursor.is('ref') || cursor.is('in')) cursor.at += 1;
    const name = cursor.token?.kind === 'name' && cursor.is(':', 1) ? cursor.token.text : undefined;
    if (name !== undefined) cursor.at += 2;
    args.push({ ...(name !== undefined && { name }), value: readExpression(cursor) });
    while (cursor.at < end && !cursor.is(',')) cursor.at = /^[([{]$/.test(cursor.token?.text ?? '') ? cursor.behind(cursor.at) : cursor.at + 1;
    cursor.take(',');
    if (cursor.at <= before) cursor.at = before + 1;
  }
  cursor.at = behind;
  return args;
}

function primary(cursor: Cursor): CSharpExpression {
  const { token, line } = cursor;
  if (token === undefined) return { k: 'other', line };
  if (cursor.is('(')) return parenthesis(cursor);
  if (cursor.is('[')) return { k: 'list', items: readArguments(cursor, ']').map(({ value }) => value), line };
  if (cursor.is('new')) return creation(cursor);
  if (token.kind === 'sign' && /^[)\]};,]$/.test(token.text)) return { k: 'other', line };
  cursor.at += 1;
  if (token.kind === 'text') return { k: 'text', text: token.text, line };
  if (token.kind === 'interpolated')
    return { k: 'interpolated', parts: (token.parts ?? []).map((part) => (part.code ? hole(part.text, cursor, line) : part.text)), line };
  if (token.kind === 'number') return { k: 'constant', value: Number(token.text.replace(/[_a-zA-Z].*$/, '')), line };
  if (token.text === 'true' || token.text === 'false') return { k: 'constant', value: token.text === 'true', line };
  if (token.text === 'null' || token.text === 'default') return { k: 'constant', value: null, line };
  return token.kind === 'name' ? { k: 'name', name: token.text, line } : { k: 'other', line };
}

/** A cast, a tuple or an expression in brackets. */
function parenthesis(cursor: Cursor): CSharpExpression {
  const { line } = cursor;
  const end = cursor.behind(cursor.at);
  const inner = readArguments(cursor, ')');
  const next = cursor.token;
  const cast = inner.length === 1 && /^(?:name|member)$/.test(inner[0]?.value.k ?? '') && next !== undefined && (next.kind !== 'sign' || next.text === '(');
  if (cast && cursor.at === end && next?.kind !== 'name') return unary(cursor);
  return inner.length === 1 && inner[0] !== undefined ? inner[0].value : { k: 'list', items: inner.map(({ value }) => value), line };
}

/** `new Type(…) { A = b }`, `new() { … }`, `new[] { … }`. */
function creation(cursor: Cursor): CSharpExpression {
  const { line } = cursor;
  cursor.at += 1;
  let type = '';
  while (cursor.token !== undefined && (cursor.token.kind === 'name' || /^(?:[.<>,?]|::)$/.test(cursor.token.text)) && type.length < 300) {
    type += cursor.token.text;
    cursor.at += 1;
  }
  while (cursor.is('[')) cursor.at = cursor.behind(cursor.at);
  const args = cursor.is('(') ? readArguments(cursor, ')') : [];
  if (!cursor.is('{')) return { k: 'new', type, args, fields: [], line };
  const inner = readArguments(cursor, '}');
  const fields = inner.flatMap(({ value }): CSharpArgument[] =>
    value.k === 'assign' && value.to.k === 'name' ? [{ name: value.to.name, value: value.value }] : [],
  );
  return fields.length > 0 || inner.length === 0 ? { k: 'new', type, args, fields, line } : { k: 'list', items: inner.map(({ value }) => value), line };
}

function hole(source: string, outer: Cursor, line: number): CSharpExpression {
  const tokens = csharpTokens(source).map((token) => ({ ...token, line }));
  const cursor = new Cursor(tokens, outer.block);
  cursor.depth = outer.depth + 1;
  return readExpression(cursor);
}
