import { lineFinder } from '../lines.js';

/** Where a template stops being one. */
export class GoSyntaxError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

export interface GoToken {
  readonly k: 'string' | 'number' | 'char' | 'word' | 'field' | 'variable' | 'dot' | '|' | '(' | ')' | '=' | ':=' | ',';
  /** Value of a string, else the token as written. */
  readonly text: string;
  readonly line: number;
  /** White space stands before it: `(x).y` is a field of x, `(x) .y` an argument. */
  readonly apart: boolean;
}

/** Text between actions, or an action. Comments are gone, trimmed space too. */
export type GoPiece =
  | { readonly k: 'text'; readonly text: string; readonly line: number }
  | { readonly k: 'action'; readonly tokens: readonly GoToken[]; readonly line: number; readonly source: string };

const space = /[ \t\r\n]/;
/** What a token may be, by its first character. */
const kinds: readonly (readonly [GoToken['k'] | 'raw', RegExp, RegExp])[] = [
  ['word', /[\p{L}_]/u, /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['field', /\./, /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['variable', /\$/, /\$[\p{L}\p{Nd}_]*/uy],
  ['string', /"/, /"(?:[^"\\\n]|\\[^\n])*"/y],
  ['raw', /`/, /`[^`]*`/y],
  ['char', /'/, /'(?:[^'\\\n]|\\[^\n])+'/y],
  ['number', /[\d.+-]/, /[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?)/y],
  ['dot', /\./, /\./y],
];
const signs: ReadonlySet<string> = new Set(['|', '(', ')', '=', ',']);

/** Cuts a template into text and actions. Throws `GoSyntaxError`. */
export function lexGoTemplate(text: string): GoPiece[] {
  const pieces: GoPiece[] = [];
  const lineAt = lineFinder(text);
  let at = 0;
  let trimmed = false;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const end = open < 0 ? text.length : open;
    const trimsBefore = open >= 0 && text[open + 2] === '-' && space.test(text[open + 3] ?? '');
    pushText(pieces, text, { from: trimmed ? skipSpace(text, at, end) : at, to: trimsBefore ? skipSpaceBack(text, at, end) : end, lineAt });
    if (open < 0) break;
    const from = trimsBefore ? open + 3 : open + 2;
    const action = readAction(text, from, lineAt);
    if (!action.comment) pieces.push({ k: 'action', tokens: action.tokens, line: lineAt(open), source: text.slice(from, action.inner).trim() });
    trimmed = action.trimsAfter;
    at = action.end;
  }
  return pieces;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly lineAt: (offset: number) => number;
}

function pushText(pieces: GoPiece[], text: string, { from, to, lineAt }: Cut): void {
  if (from < to) pieces.push({ k: 'text', text: text.slice(from, to), line: lineAt(from) });
}

function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && space.test(text[at] ?? '')) at += 1;
  return at;
}

function skipSpaceBack(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && space.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

interface Action {
  readonly tokens: readonly GoToken[];
  readonly comment: boolean;
  /** Where the action's own text ends, before `-}}` or `}}`. */
  readonly inner: number;
  readonly end: number;
  readonly trimsAfter: boolean;
}

function readAction(text: string, from: number, lineAt: (offset: number) => number): Action {
  const start = skipSpace(text, from, text.length);
  if (text.startsWith('/*', start)) return readComment(text, start, lineAt);
  const tokens: GoToken[] = [];
  const line = lineAt(start);
  let at = from;
  for (;;) {
    const next = skipSpace(text, at, text.length);
    const close = closing(text, next);
    if (close) return { tokens, comment: false, inner: next, ...close };
    const token = tokenAt(text, next, line, next > at);
    if (token === undefined)
      throw new GoSyntaxError(lineAt(next), next >= text.length ? 'an action is not closed' : `unexpected ${JSON.stringify(text[next])}`);
    tokens.push(token.token);
    at = token.end;
  }
}

function tokenAt(text: string, at: number, line: number, apart: boolean): { token: GoToken; end: number } | undefined {
  const first = text[at] ?? '';
  if (signs.has(first)) return { token: { k: first as GoToken['k'], text: first, line, apart }, end: at + 1 };
  if (first === ':' && text[at + 1] === '=') return { token: { k: ':=', text: ':=', line, apart }, end: at + 2 };
  for (const [kind, begins, whole] of kinds) {
    if (!begins.test(first)) continue;
    whole.lastIndex = at;
    const part = whole.exec(text)?.[0];
    if (part !== undefined) return { token: { k: kind === 'raw' ? 'string' : kind, text: textOf(kind, part), line, apart }, end: at + part.length };
  }
  return undefined;
}

function textOf(kind: GoToken['k'] | 'raw', part: string): string {
  if (kind === 'string' || kind === 'char') return unquoteGo(part.slice(1, -1));
  return kind === 'raw' ? part.slice(1, -1).replaceAll('\r', '') : part;
}

/** `}}` or, after a space, `-}}`. */
function closing(text: string, at: number): { end: number; trimsAfter: boolean } | undefined {
  if (text.startsWith('}}', at)) return { end: at + 2, trimsAfter: false };
  if (text.startsWith('-}}', at) && space.test(text[at - 1] ?? '')) return { end: at + 3, trimsAfter: true };
  return undefined;
}

function readComment(text: string, start: number, lineAt: (offset: number) => number): Action {
  const end = text.indexOf('*/', start + 2);
  const after = end < 0 ? -1 : skipSpace(text, end + 2, text.length);
  const close = end < 0 ? undefined : (closing(text, after) ?? closing(text, end + 2));
  if (!close) throw new GoSyntaxError(lineAt(start), 'a comment is not closed');
  return { tokens: [], comment: true, inner: end + 2, ...close };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** The text of a Go string literal, without its quotes. */
function unquoteGo(written: string): string {
  return written.replace(
    /\\(?:([abfnrtv])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs,
    (_, named, hex, short, long, octal, plain) => {
      if (named !== undefined) return escapes.get(named) ?? '';
      const code = hex ?? short ?? long;
      if (code !== undefined) return Number.parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(code, 16)) : '\uFFFD';
      return octal === undefined ? String(plain) : String.fromCodePoint(Number.parseInt(octal, 8));
    },
  );
}
