import type { Location } from '../../core/location.js';
import { markUnknown } from '../../parse/marks.js';
import { folderOf, isRelativePath, joinPath } from '../../parse/paths.js';
import { at, entries, items, type Placed, type PlacedEntry, type PlacedMap, scalar, text } from '../placed.js';
import type { Documents } from '../cloud/documents.js';

const maxDepth = 40;
const maxNodes = 200_000;
const maxSteps = 60;

/** What a service's variables are filled from besides its own file. */
export interface Given {
  /** What a compose file gives under `params`. */
  readonly params: ReadonlyMap<string, Placed>;
}

/**
 * Fills the variables of the Serverless Framework: `self`, `file`, `param`, `opt` and `sls:stage` by what the files say, `env`, `ssm` and the like by their
 * fallbacks, `cf` by a reference to another stack's output. What none of them tells is a mark. Never throws.
 */
export class Variables {
  private nodes = 0;
  private readonly open = new Set<string>();

  constructor(
    private readonly file: string,
    private readonly root: PlacedMap,
    private readonly documents: Documents,
    private readonly given: Given,
  ) {}

  /** A value with its variables filled in. */
  filled(node: Placed, depth = 0): Placed {
    this.nodes += 1;
    if (depth > maxDepth || this.nodes > maxNodes) return scalar(markUnknown('too deep', 'too-many'), node.at);
    if (node.kind === 'list') return { ...node, items: node.items.map((item) => this.filled(item, depth + 1)) };
    if (node.kind === 'map')
      return {
        ...node,
        entries: node.entries.map((entry): PlacedEntry => ({ ...entry, key: this.key(entry.key), value: this.filled(entry.value, depth + 1) })),
      };
    return typeof node.value === 'string' && node.text.includes('${') ? this.text(node.text, node.at, depth) : node;
  }

  private key(written: string): string {
    return written.includes('${') ? (text(this.text(written, { file: this.file, line: 1 }, 0)) ?? written) : written;
  }

  /** A text with variables: a single one may be any value. */
  private text(written: string, place: Location, depth: number): Placed {
    let rest = written;
    const parts: Placed[] = [];
    for (let step = 0; step < maxSteps; step++) {
      const inner = innermost(rest);
      if (inner === undefined) break;
      const value = this.variable(inner.body, place, depth + 1);
      if (inner.begin === 0 && inner.end === rest.length) return moved(value, place);
      const known = text(value) ?? (value.kind === 'scalar' ? '' : undefined);
      if (known !== undefined) rest = rest.slice(0, inner.begin) + known + rest.slice(inner.end);
      else if (isReference(value)) {
        parts.push(value);
        rest = `${rest.slice(0, inner.begin)}\u0000${parts.length - 1}\u0000${rest.slice(inner.end)}`;
      } else rest = rest.slice(0, inner.begin) + markUnknown(inner.body, 'dynamic') + rest.slice(inner.end);
    }
    return parts.length === 0 ? scalar(rest, place) : joined(rest, parts, place);
  }

  /** The first of the sources that tells; else what the last says of itself. */
  private variable(body: string, place: Location, depth: number): Placed {
    const sources = splitAtCommas(body);
    for (const source of sources) {
      const value = this.source(source, place, depth);
      if (value !== undefined) return value;
    }
    return scalar(markUnknown(body, 'parameter'), place);
  }

