import type { Guard, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { fallbackOf } from './compose.js';
import type { Walk } from './walk.js';
import { bounded } from './weight.js';

/** What holds where a test holds, and where it does not. A side that no list of guards can say is empty. */
export interface Condition {
  readonly value: Value;
  readonly when: readonly Guard[];
  readonly otherwise: readonly Guard[];
}

/** Evaluates a test once and gives the guards of both its branches. */
export function condition(walk: Walk, node: ts.Expression): Condition {
  const bare = walk.skip(node);
  if (bare.kind === Kind.PrefixUnaryExpression) {
    const unary = bare as ts.PrefixUnaryExpression;
    if (unary.operator === Kind.ExclamationToken) {
      const inner = condition(walk, unary.operand);
      return { value: walk.unknown(bare), when: inner.otherwise, otherwise: inner.when };
    }
  }
  if (bare.kind === Kind.BinaryExpression) {
    const found = binaryCondition(walk, bare as ts.BinaryExpression);
    if (found) return found;
  }
  return simple(walk.value(bare));
}

function simple(value: Value): Condition {
  const test = bounded(value);
  return { value: test, when: [{ test, negated: false }], otherwise: [{ test, negated: true }] };
}

function binaryCondition(walk: Walk, node: ts.BinaryExpression): Condition | undefined {
  switch (node.operatorToken.kind) {
    case Kind.EqualsEqualsToken:
    case Kind.EqualsEqualsEqualsToken:
      return equality(walk, node, false);
    case Kind.ExclamationEqualsToken:
    case Kind.ExclamationEqualsEqualsToken:
      return equality(walk, node, true);
    case Kind.AmpersandAmpersandToken: {
      if (isSpine(node)) return undefined;
      const left = condition(walk, node.left);
      const right = walk.guarded(left.when, () => condition(walk, node.right));
      return { value: right.value, when: [...left.when, ...right.when], otherwise: [] };
    }
    case Kind.BarBarToken: {
      if (isSpine(node)) return undefined;
      const left = condition(walk, node.left);
      const right = walk.guarded(left.otherwise, () => condition(walk, node.right));
      const value = bounded(fallbackOf(left.value, right.value));
      const plain = isPlain(left) && isPlain(right);
      return { value, when: plain ? [{ test: value, negated: false }] : [], otherwise: [...left.otherwise, ...right.otherwise] };
    }
    default:
      return undefined;
  }
}

/** Long chains of one operator are left to the evaluator, which takes them without recursion. */
function isSpine(node: ts.BinaryExpression): boolean {
  let depth = 0;
  let left: ts.Expression = node.left;
  while (left.kind === Kind.BinaryExpression && depth < 20) {
    left = (left as ts.BinaryExpression).left;
    depth += 1;
  }
  return depth >= 20;
}

function isPlain(side: Condition): boolean {
  const only = side.when.length === 1 ? side.when[0] : undefined;
  return only !== undefined && !only.negated && !only.equals && only.test === side.value;
}

function equality(walk: Walk, node: ts.BinaryExpression, negated: boolean): Condition {
  const left = walk.value(node.left);
  const right = walk.value(node.right);
  const swap = left.k === 'literal' && right.k !== 'literal';
  const test = bounded(swap ? right : left);
  const equals = bounded(swap ? left : right);
  const guards = (not: boolean): readonly Guard[] => [{ test, equals, negated: not }];
  return { value: walk.unknown(node), when: guards(negated), otherwise: guards(!negated) };
}
