import type { FnId, TypeId, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { emptyFunction, type ParamDraft } from './draft.js';
import { expression, statement, type ExpressionRow, type StatementRow } from './grammar-rows.js';
import { hoistBlock, hoistVars } from './hoist.js';
import { bindParameter, parameter } from './patterns.js';
import { Scope } from './scope.js';
import { typeRef } from './type-refs.js';
import { hasModifier, type Walk } from './walk.js';

/** What a function's surroundings say about it. */
export interface FunctionRole {
  readonly name: string;
  /** Id given when its scope was entered. */
  readonly id?: FnId;
  /** The class of a method. */
  readonly owner?: TypeId;
  readonly static?: boolean;
  readonly getter?: boolean;
  /** The collection that the call it is given to runs it over. */
  readonly loop?: Value | undefined;
}

type FunctionNode = ts.FunctionLikeDeclaration;

/** Function declarations: their names were bound when the scope was entered. */
export function functionStatements(): readonly StatementRow[] {
  return [
    statement(Kind.FunctionDeclaration, (walk, node: ts.FunctionDeclaration) => {
      const id = walk.hoisted.get(node);
      if (id !== undefined && node.name) defineFunction(walk, node, { name: node.name.text, id });
      return undefined;
    }),
  ];
}

/** Arrows and function expressions. */
export function functionExpressions(): readonly ExpressionRow[] {
  return [
    expression(Kind.ArrowFunction, (walk, node: ts.ArrowFunction, hint) => inlineFunction(walk, node, { name: hint ?? '' })),
    expression(Kind.FunctionExpression, (walk, node: ts.FunctionExpression, hint) => inlineFunction(walk, node, { name: hint ?? '' })),
  ];
}

/** Defines an arrow or function expression and gives it as a value. */
export function inlineFunction(walk: Walk, node: ts.ArrowFunction | ts.FunctionExpression, role: FunctionRole): Value {
  const own = node.kind === Kind.FunctionExpression ? node.name : undefined;
  return { k: 'function', fn: defineFunction(walk, node, own ? { ...role, name: own.text } : role) };
}

/** Walks a function's parameters and body in a scope of its own; gives its id. */
export function defineFunction(walk: Walk, node: FunctionNode, role: FunctionRole): FnId {
  const line = node.name ? walk.line(node.name) : walk.line(node);
  const id = role.id ?? walk.unit.addFunction(emptyFunction(role.name, walk.fn, line));
  const row = walk.unit.functions[id];
  if (!row) return id;
  const arrow = node.kind === Kind.ArrowFunction;
  row.ownThis = !arrow;
  row.static = role.static ?? false;
  row.getter = role.getter ?? false;
  if (role.owner !== undefined) row.owner = role.owner;
  row.endLine = walk.lineAt(node.end);
  const { fn, self, loop, guards } = walk;
  walk.fn = id;
  walk.self = arrow ? self : role.owner;
  walk.loop = role.loop;
  walk.scoped(new Scope(walk.scope), () => {
    if (node.kind === Kind.FunctionExpression && node.name) walk.scope.bind((node.name as ts.Identifier).text, { k: 'function', fn: id });
    bindParameters(walk, node, id, row.params);
    const type = typeRef(walk, node.type);
    if (type) row.type = type;
    if (node.body) walkBody(walk, node.body, row.returns);
  });
  Object.assign(walk, { fn, self, loop, guards });
  return id;
}

function walkBody(walk: Walk, body: ts.Block | ts.Expression, returns: Value[]): void {
  if (body.kind !== Kind.Block) {
    returns.push(walk.value(body as ts.Expression));
    return;
  }
  const { statements } = body as ts.Block;
  hoistVars(walk, statements);
  hoistBlock(walk, statements);
  walk.statements(statements);
}

function isThis(node: ts.ParameterDeclaration): boolean {
  return node.name.kind === Kind.Identifier && (node.name as ts.Identifier).text === 'this';
}

/** A function's parameters without TypeScript's pretended `this`. */
export function realParameters(node: FunctionNode): readonly ts.ParameterDeclaration[] {
  const first = node.parameters[0];
  return first && isThis(first) ? node.parameters.slice(1) : node.parameters;
}

function bindParameters(walk: Walk, node: FunctionNode, fn: FnId, params: ParamDraft[]): void {
  const parameters = realParameters(node);
  for (const declared of parameters) {
    const name = declared.name.kind === Kind.Identifier ? (declared.name as ts.Identifier).text : '';
    const type = typeRef(walk, declared.type);
    const row: ParamDraft = { name, rest: declared.dotDotDotToken !== undefined };
    if (type) row.type = type;
    params.push(row);
  }
  parameters.forEach((declared, index) => {
    const value = parameter(fn, index);
    bindParameter(walk, declared.name, value);
    const row = params[index];
    if (declared.initializer && row) row.fallback = walk.value(declared.initializer);
    if (isParameterProperty(declared)) walk.write({ k: 'member', of: { k: 'this' }, name: row?.name ?? '' }, value, declared);
  });
}

/** Whether a constructor's parameter is a field too. */
export function isParameterProperty(node: ts.ParameterDeclaration): boolean {
  return (
    node.modifiers !== undefined &&
    [Kind.PrivateKeyword, Kind.PublicKeyword, Kind.ProtectedKeyword, Kind.ReadonlyKeyword, Kind.OverrideKeyword].some((kind) => hasModifier(node, kind))
  );
}
