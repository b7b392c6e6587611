import type { Diagnostic } from '../core/extraction.js';
import type { TreeEntry, TreeMap, TreeNode } from './tree.js';

const maxDepth = 50;

/** A map while its tables are read. */
interface Table {
  readonly line: number;
  readonly entries: Map<string, { line: number; value: TreeNode | Table | Table[] }>;
}

/**
 * TOML to a positioned tree. Goes in: the file's path (for diagnostics only) and its text. Dates are texts. A line that cannot be read costs itself only; the
 * first is reported. Never throws.
 */
export function parseToml(file: string, text: string): { root: TreeMap; diagnostics: Diagnostic[] } {
  const reader = new Reader(text);
  const root = reader.read();
  const message = 'TOML syntax error. Correct the file; what could be read is used.';
  return { root, diagnostics: reader.brokenLine === undefined ? [] : [{ file, line: reader.brokenLine, reason: 'unparsable', message }] };
}

class Broken extends Error {}

class Reader {
  brokenLine: number | undefined;
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  read(): TreeMap {
    const root = newTable(1);
    let table = root;
    for (this.blanks(); this.at < this.text.length; this.blanks()) {
      const begin = this.at;
      try {
        if (this.take('[')) table = this.header(root);
        else this.pair(table, 0);
        this.lineEnd();
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.brokenLine ??= this.line;
        const end = this.text.indexOf('\n', Math.max(this.at, begin));
        this.at = end < 0 ? this.text.length : end;
      }
    }
    return finished(root);
  }

  /** `[a.b]` or `[[a.b]]`, which begins one more of a list. */
  private header(root: Table): Table {
    const { line } = this;
    const many = this.take('[');
    const path = this.key();
    if (!this.take(']') || (many && !this.take(']'))) throw new Broken();
    const parent = descend(root, path.slice(0, -1), line);
    const last = path.at(-1) ?? '';
    const known = parent.entries.get(last)?.value;
    if (!many) return descend(parent, [last], line);
    const table = newTable(line);
    if (Array.isArray(known)) known.push(table);
    else parent.entries.set(last, { line, value: [table] });
    return table;
  }

  private pair(table: Table, depth: number): void {
    const { line } = this;
    const path = this.key();
    if (!this.take('=')) throw new Broken();
    const value = this.value(depth);
    descend(table, path.slice(0, -1), line).entries.set(path.at(-1) ?? '', { line, value });
  }

  private key(): string[] {
    const path: string[] = [];
    do {
      this.spaces();
      const quote = this.text[this.at];
      path.push(quote === '"' || quote === "'" ? this.quoted(quote) : this.match(/[\w-]+/y));
      this.spaces();
    } while (this.take('.'));
    if (path.length > maxDepth) throw new Broken();
    return path;
  }

  private value(depth: number): TreeNode {
    this.spaces();
    const { line } = this;
    const char = this.text[this.at];
    if (depth > maxDepth) throw new Broken();
    if (char === '"' || char === "'") {
      const value = this.quoted(char);
      return { kind: 'scalar', line, text: value, value };
    }
    if (this.take('[')) return this.list(line, depth);
    if (this.take('{')) return this.inline(line, depth);
    const text = this.match(/[^\s,\]}#]+/y);
    const known = text === 'true' ? true : text === 'false' ? false : /^[+-]?\d[\d_]*(\.\d+)?$/.test(text) ? Number(text.replaceAll('_', '')) : text;
    return { kind: 'scalar', line, text, value: known };
  }

  private list(line: number, depth: number): TreeNode {
    const items: TreeNode[] = [];
    for (this.blanks(); !this.take(']'); this.blanks()) {
      items.push(this.value(depth + 1));
      this.blanks();
      this.take(',');
    }
    return { kind: 'list', line, items };
  }

  private inline(line: number, depth: number): TreeNode {
    const table = newTable(line);
    for (this.blanks(); !this.take('}'); this.blanks()) {
      this.pair(table, depth + 1);
      this.blanks();
      this.take(',');
    }
    return finished(table);
  }

  /** A text in one or three quotes; escapes only in double ones. */
  private quoted(quote: string): string {
    const mark = this.text.startsWith(quote.repeat(3), this.at) ? quote.repeat(3) : quote;
    let text = '';
    for (this.at += mark.length; this.at < this.text.length; this.at += 1) {
      if (this.text.startsWith(mark, this.at)) {
        this.at += mark.length;
        return mark.length === 3 ? text.replace(/^\r?\n/, '') : text;
      }
      const char = this.text[this.at] ?? '';
      if (char === '\n' && mark.length === 1) break;
      if (char === '\n') this.line += 1;
      if (char === '\\' && quote === '"') text += this.escaped();
      else text += char;
    }
    throw new Broken();
  }

  private escaped(): string {
    this.at += 1;
    const char = this.text[this.at] ?? '';
    const code = /^(?:u[\da-fA-F]{4}|U00[\da-fA-F]{6})/.exec(this.text.slice(this.at, this.at + 9))?.[0];
    if (code !== undefined) {
      this.at += code.length - 1;
      return String.fromCodePoint(Math.min(Number.parseInt(code.slice(1), 16), 0x10ffff));
    }
    return { n: '\n', t: '\t', r: '\r' }[char] ?? char;
  }

  private lineEnd(): void {
    this.spaces();
    if (this.text[this.at] === '#') this.comment();
    const char = this.text[this.at];
    if (char !== undefined && char !== '\n' && char !== '\r') throw new Broken();
  }

  /** Passes over blanks, line ends and comments. */
  private blanks(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text[this.at];
      if (char === '\n') this.line += 1;
      else if (char === '#') {
        this.comment();
        this.at -= 1;
      } else if (char !== ' ' && char !== '\t' && char !== '\r' && char !== '\uFEFF') return;
    }
  }

  private comment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private spaces(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at += 1;
  }

  private take(char: string): boolean {
    this.spaces();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new Broken();
    this.at += found.length;
    return found;
  }
}

const newTable = (line: number): Table => ({ line, entries: new Map() });

/** The table at a path, made where it is missing; of a list its last. A value in the way gives way. */
function descend(table: Table, path: readonly string[], line: number): Table {
  let current = table;
  for (const key of path) {
    const known = current.entries.get(key)?.value;
    const next = Array.isArray(known) ? known.at(-1) : known !== undefined && 'entries' in known && known.entries instanceof Map ? (known as Table) : undefined;
    if (next !== undefined) current = next;
    else {
      const made = newTable(line);
      current.entries.set(key, { line, value: made });
      current = made;
    }
  }
  return current;
}

function finished(table: Table): TreeMap {
  const entries = [...table.entries].map(([key, { line, value }]): TreeEntry => ({ key, line, value: nodeOf(value, line) }));
  return { kind: 'map', line: table.line, entries };
}

function nodeOf(value: TreeNode | Table | Table[], line: number): TreeNode {
  if (Array.isArray(value)) return { kind: 'list', line, items: value.map(finished) };
  return 'kind' in value ? value : finished(value);
}
