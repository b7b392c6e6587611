import { GoSyntaxError, type GoPiece, type GoToken, lexGoTemplate } from './lexer.js';
import type { GoBranch, GoNode, GoOperand, GoPipe, GoTemplate } from './nodes.js';

const maxNesting = 200;
const sourceLength = 120;

/** A template of Go's `text/template` to nodes. Functions are not looked up: any word may be one. Throws `GoSyntaxError`; nothing else. */
export function parseGoTemplate(text: string): GoTemplate {
  const parser = new Parser(lexGoTemplate(text));
  const root = parser.list(0, []);
  return { root: root.nodes, defines: parser.defines };
}

type ActionPiece = Extract<GoPiece, { k: 'action' }>;

class Parser {
  readonly defines = new Map<string, readonly GoNode[]>();
  private at = 0;

  constructor(private readonly pieces: readonly GoPiece[]) {}

  /** Nodes up to one of the words in `ends` (or the template's end where there are none), and the action that ended them. */
  list(depth: number, ends: readonly string[]): { nodes: GoNode[]; end?: ActionPiece } {
    const nodes: GoNode[] = [];
    for (let piece = this.pieces[this.at]; piece !== undefined; piece = this.pieces[this.at]) {
      this.at += 1;
      if (piece.k === 'text') nodes.push(piece);
      else {
        const word = firstWord(piece);
        if (ends.includes(word)) return { nodes, end: piece };
        const node = this.action(piece, word, depth);
        if (node) nodes.push(node);
      }
    }
    if (ends.length > 0) throw new GoSyntaxError(this.pieces.at(-1)?.line ?? 1, `{{ ${ends.at(-1)} }} is missing`);
    return { nodes };
  }

  private action(piece: ActionPiece, word: string, depth: number): GoNode | undefined {
    if (depth > maxNesting) throw new GoSyntaxError(piece.line, 'actions are nested too deeply');
    const { line } = piece;
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.branch(piece, word, 1, depth);
      case 'define':
        this.defines.set(nameIn(piece, 1), this.list(depth + 1, ['end']).nodes);
        return undefined;
      case 'block': {
        const name = nameIn(piece, 1);
        const pipe = pipeOf(piece, 2);
        this.defines.set(name, this.list(depth + 1, ['end']).nodes);
        return { k: 'template', name, pipe, line };
      }
      case 'template': {
        const name = nameIn(piece, 1);
        return piece.tokens.length > 2 ? { k: 'template', name, pipe: pipeOf(piece, 2), line } : { k: 'template', name, line };
      }
      case 'break':
      case 'continue':
        return { k: word, line };
      case 'else':
      case 'end':
        throw new GoSyntaxError(line, `unexpected {{ ${word} }}`);
      default:
        if (piece.tokens.length === 0) throw new GoSyntaxError(line, 'an action is empty');
        return { k: 'action', pipe: pipeOf(piece, 0), line };
    }
  }

  private branch(piece: ActionPiece, kind: GoBranch['k'], from: number, depth: number): GoBranch {
    if (depth > maxNesting) throw new GoSyntaxError(piece.line, 'actions are nested too deeply');
    const pipe = pipeOf(piece, from);
    const body = this.list(depth + 1, ['else', 'end']);
    const otherwise = body.end !== undefined && firstWord(body.end) === 'else' ? this.otherwise(body.end, depth) : [];
    return { k: kind, pipe, body: body.nodes, otherwise, line: piece.line };
  }

  private otherwise(piece: ActionPiece, depth: number): readonly GoNode[] {
    const next = piece.tokens[1];
    if (next === undefined) return this.list(depth + 1, ['end']).nodes;
    if (next.k !== 'word' || (next.text !== 'if' && next.text !== 'with')) throw new GoSyntaxError(piece.line, `unexpected ${next.text} after else`);
    return [this.branch(piece, next.text, 2, depth + 1)];
  }
}

function firstWord(piece: ActionPiece): string {
  const first = piece.tokens[0];
  return first?.k === 'word' ? first.text : '';
}

function nameIn(piece: ActionPiece, index: number): string {
  const name = piece.tokens[index];
  if (name?.k !== 'string') throw new GoSyntaxError(piece.line, 'a template name is missing');
  return name.text;
}

function pipeOf(piece: ActionPiece, from: number): GoPipe {
  const reader = new PipeReader(piece, from);
  const pipe = reader.pipe(0);
  reader.finish();
  return pipe;
}

class PipeReader {
  constructor(
    private readonly piece: ActionPiece,
    private at: number,
  ) {}

