import type { SourceExport, SourceImport, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { defineClass } from './classes.js';
import { defineFunction } from './functions.js';
import { statement, type StatementRow } from './grammar-rows.js';
import { hoistBlock } from './hoist.js';
import { boundNames } from './patterns.js';
import { Scope } from './scope.js';
import { hasModifier, type Visitor, type Walk } from './walk.js';

/** Binds what the import declarations of a module bring in. */
export function hoistImports(walk: Walk, statements: readonly ts.Statement[]): void {
  for (const node of statements) {
    if (node.kind === Kind.ImportDeclaration) importDeclaration(walk, node as ts.ImportDeclaration);
    else if (node.kind === Kind.ImportEqualsDeclaration) importEquals(walk, node as ts.ImportEqualsDeclaration);
  }
}

function textOf(node: ts.Expression | undefined): string | undefined {
  return node?.kind === Kind.StringLiteral ? (node as ts.StringLiteral).text : undefined;
}

function bindImport(walk: Walk, local: ts.Identifier, row: SourceImport): void {
  const ref = walk.unit.addImport(row);
  walk.scope.bind(local.text, walk.unit.addBinding({ name: local.text, kind: 'import', ref, in: walk.fn, line: row.line }));
}

function importDeclaration(walk: Walk, node: ts.ImportDeclaration): void {
  const module = textOf(node.moduleSpecifier);
  if (module === undefined) return;
  const clause = node.importClause;
  if (!clause) {
    walk.unit.addImport({ module, name: '', typeOnly: false, line: walk.line(node) });
    return;
  }
  const typeOnly = clause.phaseModifier === Kind.TypeKeyword;
  const row = (name: string, at: ts.Node, alone = false): SourceImport => ({ module, name, typeOnly: typeOnly || alone, line: walk.line(at) });
  if (clause.name) bindImport(walk, clause.name, row('default', clause.name));
  const named = clause.namedBindings;
  if (named?.kind === Kind.NamespaceImport) bindImport(walk, (named as ts.NamespaceImport).name, row('*', named));
  else if (named) {
    for (const element of (named as ts.NamedImports).elements)
      bindImport(walk, element.name, row((element.propertyName ?? element.name).text, element, element.isTypeOnly));
  }
}

function importEquals(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  const { moduleReference, name } = node;
  if (moduleReference.kind === Kind.ExternalModuleReference) {
    const module = textOf((moduleReference as ts.ExternalModuleReference).expression);
    if (module !== undefined) bindImport(walk, name, { module, name: '*', typeOnly: node.isTypeOnly, line: walk.line(node) });
    return;
  }
  const line = walk.line(name);
  walk.scope.bind(name.text, walk.unit.addBinding({ name: name.text, kind: 'variable', in: walk.fn, line }));
}

function entityValue(walk: Walk, name: ts.EntityName): Value {
  if (name.kind === Kind.Identifier) return walk.name((name as ts.Identifier).text);
  const { left, right } = name as ts.QualifiedName;
  return { k: 'member', of: entityValue(walk, left), name: right.text };
}

/** Export declarations, namespaces, and the `export` in front of other declarations. */
export function moduleStatements(): readonly StatementRow[] {
  return [
    statement(Kind.ExportDeclaration, exportDeclaration),
    statement(Kind.ExportAssignment, (walk, node: ts.ExportAssignment) => {
      const name = node.isExportEquals ? '=' : 'default';
      walk.exports.push({ name, value: walk.value(node.expression, 'default'), line: walk.line(node) });
      return undefined;
    }),
    statement(Kind.ImportEqualsDeclaration, (walk, node: ts.ImportEqualsDeclaration) => {
      const { moduleReference, name } = node;
      if (moduleReference.kind !== Kind.ExternalModuleReference) walk.write(walk.name(name.text), entityValue(walk, moduleReference as ts.EntityName), node);
      if (hasModifier(node, Kind.ExportKeyword)) walk.exports.push({ name: name.text, value: walk.name(name.text), line: walk.line(node) });
      return undefined;
    }),
    statement(Kind.ModuleDeclaration, namespace),
  ];
}

/** Adds export rows for declarations that bear `export` to what a visitor does. */
export function exporting(visit: Visitor): Visitor {
  return (walk, node) => {
    if (!hasModifier(node, Kind.ExportKeyword)) return visit(walk, node);
    const named = (node as ts.ClassDeclaration).name;
    if (hasModifier(node, Kind.DefaultKeyword)) {
      walk.exports.push({ name: 'default', value: named ? walk.name(named.text) : anonymous(walk, node), line: walk.line(named ?? node) });
      return named ? visit(walk, node) : undefined;
    }
    const result = visit(walk, node);
    for (const name of declaredNames(node)) addExport(walk, name);
    return result;
  };
}

function anonymous(walk: Walk, node: ts.Node): Value {
  if (node.kind === Kind.ClassDeclaration) return defineClass(walk, node as ts.ClassDeclaration, 'default');
  return { k: 'function', fn: defineFunction(walk, node as ts.FunctionDeclaration, { name: 'default' }) };
}

function declaredNames(node: ts.Node): readonly ts.Identifier[] {
  const names: ts.Identifier[] = [];
  if (node.kind === Kind.VariableStatement) {
    for (const declaration of (node as ts.VariableStatement).declarationList.declarations) boundNames(declaration.name, (name) => names.push(name));
  } else {
    const { name } = node as ts.ClassDeclaration | ts.ModuleDeclaration;
    if (name?.kind === Kind.Identifier) names.push(name as ts.Identifier);
  }
  return names;
}

/** One row for each exported name: overloads and merged declarations give no second. */
function addExport(walk: Walk, name: ts.Identifier): void {
  const value = walk.name(name.text);
  if (value.k === 'name' && typeof value.id === 'string') return;
  if (walk.exportedNames.has(name.text)) return;
  walk.exportedNames.add(name.text);
  walk.exports.push({ name: name.text, value, line: walk.line(name) });
}

function exportDeclaration(walk: Walk, node: ts.ExportDeclaration): undefined {
  const from = textOf(node.moduleSpecifier);
  const clause = node.exportClause;
  const reexport = (name: string, imported: string, typeOnly: boolean, at: ts.Node): void => {
    if (from === undefined) return;
    const line = walk.line(at);
    walk.unit.addImport({ module: from, name: imported, typeOnly, line });
    walk.exports.push({ name, from, imported, line });
  };
  if (!clause) {
    reexport('*', '*', node.isTypeOnly, node);
  } else if (clause.kind === Kind.NamespaceExport) {
    reexport((clause as ts.NamespaceExport).name.text, '*', node.isTypeOnly, clause);
  } else {
    for (const element of (clause as ts.NamedExports).elements) {
      const local = (element.propertyName ?? element.name).text;
      if (from !== undefined) reexport(element.name.text, local, node.isTypeOnly || element.isTypeOnly, element);
      else walk.exports.push({ name: element.name.text, value: walk.name(local), line: walk.line(element) });
    }
  }
}

/** A namespace's body is walked in place; the namespace is an object of what it exports. */
function namespace(walk: Walk, node: ts.ModuleDeclaration): undefined {
  const { body, name } = node;
  if (!body) return;
  const { exports, exportedNames } = walk;
  const rows: SourceExport[] = [];
  Object.assign(walk, { exports: rows, exportedNames: new Set() });
  walk.scoped(new Scope(walk.scope), () => {
    if (body.kind === Kind.ModuleBlock) {
      const { statements } = body as ts.ModuleBlock;
      hoistBlock(walk, statements);
      walk.statements(statements);
    } else if (body.kind === Kind.ModuleDeclaration) {
      const inner = body as ts.NamespaceDeclaration;
      walk.scope.bind(inner.name.text, walk.unit.addBinding({ name: inner.name.text, kind: 'variable', in: walk.fn, line: walk.line(inner) }));
      walk.statement(inner);
      rows.push({ name: inner.name.text, value: walk.name(inner.name.text), line: walk.line(inner) });
    }
  });
  Object.assign(walk, { exports, exportedNames });
  if (name.kind !== Kind.Identifier) return;
  const entries = rows.flatMap((row) => (row.value ? [[row.name, row.value] as const] : []));
  const to = walk.scope.find((name as ts.Identifier).text);
  const isVariable = to?.k === 'name' && typeof to.id === 'number' && walk.unit.bindings[to.id]?.kind === 'variable';
  if (to && isVariable && entries.length > 0) walk.write(to, { k: 'object', entries, line: walk.line(node) }, node);
}
