import type { Diagnostic } from '../core/extraction.js';
import { HclText } from './hcl-text.js';
import { lineFinder } from './lines.js';
import type { TreeEntry, TreeMap, TreeNode } from './tree.js';

const maxDepth = 100;

/**
 * HCL (Terraform, Consul, Nomad, Packer; version 1 and 2) to the positioned tree that its JSON form has: `resource "a" "b" { … }` is `resource: { a: { b: … } }`,
 * several blocks of one name are a list, an expression is the text `${…}`, `jsonencode(x)` is x. Here-documents know the line on which their text begins.
 * Goes in: the file's path (for diagnostics only) and its text. With syntax errors the root is what could be read. Never throws.
 */
export function parseHcl(file: string, text: string): { root: TreeMap; diagnostics: Diagnostic[] } {
  const parser = new Parser(text);
  const root = parser.body(0);
  const { complaint } = parser;
  return { root, diagnostics: complaint === undefined ? [] : [{ file, reason: 'unparsable', ...complaint }] };
}

class Broken extends Error {
  constructor(
    readonly offset: number,
    readonly problem: string,
    readonly fatal = false,
  ) {
    super(problem);
  }
}

/** Recursive descent over the text; positions come from offsets. */
class Parser {
  complaint: { line: number; message: string } | undefined;
  private readonly lineAt: (offset: number) => number;
  private readonly source: HclText;
  private stopped = false;
  /** Maps that labels stand for. */
  private readonly labelled = new Set<TreeNode>();

  constructor(private readonly text: string) {
    this.lineAt = lineFinder(text);
    this.source = new HclText(text);
  }

  /** Attributes and blocks up to the closing brace (the end of the text at depth 0). A statement that cannot be read costs itself only. */
  body(depth: number): TreeMap {
    const line = this.lineAt(this.source.at);
    const entries = new Map<string, TreeEntry>();
    for (;;) {
      this.source.skip(true);
      if (this.stopped || this.source.exhausted || this.source.ended) break;
      if (this.source.peek() === '}' && depth > 0) break;
      const begin = this.source.at;
      try {
        this.statement(entries, depth);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.complain(error);
        this.source.toLineEnd(begin);
      }
    }
    return { kind: 'map', line, entries: [...entries.values()] };
  }

  private complain({ offset, problem, fatal }: Broken): void {
    this.stopped ||= fatal;
    this.complaint ??= { line: this.lineAt(offset), message: `HCL syntax error: ${problem}. Correct the file; what could be read is used.` };
  }

  private statement(entries: Map<string, TreeEntry>, depth: number): void {
    const line = this.lineAt(this.source.at);
    const name = this.key();
    this.source.skip(false);
    if (this.source.take('=') || this.source.take(':')) {
      const value = this.expression(depth + 1);
      this.endOfStatement();
      this.add(entries, { key: name, line, value }, false);
      return;
    }
    const labels: { text: string; line: number }[] = [];
    while (this.source.peek() !== '{') {
      labels.push({ line: this.lineAt(this.source.at), text: this.key() });
      this.source.skip(false);
    }
    this.source.take('{');
    if (depth + labels.length >= maxDepth) throw new Broken(this.source.at, `nested more than ${maxDepth} levels deep`, true);
    const inner = this.body(depth + 1 + labels.length);
    const closed = this.source.take('}');
    const value = labels.reduceRight<TreeNode>((node, label) => this.labelMap(label, node), inner);
    this.add(entries, { key: name, line, value }, true);
    if (!closed && !this.stopped) throw new Broken(this.source.at, 'a block is not closed', true);
  }

  /** A comma (version 1) or the end of the line; `}` ends a block written on one line. */
  private endOfStatement(): void {
    this.source.skip(false);
    if (this.source.take(',') || this.source.ended || this.source.peek() === '\n' || this.source.peek() === '\r' || this.source.peek() === '}') return;
    throw new Broken(this.source.at, 'a new line was expected');
  }

  /** A name or a quoted text. */
  private key(): string {
    if (this.source.peek() === '"') return this.quoted().text;
    const name = this.source.name();
    if (name === '') throw new Broken(this.source.at, 'a name was expected');
    return name;
  }

  private expression(depth: number): TreeNode {
    if (depth > maxDepth) throw new Broken(this.source.at, `nested more than ${maxDepth} levels deep`, true);
    this.source.skip(true);
    const begin = this.source.at;
    const value = this.operand(depth);
    if (value !== undefined && !this.source.goesOn()) return value;
    return this.raw(begin);
  }

