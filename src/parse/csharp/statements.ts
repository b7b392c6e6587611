import { Cursor, readExpression } from './expressions.js';
import type { CSharpExpression, CSharpFile, CSharpMethod, CSharpStatement } from './nodes.js';
import { csharpTokens } from './tokens.js';

const types: ReadonlySet<string> = new Set(['class', 'struct', 'record', 'interface', 'enum', 'namespace', 'extension']);
const modifiers: ReadonlySet<string> = new Set(
  'public private protected internal static async readonly const partial sealed abstract virtual override new unsafe extern file required'.split(' '),
);
const maxDepth = 60;
/** Statements and expressions inside each other. */
const maxNesting = 120;

/** What a C# file says, statement by statement; what is not understood is passed over. Never throws. */
export function parseCSharp(source: string): CSharpFile {
  const methods: CSharpMethod[] = [];
  const constants: { name: string; value: CSharpExpression }[] = [];
  let depth = 0;
  const block = (cursor: Cursor): CSharpStatement[] => {
    const end = cursor.behind(cursor.at) - 1;
    cursor.at += 1;
    depth += 1;
    const body = depth > maxDepth ? [] : statementsUntil(cursor, end);
    depth -= 1;
    cursor.at = Math.min(end + 1, cursor.tokens.length);
    return body;
  };
  const cursor = new Cursor(csharpTokens(source), block);
  const statements: CSharpStatement[] = [];
  while (cursor.token !== undefined) {
    const before = cursor.at;
    if (isType(cursor)) members(cursor, methods, constants);
    else statements.push(...statement(cursor));
    if (cursor.at <= before) cursor.at = before + 1;
  }
  return { statements, methods, constants };
}

function statementsUntil(cursor: Cursor, end: number): CSharpStatement[] {
  const found: CSharpStatement[] = [];
  while (cursor.at < end) {
    const before = cursor.at;
    found.push(...statement(cursor));
    if (cursor.at <= before) cursor.at = before + 1;
  }
  return found;
}

function skipModifiers(cursor: Cursor): number {
  let ahead = 0;
  while (modifiers.has(cursor.peek(ahead)?.text ?? '') && cursor.peek(ahead)?.kind === 'name') ahead += 1;
  return ahead;
}

/** Whether a type or namespace is declared next. Attributes are passed over. */
function isType(cursor: Cursor): boolean {
  while (cursor.is('[')) cursor.at = cursor.behind(cursor.at);
  const ahead = skipModifiers(cursor);
  return types.has(cursor.peek(ahead)?.text ?? '') && cursor.peek(ahead + 1)?.kind === 'name';
}

/** The methods and constants of a type, and of the types in it; `namespace x;` has no braces. */
function members(cursor: Cursor, methods: CSharpMethod[], constants: { name: string; value: CSharpExpression }[], depth = 0): void {
  while (cursor.token !== undefined && !cursor.is('{') && !cursor.is(';')) cursor.at = cursor.is('(') ? cursor.behind(cursor.at) : cursor.at + 1;
  if (!cursor.is('{') || depth > maxDepth) {
    cursor.at += 1;
    return;
  }
  const end = cursor.behind(cursor.at) - 1;
  cursor.at += 1;
  while (cursor.at < end) {
    const before = cursor.at;
    const method = isType(cursor) ? undefined : methodAt(cursor);
    if (method) methods.push(method);
    else if (isType(cursor)) members(cursor, methods, constants, depth + 1);
    else constants.push(...field(cursor, end));
    if (cursor.at <= before) cursor.at = before + 1;
  }
  cursor.at = end + 1;
}

