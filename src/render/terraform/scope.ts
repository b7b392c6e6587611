import type { Location } from '../../core/location.js';
import { hasUnknown, markUnknown } from '../../parse/marks.js';
import { joinPath } from '../../parse/paths.js';
import { get, type TreeNode } from '../../parse/tree.js';
import { attributeOf, intrinsicOf, refTo } from '../cloud/intrinsics.js';
import { at, items, type Placed, type PlacedEntry, scalar, text } from '../placed.js';
import { type Expression, parseTemplate } from './expression.js';
import type { Block, Module, Written } from './modules.js';
import { referenceOf } from './references.js';

const maxDepth = 40;
const maxNodes = 200_000;

/** One use of a module: with what it is given, and the modules that it calls. */
export class Scope {
  readonly children = new Map<string, Scope>();
  private nodes = 0;
  private readonly open = new Set<string>();

  constructor(
    readonly module: Module,
    /** The call that makes it, in the scope around it; absent for a root. */
    readonly call: { readonly block: Block; readonly scope: Scope } | undefined,
    /** Prefix of the logical ids of its resources. */
    readonly prefix: string,
    /** Folder of the module that no other calls. */
    readonly rootFolder: string,
  ) {}

  /** A written value with everything filled in; a resource's attribute is a call of CloudFormation. */
  value(node: TreeNode, file: string, depth = 0): Placed {
    this.nodes += 1;
    const place = { file, line: node.line };
    if (depth > maxDepth || this.nodes > maxNodes) return unknown('too deep', place);
    if (node.kind === 'list') return { kind: 'list', at: place, items: node.items.map((item) => this.value(item, file, depth + 1)) };
    if (node.kind === 'map') {
      const entries = node.entries.map(
        (e): PlacedEntry => ({ key: this.key(e.key, place), at: { file, line: e.line }, value: this.value(e.value, file, depth + 1) }),
      );
      return { kind: 'map', at: place, entries };
    }
    if (typeof node.value !== 'string' || !node.text.includes('${')) return { kind: 'scalar', at: place, value: node.value, text: node.text };
    return this.evaluated(parseTemplate(node.text), place, depth + 1);
  }

  /** The value of an argument of a block. */
  argument(block: Written, ...path: readonly string[]): Placed | undefined {
    const node = get(block.node, ...path);
    return node === undefined || (node.kind === 'scalar' && node.value === null) ? undefined : this.value(node, block.file);
  }

  private key(written: string, place: Location): string {
    return written.includes('${') ? (text(this.evaluated(parseTemplate(written), place, 1)) ?? written) : written;
  }

  private evaluated(expression: Expression, place: Location, depth: number): Placed {
    if (depth > maxDepth) return unknown('too deep', place);
    switch (expression.k) {
      case 'text':
        return scalar(expression.text, place);
      case 'unknown':
        return unknown('expression', place);
      case 'path':
        return this.path(expression.steps, place, depth);
      case 'list':
        return { kind: 'list', at: place, items: expression.items.map((item) => this.evaluated(item, place, depth + 1)) };
      case 'map':
        return {
          kind: 'map',
          at: place,
          entries: expression.entries.map(([key, value]) => ({
            key: text(this.evaluated(key, place, depth + 1)) ?? '?',
            at: place,
            value: this.evaluated(value, place, depth + 1),
          })),
        };
      case 'template':
        return joined(
          expression.parts.map((part) => this.evaluated(part, place, depth + 1)),
          place,
        );
      case 'choice': {
        const truth = this.truth(expression.test, place, depth);
        const [yes, no] = [expression.yes, expression.no].map((branch) => this.evaluated(branch, place, depth + 1));
        if (yes === undefined || no === undefined || truth !== undefined) return (truth === false ? no : yes) ?? unknown('choice', place);
        return text(yes) === text(no) ? yes : unknown('choice', place);
      }
      case 'compare': {
        const truth = this.truth(expression, place, depth);
        return truth === undefined ? unknown('comparison', place) : scalar(String(truth), place);
      }
      case 'call':
        return this.called(expression.name, expression.args, place, depth);
    }
  }

