import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Diagnostic, SkipReason } from '../core/extraction.js';
import { lineFinder } from './lines.js';
import type { TreeEntry, TreeMap, TreeNode } from './tree.js';

export interface YamlDocument {
  readonly root: TreeNode;
  /** Line of the file where the document begins. */
  readonly line: number;
  /** A quoted text of it holds `{{` or `{%`: it parses, but something will render it first. */
  readonly templated: boolean;
  /** It has syntax errors (reported); `root` is what could be read. */
  readonly broken: boolean;
}

export interface YamlOptions {
  /** Cheap test on a document's text; documents it refuses are not parsed and not reported. */
  readonly wanted?: (documentText: string) => boolean;
  /** Nothing renders it any more: `{{` is text like any other. */
  readonly final?: boolean;
}

const maxDepth = 200;
const maxNodes = 1_000_000;
const templateMark = /\{\{|\{%/;
const customResourceDefinition = /^kind:\s*["']?CustomResourceDefinition["']?\s*$/m;

/**
 * YAML text to positioned trees, one for each document that is not empty. Goes in: the file's path (for diagnostics only) and its text.
 * Aliases are shared, merge keys resolved, numbers keep their spelling, `%` directives and tags change nothing (a tag is kept as text).
 * CustomResourceDefinitions are left out: they describe no system. Documents that only a template engine can read give reason `template`.
 * Never throws; the limits (depth, expanded aliases, complex keys) answer measured ways to hang the `yaml` package.
 */
export function parseYaml(file: string, text: string, options: YamlOptions = {}): ParsedYaml {
  if (last?.file === file && last.text === text && last.options.wanted === options.wanted && last.options.final === options.final) return last.parsed;
  const parsed = parseParts(file, text, options);
  last = { file, text, options, parsed };
  return parsed;
}

/** The documents of a text, and what could not be read of it. */
export interface ParsedYaml {
  readonly documents: readonly YamlDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Extractors that read one file for different things come one after the other. */
let last: { readonly file: string; readonly text: string; readonly options: YamlOptions; readonly parsed: ParsedYaml } | undefined;

function parseParts(file: string, text: string, options: YamlOptions): ParsedYaml {
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const lineAt = lineFinder(text);
  for (const part of splitDocuments(text)) {
    if (customResourceDefinition.test(part.text) || (options.wanted && !options.wanted(part.text))) continue;
    const lineOf = (offset: number): number => lineAt(part.offset + offset);
    const templated = options.final !== true && templateMark.test(part.text);
    const parsed = parsePart(part.text, lineOf, templated);
    if (parsed.refusal) diagnostics.push({ file, line: parsed.refusal.line, reason: parsed.refusal.reason, message: parsed.refusal.message });
    if (parsed.root) documents.push({ root: parsed.root, line: lineOf(0), templated, broken: parsed.refusal !== undefined });
  }
  return { documents, diagnostics };
}

/** Splits at `---` and `...` in column one, which end a document even inside block scalars. Directives are blanked. */
function splitDocuments(text: string): { text: string; offset: number }[] {
  const parts: { text: string; offset: number }[] = [];
  const marker = /^(---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  let begin = 0;
  const push = (end: number): void => {
    const raw = text.slice(begin, end);
    if (/^[ \t]*[^\s#]/m.test(raw.replace(/^---/, ''))) parts.push({ text: raw.replace(/^%[^\r\n]*/gm, (d) => '#'.padEnd(d.length)), offset: begin });
  };
  for (const match of text.matchAll(marker)) {
    push(match.index);
    begin = match[1] === '...' ? match.index + 3 : match.index;
  }
  push(text.length);
  return parts;
}

interface Refusal {
  readonly line: number;
  readonly reason: SkipReason;
  readonly message: string;
}

function parsePart(text: string, lineOf: (offset: number) => number, templated: boolean): { root?: TreeNode; refusal?: Refusal } {
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      resolveKnownTags: false,
      strict: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const error = document.errors[0];
    if (error && templated) return { refusal: templateRefusal(lineOf(text.search(templateMark))) };
    const conversion = new Conversion(lineOf, text.length, templated);
    const root = document.contents ? conversion.node(document.contents, 0) : undefined;
    if (conversion.templateAt !== undefined) return { refusal: templateRefusal(lineOf(conversion.templateAt)) };
    const refusal = error
      ? {
          line: lineOf(error.pos[0]),
          reason: 'unparsable' as const,
          message: `YAML syntax error: ${describeError(error.message)}. Correct the file; what could be read is used.`,
        }
      : conversion.complaint;
    return { ...(root && { root }), ...(refusal && { refusal }) };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.because };
    const message = 'YAML is nested too deeply to be read. Flatten the file or add it to `ignore`.';
    return { refusal: { line: lineOf(0), reason: 'unparsable', message } };
  }
}

function templateRefusal(line: number): Refusal {
  return { line, reason: 'template', message: 'The document is a template ({{ … }}) that is not rendered here; analyse its rendered form to include it.' };
}

function describeError(message: string): string {
  if (/call stack/i.test(message)) return 'nested too deeply';
  return (message.split('\n')[0] ?? '').slice(0, 160).replace(/[.:]$/, '');
}

class Refused extends Error {
  constructor(readonly because: Refusal) {
    super(because.message);
  }
}

/** One document's nodes to tree nodes: shares aliased nodes and counts what they would expand to. */
class Conversion {
  templateAt: number | undefined;
  complaint: Refusal | undefined;
  private readonly anchors = new Map<string, TreeNode | 'open'>();
  private readonly sizes = new Map<TreeNode, number>();
  private total = 0;

  constructor(
    private readonly lineOf: (offset: number) => number,
    private readonly textLength: number,
    private readonly templated: boolean,
  ) {}

  node(node: Node, depth: number): TreeNode {
    const offset = node.range?.[0] ?? 0;
    const line = this.lineOf(offset);
    if (depth > maxDepth) this.refuse(line, 'unparsable', `nested more than ${maxDepth} levels deep`);
    if (isAlias(node)) return this.alias(node.source, line);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor) this.anchors.set(anchor, 'open');
    const tree = isMap(node) ? this.map(node, line, depth) : isSeq(node) ? this.list(node, line, depth) : this.scalar(node as Scalar, line, offset);
    if (anchor) this.anchors.set(anchor, tree);
    return tree;
  }

  private alias(name: string, line: number): TreeNode {
    const target = this.anchors.get(name);
    if (target !== undefined && target !== 'open') {
      this.count(this.sizes.get(target) ?? 1, line);
      return target;
    }
    const why = target === 'open' ? `The alias *${name} stands inside what it names` : `The alias *${name} has no anchor`;
    this.complaint ??= { line, reason: 'unparsable', message: `${why}; it is read as empty. Correct the file.` };
    return this.sized({ kind: 'scalar', line, text: '', value: null }, 1, line);
  }

  private scalar(node: Scalar, line: number, offset: number): TreeNode {
    const { value, source, type } = node;
    const plain = type === 'PLAIN' || type === undefined;
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    const text = known === null ? '' : typeof known === 'string' ? known : (source ?? String(known));
    if (plain && this.templated && templateMark.test(text)) this.templateAt ??= offset;
    const literal = type === 'BLOCK_LITERAL' ? { textLine: line + 1 } : {};
    const written = { ...(plain ? {} : { quoted: true as const }), ...(node.tag && { tag: node.tag }), ...literal };
    return this.sized({ kind: 'scalar', line, text, value: known, ...written }, 1, line);
  }

  private list(node: YAMLSeq, line: number, depth: number): TreeNode {
    const before = this.total;
    const items = node.items.flatMap((item) => (isNode(item) ? this.node(item, depth + 1) : []));
    return this.sized({ kind: 'list', line, items, ...(node.tag && { tag: node.tag }) }, this.total - before + 1, line);
  }

  private map(node: YAMLMap, line: number, depth: number): TreeNode {
    const before = this.total;
    const own = new Map<string, TreeEntry>();
    const merged = new Map<string, TreeEntry>();
    for (const pair of node.items) {
      const key = this.key(pair, line);
      const value = isNode(pair.value) ? this.node(pair.value, depth + 1) : this.sized({ kind: 'scalar', line: key.line, text: '', value: null }, 1, key.line);
      if (key.merges) this.merge(merged, value);
      else own.set(key.text, { key: key.text, line: key.line, value });
    }
    const entries = merged.size === 0 ? [...own.values()] : [...new Map([...merged, ...own]).values()];
    return this.sized({ kind: 'map', line, entries, ...(node.tag && { tag: node.tag }) }, this.total - before + 1, line);
  }

  /** `<<: *a` and `<<: [*a, *b]`: the earlier wins, the map's own keys win over all. */
  private merge(into: Map<string, TreeEntry>, from: TreeNode): void {
    const sources: readonly TreeNode[] = from.kind === 'list' ? from.items : [from];
    for (const source of sources.filter((s): s is TreeMap => s.kind === 'map')) {
      this.count(source.entries.length, source.line);
      for (const entry of source.entries) if (!into.has(entry.key)) into.set(entry.key, entry);
    }
  }

  private key(pair: Pair, mapLine: number): { text: string; line: number; merges: boolean } {
    const key = pair.key;
    if (!isNode(key)) return { text: '', line: mapLine, merges: false };
    const offset = key.range?.[0] ?? 0;
    const line = this.lineOf(offset);
    if (isAlias(key)) {
      const target = this.alias(key.source, line);
      return { text: target.kind === 'scalar' ? target.text : '', line, merges: false };
    }
    if (!isScalar(key)) {
      if (this.templated) throw new Refused(templateRefusal(line));
      throw new Refused({
        line,
        reason: 'unparsable',
        message: 'A map or list is used as a key, which no manifest has. Correct the file or add it to `ignore`.',
      });
    }
    const tree = this.scalar(key, line, offset);
    if (key.anchor) this.anchors.set(key.anchor, tree);
    const text = tree.kind === 'scalar' ? tree.text : '';
    return { text, line, merges: text === '<<' && (key.type === 'PLAIN' || key.type === undefined) };
  }

  private sized<T extends TreeNode>(tree: T, size: number, line: number): T {
    this.sizes.set(tree, size);
    this.count(1, line);
    return tree;
  }

  private count(nodes: number, line: number): void {
    this.total += nodes;
    if (this.total > maxNodes && this.total > 100 * this.textLength) this.refuse(line, 'too-large', `aliases that expand to more than a million nodes`);
  }

  private refuse(line: number, reason: SkipReason, what: string): never {
    throw new Refused({ line, reason, message: `YAML with ${what} is not read. Simplify the file or add it to \`ignore\`.` });
  }
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}
