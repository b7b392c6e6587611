import type { Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { literalOf, memberOf, templateOf } from './compose.js';
import { defineFunction } from './functions.js';
import { expression, type ExpressionRow } from './grammar-rows.js';
import { keyOf } from './patterns.js';
import type { Walk } from './walk.js';

/** Entries kept of one object or list; longer ones are tables of data, not wiring. */
const entryLimit = 3000;

/** Literals, templates, objects, lists, names and members. */
export function literalRows(): readonly ExpressionRow[] {
  const plain = (_walk: Walk, node: ts.StringLiteral): Value => literalOf(node.text);
  const unknown = (walk: Walk, node: ts.Node): Value => walk.unknown(node);
  const self: Value = { k: 'this' };
  const parent: Value = { k: 'name', id: 'super' };
  return [
    expression(Kind.StringLiteral, plain),
    expression(Kind.NoSubstitutionTemplateLiteral, plain),
    expression(Kind.NumericLiteral, (_walk, node: ts.NumericLiteral) => ({ k: 'literal', text: node.text })),
    expression(Kind.BigIntLiteral, (_walk, node: ts.BigIntLiteral) => ({ k: 'literal', text: node.text })),
    expression(Kind.TrueKeyword, () => ({ k: 'literal', text: 'true' })),
    expression(Kind.FalseKeyword, () => ({ k: 'literal', text: 'false' })),
    expression(Kind.NullKeyword, unknown),
    expression(Kind.RegularExpressionLiteral, unknown),
    expression(Kind.OmittedExpression, unknown),
    expression(Kind.Identifier, (walk, node: ts.Identifier) => walk.name(node.text)),
    expression(Kind.ThisKeyword, () => self),
    expression(Kind.SuperKeyword, () => parent),
    expression(Kind.MetaProperty, (walk, node: ts.MetaProperty) =>
      node.keywordToken === Kind.ImportKeyword ? walk.global('import.meta') : walk.unknown(node),
    ),
    expression(Kind.ImportKeyword, (walk) => walk.global('import')),
    expression(Kind.SpreadElement, (walk, node: ts.SpreadElement) => walk.value(node.expression)),
    expression(Kind.TemplateExpression, template),
    expression(Kind.PropertyAccessExpression, (walk, node: ts.PropertyAccessExpression) => memberOf(walk.value(node.expression), node.name.text)),
    expression(Kind.ElementAccessExpression, elementAccess),
    expression(Kind.ArrayLiteralExpression, list),
    expression(Kind.ObjectLiteralExpression, object),
  ];
}

function elementAccess(walk: Walk, node: ts.ElementAccessExpression): Value {
  const of = walk.value(node.expression);
  return memberOf(of, node.argumentExpression ? walk.value(node.argumentExpression) : { k: 'unknown', text: '' });
}

function template(walk: Walk, node: ts.TemplateExpression): Value {
  const parts: Value[] = [{ k: 'literal', text: node.head.text }];
  for (const span of node.templateSpans) parts.push(walk.value(span.expression), { k: 'literal', text: span.literal.text });
  return templateOf(parts);
}

function list(walk: Walk, node: ts.ArrayLiteralExpression): Value {
  const items: Value[] = [];
  const spread: number[] = [];
  for (const element of node.elements) {
    if (element.kind === Kind.SpreadElement) spread.push(items.length);
    items.push(walk.value(element));
  }
  if (items.length > entryLimit) return tooLong(walk, node);
  return spread.length > 0 ? { k: 'list', items, spread } : { k: 'list', items };
}

type Entry = readonly [string | Value, Value];

function object(walk: Walk, node: ts.ObjectLiteralExpression): Value {
  const entries: Entry[] = [];
  const spread: Value[] = [];
  const line = walk.line(node);
  for (const property of node.properties) {
    if (property.kind === Kind.SpreadAssignment) {
      spread.push(walk.value((property as ts.SpreadAssignment).expression));
      continue;
    }
    const entry = entryOf(walk, property);
    if (entry) entries.push(entry);
  }
  if (entries.length > entryLimit) return tooLong(walk, node);
  return spread.length > 0 ? { k: 'object', entries, spread, line } : { k: 'object', entries, line };
}

function entryOf(walk: Walk, property: ts.ObjectLiteralElementLike): Entry | undefined {
  if (property.kind === Kind.ShorthandPropertyAssignment) {
    const { text } = (property as ts.ShorthandPropertyAssignment).name;
    return [text, walk.name(text)];
  }
  if (!property.name) return undefined;
  const key = keyOf(walk, property.name);
  const name = typeof key === 'string' ? key : '';
  if (property.kind === Kind.PropertyAssignment) return [key, walk.value((property as ts.PropertyAssignment).initializer, name)];
  const fn = defineFunction(walk, property as ts.MethodDeclaration, { name, getter: property.kind === Kind.GetAccessor });
  return property.kind === Kind.SetAccessor ? undefined : [key, { k: 'function', fn }];
}

function tooLong(walk: Walk, node: ts.Node): Value {
  walk.note(node, `more than ${entryLimit} entries: the value is not followed`);
  return walk.unknown(node);
}
