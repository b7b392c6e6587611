import { booleanOf, get, itemsOf, textOf, type TreeNode } from '../../parse/tree.js';
import { type PlanContext, leave } from './context.js';
import { type Fill, filled, goFill, plainFill } from './fill.js';
import { gitParameters } from './git-generator.js';
import type { PlanObject } from './objects.js';
import { emptyParameters, merged, type Parameters, parametersOf, textAt, withValues } from './parameters.js';

/** Applications of one set, and combinations on the way to them. */
const maxParameters = 500;
const maxDepth = 4;

/** The Applications that an ApplicationSet makes, as far as files of the tree tell; what only a cluster knows is unknown in them. */
export function applicationsOf(object: PlanObject, context: PlanContext): PlanObject[] {
  const spec = get(object.root, 'spec');
  const template = get(spec, 'template');
  if (template === undefined) return [];
  const go = booleanOf(get(spec, 'goTemplate')) === true;
  const set = new Generators(object, context, go ? goFill() : plainFill);
  const made = itemsOf(get(spec, 'generators')).flatMap((generator) => set.parametersOf(generator, 0, emptyParameters));
  return made.slice(0, maxParameters).flatMap((parameters): PlanObject[] => {
    const root = filled(template, set.fill, parameters);
    const name = textOf(get(root, 'metadata', 'name'));
    return name === undefined ? [] : [{ ...object, kind: 'Application', name, root, rendered: true }];
  });
}

class Generators {
  constructor(
    private readonly object: PlanObject,
    private readonly context: PlanContext,
    readonly fill: Fill,
  ) {}

  /** The parameters that one generator gives; `around` are those of the generator that it is combined with. */
  parametersOf(written: TreeNode, depth: number, around: Parameters): Parameters[] {
    const generator = depth === 0 ? written : filled(written, this.fill, around);
    const inner = (key: string): TreeNode | undefined => get(generator, key);
    if (inner('list') !== undefined) return this.list(generator);
    if (inner('git') !== undefined)
      return gitParameters(inner('git'), this.object, this.context).map((one) => withValues(one, get(generator, 'git', 'values'), this.fill));
    if (inner('matrix') !== undefined) return depth > maxDepth ? [] : this.matrix(itemsOf(get(generator, 'matrix', 'generators')), depth);
    if (inner('merge') !== undefined) return depth > maxDepth ? [] : this.merge(get(generator, 'merge'), depth);
    if (inner('clusters') !== undefined) return [withValues(emptyParameters, get(generator, 'clusters', 'values'), this.fill)];
    const at = this.object.placeOf(generator.line);
    leave(this.context, at, 'not-run', `A generator of the ApplicationSet ${this.object.name} asks what is not in the tree; what it gives is unknown.`);
    return [];
  }

  private list(generator: TreeNode): Parameters[] {
    const elements = get(generator, 'list', 'elements');
    return itemsOf(elements).slice(0, maxParameters).map(parametersOf);
  }

  /** Every pair of what two generators give; the second may be written with the parameters of the first. */
  private matrix([first, second]: readonly TreeNode[], depth: number): Parameters[] {
    if (first === undefined || second === undefined) return [];
    const left = this.parametersOf(first, depth + 1, emptyParameters).slice(0, maxParameters);
    const pairs: Parameters[] = [];
    for (const one of left) {
      for (const other of this.parametersOf(second, depth + 1, one)) pairs.push(merged(one, other));
      if (pairs.length > maxParameters) break;
    }
    return pairs.slice(0, maxParameters);
  }

  /** What the first gives, over-written by those of the others that have the same keys. */
  private merge(node: TreeNode | undefined, depth: number): Parameters[] {
    const keys = itemsOf(get(node, 'mergeKeys')).flatMap((key) => textOf(key) ?? []);
    const [base = [], ...others] = itemsOf(get(node, 'generators')).map((one) => this.parametersOf(one, depth + 1, emptyParameters).slice(0, maxParameters));
    return base.map((one) =>
      others.flat().reduce((made, other) => (keys.every((key) => textAt(other, key) === textAt(one, key)) ? merged(made, other) : made), one),
    );
  }
}