  /** A plain value; undefined where it is an expression, which is then kept as text. */
  private operand(depth: number): TreeNode | undefined {
    const line = this.lineAt(this.source.at);
    const char = this.source.peek();
    if (char === '"') return { kind: 'scalar', line, ...this.quoted() };
    if (char === '[' || char === '{') return this.collection(char, line, depth);
    const heredoc = this.source.heredoc();
    if (heredoc !== undefined) return { kind: 'scalar', line, text: heredoc, value: heredoc, textLine: line + 1 };
    const number = this.source.number();
    if (number !== undefined) return { kind: 'scalar', line, text: number, value: Number(number) };
    const begin = this.source.at;
    const word = this.source.name();
    if (word === 'true' || word === 'false') return { kind: 'scalar', line, text: word, value: word === 'true' };
    if (word === 'null') return { kind: 'scalar', line, text: '', value: null };
    if ((word === 'jsonencode' || word === 'yamlencode') && this.source.take('(')) return this.encoded(depth);
    this.source.at = begin;
    return undefined;
  }

  private encoded(depth: number): TreeNode | undefined {
    const value = this.expression(depth + 1);
    this.source.skip(true);
    return this.source.take(')') ? value : undefined;
  }

  private collection(open: '[' | '{', line: number, depth: number): TreeNode | undefined {
    if (this.source.isComprehension()) return undefined;
    this.source.take(open);
    const items: TreeNode[] = [];
    const entries = new Map<string, TreeEntry>();
    const close = open === '[' ? ']' : '}';
    for (this.source.skip(true); !this.source.take(close); this.source.skip(true)) {
      if (this.source.ended) throw new Broken(this.source.at, `${close} was expected`);
      if (open === '[') items.push(this.expression(depth + 1));
      else this.element(entries, depth);
      this.source.skip(true);
      this.source.take(',');
    }
    return open === '[' ? { kind: 'list', line, items } : { kind: 'map', line, entries: [...entries.values()] };
  }

  private element(entries: Map<string, TreeEntry>, depth: number): void {
    const line = this.lineAt(this.source.at);
    const computed = this.source.peek() === '(';
    let key = computed ? `\${${this.source.expression(true)}}` : this.key();
    while (this.source.take('.')) key += `.${this.key()}`;
    this.source.skip(true);
    const block = this.source.peek() === '{';
    if (!block && !this.source.take('=') && !this.source.take(':')) throw new Broken(this.source.at, '= was expected');
    this.add(entries, { key, line, value: this.expression(depth + 1) }, block);
  }

  private quoted(): { text: string; value: string } {
    const text = this.source.quoted();
    if (text === undefined) throw new Broken(this.source.at, 'a text is not closed', this.source.exhausted);
    return { text, value: text };
  }

  /** An expression as the JSON form writes it: `${aws_lb.main.dns_name}`. */
  private raw(begin: number): { kind: 'scalar'; line: number; text: string; value: string } {
    this.source.at = begin;
    const text = this.source.expression(false);
    if (this.source.exhausted) throw new Broken(begin, 'a text is not closed', true);
    if (!/^[\p{L}\d_([{"!-]/u.test(text)) throw new Broken(begin, 'a value was expected');
    return { kind: 'scalar', line: this.lineAt(begin), text: `\${${text}}`, value: `\${${text}}` };
  }

  /** Blocks of one name add up (labels join, equal ones make a list); of attributes the last counts. */
  private add(entries: Map<string, TreeEntry>, entry: TreeEntry, block: boolean): void {
    const before = entries.get(entry.key);
    entries.set(entry.key, before === undefined || !block ? entry : { ...before, value: this.joined(before.value, entry.value) });
  }

  private joined(a: TreeNode, b: TreeNode): TreeNode {
    if (a.kind === 'map' && b.kind === 'map' && this.labelled.has(a) && this.labelled.has(b)) {
      const entries = new Map(a.entries.map((entry) => [entry.key, entry]));
      for (const entry of b.entries) this.add(entries, entry, true);
      const merged: TreeMap = { ...a, entries: [...entries.values()] };
      this.labelled.add(merged);
      return merged;
    }
    return { kind: 'list', line: a.line, items: a.kind === 'list' ? [...a.items, b] : [a, b] };
  }

  /** The map that a block's label stands for. */
  private labelMap(label: { text: string; line: number }, value: TreeNode): TreeMap {
    const map: TreeMap = { kind: 'map', line: label.line, entries: [{ key: label.text, line: label.line, value }] };
    this.labelled.add(map);
    return map;
  }
}