  private truth(expression: Expression, place: Location, depth: number): boolean | undefined {
    if (expression.k === 'compare') {
      const [left, right] = [expression.left, expression.right].map((side) => text(this.evaluated(side, place, depth + 1)));
      return left === undefined || right === undefined || hasUnknown(left) || hasUnknown(right) ? undefined : (left === right) === expression.equal;
    }
    const said = text(this.evaluated(expression, place, depth + 1));
    return said === 'true' ? true : said === 'false' ? false : undefined;
  }

  private called(name: string, written: readonly Expression[], place: Location, depth: number): Placed {
    const args = written.map((arg) => this.evaluated(arg, place, depth + 1));
    const [first, second, third] = args;
    const said = first === undefined ? undefined : text(first);
    switch (name) {
      case 'format':
        return formatted(said, args.slice(1), place);
      case 'join':
        return joined(
          items(second).flatMap((item, i) => (i === 0 ? [item] : [scalar(said ?? '', place), item])),
          place,
        );
      case 'lower':
        return said === undefined ? unknown(name, place) : scalar(said.toLowerCase(), place);
      case 'upper':
        return said === undefined ? unknown(name, place) : scalar(said.toUpperCase(), place);
      case 'replace': {
        const [from, to] = [second && text(second), third && text(third)];
        return said === undefined || from === undefined || to === undefined || from.startsWith('/')
          ? unknown(name, place)
          : scalar(said.replaceAll(from, to), place);
      }
      case 'coalesce':
      case 'try':
        return args.find((arg) => text(arg) === undefined || (text(arg) !== '' && !hasUnknown(text(arg) ?? ''))) ?? first ?? unknown(name, place);
      case 'lookup':
        return at(first, text(second ?? scalar('', place)) ?? '') ?? third ?? unknown(name, place);
      case 'element':
        return items(first)[Number(second === undefined ? 0 : text(second))] ?? unknown(name, place);
      case 'merge':
        return { kind: 'map', at: place, entries: args.flatMap((arg) => (arg.kind === 'map' ? arg.entries : [])) };
      case 'concat':
        return { kind: 'list', at: place, items: args.flatMap((arg) => items(arg)) };
      case 'tostring':
      case 'trimspace':
      case 'tolist':
      case 'toset':
      case 'tomap':
      case 'sensitive':
      case 'nonsensitive':
      case 'jsonencode':
      case 'abspath':
        return first ?? unknown(name, place);
      default:
        return unknown(name, place);
    }
  }

  private path(steps: readonly string[], place: Location, depth: number): Placed {
    const [head = '', name = '', ...rest] = steps;
    switch (head) {
      case 'var':
        return this.once(`var ${name}`, steps, place, () => down(this.variable(name, place, depth), rest));
      case 'local': {
        const written = this.module.locals.get(name);
        return this.once(`local ${name}`, steps, place, () =>
          written === undefined ? undefined : down(this.value(written.node, written.file, depth + 1), rest),
        );
      }
      case 'module': {
        const child = this.children.get(name);
        const step = rest[0]?.startsWith('$') === true || /^\d+$/.test(rest[0] ?? '') ? 1 : 0;
        const output = child?.module.outputs.get(rest[step] ?? '');
        return this.once(`module ${name}.${rest[step]}`, steps, place, () => {
          const value = output === undefined ? undefined : get(output.node, 'value');
          return child === undefined || output === undefined || value === undefined
            ? undefined
            : down(child.value(value, output.file, depth + 1), rest.slice(step + 1));
        });
      }
      case 'path':
        return scalar(name === 'module' ? this.module.folder : '.', place);
      case 'terraform':
        return scalar('default', place);
      case 'data':
        return this.read(rest.length > 0 ? [name, ...rest] : [name], place);
      default:
        return this.reference(head, name, rest, place);
    }
  }

  /** A data source: a file that is packed stands for its folder; all else only a deployment knows. */
  private read([type = '', name = '', ...rest]: readonly string[], place: Location): Placed {
    const block = this.module.data.get(`${type}.${name}`);
    if (type === 'archive_file' && block !== undefined && rest[0] === 'output_path') {
      const packed = this.argument(block, 'source_dir') ?? this.argument(block, 'source_file');
      if (packed !== undefined) return packed.kind === 'scalar' ? { ...packed, at: place } : packed;
    }
    return unknown(['data', type, name, ...rest].join('.'), place);
  }

