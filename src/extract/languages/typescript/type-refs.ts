import type { TypeRef } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { noTypes } from './draft.js';
import type { Walk } from './walk.js';

const wrappers: ReadonlySet<string> = new Set(['Promise', 'PromiseLike', 'Readonly', 'Partial', 'Required', 'Awaited', 'NonNullable']);

/** A declared type as a reference, without promises, `readonly`, null and undefined; undefined where it names nothing (keywords, literals, shapes). */
export function typeRef(walk: Walk, node: ts.TypeNode | undefined): TypeRef | undefined {
  if (!node) return undefined;
  switch (node.kind) {
    case Kind.TypeReference:
      return reference(walk, node as ts.TypeReferenceNode);
    case Kind.ArrayType:
      return { name: 'Array', args: [typeArgument(walk, (node as ts.ArrayTypeNode).elementType)] };
    case Kind.UnionType:
    case Kind.IntersectionType:
      return firstNamed(walk, (node as ts.UnionTypeNode).types);
    case Kind.ParenthesizedType:
    case Kind.TypeOperator:
    case Kind.OptionalType:
    case Kind.RestType:
      return typeRef(walk, (node as ts.ParenthesizedTypeNode).type);
    case Kind.TypeQuery: {
      const query = node as ts.TypeQueryNode;
      const name = query.exprName as ts.Node;
      return { name: 'typeof', args: [name.kind === Kind.ImportType ? imported(name as ts.ImportTypeNode) : entityRef(walk, query.exprName)] };
    }
    case Kind.ImportType:
      return importType(walk, node as ts.ImportTypeNode);
    case Kind.ExpressionWithTypeArguments: {
      const { expression, typeArguments: args } = node as ts.ExpressionWithTypeArguments;
      const base = expressionRef(walk, expression);
      return base && { ...base, args: typeArguments(walk, args) };
    }
    default:
      return undefined;
  }
}

/** A type argument: keeps its place, so what names nothing is spelled by its keyword or as `unknown`. */
function typeArgument(walk: Walk, node: ts.TypeNode): TypeRef {
  const found = typeRef(walk, node);
  if (found) return found;
  switch (node.kind) {
    case Kind.StringKeyword:
      return { name: 'string', args: noTypes };
    case Kind.NumberKeyword:
      return { name: 'number', args: noTypes };
    case Kind.BooleanKeyword:
      return { name: 'boolean', args: noTypes };
    default:
      return { name: 'unknown', args: noTypes };
  }
}

/** All type arguments of a call or reference. */
export function typeArguments(walk: Walk, nodes: readonly ts.TypeNode[] | undefined): readonly TypeRef[] {
  return nodes && nodes.length > 0 ? nodes.map((node) => typeArgument(walk, node)) : noTypes;
}

function reference(walk: Walk, node: ts.TypeReferenceNode): TypeRef | undefined {
  const base = entityRef(walk, node.typeName);
  const first = node.typeArguments?.[0];
  if (first && base.module === undefined && wrappers.has(base.name)) return typeRef(walk, first);
  if (base.name === 'const') return undefined;
  const args = typeArguments(walk, node.typeArguments);
  return args.length > 0 ? { ...base, args } : base;
}

function firstNamed(walk: Walk, nodes: readonly ts.TypeNode[]): TypeRef | undefined {
  for (const node of nodes) {
    const found = typeRef(walk, node);
    if (found) return found;
  }
  return undefined;
}

function entityRef(walk: Walk, name: ts.EntityName): TypeRef {
  if (name.kind === Kind.Identifier) return identifierRef(walk, (name as ts.Identifier).text);
  const { left, right } = name as ts.QualifiedName;
  return memberRef(entityRef(walk, left), right.text);
}

/** `amqp.Channel`: of a whole module, the member is the module's own export. */
function memberRef(of: TypeRef, name: string): TypeRef {
  if (of.module === undefined) return { name: `${of.name}.${name}`, args: noTypes };
  const whole = of.name === '*' || of.name === 'default';
  return { name: whole ? name : `${of.name}.${name}`, module: of.module, args: noTypes };
}

/** The type that an identifier stands for: its imported name and module where this file imports it. */
function identifierRef(walk: Walk, text: string): TypeRef {
  const value = walk.scope.find(text);
  if (value?.k !== 'name' || typeof value.id !== 'number') return { name: text, args: noTypes };
  const required = walk.required.get(value.id);
  if (required) return { ...required, args: noTypes };
  const binding = walk.unit.bindings[value.id];
  const row = binding?.kind === 'import' && binding.ref !== undefined ? walk.unit.imports[binding.ref] : undefined;
  return row ? { name: row.name, module: row.module, args: noTypes } : { name: text, args: noTypes };
}

/** The class that an expression names, as in `extends`: an identifier or a dotted name; undefined for anything else. */
export function expressionRef(walk: Walk, node: ts.Expression): TypeRef | undefined {
  const bare = walk.skip(node);
  if (bare.kind === Kind.Identifier) return identifierRef(walk, (bare as ts.Identifier).text);
  if (bare.kind !== Kind.PropertyAccessExpression) return undefined;
  const { expression, name } = bare as ts.PropertyAccessExpression;
  const of = expressionRef(walk, expression);
  return of && memberRef(of, name.text);
}

function importType(walk: Walk, node: ts.ImportTypeNode): TypeRef {
  const ref = imported(node);
  const args = typeArguments(walk, node.typeArguments);
  return node.isTypeOf ? { name: 'typeof', args: [ref] } : { ...ref, args };
}

function imported(node: ts.ImportTypeNode): TypeRef {
  const literal = node.argument.kind === Kind.LiteralType ? (node.argument as ts.LiteralTypeNode).literal : undefined;
  const module = literal?.kind === Kind.StringLiteral ? (literal as ts.StringLiteral).text : '';
  return { name: node.qualifier ? dotted(node.qualifier) : '*', module, args: noTypes };
}

function dotted(name: ts.EntityName): string {
  if (name.kind === Kind.Identifier) return (name as ts.Identifier).text;
  const { left, right } = name as ts.QualifiedName;
  return `${dotted(left)}.${right.text}`;
}
