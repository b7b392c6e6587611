import type { Location } from '../../core/location.js';
import { numberText, textOf } from './text.js';
import type { Session } from './session.js';
import { type GoList, GoMap, type GoValue, isList, isNil, maxDepth, placeOf, sortedEntries } from './value.js';

/** A line of YAML, and where what it says was written. */
export interface YamlLine {
  readonly text: string;
  readonly at?: Location;
}

const ambiguous =
  /^(?:|~|null|true|false|yes|no|on|off|y|n|\.nan|[-+]?\.inf|[-+]?(?:0x[\da-f_]+|0o?[0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:e[-+]?\d+)?)|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|<<|=)$/i;
const plain = /^[\p{L}\p{N}\p{Co}_./$(+;~^\\<=-][^\p{Cc}\uFEFF]*$/u;
const unsafe = /^[-?:](?:\s|$)|:(?:\s|$)|\s#|^\s|\s$|^(?:---|\.\.\.)/;

/** A value as YAML in block style, as `toYaml` gives it: keys sorted, lists not indented, long texts as blocks. */
export function yamlLines(value: GoValue, session: Session): YamlLine[] {
  const writer = new Writer(session);
  writer.value(value, { pad: '', lead: '', at: undefined, depth: 0 });
  return writer.lines;
}

interface Position {
  /** Before every line but the first. */
  readonly pad: string;
  /** Before the first line: what stands on it already, `key: ` or `- `. */
  readonly lead: string;
  readonly at: Location | undefined;
  readonly depth: number;
}

class Writer {
  readonly lines: YamlLine[] = [];

  constructor(private readonly session: Session) {}

  value(value: GoValue, position: Position): void {
    if (value instanceof GoMap && value.size > 0 && position.depth < maxDepth) this.map(value, position);
    else if (isList(value) && value.length > 0 && position.depth < maxDepth) this.list(value, position);
    else {
      const [first = '', ...rest] = scalarLines(value, this.session);
      this.line(position.lead + first, position.at);
      for (const line of rest) this.line(line === '' ? '' : position.pad + line, position.at);
    }
  }

  private map(map: GoMap, { pad, lead, depth }: Position): void {
    let before = lead;
    for (const [key, value] of sortedEntries(map)) {
      const at = placeOf(map, key);
      const name = `${before}${quotedText(key)}:`;
      const nested = isContainer(value) && depth + 1 < maxDepth;
      if (nested) this.line(name, at);
      if (nested) this.value(value, { pad: isList(value) ? pad : `${pad}  `, lead: isList(value) ? pad : `${pad}  `, at, depth: depth + 1 });
      else this.value(value, { pad, lead: `${name} `, at, depth: depth + 1 });
      before = pad;
    }
  }

  private list(list: GoList, { pad, lead, depth }: Position): void {
    let before = lead;
    for (const [i, value] of list.entries()) {
      this.value(value, { pad: isContainer(value) ? `${pad}  ` : pad, lead: `${before}- `, at: placeOf(list, i), depth: depth + 1 });
      before = pad;
    }
  }

  private line(text: string, at: Location | undefined): void {
    this.session.spend(1 + text.length / 100);
    this.lines.push(at === undefined ? { text } : { text, at });
  }
}

function isContainer(value: GoValue): boolean {
  return (value instanceof GoMap && value.size > 0) || (isList(value) && value.length > 0);
}

/** Lines of a scalar; those after the first are the content of a block, two columns in. */
function scalarLines(value: GoValue, session: Session): string[] {
  if (isNil(value)) return ['null'];
  if (value instanceof GoMap) return ['{}'];
  if (isList(value)) return ['[]'];
  if (typeof value === 'number') return [Number.isFinite(value) ? numberText(value) : `.${String(value).slice(0, -5).toLowerCase().replace('infi', 'inf')}`];
  if (typeof value !== 'string') return [textOf(value, session)];
  if (value.includes('\n') && !/^\s|[^\P{Cc}\n\t]/u.test(value)) {
    const keep = value.endsWith('\n\n') ? '+' : value.endsWith('\n') ? '' : '-';
    const text = value.endsWith('\n') ? value.slice(0, -1) : value;
    return [`|${keep}`, ...text.split('\n').map((line) => (line === '' ? '' : `  ${line}`))];
  }
  return [quotedText(value)];
}

/** A text as a YAML scalar of one line, in quotes where it needs them. */
function quotedText(text: string): string {
  if ((text.length < 100 && ambiguous.test(text)) || /\p{Cc}|\uFEFF/u.test(text)) return JSON.stringify(text);
  return plain.test(text) && !unsafe.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
