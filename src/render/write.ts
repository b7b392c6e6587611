import type { Location } from '../core/location.js';
import type { Placed, PlacedEntry, PlacedScalar } from './placed.js';

/** YAML and where each of its lines comes from. */
export interface Written {
  readonly text: string;
  readonly lines: readonly Location[];
}

/**
 * Objects as YAML documents, every key, item and line of a long text on a line of its own, so that whoever reads the text finds places as exact as those of the
 * sources. Parsing the text gives the trees back.
 */
export function writeDocuments(documents: readonly Placed[]): Written {
  const writer = new Writer();
  for (const document of documents) {
    writer.line('---', document.at);
    writer.node(document, '', '', document.at);
  }
  return { text: writer.text.join('\n') + (writer.text.length > 0 ? '\n' : ''), lines: writer.places };
}

class Writer {
  readonly text: string[] = [];
  readonly places: Location[] = [];

  line(text: string, at: Location): void {
    this.text.push(text);
    this.places.push(at);
  }

  /** `head` is what stands before the value on its line (`  name:`, `  -`); `indent` that of what the value holds. */
  node(node: Placed, head: string, indent: string, at: Location): void {
    const lead = head === '' ? '' : `${head} `;
    if (node.kind === 'scalar') this.scalar(node, lead, indent);
    else if (node.kind === 'list' ? node.items.length === 0 : node.entries.length === 0) this.line(`${lead}${node.kind === 'list' ? '[]' : '{}'}`, node.at);
    else {
      if (head !== '') this.line(head, at);
      if (node.kind === 'list') for (const item of node.items) this.node(item, `${indent}-`, `${indent}  `, item.at);
      else for (const entry of node.entries) this.entry(entry, indent);
    }
  }

  private entry({ key, at, value }: PlacedEntry, indent: string): void {
    const head = `${indent}${JSON.stringify(key)}:`;
    // A scalar's own place counts: a patch changes the value, not the key.
    this.node(value, head, `${indent}  `, at);
  }

  private scalar(node: PlacedScalar, lead: string, indent: string): void {
    if (node.body && isBlock(node.text)) this.block(node.text, node.body, lead, indent, node.at);
    else this.line(`${lead}${spelled(node)}`, node.at);
  }

  private block(text: string, body: Location, lead: string, indent: string, at: Location): void {
    const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
    this.line(`${lead}|2${trailing === 0 ? '-' : trailing === 1 ? '' : '+'}`, at);
    const lines = (trailing === 0 ? text : text.slice(0, -1)).split('\n');
    const inner = indent === '' ? '  ' : indent;
    for (const [i, line] of lines.entries()) this.line(line === '' ? '' : `${inner}${line}`, { file: body.file, line: body.line + i });
  }
}

/** Whether a text stands in a block as it is: no control characters, no line of blanks alone. */
function isBlock(text: string): boolean {
  return /^[\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(text) && !/^[ \t]+$/m.test(text) && /[^\n]/.test(text);
}

function spelled({ value, text }: PlacedScalar): string {
  if (value === null) return 'null';
  // JSON's strings are YAML's double-quoted ones, but for these two, which end a line in YAML.
  return typeof value === 'string'
    ? JSON.stringify(value)
        .replace(/\u2028/g, '\\u2028')
        .replace(/\u2029/g, '\\u2029')
    : text;
}
