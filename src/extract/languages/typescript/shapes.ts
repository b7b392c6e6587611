import type { Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import type { FieldDraft, TypeDraft } from './draft.js';
import { statement, type StatementRow } from './grammar-rows.js';
import { Scope } from './scope.js';
import { typeRef } from './type-refs.js';
import type { Walk } from './walk.js';

/** Enums, interfaces and type aliases. */
export function shapeStatements(): readonly StatementRow[] {
  return [
    statement(Kind.EnumDeclaration, (walk, node: ts.EnumDeclaration) => {
      const type = hoistedType(walk, node);
      if (type) walk.scoped(new Scope(walk.scope), () => enumMembers(walk, node, type));
      return undefined;
    }),
    statement(Kind.InterfaceDeclaration, (walk, node: ts.InterfaceDeclaration) => {
      const type = hoistedType(walk, node);
      if (!type) return undefined;
      typeParameters(type, node.typeParameters);
      for (const clause of node.heritageClauses ?? []) for (const base of clause.types) addBase(walk, type, base);
      properties(walk, type, node.members);
      return undefined;
    }),
    statement(Kind.TypeAliasDeclaration, (walk, node: ts.TypeAliasDeclaration) => {
      const type = hoistedType(walk, node);
      if (!type) return undefined;
      typeParameters(type, node.typeParameters);
      if (node.type.kind === Kind.TypeLiteral) properties(walk, type, (node.type as ts.TypeLiteralNode).members);
      else for (const part of node.type.kind === Kind.IntersectionType ? (node.type as ts.IntersectionTypeNode).types : [node.type]) addBase(walk, type, part);
      return undefined;
    }),
  ];
}

function hoistedType(walk: Walk, node: ts.Node): TypeDraft | undefined {
  const id = walk.hoisted.get(node);
  return id === undefined ? undefined : walk.unit.types[id];
}

function typeParameters(type: TypeDraft, parameters: readonly ts.TypeParameterDeclaration[] | undefined): void {
  for (const parameter of parameters ?? []) type.typeParams.push(parameter.name.text);
}

function addBase(walk: Walk, type: TypeDraft, node: ts.TypeNode): void {
  if (node.kind === Kind.TypeLiteral) {
    properties(walk, type, (node as ts.TypeLiteralNode).members);
    return;
  }
  const base = typeRef(walk, node);
  if (base) type.bases.push(base);
}

/** Properties with a named type; those of plain types say nothing that anybody follows. */
function properties(walk: Walk, type: TypeDraft, members: readonly ts.TypeElement[]): void {
  for (const member of members) {
    if (member.kind !== Kind.PropertySignature || !member.name || member.name.kind === Kind.ComputedPropertyName) continue;
    const ref = typeRef(walk, (member as ts.PropertySignature).type);
    if (ref) type.fields.push({ name: (member.name as ts.Identifier).text, type: ref, static: false, line: walk.line(member.name) });
  }
}

function enumMembers(walk: Walk, node: ts.EnumDeclaration, type: TypeDraft): void {
  let next: number | undefined = 0;
  for (const member of node.members) {
    const init: Value | undefined = member.initializer ? walk.value(member.initializer) : undefined;
    const set: number | undefined = init ? numberOf(init) : next;
    const value: Value | undefined = init ?? (next === undefined ? undefined : { k: 'literal', text: String(next) });
    const field: FieldDraft = {
      name: member.name.kind === Kind.ComputedPropertyName ? '' : (member.name as ts.Identifier).text,
      static: true,
      line: walk.line(member),
    };
    if (value) field.init = value;
    if (value) walk.scope.bind(field.name, value);
    type.fields.push(field);
    next = set === undefined ? undefined : set + 1;
  }
}

function numberOf(value: Value): number | undefined {
  return value.k === 'literal' && /^-?\d+$/.test(value.text) ? Number(value.text) : undefined;
}
