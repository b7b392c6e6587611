import type { Guard, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { condition } from './conditions.js';
import { statement, type StatementRow } from './grammar-rows.js';
import { declareAll, declareVariable, declaresNames, hoistBlock } from './hoist.js';
import { boundNames, writeBound, writePattern } from './patterns.js';
import { Scope } from './scope.js';
import type { Walk } from './walk.js';
import { bounded } from './weight.js';

/** Blocks, declarations, branches, `try`, `return`; loops are in loops.ts. */
export function plainStatements(): readonly StatementRow[] {
  return [
    statement(Kind.Block, block),
    statement(Kind.ModuleBlock, block),
    statement(Kind.VariableStatement, (walk, node: ts.VariableStatement) => declarations(walk, node.declarationList)),
    statement(Kind.ExpressionStatement, (walk, node: ts.ExpressionStatement) => evaluated(walk, node.expression)),
    statement(Kind.ThrowStatement, (walk, node: ts.ThrowStatement) => evaluated(walk, node.expression)),
    statement(Kind.ReturnStatement, (walk, node: ts.ReturnStatement) => {
      if (node.expression) walk.unit.functions[walk.fn]?.returns.push(walk.value(node.expression));
      return undefined;
    }),
    statement(Kind.IfStatement, branch),
    statement(Kind.SwitchStatement, switched),
    statement(Kind.TryStatement, tried),
    statement(Kind.LabeledStatement, (walk, node: ts.LabeledStatement) => walk.statement(node.statement)),
    statement(Kind.WithStatement, (walk, node: ts.WithStatement) => {
      walk.value(node.expression);
      return walk.statement(node.statement);
    }),
  ];
}

function evaluated(walk: Walk, node: ts.Expression): undefined {
  walk.value(node);
}

function block(walk: Walk, node: ts.Block): undefined {
  const { statements } = node;
  if (!declaresNames(statements)) {
    walk.statements(statements);
    return;
  }
  walk.scoped(new Scope(walk.scope), () => {
    hoistBlock(walk, statements);
    walk.statements(statements);
  });
}

/** Writes the initial values of a declaration list whose names are bound already. */
function declarations(walk: Walk, list: ts.VariableDeclarationList): undefined {
  for (const declaration of list.declarations) {
    if (!declaration.initializer) continue;
    const hint = declaration.name.kind === Kind.Identifier ? (declaration.name as ts.Identifier).text : undefined;
    writeBound(walk, declaration.name, walk.value(declaration.initializer, hint));
  }
}

/** `if`: what follows `if (x) return;` in the block runs only where x does not hold. */
function branch(walk: Walk, node: ts.IfStatement): readonly Guard[] | undefined {
  let rest: ts.Statement | undefined = node;
  const outer = walk.guards;
  let after: readonly Guard[] | undefined;
  while (rest?.kind === Kind.IfStatement) {
    const test: ts.IfStatement = rest as ts.IfStatement;
    const { when, otherwise } = condition(walk, test.expression);
    walk.guarded(when, () => walk.statement(test.thenStatement));
    if (test === node && !test.elseStatement && jumps(test.thenStatement)) after = otherwise;
    walk.guards = walk.guarded(otherwise, () => walk.guards);
    rest = test.elseStatement;
  }
  if (rest) walk.statement(rest);
  walk.guards = outer;
  return after;
}

/** Whether a statement surely leaves its block. */
function jumps(node: ts.Statement | undefined): boolean {
  switch (node?.kind) {
    case Kind.ReturnStatement:
    case Kind.ThrowStatement:
    case Kind.ContinueStatement:
    case Kind.BreakStatement:
      return true;
    case Kind.Block:
      return jumps((node as ts.Block).statements.at(-1));
    default:
      return false;
  }
}

/** `switch`: each clause is guarded by the values that lead into it, also by falling through. */
function switched(walk: Walk, node: ts.SwitchStatement): undefined {
  const always = node.expression.kind === Kind.TrueKeyword;
  const test = bounded(walk.value(node.expression));
  const { clauses } = node.caseBlock;
  walk.scoped(new Scope(walk.scope), () => {
    hoistBlock(
      walk,
      clauses.flatMap((clause) => [...clause.statements]),
    );
    const all: Value[] = [];
    let open: Value[] = [];
    for (const clause of clauses) {
      if (clause.kind === Kind.CaseClause && always) {
        walk.guarded(condition(walk, (clause as ts.CaseClause).expression).when, () => walk.statements(clause.statements));
        continue;
      }
      const isDefault = clause.kind === Kind.DefaultClause;
      if (!isDefault) {
        const value = walk.value((clause as ts.CaseClause).expression);
        open.push(value);
        all.push(value);
      }
      const guards: Guard[] = isDefault ? (all.length > 0 && open.length === 0 ? [caseGuard(test, all, true)] : []) : [caseGuard(test, open, false)];
      walk.guarded(guards, () => walk.statements(clause.statements));
      if (clause.statements.length > 0 && (jumps(clause.statements.at(-1)) || isDefault)) open = [];
    }
  });
}

function caseGuard(test: Value, values: readonly Value[], negated: boolean): Guard {
  const only = values.length === 1 ? values[0] : undefined;
  return { test, equals: bounded(only ?? { k: 'choice', of: [...values], because: 'branch' }), negated };
}

function tried(walk: Walk, node: ts.TryStatement): undefined {
  walk.statement(node.tryBlock);
  const { catchClause } = node;
  if (catchClause) {
    walk.scoped(new Scope(walk.scope), () => {
      const name = catchClause.variableDeclaration?.name;
      if (name) boundNames(name, (identifier) => declareVariable(walk, identifier));
      walk.statement(catchClause.block);
    });
  }
  if (node.finallyBlock) walk.statement(node.finallyBlock);
}

/** Loops. Calls inside one bear the collection it runs over. */
export function loopStatements(): readonly StatementRow[] {
  return [
    statement(Kind.ForOfStatement, (walk, node: ts.ForOfStatement) => over(walk, node, 'value')),
    statement(Kind.ForInStatement, (walk, node: ts.ForInStatement) => over(walk, node, 'key')),
    statement(Kind.ForStatement, counted),
    statement(Kind.WhileStatement, (walk, node: ts.WhileStatement) => repeated(walk, node.expression, node.statement)),
    statement(Kind.DoStatement, (walk, node: ts.DoStatement) => repeated(walk, node.expression, node.statement)),
  ];
}

function over(walk: Walk, node: ts.ForOfStatement | ts.ForInStatement, part: 'key' | 'value'): undefined {
  const of = walk.value(node.expression);
  walk.scoped(new Scope(walk.scope), () => {
    const each: Value = { k: 'each', of, part };
    inLoop(walk, of, () => {
      if (node.initializer.kind === Kind.VariableDeclarationList) {
        const list = node.initializer as ts.VariableDeclarationList;
        declareAll(walk, list);
        for (const declaration of list.declarations) writeBound(walk, declaration.name, each);
      } else {
        writePattern(walk, node.initializer as ts.Expression, each);
      }
      walk.statement(node.statement);
    });
  });
}

function counted(walk: Walk, node: ts.ForStatement): undefined {
  walk.scoped(new Scope(walk.scope), () => {
    const { initializer, condition: test } = node;
    if (initializer?.kind === Kind.VariableDeclarationList) {
      declareAll(walk, initializer as ts.VariableDeclarationList);
      declarations(walk, initializer as ts.VariableDeclarationList);
    } else if (initializer) walk.value(initializer as ts.Expression);
    const counting = test ? countedCollection(walk, test) : undefined;
    const body = (): void => {
      if (node.incrementor) walk.value(node.incrementor);
      walk.statement(node.statement);
    };
    if (test && test.kind !== Kind.TrueKeyword) inLoop(walk, counting ?? { k: 'unknown', text: 'for' }, body);
    else body();
  });
}

/** The collection of `i < xs.length`; evaluates the test either way. */
function countedCollection(walk: Walk, test: ts.Expression): Value | undefined {
  if (test.kind !== Kind.BinaryExpression) {
    walk.value(test);
    return undefined;
  }
  const { left, right } = test as ts.BinaryExpression;
  const sides = [walk.value(left), walk.value(right)];
  for (const side of sides) if (side.k === 'member' && (side.name === 'length' || side.name === 'size')) return side.of;
  return undefined;
}

/** `while`: an endless one polls, it does not run over data. */
function repeated(walk: Walk, test: ts.Expression, body: ts.Statement): undefined {
  const endless = test.kind === Kind.TrueKeyword || (test.kind === Kind.NumericLiteral && (test as ts.NumericLiteral).text !== '0');
  const { when } = condition(walk, test);
  if (endless) walk.statement(body);
  else inLoop(walk, { k: 'unknown', text: 'while' }, () => walk.guarded(when, () => walk.statement(body)));
}

function inLoop(walk: Walk, of: Value, run: () => void): void {
  const outer = walk.loop;
  walk.loop = bounded(of);
  run();
  walk.loop = outer;
}
