import type { Decorated, SourceArgument, SourceCall, TypeRef, Value } from '../../../core/source.js';
import { Kind, type ts } from '../../../parse/typescript.js';
import { exportByCall } from './commonjs.js';
import { type CallDraft, noArguments, noTypes } from './draft.js';
import { inlineFunction } from './functions.js';
import { expression, type ExpressionRow } from './grammar-rows.js';
import { moduleCall } from './requires.js';
import { typeArguments, typeRef } from './type-refs.js';
import { isInlineFunction, type Walk } from './walk.js';
import { bounded } from './weight.js';

/** Methods that run a callback once for each element of what they are called on. */
const iterating: ReadonlySet<string> = new Set(
  'map forEach flatMap filter reduce reduceRight some every find findIndex findLast findLastIndex each eachSeries mapSeries mapLimit mapAsync'.split(' '),
);
/** Methods whose callback runs where the call itself runs. */
const continuing: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Calls, `new` and tagged templates. */
export function callRows(): readonly ExpressionRow[] {
  return [
    expression(Kind.CallExpression, call),
    expression(Kind.NewExpression, (walk, node: ts.NewExpression) => {
      const callee = walk.value(node.expression);
      const rest = argumentsOf(walk, node.arguments ?? [], callee, node.expression);
      return addCall(walk, 'new', callee, rest, typeArguments(walk, node.typeArguments), node);
    }),
    expression(Kind.TaggedTemplateExpression, (walk, node: ts.TaggedTemplateExpression) => {
      const callee = walk.value(node.tag);
      const args = [{ spread: false, value: walk.value(node.template) }];
      return addCall(walk, 'call', callee, args, typeArguments(walk, node.typeArguments), namePosition(walk, node.tag), receiverOf(walk, node.tag, callee));
    }),
  ];
}

function call(walk: Walk, node: ts.CallExpression): Value {
  const module = moduleCall(walk, node);
  if (module) return module;
  const target = walk.skip(node.expression);
  const constructing = target.kind === Kind.SuperKeyword;
  const callee: Value = isInlineFunction(target) ? inlineFunction(walk, target, { name: '', loop: walk.loop }) : walk.value(target);
  const args = argumentsOf(walk, node.arguments, callee, target);
  const types = typeArguments(walk, node.typeArguments);
  if (args.length > 1) exportByCall(walk, node, callee, args);
  return addCall(walk, constructing ? 'super' : 'call', callee, args, types, namePosition(walk, target), receiverOf(walk, target, callee));
}

/** Adds a call row made where the walk stands; gives its result. */
export function addCall(
  walk: Walk,
  form: SourceCall['form'],
  callee: Value,
  args: readonly SourceArgument[],
  types: readonly TypeRef[],
  at: ts.Node,
  receiver?: TypeRef,
): Value {
  const row: CallDraft = { in: walk.fn, form, callee, args, types, guards: walk.guards, line: walk.line(at) };
  if (receiver) row.receiver = receiver;
  if (walk.loop) row.loop = walk.loop;
  return { k: 'result', call: walk.unit.addCall(row) };
}

/** The node whose line shows the call: the method's name, which in a chain stands on a line of its own. */
function namePosition(walk: Walk, callee: ts.Expression): ts.Node {
  const bare = walk.skip(callee);
  return bare.kind === Kind.PropertyAccessExpression ? (bare as ts.PropertyAccessExpression).name : bare;
}

function receiverOf(walk: Walk, target: ts.Expression, callee: Value): TypeRef | undefined {
  const bare = walk.skip(target);
  if (callee.k !== 'member' || (bare.kind !== Kind.PropertyAccessExpression && bare.kind !== Kind.ElementAccessExpression)) return undefined;
  return castType(walk, (bare as ts.PropertyAccessExpression).expression) ?? walk.declaredType(callee.of);
}

/** The type that a receiver is cast to: `(client as Redis).get`. */
function castType(walk: Walk, node: ts.Expression): TypeRef | undefined {
  let inner = node;
  while (inner.kind === Kind.ParenthesizedExpression) inner = (inner as ts.ParenthesizedExpression).expression;
  return inner.kind === Kind.AsExpression ? typeRef(walk, (inner as ts.AsExpression).type) : undefined;
}

function argumentsOf(walk: Walk, nodes: readonly ts.Expression[], callee: Value, target: ts.Expression): readonly SourceArgument[] {
  if (nodes.length === 0) return noArguments;
  const args: SourceArgument[] = [];
  for (const node of nodes) {
    const bare = walk.skip(node);
    if (bare.kind === Kind.SpreadElement) args.push({ spread: true, value: walk.value((bare as ts.SpreadElement).expression) });
    else if (isInlineFunction(bare))
      args.push({ spread: false, value: inlineFunction(walk, bare, { name: '', loop: callbackLoop(walk, bare, callee, args, target) }) });
    else args.push({ spread: false, value: walk.value(bare) });
  }
  return args;
}

/**
 * What a callback runs over: the receiver of `map`, the first argument of `each(xs, fn)`. Where the callback runs once and at once
 * (`then`, a promise's executor, a thunk without parameters) it is in the loop of its surroundings; a handler is not.
 */
function callbackLoop(
  walk: Walk,
  node: ts.ArrowFunction | ts.FunctionExpression,
  callee: Value,
  before: readonly SourceArgument[],
  target: ts.Expression,
): Value | undefined {
  const method = callee.k === 'member' && typeof callee.name === 'string' ? callee.name : undefined;
  const plain = target.kind === Kind.Identifier ? (target as ts.Identifier).text : undefined;
  if (callee.k === 'member' && method !== undefined && iterating.has(method)) return bounded(before[0]?.value ?? callee.of);
  if (plain !== undefined && iterating.has(plain) && before[0]) return bounded(before[0].value);
  const thunk = node.parameters.length === 0;
  return thunk || plain === 'Promise' || (method !== undefined && continuing.has(method)) ? walk.loop : undefined;
}

/** Writes down the decorators of a node; they run where the class is declared. */
export function annotate(walk: Walk, node: ts.Node, on: Decorated): void {
  const modifiers = (node as ts.Node & { readonly modifiers?: readonly ts.ModifierLike[] }).modifiers;
  if (!modifiers) return;
  for (const modifier of modifiers) {
    if (modifier.kind !== Kind.Decorator) continue;
    const target = walk.skip((modifier as ts.Decorator).expression);
    const made = target.kind === Kind.CallExpression ? (target as ts.CallExpression) : undefined;
    const callee = walk.value(made ? made.expression : target);
    const args = made ? argumentsOf(walk, made.arguments, callee, made.expression) : noArguments;
    const types = made ? typeArguments(walk, made.typeArguments) : noTypes;
    const added = addCall(walk, 'annotation', callee, args, types, modifier);
    const row = added.k === 'result' ? walk.unit.calls[added.call] : undefined;
    if (row) row.on = on;
  }
}
