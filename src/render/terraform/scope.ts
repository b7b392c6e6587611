import type { Location } from '../../core/location.js';
import { hasUnknown } from '../../parse/marks.js';
import { joinPath } from '../../parse/paths.js';
import { get, itemsOrOne, textOf, type TreeNode } from '../../parse/tree.js';
import { attributeOf, intrinsicOf, refTo } from '../cloud/intrinsics.js';
import { at, type Placed, type PlacedEntry, scalar, text } from '../placed.js';
import { type Bindings, down, keyAndValue, type Made, none, pairs } from './bindings.js';
import { type Expression, parseTemplate, type Step } from './expression.js';
import { called, joined, unknown } from './functions.js';
import type { Block, Module, Written } from './modules.js';
import { type Reference, referenceOf, referencesOf } from './references.js';

const maxDepth = 40;
const maxNodes = 200_000;
const maxInstances = 100;

/** One use of a module: with what it is given, and the modules that it calls. */
export class Scope {
  readonly children = new Map<string, { readonly key?: string; readonly scope: Scope }[]>();
  private nodes = 0;
  private readonly open = new Set<string>();
  private readonly made = new Map<Block, readonly Made[]>();

  constructor(
    readonly module: Module,
    /** The call that makes it, in the scope around it; absent for a root. */
    readonly call: { readonly block: Block; readonly scope: Scope; readonly bindings: Bindings } | undefined,
    /** Prefix of the logical ids of its resources. */
    readonly prefix: string,
    /** Folder of the module that no other calls. */
    readonly rootFolder: string,
  ) {}

  /** What a block makes: one for each key of `for_each`, none for a count of 0. Keys that nobody knows make one. */
  instancesOf(block: Block): readonly Made[] {
    const known = this.made.get(block);
    if (known !== undefined) return known;
    // A block that stands on itself has no keys.
    this.made.set(block, [{ bindings: none }]);
    const count = this.argument(block, none, 'count');
    const over = this.argument(block, none, 'for_each');
    const keyed = over === undefined ? [] : pairs(over).map(([key, value]) => ({ key, bindings: new Map([['each', keyAndValue(key, value)]]) }));
    const all: readonly Made[] = count !== undefined && text(count) === '0' ? [] : keyed.length > 0 ? keyed.slice(0, maxInstances) : [{ bindings: none }];
    this.made.set(block, all);
    return all;
  }

  /** The value of an argument of a block; of blocks that a `dynamic` makes, the one or the list. */
  argument(block: Written, bindings: Bindings, ...path: readonly string[]): Placed | undefined {
    const [first = '', ...rest] = path;
    const node = get(block.node, first);
    const dynamic = get(block.node, 'dynamic', first);
    const found =
      node === undefined && dynamic !== undefined ? this.repeated(dynamic, first, block.file, bindings) : node && this.value(node, block.file, bindings);
    const value = down(found, rest);
    return value === undefined || (value.kind === 'scalar' && value.value === null) ? undefined : value;
  }

  /** What `dynamic` blocks of one label make. */
  private repeated(dynamic: TreeNode, label: string, file: string, bindings: Bindings): Placed | undefined {
    const made = itemsOrOne(dynamic).flatMap((one) => {
      const over = get(one, 'for_each');
      const content = get(one, 'content');
      if (over === undefined || content === undefined) return [];
      const name = textOf(get(one, 'iterator'))?.replace(/^\$\{(.*)\}$/, '$1') ?? label;
      const all = pairs(this.value(over, file, bindings)).slice(0, maxInstances);
      return all.map(([key, value]) => this.value(content, file, new Map([...bindings, [name, keyAndValue(key, value)]])));
    });
    return made.length === 1 ? made[0] : { kind: 'list', at: { file, line: dynamic.line }, items: made };
  }

  /** A written value with everything filled in; a resource's attribute is a call of CloudFormation. */
  value(node: TreeNode, file: string, bindings: Bindings, depth = 0): Placed {
    this.nodes += 1;
    const place = { file, line: node.line };
    if (depth > maxDepth || this.nodes > maxNodes) return unknown('too deep', place);
    if (node.kind === 'list') return { kind: 'list', at: place, items: node.items.map((item) => this.value(item, file, bindings, depth + 1)) };
    if (node.kind === 'map') {
      const all = node.entries.map(
        (e): PlacedEntry => ({ key: this.key(e.key, place, bindings), at: { file, line: e.line }, value: this.value(e.value, file, bindings, depth + 1) }),
      );
      return { kind: 'map', at: place, entries: all };
    }
    if (typeof node.value !== 'string' || !node.text.includes('${')) return { kind: 'scalar', at: place, value: node.value, text: node.text };
    return this.evaluated(parseTemplate(node.text), place, bindings, depth + 1);
  }

  private key(written: string, place: Location, bindings: Bindings): string {
    return written.includes('${') ? (text(this.evaluated(parseTemplate(written), place, bindings, 1)) ?? written) : written;
  }