/** `const string Name = "x";` and other fields; what else there is (properties) is passed over. */
function field(cursor: Cursor, end: number): { name: string; value: CSharpExpression }[] {
  const name = cursor.peek(skipModifiers(cursor) + 1);
  const equals = cursor.peek(skipModifiers(cursor) + 2);
  if (name?.kind === 'name' && equals?.text === '=') {
    cursor.at += skipModifiers(cursor) + 3;
    const value = readExpression(cursor);
    return [{ name: name.text, value }];
  }
  while (cursor.at < end && !cursor.is(';') && !cursor.is('{')) cursor.at = cursor.is('(') ? cursor.behind(cursor.at) : cursor.at + 1;
  cursor.at = cursor.is('{') ? cursor.behind(cursor.at) : cursor.at + 1;
  return [];
}

/** A method with a body: type, name, parameters in brackets, then `{` or `=>`. */
function methodAt(cursor: Cursor): CSharpMethod | undefined {
  const { at } = cursor;
  let i = at + skipModifiers(cursor);
  const begin = i;
  while (cursor.tokens[i] !== undefined && !/^[(;={}]$/.test(cursor.tokens[i]?.text ?? '') && i - begin < 80) i += 1;
  if (cursor.tokens[i]?.text !== '(') return undefined;
  const nameAt = nameBefore(cursor, i);
  const name = cursor.tokens[nameAt];
  if (name?.kind !== 'name' || nameAt <= begin) return undefined;
  const close = cursor.behind(i);
  let body = close;
  while (cursor.tokens[body]?.text === 'where' || (body > close && !/^(?:\{|=>|;)$/.test(cursor.tokens[body]?.text ?? ';'))) body += 1;
  const opens = cursor.tokens[body]?.text;
  if (opens !== '{' && opens !== '=>') return undefined;
  const params = parametersOf(cursor, i, close);
  cursor.at = body;
  if (opens === '{') return { name: name.text, params, body: cursor.block(cursor), line: name.line };
  cursor.at += 1;
  const value = readExpression(cursor);
  cursor.take(';');
  return { name: name.text, params, body: [{ k: 'return', value }], line: name.line };
}

/** The name before an opening bracket, type parameters passed over. */
function nameBefore(cursor: Cursor, open: number): number {
  let i = open - 1;
  if (cursor.tokens[i]?.text !== '>') return i;
  for (let depth = 0; i >= 0 && open - i < 40; i -= 1) {
    if (cursor.tokens[i]?.text === '>') depth += 1;
    if (cursor.tokens[i]?.text === '<') depth -= 1;
    if (depth === 0) return i - 1;
  }
  return -1;
}

function parametersOf(cursor: Cursor, open: number, close: number): CSharpMethod['params'] {
  const found: { name: string; receiver: boolean; fallback?: CSharpExpression }[] = [];
  let begin = open + 1;
  let depth = 0;
  for (let i = open + 1; i < close; i += 1) {
    const text = cursor.tokens[i]?.text ?? '';
    if (/^[([{<]$/.test(text)) depth += 1;
    if (/^[)\]}>]$/.test(text) && i < close - 1) depth -= 1;
    if ((text !== ',' || depth > 0) && i < close - 1) continue;
    const part = cursor.tokens.slice(begin, i);
    const equals = part.findIndex(({ text: one }) => one === '=');
    const name = part[(equals < 0 ? part.length : equals) - 1];
    if (name?.kind === 'name') {
      const fallback = equals < 0 ? undefined : readExpression(new Cursor(part.slice(equals + 1), cursor.block));
      found.push({ name: name.text, receiver: part[0]?.text === 'this', ...(fallback && { fallback }) });
    }
    begin = i + 1;
  }
  return found;
}

function statement(cursor: Cursor): CSharpStatement[] {
  cursor.depth += 1;
  const made = cursor.depth > maxNesting ? passed(cursor) : oneStatement(cursor);
  cursor.depth -= 1;
  return made;
}

function oneStatement(cursor: Cursor): CSharpStatement[] {
  if (cursor.is(';')) {
    cursor.at += 1;
    return [];
  }
  if (cursor.is('{')) return [{ k: 'block', body: cursor.block(cursor) }];
  if (cursor.is('using') && !cursor.is('(', 1) && !cursor.is('var', 1)) return passed(cursor);
  if (cursor.is('if')) return [conditional(cursor)];
  if (cursor.is('foreach')) return [each(cursor)];
  if (cursor.is('return')) {
    cursor.at += 1;
    return [{ k: 'return', value: ended(cursor, readExpression(cursor)) }];
  }
  if (/^(?:for|while|using|lock|switch|try|catch|finally|else|do|checked|unchecked|fixed)$/.test(cursor.token?.text ?? '') && cursor.token?.kind === 'name')
    return [other(cursor)];
  const method = methodAt(cursor);
  if (method) return [{ k: 'method', method }];
  return declared(cursor) ?? [{ k: 'do', value: ended(cursor, readExpression(cursor)) }];
}

/** `var a = …;`, `string? a = …;`, `IResourceBuilder<X> a = …, b = …;`. */
function declared(cursor: Cursor): CSharpStatement[] | undefined {
  const { at } = cursor;
  cursor.at += skipModifiers(cursor);
  if (cursor.is('await') && cursor.is('using', 1)) cursor.at += 2;
  let i = cursor.at;
  while (i - cursor.at < 40 && (cursor.tokens[i]?.kind === 'name' || /^(?:[.<>,?[\]]|::)$/.test(cursor.tokens[i]?.text ?? ''))) i += 1;
  const name = cursor.tokens[i - 1];
  if (cursor.tokens[i]?.text !== '=' || name?.kind !== 'name' || i - cursor.at < 2 || cursor.tokens[i - 2]?.text === '.') {
    cursor.at = at;
    return undefined;
  }
  cursor.at = i + 1;
  return [{ k: 'local', name: name.text, value: ended(cursor, readExpression(cursor)), line: name.line }];
}

/** Goes behind the semicolon that ends the statement. */
function ended(cursor: Cursor, value: CSharpExpression): CSharpExpression {
  while (cursor.token !== undefined && !cursor.is(';') && !cursor.is('}'))
    cursor.at = /^[([{]$/.test(cursor.token.text) && cursor.token.kind === 'sign' ? cursor.behind(cursor.at) : cursor.at + 1;
  cursor.take(';');
  return value;
}

function passed(cursor: Cursor): CSharpStatement[] {
  ended(cursor, { k: 'other', line: cursor.line });
  return [];
}

function conditional(cursor: Cursor): CSharpStatement {
  const { line } = cursor;
  cursor.at += 1;
  const test = cursor.is('(') ? readExpression(sub(cursor)) : { k: 'other' as const, line };
  const then = statement(cursor);
  const otherwise = cursor.take('else') ? statement(cursor) : [];
  return { k: 'if', test, then, otherwise };
}

/** The tokens in brackets by themselves; the cursor goes behind them. */
function sub(cursor: Cursor): Cursor {
  const end = cursor.behind(cursor.at);
  const inner = new Cursor(cursor.tokens.slice(cursor.at + 1, end - 1), cursor.block);
  inner.depth = cursor.depth + 1;
  cursor.at = end;
  return inner;
}

function each(cursor: Cursor): CSharpStatement {
  cursor.at += 1;
  const inner = cursor.is('(') ? sub(cursor) : cursor;
  const at = inner.tokens.findIndex(({ text, kind }) => text === 'in' && kind === 'name');
  const name = inner.tokens[at - 1]?.text ?? '';
  const of = new Cursor(inner.tokens.slice(at + 1), cursor.block);
  return { k: 'each', name, of: at < 0 ? { k: 'other', line: cursor.line } : readExpression(of), body: statement(cursor) };
}

/** What is in the block of a statement of another kind is read as if it ran. */
function other(cursor: Cursor): CSharpStatement {
  const isSwitch = cursor.is('switch');
  cursor.at += 1;
  if (cursor.is('(')) cursor.at = cursor.behind(cursor.at);
  if (isSwitch && cursor.is('{')) {
    cursor.at = cursor.behind(cursor.at);
    return { k: 'block', body: [] };
  }
  return { k: 'block', body: statement(cursor) };
}