  private source(written: string, place: Location, depth: number): Placed | undefined {
    const quoted = /^(['"])(.*)\1$/s.exec(written);
    if (quoted !== null) return scalar(quoted[2] ?? '', place);
    if (/^(true|false|null|-?\d+(\.\d+)?)$/.test(written)) return { kind: 'scalar', at: place, value: written, text: written };
    const [, name = '', argument = '', address = ''] = /^(\w+)(?:\(([^)]*)\))?:?(.*)$/s.exec(written) ?? [];
    switch (name) {
      case 'self':
        return this.own(address, depth);
      case 'opt':
        return address === 'stage' && !this.open.has('stage') ? this.stage(place, depth) : undefined;
      case 'sls':
        return address === 'stage' ? this.stage(place, depth) : undefined;
      case 'file':
        return this.included(argument, address, depth);
      case 'param':
        return this.param(address, place, depth);
      case 'cf':
        return address === '' ? undefined : { kind: 'map', at: place, entries: [{ key: 'Fn::StackOutput', at: place, value: scalar(address, place) }] };
      case 'strToBool':
        return scalar(argument, place);
      default:
        return undefined;
    }
  }

  /** `self:custom.name`; alone it is the whole file, which nothing needs. */
  private own(address: string, depth: number): Placed | undefined {
    const path = address.split('.').filter((part) => part !== '');
    const key = `self ${address}`;
    if (path.length === 0 || this.open.has(key)) return undefined;
    if (address === 'service.name' || address === 'service') return this.name();
    this.open.add(key);
    const found = this.down(this.root, path, depth);
    this.open.delete(key);
    return found;
  }

  private name(): Placed | undefined {
    const written = at(this.root, 'service', 'name') ?? at(this.root, 'service');
    return written?.kind === 'scalar' && !written.text.includes('${self:service') ? this.filled(written) : undefined;
  }

  /** Follows keys and indexes; what is on the way may be a variable itself. */
  private down(from: Placed, path: readonly string[], depth: number): Placed | undefined {
    let current: Placed | undefined = from;
    for (const step of path) {
      if (current?.kind === 'scalar' && current.text.includes('${')) current = this.text(current.text, current.at, depth + 1);
      current = current?.kind === 'list' ? current.items[Number(step)] : at(current, step);
    }
    return current === undefined || (current.kind === 'scalar' && current.value === null) ? undefined : this.filled(current, depth + 1);
  }

  /** The stage that nobody chose: the provider's, else `dev`. */
  stage(place: Location, depth = 0): Placed {
    const written = at(this.root, 'provider', 'stage');
    if (written === undefined || this.open.has('stage')) return scalar('dev', place);
    this.open.add('stage');
    const value = text(this.filled(written, depth + 1));
    this.open.delete('stage');
    return scalar(value === undefined || value === '' || /[\u{10F000}]/u.test(value) ? 'dev' : value, place);
  }

  private param(name: string, place: Location, depth: number): Placed | undefined {
    const stage = text(this.stage(place, depth)) ?? 'dev';
    const own = [
      at(this.root, 'params', stage, name),
      at(this.root, 'stages', stage, 'params', name),
      this.given.params.get(name),
      at(this.root, 'params', 'default', name),
      at(this.root, 'stages', 'default', 'params', name),
    ].find((value) => value !== undefined);
    const key = `param ${name}`;
    if (own === undefined || this.open.has(key)) return undefined;
    this.open.add(key);
    const value = this.filled(own, depth + 1);
    this.open.delete(key);
    return value;
  }

  /** `file(./x.yml):a.b`; programs are not run. */
  private included(written: string, address: string, depth: number): Placed | undefined {
    const path = written.trim().replace(/^~\//, '');
    const file = joinPath(folderOf(this.file), path);
    const key = `file ${file} ${address}`;
    if (!isRelativePath(path) || file.startsWith('..') || this.open.has(key) || !/\.(ya?ml|json)$/i.test(file)) return undefined;
    const document = this.documents.document(file);
    if (document === undefined) return undefined;
    this.open.add(key);
    const found = this.down(
      document,
      address.split('.').filter((part) => part !== ''),
      depth,
    );
    this.open.delete(key);
    return found;
  }
}

/** The first variable that holds no other; `${AWS::Region}` and `${Name}` are CloudFormation's. */
function innermost(written: string): { readonly begin: number; readonly end: number; readonly body: string } | undefined {
  const pattern = /\$\{([a-zA-Z]\w*(?:\([^(){}]*\))?:[^${}]*|[a-zA-Z]\w*\([^(){}]*\)[^${}]*)\}/g;
  for (const match of written.matchAll(pattern)) {
    const body = match[1] ?? '';
    if (/^\w+::/.test(body)) continue;
    return { begin: match.index, end: match.index + match[0].length, body: body.trim() };
  }
  return undefined;
}

function splitAtCommas(body: string): string[] {
  const parts: string[] = [];
  let quote = '';
  let depth = 0;
  let begin = 0;
  for (let i = 0; i < body.length; i++) {
    const char = body[i] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push(body.slice(begin, i).trim());
      begin = i + 1;
    }
  }
  return [...parts, body.slice(begin).trim()].filter((part) => part !== '');
}

/** A call of CloudFormation: it has its text later. */
function isReference(node: Placed): boolean {
  const [entry, more] = entries(node);
  return entry !== undefined && more === undefined && (entry.key === 'Ref' || entry.key.startsWith('Fn::'));
}

/** A text with references in it, as `Fn::Join`. */
function joined(whole: string, parts: readonly Placed[], place: Location): PlacedMap {
  const pieces = whole.split('\u0000').map((piece, i): Placed => (i % 2 === 0 ? scalar(piece, place) : (parts[Number(piece)] ?? scalar('', place))));
  const list: Placed = { kind: 'list', at: place, items: [scalar('', place), { kind: 'list', at: place, items: pieces }] };
  return { kind: 'map', at: place, entries: [{ key: 'Fn::Join', at: place, value: list }] };
}

/** A text stands where it is used; what has several lines where it was written. */
function moved(node: Placed, place: Location): Placed {
  return node.kind === 'scalar' ? { kind: 'scalar', at: place, value: node.value, text: node.text } : node;
}

/** Maps of a list in one, as `resources` and `functions` may be written; later keys win. */
export function merged(node: Placed | undefined): PlacedMap | undefined {
  if (node?.kind === 'map') return node;
  const maps = items(node).flatMap((item) => (item.kind === 'map' ? [item] : []));
  const [first] = maps;
  if (first === undefined) return undefined;
  const all = new Map<string, PlacedEntry>();
  for (const map of maps)
    for (const entry of map.entries) {
      const before = all.get(entry.key);
      const both =
        before?.value.kind === 'map' && entry.value.kind === 'map'
          ? { ...before.value, entries: [...before.value.entries, ...entry.value.entries] }
          : undefined;
      all.set(entry.key, both === undefined ? entry : { ...entry, value: both });
    }
  return { ...first, entries: [...all.values()] };
}