  private evaluated(expression: Expression, place: Location, bindings: Bindings, depth: number): Placed {
    this.nodes += 1;
    if (depth > maxDepth || this.nodes > maxNodes) return unknown('too deep', place);
    const inner = (part: Expression): Placed => this.evaluated(part, place, bindings, depth + 1);
    switch (expression.k) {
      case 'text':
        return scalar(expression.text, place);
      case 'unknown':
        return unknown('expression', place);
      case 'path':
        return this.path(expression.steps, place, bindings, depth);
      case 'list':
        return { kind: 'list', at: place, items: expression.items.map(inner) };
      case 'map':
        return {
          kind: 'map',
          at: place,
          entries: expression.entries.map(([key, value]) => ({ key: text(inner(key)) ?? '?', at: place, value: inner(value) })),
        };
      case 'template':
        return joined(expression.parts.map(inner), place);
      case 'for':
        return this.comprehended(expression, place, bindings, depth);
      case 'choice': {
        const truth = this.truth(expression.test, place, bindings, depth);
        const [yes, no] = [inner(expression.yes), inner(expression.no)];
        if (truth !== undefined) return truth ? yes : no;
        return text(yes) === text(no) ? yes : unknown('choice', place);
      }
      case 'compare': {
        const truth = this.truth(expression, place, bindings, depth);
        return truth === undefined ? unknown('comparison', place) : scalar(String(truth), place);
      }
      case 'call':
        return called(expression.name, expression.args.map(inner), place);
    }
  }

  private comprehended(written: Extract<Expression, { k: 'for' }>, place: Location, bindings: Bindings, depth: number): Placed {
    const over = this.evaluated(written.over, place, bindings, depth + 1);
    const [first = '', second] = written.names;
    const made = pairs(over)
      .slice(0, maxInstances)
      .flatMap(([key, value]): PlacedEntry[] => {
        const bound = new Map([
          ...bindings,
          ...(second === undefined ? [[first, value] as const] : [[first, scalar(key, place)] as const, [second, value] as const]),
        ]);
        if (written.test !== undefined && this.truth(written.test, place, bound, depth) === false) return [];
        const name = written.key === undefined ? key : (text(this.evaluated(written.key, place, bound, depth + 1)) ?? key);
        return [{ key: name, at: place, value: this.evaluated(written.value, place, bound, depth + 1) }];
      });
    return written.key === undefined ? { kind: 'list', at: place, items: made.map((e) => e.value) } : { kind: 'map', at: place, entries: made };
  }

  private truth(expression: Expression, place: Location, bindings: Bindings, depth: number): boolean | undefined {
    if (expression.k === 'compare') {
      const [left, right] = [expression.left, expression.right].map((side) => this.evaluated(side, place, bindings, depth + 1));
      // A resource is never nothing, nor a plain text.
      if ((left?.kind === 'scalar') !== (right?.kind === 'scalar')) return !expression.equal;
      const [a, b] = [left && text(left), right && text(right)];
      return a === undefined || b === undefined || hasUnknown(a) || hasUnknown(b) ? undefined : (a === b) === expression.equal;
    }
    const said = text(this.evaluated(expression, place, bindings, depth + 1));
    return said === 'true' ? true : said === 'false' ? false : undefined;
  }

  /** The steps of a path as texts; an index that nobody knows is `?`. */
  private path(steps: readonly Step[], place: Location, bindings: Bindings, depth: number): Placed {
    const names = steps.map((step) => (typeof step === 'string' ? step : (text(this.evaluated(step.index, place, bindings, depth + 1)) ?? '?')));
    const [head = '', name = '', ...rest] = names;
    const shown = names.join('.');
    const bound = bindings.get(head);
    if (bound !== undefined)
      return at(bound, name) === undefined && names.length > 1 ? unknown(shown, place) : (down(bound, names.slice(1)) ?? unknown(shown, place));
    switch (head) {
      case 'var':
        return this.once(`var ${name}`, shown, place, () => down(this.variable(name, place, depth), rest));
      case 'local': {
        const written = this.module.locals.get(name);
        return this.once(`local ${name}`, shown, place, () => written && down(this.value(written.node, written.file, none, depth + 1), rest));
      }
      case 'module':
        return this.output(name, typeof steps[2] === 'object' ? rest[0] : undefined, typeof steps[2] === 'object' ? rest.slice(1) : rest, shown, place, depth);
      case 'path':
        return scalar(name === 'module' ? this.module.folder : '.', place);
      case 'terraform':
        return scalar('default', place);
      case 'data':
        return this.read(names.slice(1), place);
      default:
        return this.resource(head, name, typeof steps[2] === 'object' ? rest[0] : undefined, typeof steps[2] === 'object' ? rest.slice(1) : rest, place);
    }
  }