  finish(): void {
    if (this.peek() !== undefined) this.fail();
  }

  pipe(depth: number): GoPipe {
    if (depth > maxNesting) throw new GoSyntaxError(this.piece.line, 'parentheses are nested too deeply');
    const line = this.peek()?.line ?? this.piece.line;
    const { variables, assigns } = this.declaration();
    const commands: GoOperand[][] = [];
    do commands.push(this.command(depth));
    while (this.take('|'));
    const source = this.piece.source.length > sourceLength ? `${this.piece.source.slice(0, sourceLength)}…` : this.piece.source;
    return { variables, assigns, commands, line, source };
  }

  /** `$x :=`, `$x =`, `$i, $x :=`. */
  private declaration(): { variables: string[]; assigns: boolean } {
    const [first, second, third, fourth] = [0, 1, 2, 3].map((i) => this.piece.tokens[this.at + i]);
    if (first?.k !== 'variable') return { variables: [], assigns: false };
    if (second?.k === ':=' || second?.k === '=') {
      this.at += 2;
      return { variables: [first.text], assigns: second.k === '=' };
    }
    if (second?.k !== ',' || third?.k !== 'variable' || (fourth?.k !== ':=' && fourth?.k !== '=')) return { variables: [], assigns: false };
    this.at += 4;
    return { variables: [first.text, third.text], assigns: fourth.k === '=' };
  }

  private command(depth: number): GoOperand[] {
    const operands: GoOperand[] = [];
    for (let next = this.peek(); next !== undefined && next.k !== '|' && next.k !== ')'; next = this.peek()) operands.push(this.operand(next, depth));
    if (operands.length === 0) this.fail();
    return operands;
  }

  private operand(first: GoToken, depth: number): GoOperand {
    this.at += 1;
    switch (first.k) {
      case 'string':
        return { k: 'constant', value: first.text };
      case 'number':
        return { k: 'constant', value: numberOf(first) };
      case 'char':
        return { k: 'constant', value: BigInt(first.text.codePointAt(0) ?? 0) };
      case 'dot':
        return { k: 'dot' };
      case 'field':
        return { k: 'field', path: [first.text.slice(1), ...this.fields()] };
      case 'variable':
        return { k: 'variable', name: first.text, path: this.fields() };
      case '(': {
        const of = this.pipe(depth + 1);
        if (!this.take(')')) this.fail();
        return { k: 'chain', of, path: this.fields() };
      }
      case 'word':
        return this.chained(wordOf(first.text), first);
      default:
        this.at -= 1;
        return this.fail();
    }
  }

  /** Fields of a function's result without parentheses (`now.Year`). */
  private chained(operand: GoOperand, first: GoToken): GoOperand {
    const path = this.fields();
    if (path.length === 0) return operand;
    const of: GoPipe = { variables: [], assigns: false, commands: [[operand]], line: first.line, source: first.text };
    return { k: 'chain', of, path };
  }

  private fields(): string[] {
    const path: string[] = [];
    for (let next = this.peek(); next?.k === 'field' && !next.apart; next = this.peek()) {
      path.push(next.text.slice(1));
      this.at += 1;
    }
    return path;
  }

  private peek(): GoToken | undefined {
    return this.piece.tokens[this.at];
  }

  private take(kind: GoToken['k']): boolean {
    if (this.peek()?.k !== kind) return false;
    this.at += 1;
    return true;
  }

  private fail(): never {
    const token = this.peek();
    throw new GoSyntaxError(token?.line ?? this.piece.line, token === undefined ? 'a value is missing' : `unexpected ${token.text}`);
  }
}

function wordOf(text: string): GoOperand {
  if (text === 'true' || text === 'false') return { k: 'constant', value: text === 'true' };
  return text === 'nil' ? { k: 'constant', value: null } : { k: 'function', name: text };
}

function numberOf(token: GoToken): number | bigint {
  const text = token.text.replaceAll('_', '');
  if (/^[+-]?\d+$/.test(text)) return /^[+-]?0[0-7]+$/.test(text) ? octal(text) : BigInt(text);
  const prefixed = /^([+-]?)(0[xXbBoO][\da-fA-F]+)$/.exec(text);
  if (prefixed) return BigInt(prefixed[2] ?? '0') * (prefixed[1] === '-' ? -1n : 1n);
  const value = Number(text);
  if (Number.isNaN(value)) throw new GoSyntaxError(token.line, `${token.text} is no number`);
  return value;
}

function octal(text: string): bigint {
  return BigInt(`0o${text.replace(/^[+-]?0/, '')}`) * (text.startsWith('-') ? -1n : 1n);
}
