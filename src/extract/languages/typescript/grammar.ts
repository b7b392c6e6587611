import { Kind } from '../../../parse/typescript.js';
import { callRows } from './calls.js';
import { classExpressions, classStatements } from './classes.js';
import { functionExpressions, functionStatements } from './functions.js';
import { jsxRows } from './jsx.js';
import { literalRows } from './literals.js';
import { exporting, moduleStatements } from './modules.js';
import { operatorRows } from './operators.js';
import { shapeStatements } from './shapes.js';
import { loopStatements, plainStatements } from './statements.js';
import type { Evaluator, Grammar, Visitor } from './walk.js';

/** Puts the rows of all kinds together. To be called once, after the compiler is loaded. */
export function buildGrammar(): Grammar {
  const expressions: (Evaluator | undefined)[] = [];
  const statements: (Visitor | undefined)[] = [];
  const transparent: boolean[] = [];
  const size = Kind.Count;
  for (let kind = 0; kind < size; kind += 1) {
    expressions.push(undefined);
    statements.push(undefined);
    transparent.push(false);
  }
  const rows = [literalRows(), operatorRows(), callRows(), functionExpressions(), classExpressions(), jsxRows()].flat();
  for (const [kind, evaluate] of rows) expressions[kind] = evaluate;
  for (const [kind, visit] of [plainStatements(), loopStatements(), moduleStatements()].flat()) statements[kind] = visit;
  for (const [kind, visit] of [functionStatements(), classStatements(), shapeStatements()].flat()) statements[kind] = exporting(visit);
  for (const kind of [Kind.VariableStatement, Kind.ModuleDeclaration]) {
    const visit = statements[kind];
    if (visit) statements[kind] = exporting(visit);
  }
  const unwrapped = [
    Kind.ParenthesizedExpression,
    Kind.AsExpression,
    Kind.TypeAssertionExpression,
    Kind.NonNullExpression,
    Kind.SatisfiesExpression,
    Kind.AwaitExpression,
    Kind.ExpressionWithTypeArguments,
    Kind.PartiallyEmittedExpression,
  ];
  for (const kind of unwrapped) transparent[kind] = true;
  return { expressions, statements, transparent };
}