  private output(name: string, key: string | undefined, rest: readonly string[], shown: string, place: Location, depth: number): Placed {
    const all = this.children.get(name) ?? [];
    const child = key === undefined ? all[0] : (all.find((c) => c.key === key) ?? (all.length === 1 && all[0]?.key === undefined ? all[0] : undefined));
    const output = child?.scope.module.outputs.get(rest[0] ?? '');
    const value = output === undefined ? undefined : get(output.node, 'value');
    return this.once(`module ${name}.${key}.${rest[0]}`, shown, place, () =>
      child === undefined || output === undefined || value === undefined
        ? undefined
        : down(child.scope.value(value, output.file, none, depth + 1), rest.slice(1)),
    );
  }

  /** A data source: a file that is packed stands for its folder; all else only a deployment knows. */
  private read([type = '', name = '', ...rest]: readonly string[], place: Location): Placed {
    const block = this.module.data.get(`${type}.${name}`);
    const packed = type !== 'archive_file' || block === undefined || rest.at(-1) !== 'output_path' ? undefined : this.argument(block, none, 'source_dir');
    const file =
      packed === undefined && type === 'archive_file' && block !== undefined && rest.at(-1) === 'output_path'
        ? this.argument(block, none, 'source_file')
        : packed;
    return file?.kind === 'scalar' ? { ...file, at: place } : unknown(['data', type, name, ...rest].join('.'), place);
  }

  /** An attribute of a resource, or all that is known of it: of one, of each by its key, or (`*`) of all as a list. */
  private resource(type: string, name: string, key: string | undefined, rest: readonly string[], place: Location): Placed {
    const block = this.module.resources.get(`${type}.${name}`);
    const shown = [type, name, ...(key === undefined ? [] : [key]), ...rest].join('.');
    if (block === undefined) return unknown(shown, place);
    const all = this.instancesOf(block);
    const attribute = rest.filter((step) => !/^\d+$/.test(step)).join('.');
    const of = (one: Made): Placed =>
      (attribute === '' ? this.attributes(block, one, place) : this.attribute(block, one, attribute, place)) ?? unknown(shown, place);
    if (key === '*') return { kind: 'list', at: place, items: all.map(of) };
    const keyed = all.some((one) => one.key !== undefined);
    if (keyed && key === undefined && attribute === '')
      return { kind: 'map', at: place, entries: all.map((one) => ({ key: one.key ?? '', at: place, value: of(one) })) };
    const one = keyed && key !== undefined ? all.find((m) => m.key === key) : all[0];
    return one === undefined ? unknown(shown, place) : of(one);
  }

  private attribute(block: Block, one: Made, name: string, place: Location): Placed | undefined {
    const found = referenceOf(block.type, name);
    return found === undefined ? undefined : this.referred(block, one, found, place);
  }

  private referred(block: Block, one: Made, reference: Reference, place: Location): Placed | undefined {
    if (reference.kind === 'argument')
      return this.once(`${block.type}.${block.name}.${reference.name}`, reference.name, place, () => this.argument(block, one.bindings, reference.name));
    const id = this.idOf(block.type, block.name, one.key);
    return reference.kind === 'ref' ? refTo(id, place) : attributeOf(id, reference.name, place);
  }

  private attributes(block: Block, one: Made, place: Location): Placed {
    const known = referencesOf(block.type).flatMap(([name, reference]): PlacedEntry[] => {
      const value = this.referred(block, one, reference, place);
      return value === undefined ? [] : [{ key: name, at: place, value }];
    });
    return { kind: 'map', at: place, entries: known };
  }

  /** The logical id of a resource: its name, with its type where several resources of the module bear the name, and its key where there is one. */
  idOf(type: string, name: string, key?: string): string {
    const alone = [...this.module.resources.values()].filter((r) => r.name === name).length === 1;
    const own = alone ? name : `${name}-${type.replace(/^aws_/, '')}`;
    return `${this.prefix}${own}${key === undefined ? '' : `-${key}`}`.replace(/[.#]/g, '-');
  }

  private variable(name: string, place: Location, depth: number): Placed | undefined {
    const given = this.call === undefined ? undefined : get(this.call.block.node, name);
    if (given !== undefined && this.call !== undefined) return this.call.scope.value(given, this.call.block.file, this.call.bindings, depth + 1);
    const set = this.call === undefined ? this.module.values.get(name) : undefined;
    if (set !== undefined) return this.value(set.node, set.file, none, depth + 1);
    const declared = this.module.variables.get(name);
    const fallback = declared === undefined ? undefined : get(declared.node, 'default');
    if (declared === undefined || fallback === undefined) return unknown(name, place);
    if (fallback.kind === 'scalar' && fallback.value === null) return scalar('', place);
    return this.value(fallback, declared.file, none, depth + 1);
  }

  /** What names itself is unknown. */
  private once(key: string, shown: string, place: Location, read: () => Placed | undefined): Placed {
    if (this.open.has(key)) return unknown(shown, place);
    this.open.add(key);
    const found = read();
    this.open.delete(key);
    if (found === undefined) return unknown(shown, place);
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
