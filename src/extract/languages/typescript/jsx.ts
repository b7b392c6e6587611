import type { SourceArgument, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { addCall } from './calls.js';
import { noArguments } from './draft.js';
import { expression, type ExpressionRow } from './grammar-rows.js';
import { typeArguments } from './type-refs.js';
import { isInlineFunction, type Walk } from './walk.js';

/** JSX: a component is a call with its properties as named arguments; a plain tag is only looked into. */
export function jsxRows(): readonly ExpressionRow[] {
  return [
    expression(Kind.JsxElement, (walk, node: ts.JsxElement) => element(walk, node.openingElement, node.children)),
    expression(Kind.JsxSelfClosingElement, (walk, node: ts.JsxSelfClosingElement) => element(walk, node, [])),
    expression(Kind.JsxFragment, (walk, node: ts.JsxFragment) => {
      childrenOf(walk, node.children);
      return { k: 'unknown', text: '<>' };
    }),
    expression(Kind.JsxExpression, (walk, node: ts.JsxExpression) => (node.expression ? walk.value(node.expression) : { k: 'unknown', text: '' })),
    expression(Kind.JsxText, () => ({ k: 'unknown', text: '' })),
  ];
}

function element(walk: Walk, tag: ts.JsxOpeningLikeElement, children: readonly ts.JsxChild[]): Value {
  const { tagName } = tag;
  const plain = tagName.kind === Kind.JsxNamespacedName || (tagName.kind === Kind.Identifier && /^[a-z]/.test((tagName as ts.Identifier).text));
  if (plain) {
    for (const property of tag.attributes.properties) attribute(walk, property);
    childrenOf(walk, children);
    return { k: 'unknown', text: tagName.kind === Kind.Identifier ? `<${(tagName as ts.Identifier).text}>` : '<>' };
  }
  const callee = walk.value(tagName as ts.Expression);
  const args: SourceArgument[] = tag.attributes.properties.map((property) => attribute(walk, property));
  args.push(...childrenOf(walk, children));
  return addCall(walk, 'element', callee, args.length > 0 ? args : noArguments, typeArguments(walk, tag.typeArguments), tagName);
}

function attribute(walk: Walk, node: ts.JsxAttributeLike): SourceArgument {
  if (node.kind === Kind.JsxSpreadAttribute) return { spread: true, value: walk.value((node as ts.JsxSpreadAttribute).expression) };
  const { name, initializer } = node as ts.JsxAttribute;
  const text =
    name.kind === Kind.Identifier
      ? (name as ts.Identifier).text
      : `${(name as ts.JsxNamespacedName).namespace.text}:${(name as ts.JsxNamespacedName).name.text}`;
  return { name: text, spread: false, value: initializer ? walk.value(initializer, text) : { k: 'literal', text: 'true' } };
}

/** Walks the children; those that are functions are arguments named `children`. */
function childrenOf(walk: Walk, children: readonly ts.JsxChild[]): readonly SourceArgument[] {
  const args: SourceArgument[] = [];
  for (const child of children) {
    if (child.kind === Kind.JsxText) continue;
    const value = walk.value(child as ts.Expression, 'children');
    const inner = child.kind === Kind.JsxExpression ? (child as ts.JsxExpression).expression : undefined;
    if (inner && isInlineFunction(walk.skip(inner))) args.push({ name: 'children', spread: false, value });
  }
  return args;
}
