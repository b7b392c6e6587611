import type { Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { exportAssigned } from './commonjs.js';
import { fallbackOf } from './compose.js';
import { writePattern } from './patterns.js';
import type { Walk } from './walk.js';

/** Whether an operator assigns: `=`, `||=`, `+=` … */
export function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= Kind.FirstAssignment && operator <= Kind.LastAssignment;
}

/** Evaluates an assignment: a write, and an export row where the target is CommonJS's. The value is the assigned one. */
export function assignment(walk: Walk, node: ts.BinaryExpression, hint?: string): Value {
  const target = walk.skip(node.left);
  const operator = node.operatorToken.kind;
  if (operator === Kind.EqualsToken && (target.kind === Kind.ObjectLiteralExpression || target.kind === Kind.ArrayLiteralExpression)) {
    const value = walk.value(node.right);
    writePattern(walk, target, value);
    return value;
  }
  const to = walk.value(target);
  const assigned = walk.value(node.right, targetName(target) ?? hint);
  const fallsBack = operator === Kind.BarBarEqualsToken || operator === Kind.QuestionQuestionEqualsToken;
  const value = fallsBack || (operator === Kind.EqualsToken && isDefault(walk, to)) ? fallbackOf(to, assigned) : assigned;
  walk.write(to, value, target);
  if (operator === Kind.EqualsToken) exportAssigned(walk, to, assigned, target);
  return value;
}

/** `if (!x) x = …`, `if (x === '') x = …`: what is assigned only counts where the target is empty. */
function isDefault(walk: Walk, to: Value): boolean {
  return (
    to.k === 'name' &&
    walk.guards.some((g) => g.test.k === 'name' && g.test.id === to.id && (g.equals === undefined ? g.negated : !g.negated && isEmpty(g.equals)))
  );
}

function isEmpty(value: Value): boolean {
  if (value.k === 'literal') return value.text === '';
  return (value.k === 'unknown' && /^(null|undefined)$/.test(value.text)) || (value.k === 'name' && value.id === 'undefined');
}

function targetName(target: ts.Expression): string | undefined {
  if (target.kind === Kind.Identifier) return (target as ts.Identifier).text;
  if (target.kind === Kind.PropertyAccessExpression) return (target as ts.PropertyAccessExpression).name.text;
  return undefined;
}
