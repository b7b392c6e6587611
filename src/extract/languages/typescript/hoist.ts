import type { TypeRef } from '../../../core/source.js';
import { isVar, Kind, type ts } from '../../../parse/typescript.js';
import { emptyFunction, emptyType } from './draft.js';
import { boundNames } from './patterns.js';
import { requiredModule } from './requires.js';
import { typeRef } from './type-refs.js';
import type { Walk } from './walk.js';

/** Binds what the statements of one block declare, before any of them is walked: `let`, `const`, functions, classes, enums, types. */
export function hoistBlock(walk: Walk, statements: readonly ts.Statement[]): void {
  const types: (ts.InterfaceDeclaration | ts.TypeAliasDeclaration)[] = [];
  for (const node of statements) {
    switch (node.kind) {
      case Kind.VariableStatement: {
        const { declarationList } = node as ts.VariableStatement;
        if (!isVar(declarationList)) declareAll(walk, declarationList);
        break;
      }
      case Kind.FunctionDeclaration:
        declareFunction(walk, node as ts.FunctionDeclaration);
        break;
      case Kind.ClassDeclaration:
      case Kind.EnumDeclaration:
        declareType(walk, node as ts.ClassDeclaration | ts.EnumDeclaration);
        break;
      case Kind.ModuleDeclaration:
        declareNamespace(walk, node as ts.ModuleDeclaration);
        break;
      case Kind.InterfaceDeclaration:
      case Kind.TypeAliasDeclaration:
        types.push(node as ts.InterfaceDeclaration);
        break;
      default:
    }
  }
  for (const node of types) declareShape(walk, node);
}

/** Whether a block declares anything of its own; most do not and need no scope. */
export function declaresNames(statements: readonly ts.Statement[]): boolean {
  return statements.some(
    (node) =>
      (node.kind === Kind.VariableStatement && !isVar((node as ts.VariableStatement).declarationList)) ||
      (node.kind >= Kind.FunctionDeclaration && node.kind <= Kind.ModuleDeclaration),
  );
}

/** Binds the `var`s of a function body or module, however deep in its blocks they stand. */
export function hoistVars(walk: Walk, statements: readonly ts.Node[]): void {
  if (!walk.hasVar) return;
  const open: ts.Node[] = [...statements].reverse();
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === Kind.VariableStatement) node = (node as ts.VariableStatement).declarationList;
    if (node.kind === Kind.VariableDeclarationList) {
      if (isVar(node as ts.VariableDeclarationList)) declareAll(walk, node as ts.VariableDeclarationList);
      continue;
    }
    open.push(...innerStatements(node).reverse());
  }
}

/** Statements directly inside a statement; expressions are not looked into. */
function innerStatements(node: ts.Node): ts.Node[] {
  switch (node.kind) {
    case Kind.Block:
    case Kind.CaseClause:
    case Kind.DefaultClause:
      return [...(node as ts.Block).statements];
    case Kind.IfStatement: {
      const { thenStatement, elseStatement } = node as ts.IfStatement;
      return elseStatement ? [thenStatement, elseStatement] : [thenStatement];
    }
    case Kind.ForStatement:
    case Kind.ForOfStatement:
    case Kind.ForInStatement: {
      const { initializer, statement } = node as ts.ForStatement;
      return initializer ? [initializer, statement] : [statement];
    }
    case Kind.WhileStatement:
    case Kind.DoStatement:
    case Kind.LabeledStatement:
    case Kind.WithStatement:
      return [(node as ts.WhileStatement).statement];
    case Kind.SwitchStatement:
      return [...(node as ts.SwitchStatement).caseBlock.clauses];
    case Kind.TryStatement: {
      const { tryBlock, catchClause, finallyBlock } = node as ts.TryStatement;
      return [tryBlock, ...(catchClause ? [catchClause.block] : []), ...(finallyBlock ? [finallyBlock] : [])];
    }
    default:
      return [];
  }
}

/** Binds the names of a declaration list in the current scope. */
export function declareAll(walk: Walk, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    const type = declaration.name.kind === Kind.Identifier ? typeRef(walk, declaration.type) : undefined;
    boundNames(declaration.name, (identifier) => declareVariable(walk, identifier, type));
    if (declaration.initializer) declareRequired(walk, declaration.name, declaration.initializer);
  }
}

/** Binds one variable, unless this scope already has the name (`var` twice, or beside a parameter). */
export function declareVariable(walk: Walk, identifier: ts.Identifier, type?: TypeRef): void {
  if (walk.scope.own(identifier.text)) return;
  const row = { name: identifier.text, kind: 'variable' as const, in: walk.fn, line: walk.line(identifier) };
  walk.scope.bind(identifier.text, walk.unit.addBinding(type ? { ...row, type } : row));
}

function declareRequired(walk: Walk, name: ts.BindingName, initializer: ts.Expression): void {
  const found = requiredModule(walk, initializer);
  if (!found) return;
  const remember = (identifier: ts.Identifier, exported: string): void => {
    const bound = walk.scope.own(identifier.text);
    if (bound?.k === 'name' && typeof bound.id === 'number') walk.required.set(bound.id, { module: found.module, name: exported });
  };
  if (name.kind === Kind.Identifier) {
    remember(name as ts.Identifier, found.name);
  } else if (name.kind === Kind.ObjectBindingPattern && found.name === 'default') {
    for (const element of (name as ts.ObjectBindingPattern).elements) {
      const key = element.propertyName ?? element.name;
      if (element.name.kind === Kind.Identifier && key.kind === Kind.Identifier) remember(element.name as ts.Identifier, (key as ts.Identifier).text);
    }
  }
}

function declareFunction(walk: Walk, node: ts.FunctionDeclaration): void {
  if (!node.name || !node.body) return;
  const line = walk.line(node.name);
  const fn = walk.unit.addFunction(emptyFunction(node.name.text, walk.fn, line));
  walk.hoisted.set(node, fn);
  walk.scope.bind(node.name.text, walk.unit.addBinding({ name: node.name.text, kind: 'function', ref: fn, in: walk.fn, line }));
}

function declareType(walk: Walk, node: ts.ClassDeclaration | ts.EnumDeclaration): void {
  if (!node.name) return;
  const kind = node.kind === Kind.EnumDeclaration ? 'enum' : 'class';
  const line = walk.line(node.name);
  const type = walk.unit.addType(emptyType(node.name.text, kind, line));
  walk.hoisted.set(node, type);
  walk.scope.bind(node.name.text, walk.unit.addBinding({ name: node.name.text, kind: 'type', ref: type, in: walk.fn, line }));
}

function declareNamespace(walk: Walk, node: ts.ModuleDeclaration): void {
  if (node.name.kind === Kind.Identifier && node.body && (node.name as ts.Identifier).text !== 'global') declareVariable(walk, node.name as ts.Identifier);
}

/** Interfaces and type aliases give way to a value of the same name (`const Order = z.object(…); type Order = …`). */
function declareShape(walk: Walk, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): void {
  const name = node.name.text;
  const bound = walk.scope.own(name);
  if (bound?.k === 'name' && typeof bound.id === 'number' && walk.unit.bindings[bound.id]?.kind === 'type') return;
  const line = walk.line(node.name);
  const type = walk.unit.addType(emptyType(name, 'interface', line));
  walk.hoisted.set(node, type);
  if (!bound) walk.scope.bind(name, walk.unit.addBinding({ name, kind: 'type', ref: type, in: walk.fn, line }));
}