  private reference(type: string, name: string, rest: readonly string[], place: Location): Placed {
    const block = this.module.resources.get(`${type}.${name}`);
    const attributes = rest.filter((step) => !/^(\d+|\*|\$\{.*)$/.test(step));
    const found = block === undefined ? undefined : referenceOf(type, attributes.join('.'));
    if (found === undefined) return unknown([type, name, ...rest].join('.'), place);
    const id = this.idOf(type, name);
    if (found.kind === 'argument') return this.argument(block as Block, found.name) ?? unknown([type, name, ...rest].join('.'), place);
    return found.kind === 'ref' ? refTo(id, place) : attributeOf(id, found.name, place);
  }

  /** The logical id of a resource: its name, with its type where several resources of the module bear the name. */
  idOf(type: string, name: string): string {
    const alone = [...this.module.resources.values()].filter((r) => r.name === name).length === 1;
    return `${this.prefix}${alone ? name : `${name}-${type.replace(/^aws_/, '')}`}`.replace(/\./g, '-');
  }

  private variable(name: string, place: Location, depth: number): Placed | undefined {
    const given = this.call === undefined ? undefined : get(this.call.block.node, name);
    if (given !== undefined && this.call !== undefined) return this.call.scope.value(given, this.call.block.file, depth + 1);
    const set = this.call === undefined ? this.module.values.get(name) : undefined;
    if (set !== undefined) return this.value(set.node, set.file, depth + 1);
    const declared = this.module.variables.get(name);
    const fallback = declared === undefined ? undefined : get(declared.node, 'default');
    if (declared === undefined || fallback === undefined || (fallback.kind === 'scalar' && fallback.value === null)) return unknown(name, place);
    return this.value(fallback, declared.file, depth + 1);
  }

  /** What names itself is unknown. */
  private once(key: string, steps: readonly string[], place: Location, read: () => Placed | undefined): Placed {
    if (this.open.has(key)) return unknown(steps.join('.'), place);
    this.open.add(key);
    const found = read();
    this.open.delete(key);
    if (found === undefined) return unknown(steps.join('.'), place);
    if (found.kind === 'scalar') return { kind: 'scalar', at: place, value: found.value, text: found.text };
    return intrinsicOf(found) === undefined ? found : { ...found, at: place };
  }

  /** A path of the tree that a text says, seen from the module's folder. */
  pathOf(written: Placed | undefined): string | undefined {
    const said = written === undefined ? undefined : text(written);
    if (said === undefined || hasUnknown(said) || said.startsWith('/')) return undefined;
    return said === this.module.folder || said.startsWith(`${this.module.folder}/`) || this.module.folder === '.'
      ? joinPath('.', said)
      : joinPath(this.module.folder, said);
  }
}

function down(value: Placed | undefined, steps: readonly string[]): Placed | undefined {
  let current = value;
  for (const step of steps) current = current?.kind === 'list' ? current.items[Number(step)] : at(current, step);
  return current;
}

function unknown(what: string, place: Location): Placed {
  return scalar(markUnknown(what === '' ? '?' : what, 'parameter'), place);
}

/** A text of parts; with references among them it is put together later. */
function joined(parts: readonly Placed[], place: Location): Placed {
  if (parts.every((part) => part.kind === 'scalar')) return scalar(parts.map((part) => text(part) ?? '').join(''), place);
  const list: Placed = { kind: 'list', at: place, items: [scalar('', place), { kind: 'list', at: place, items: parts }] };
  return { kind: 'map', at: place, entries: [{ key: 'Fn::Join', at: place, value: list }] };
}

/** `format("%s-orders", var.env)`: plain verbs. */
function formatted(pattern: string | undefined, args: readonly Placed[], place: Location): Placed {
  if (pattern === undefined) return unknown('format', place);
  let next = 0;
  const parts = pattern.split(/(%[sdvq])/).map((part): Placed => (/^%[sdvq]$/.test(part) ? (args[next++] ?? unknown('format', place)) : scalar(part, place)));
  return joined(parts, place);
}
