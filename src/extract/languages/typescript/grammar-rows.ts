import type { ts } from '../../../parse/typescript.js';
import type { Evaluator, Visitor } from './walk.js';
import type { Guard, Value } from '../../../core/source.js';
import type { Walk } from './walk.js';

/** One entry of a grammar: the kind and what to do with it. */
export type ExpressionRow = readonly [ts.SyntaxKind, Evaluator];
export type StatementRow = readonly [ts.SyntaxKind, Visitor];

/** Says how expressions of a kind are evaluated; the kind warrants the node's type. */
export function expression<N extends ts.Node>(kind: ts.SyntaxKind, evaluate: (walk: Walk, node: N, hint?: string) => Value): ExpressionRow {
  return [kind, evaluate as unknown as Evaluator];
}

/** Says how statements of a kind are visited; the kind warrants the node's type. */
export function statement<N extends ts.Node>(kind: ts.SyntaxKind, visit: (walk: Walk, node: N) => readonly Guard[] | undefined): StatementRow {
  return [kind, visit as unknown as Visitor];
}
