import type { Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { assignment, isAssignment } from './assignments.js';
import { fallbackOf, templateOf } from './compose.js';
import { condition } from './conditions.js';
import { expression, type ExpressionRow } from './grammar-rows.js';
import type { Walk } from './walk.js';

/** Operands kept of one chain; generated files join thousands. */
const operandLimit = 500;

/** `+`, `&&`, `||`, `??`, `?:`, comparisons, unary operators, `yield`. */
export function operatorRows(): readonly ExpressionRow[] {
  return [
    expression(Kind.BinaryExpression, binary),
    expression(Kind.ConditionalExpression, conditional),
    expression(Kind.PrefixUnaryExpression, prefix),
    expression(Kind.PostfixUnaryExpression, (walk, node: ts.PostfixUnaryExpression) => walkedUnknown(walk, node, node.operand)),
    expression(Kind.VoidExpression, (walk, node: ts.VoidExpression) => walkedUnknown(walk, node, node.expression)),
    expression(Kind.DeleteExpression, (walk, node: ts.DeleteExpression) => walkedUnknown(walk, node, node.expression)),
    expression(Kind.TypeOfExpression, (walk, node: ts.TypeOfExpression) => walkedUnknown(walk, node, node.expression)),
    expression(Kind.YieldExpression, yielded),
  ];
}

function walkedUnknown(walk: Walk, node: ts.Node, operand: ts.Expression): Value {
  walk.value(operand);
  return walk.unknown(node);
}

function yielded(walk: Walk, node: ts.YieldExpression): Value {
  if (!node.expression) return walk.unknown(node);
  const value = walk.value(node.expression);
  walk.unit.functions[walk.fn]?.returns.push(value);
  return value;
}

function prefix(walk: Walk, node: ts.PrefixUnaryExpression): Value {
  const value = walk.value(node.operand);
  if (node.operator === Kind.PlusToken) return value;
  if (node.operator === Kind.MinusToken && value.k === 'literal') return { k: 'literal', text: `-${value.text}` };
  return walk.unknown(node);
}

function binary(walk: Walk, node: ts.BinaryExpression, hint?: string): Value {
  const operator = node.operatorToken.kind;
  if (isAssignment(operator)) return assignment(walk, node, hint);
  const operands = spine(node, operator);
  switch (operator) {
    case Kind.PlusToken:
      return sum(walk, node, operands);
    case Kind.BarBarToken:
    case Kind.QuestionQuestionToken:
      return anyOf(walk, node, operands, hint);
    case Kind.AmpersandAmpersandToken:
      return lastOf(walk, operands);
    default: {
      let last: Value | undefined;
      for (const operand of operands) last = walk.value(operand);
      return operator === Kind.CommaToken && last ? last : walk.unknown(node);
    }
  }
}

/** Operands of a left-leaning chain of one operator, in order; no recursion, so that 20,000 of them do no harm. */
function spine(node: ts.BinaryExpression, operator: ts.SyntaxKind): readonly ts.Expression[] {
  const operands: ts.Expression[] = [node.right];
  let left = node.left;
  while (left.kind === Kind.BinaryExpression && (left as ts.BinaryExpression).operatorToken.kind === operator) {
    operands.push((left as ts.BinaryExpression).right);
    left = (left as ts.BinaryExpression).left;
  }
  operands.push(left);
  return operands.reverse();
}

function sum(walk: Walk, node: ts.BinaryExpression, operands: readonly ts.Expression[]): Value {
  const values = operands.map((operand) => walk.value(operand));
  if (values.length > operandLimit) return tooLong(walk, node);
  if (values.every((value) => value.k === 'literal' && /^-?\d/.test(value.text)) && !operands.some((operand) => isText(walk.skip(operand))))
    return walk.unknown(node);
  return templateOf(values);
}

function isText(node: ts.Expression): boolean {
  return node.kind === Kind.StringLiteral || node.kind === Kind.NoSubstitutionTemplateLiteral || node.kind === Kind.TemplateExpression;
}

function anyOf(walk: Walk, node: ts.BinaryExpression, operands: readonly ts.Expression[], hint?: string): Value {
  const values = operands.map((operand) => walk.value(operand, hint));
  if (values.length > operandLimit) return tooLong(walk, node);
  return values.reduce(fallbackOf);
}

/** `a && b` is b, and what happens inside b is guarded by a. */
function lastOf(walk: Walk, operands: readonly ts.Expression[]): Value {
  const outer = walk.guards;
  let value: Value = { k: 'unknown', text: '' };
  operands.forEach((operand, index) => {
    if (index === operands.length - 1) {
      value = walk.value(operand);
      return;
    }
    const guards = condition(walk, operand).when;
    walk.guards = walk.guarded(guards, () => walk.guards);
  });
  walk.guards = outer;
  return value;
}

function conditional(walk: Walk, node: ts.ConditionalExpression, hint?: string): Value {
  const test = condition(walk, node.condition);
  const yes = walk.guarded(test.when, () => walk.value(node.whenTrue, hint));
  const no = walk.guarded(test.otherwise, () => walk.value(node.whenFalse, hint));
  if (test.value.k === 'literal' && test.value.text === 'true') return yes;
  if (test.value.k === 'literal' && test.value.text === 'false') return no;
  const flat = [yes, no].flatMap((side) => (side.k === 'choice' && side.because === 'branch' ? side.of : [side]));
  return { k: 'choice', of: flat, because: 'branch' };
}

function tooLong(walk: Walk, node: ts.Node): Value {
  walk.note(node, `more than ${operandLimit} operands: the value is not followed`);
  return walk.unknown(node);
}
