import type { FnId, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { fallbackOf, memberOf } from './compose.js';
import type { Walk } from './walk.js';
import { isSmall } from './weight.js';

/** Calls `visit` with each identifier that a declared name or pattern binds. */
export function boundNames(name: ts.BindingName, visit: (identifier: ts.Identifier) => void): void {
  if (name.kind === Kind.Identifier) {
    visit(name as ts.Identifier);
    return;
  }
  for (const element of (name as ts.BindingPattern).elements) {
    if (element.kind === Kind.BindingElement) boundNames((element as ts.BindingElement).name, visit);
  }
}

/** The key a property name stands for: a text, or a value where it is computed. */
export function keyOf(walk: Walk, name: ts.PropertyName): string | Value {
  if (name.kind !== Kind.ComputedPropertyName) return (name as ts.Identifier).text;
  const key = walk.value((name as ts.ComputedPropertyName).expression);
  return key.k === 'literal' ? key.text : key;
}

/** What an element of a pattern takes from the value that is taken apart. */
function elementKey(walk: Walk, pattern: ts.BindingPattern, element: ts.BindingElement, index: number): string | Value | undefined {
  if (element.dotDotDotToken) return undefined;
  if (pattern.kind === Kind.ArrayBindingPattern) return String(index);
  if (element.propertyName) return keyOf(walk, element.propertyName);
  return element.name.kind === Kind.Identifier ? (element.name as ts.Identifier).text : undefined;
}

/** Writes the parts of a value to the variables of a declared name or pattern. */
export function writeBound(walk: Walk, name: ts.BindingName, value: Value): void {
  if (name.kind === Kind.Identifier) {
    walk.write(walk.name((name as ts.Identifier).text), value, name);
    return;
  }
  const pattern = name as ts.BindingPattern;
  const whole = pattern.elements.length > 1 ? named(walk, value, pattern) : value;
  pattern.elements.forEach((element, index) => {
    if (element.kind !== Kind.BindingElement) return;
    const key = elementKey(walk, pattern, element as ts.BindingElement, index);
    const part = key === undefined ? whole : memberOf(whole, key);
    const fallback = (element as ts.BindingElement).initializer;
    writeBound(walk, (element as ts.BindingElement).name, fallback ? fallbackOf(part, walk.value(fallback)) : part);
  });
}

/** Binds the names of a destructured parameter to the paths they take from it. */
export function bindParameter(walk: Walk, name: ts.BindingName, value: Value): void {
  if (name.kind === Kind.Identifier) {
    walk.scope.bind((name as ts.Identifier).text, value);
    return;
  }
  const pattern = name as ts.BindingPattern;
  pattern.elements.forEach((node, index) => {
    if (node.kind !== Kind.BindingElement) return;
    const element = node as ts.BindingElement;
    const key = elementKey(walk, pattern, element, index);
    const part = key === undefined ? value : deeper(value, key);
    const fallback = element.initializer;
    if (!fallback) {
      bindParameter(walk, element.name, part);
      return;
    }
    const empty = walk.value(fallback);
    const nothing = (empty.k === 'object' && empty.entries.length === 0 && !empty.spread) || (empty.k === 'list' && empty.items.length === 0);
    const simple = empty.k !== 'choice' && isSmall(empty);
    const whole = simple ? fallbackOf(part, empty) : named(walk, fallbackOf(part, empty), element, true);
    bindParameter(walk, element.name, nothing && element.name.kind !== Kind.Identifier ? part : whole);
  });
}

/** A big value under a nameless variable, so that its users repeat a name and not the value; a small one as it is. */
function named(walk: Walk, value: Value, node: ts.Node, always = false): Value {
  const taken = value.k === 'list' && !value.spread;
  if (!always && (taken || isSmall(value))) return value;
  const variable = walk.unit.addBinding({ name: '', kind: 'variable', in: walk.fn, line: walk.line(node) });
  walk.write(variable, value, node);
  return variable;
}

function deeper(value: Value, key: string | Value): Value {
  if (value.k !== 'param' || typeof key !== 'string') return memberOf(value, key);
  return parameter(value.fn, value.index, [...(value.path ?? []), key]);
}

/** A use of a parameter, or of what is at a path in it. */
export function parameter(fn: FnId, index: number, path: readonly string[] = []): Value {
  return path.length > 0 ? { k: 'param', fn, index, path } : { k: 'param', fn, index };
}

/** Writes the parts of a value to the targets of an assignment pattern: `[a, this.b] = pair`, `({ x: this.y } = point)`. */
export function writePattern(walk: Walk, target: ts.Expression, whole: Value): void {
  const bare = walk.skip(target);
  const isPattern = bare.kind === Kind.ArrayLiteralExpression || bare.kind === Kind.ObjectLiteralExpression;
  const value = isPattern ? named(walk, whole, bare) : whole;
  if (bare.kind === Kind.BinaryExpression && (bare as ts.BinaryExpression).operatorToken.kind === Kind.EqualsToken) {
    const { left, right } = bare as ts.BinaryExpression;
    writePattern(walk, left, fallbackOf(value, walk.value(right)));
    return;
  }
  if (bare.kind === Kind.ArrayLiteralExpression) {
    (bare as ts.ArrayLiteralExpression).elements.forEach((element, index) => {
      if (element.kind === Kind.SpreadElement) writePattern(walk, (element as ts.SpreadElement).expression, value);
      else if (element.kind !== Kind.OmittedExpression) writePattern(walk, element, memberOf(value, String(index)));
    });
    return;
  }
  if (bare.kind !== Kind.ObjectLiteralExpression) {
    walk.write(walk.value(bare), value, bare);
    return;
  }
  for (const property of (bare as ts.ObjectLiteralExpression).properties) writeProperty(walk, property, value);
}

function writeProperty(walk: Walk, property: ts.ObjectLiteralElementLike, value: Value): void {
  if (property.kind === Kind.PropertyAssignment) {
    const { name, initializer } = property as ts.PropertyAssignment;
    writePattern(walk, initializer, memberOf(value, keyOf(walk, name)));
  } else if (property.kind === Kind.SpreadAssignment) {
    writePattern(walk, (property as ts.SpreadAssignment).expression, value);
  } else if (property.kind === Kind.ShorthandPropertyAssignment) {
    const { name, objectAssignmentInitializer: fallback } = property as ts.ShorthandPropertyAssignment;
    const part = memberOf(value, name.text);
    walk.write(walk.name(name.text), fallback ? fallbackOf(part, walk.value(fallback)) : part, name);
  }
}
