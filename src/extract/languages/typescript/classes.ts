import type { FnId, TypeId, TypeRef, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { annotate } from './calls.js';
import { emptyFunction, emptyType, type FieldDraft, type TypeDraft } from './draft.js';
import { defineFunction, isParameterProperty, realParameters } from './functions.js';
import { expression, statement, type ExpressionRow, type StatementRow } from './grammar-rows.js';
import { keyOf } from './patterns.js';
import { Scope } from './scope.js';
import { expressionRef, typeArguments, typeRef } from './type-refs.js';
import { hasModifier, type Walk } from './walk.js';

/** Class declarations; their names were bound when the scope was entered. */
export function classStatements(): readonly StatementRow[] {
  return [
    statement(Kind.ClassDeclaration, (walk, node: ts.ClassDeclaration) => {
      const id = walk.hoisted.get(node);
      if (id !== undefined) describeClass(walk, node, id);
      return undefined;
    }),
  ];
}

/** Class expressions: a binding of their own stands for the class. */
export function classExpressions(): readonly ExpressionRow[] {
  return [expression(Kind.ClassExpression, (walk, node: ts.ClassExpression, hint) => defineClass(walk, node, hint ?? ''))];
}

/** Defines a class that no scope has bound yet; gives the name that stands for it. */
export function defineClass(walk: Walk, node: ts.ClassLikeDeclaration, hint: string): Value {
  const name = node.name?.text ?? hint;
  const line = walk.line(node.name ?? node);
  const ref = walk.unit.addType(emptyType(name, 'class', line));
  const value = walk.unit.addBinding({ name, kind: 'type', ref, in: walk.fn, line });
  const scope = new Scope(walk.scope);
  if (node.name) scope.bind(node.name.text, value);
  walk.scoped(scope, () => describeClass(walk, node, ref));
  return value;
}

function describeClass(walk: Walk, node: ts.ClassLikeDeclaration, id: TypeId): void {
  const type = walk.unit.types[id];
  if (!type) return;
  for (const parameter of node.typeParameters ?? []) type.typeParams.push(parameter.name.text);
  for (const clause of node.heritageClauses ?? []) for (const base of clause.types) addBase(walk, type, base, clause.token === Kind.ExtendsKeyword);
  annotate(walk, node, { kind: 'type', type: id });
  declareFields(walk, node, type);
  initialise(walk, node, type, id);
  for (const member of node.members) describeMember(walk, member, type, id);
}

function addBase(walk: Walk, type: TypeDraft, base: ts.ExpressionWithTypeArguments, extending: boolean): void {
  const ref = expressionRef(walk, base.expression);
  if (ref) {
    const args = typeArguments(walk, base.typeArguments);
    type.bases.push(args.length > 0 ? { ...ref, args } : ref);
    return;
  }
  if (!extending) return;
  walk.value(base.expression);
  const inner = innermost(walk, base.expression);
  if (!inner) return;
  type.bases.push(inner);
  walk.note(base, `extends a call: ${inner.name} is taken for the base class`);
}

/** The class that a mixin is put on: the first argument that is named like a class, at any depth; else the mixin itself. */
function innermost(walk: Walk, node: ts.Expression): TypeRef | undefined {
  let bare = walk.skip(node);
  for (let depth = 0; bare.kind === Kind.CallExpression && depth < 10; depth += 1) {
    const made = bare as ts.CallExpression;
    const named = made.arguments.find((argument) => argument.kind === Kind.CallExpression || looksLikeClass(argument));
    if (!named) return expressionRef(walk, made.expression);
    bare = walk.skip(named);
  }
  return expressionRef(walk, bare);
}

function looksLikeClass(node: ts.Expression): boolean {
  return node.kind === Kind.Identifier && /^[A-Z].*[a-z]/.test((node as ts.Identifier).text);
}

/** Writes down the names and types of all fields before any body is walked, so that bodies know the types of `this.x`. */
function declareFields(walk: Walk, node: ts.ClassLikeDeclaration, type: TypeDraft): void {
  const add = (name: string, declared: ts.TypeNode | undefined, isStatic: boolean, at: ts.Node): void => {
    const field: FieldDraft = { name, static: isStatic, line: walk.line(at) };
    const ref = typeRef(walk, declared);
    if (ref) field.type = ref;
    type.fields.push(field);
  };
  for (const member of node.members) {
    if (member.kind === Kind.PropertyDeclaration) {
      const { name, type: declared } = member as ts.PropertyDeclaration;
      add(memberName(walk, name), declared, hasModifier(member, Kind.StaticKeyword), name);
    } else if (member.kind === Kind.Constructor && (member as ts.ConstructorDeclaration).body) {
      for (const parameter of (member as ts.ConstructorDeclaration).parameters) {
        if (isParameterProperty(parameter)) add((parameter.name as ts.Identifier).text, parameter.type, false, parameter.name);
      }
    }
  }
}

function memberName(walk: Walk, name: ts.PropertyName): string {
  if (name.kind !== Kind.ComputedPropertyName) return (name as ts.Identifier).text;
  const inner = (name as ts.ComputedPropertyName).expression;
  return inner.kind === Kind.StringLiteral ? (inner as ts.StringLiteral).text : walk.source.text.slice(name.getStart(walk.source), name.end).slice(0, 80);
}

/** Evaluates field initialisers: instance ones in a function of their own, static ones where the class stands. */
function initialise(walk: Walk, node: ts.ClassLikeDeclaration, type: TypeDraft, id: TypeId): void {
  const fields = node.members.filter((member): member is ts.PropertyDeclaration => member.kind === Kind.PropertyDeclaration);
  for (const member of fields) annotate(walk, member, { kind: 'field', type: id, field: memberName(walk, member.name) });
  const rows = new Map(type.fields.map((row) => [`${row.line} ${row.name}`, row]));
  const evaluate = (isStatic: boolean): void => {
    for (const member of fields) {
      const row = rows.get(`${walk.line(member.name)} ${memberName(walk, member.name)}`);
      if (row && member.initializer && hasModifier(member, Kind.StaticKeyword) === isStatic) row.init = walk.value(member.initializer, row.name);
    }
  };
  if (fields.some((member) => member.initializer && !hasModifier(member, Kind.StaticKeyword))) inInit(walk, node, type, id, () => evaluate(false));
  evaluate(true);
}

/** Runs in the function that owns a class's field initialisers; the function is taken back where nothing happened in it. */
function inInit(walk: Walk, node: ts.ClassLikeDeclaration, type: TypeDraft, id: TypeId, run: () => void): void {
  const { functions, calls, writes, bindings } = walk.unit;
  const { fn, self, loop } = walk;
  const before = calls.length + writes.length + bindings.length;
  const init = addInit(walk, node, id);
  Object.assign(walk, { fn: init, self: id, loop: undefined });
  run();
  Object.assign(walk, { fn, self, loop });
  const used = functions.length > init + 1 || calls.length + writes.length + bindings.length > before;
  if (used) type.init = init;
  else functions.pop();
}

function addInit(walk: Walk, node: ts.ClassLikeDeclaration, owner: TypeId): FnId {
  const row = emptyFunction('<init>', walk.fn, walk.line(node));
  return walk.unit.addFunction({ ...row, owner, endLine: walk.lineAt(node.end) });
}

function describeMember(walk: Walk, member: ts.ClassElement, type: TypeDraft, id: TypeId): void {
  if (member.kind === Kind.ClassStaticBlockDeclaration) {
    walk.statement((member as ts.ClassStaticBlockDeclaration).body);
    return;
  }
  const isMethod = member.kind === Kind.MethodDeclaration || member.kind === Kind.GetAccessor || member.kind === Kind.SetAccessor;
  if (!isMethod && member.kind !== Kind.Constructor) return;
  const method = member as ts.MethodDeclaration | ts.ConstructorDeclaration;
  if (!method.body) return;
  const plain = method.kind === Kind.Constructor ? 'constructor' : memberName(walk, (method as ts.MethodDeclaration).name);
  const name = member.kind === Kind.SetAccessor ? `set ${plain}` : plain;
  if (method.name?.kind === Kind.ComputedPropertyName) keyOf(walk, method.name);
  const fn = walk.unit.addFunction(emptyFunction(name, walk.fn, walk.line(method.name ?? method)));
  type.methods.push(fn);
  annotate(walk, method, { kind: 'function', fn });
  realParameters(method).forEach((parameter, index) => {
    annotate(walk, parameter, { kind: 'param', fn, index });
  });
  defineFunction(walk, method, { name, id: fn, owner: id, static: hasModifier(method, Kind.StaticKeyword), getter: member.kind === Kind.GetAccessor });
}
