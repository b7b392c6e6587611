import type { SourceArgument, Value } from '../../../core/source.js';
import type { ts } from '../../../parse/typescript.js';
import type { Walk } from './walk.js';

function isModuleExports(value: Value): boolean {
  return value.k === 'member' && value.name === 'exports' && value.of.k === 'name' && value.of.id === 'module';
}

/** Whether a value is CommonJS's `exports` or `module.exports`. */
function isExports(value: Value): boolean {
  return (value.k === 'name' && value.id === 'exports') || isModuleExports(value);
}

/** Adds the export row of `module.exports = value` or `exports.name = value`. `exports.name = void 0`, which compilers put first, is none. */
export function exportAssigned(walk: Walk, to: Value, value: Value, node: ts.Node): void {
  if (value.k === 'unknown' && value.text.startsWith('void ')) return;
  if (isModuleExports(to)) walk.unit.exports.push({ name: '=', value, line: walk.line(node) });
  else if (to.k === 'member' && typeof to.name === 'string' && isExports(to.of)) walk.unit.exports.push({ name: to.name, value, line: walk.line(node) });
}

/**
 * Adds the export rows of calls that export: `Object.assign(exports, { … })`, `Object.defineProperty(exports, 'x', { get })`, and the
 * `__exportStar(require('./x'), exports)` that the TypeScript compiler writes. `Object.assign(this, …)` gives a note.
 */
export function exportByCall(walk: Walk, node: ts.CallExpression, callee: Value, args: readonly SourceArgument[]): void {
  const name = callee.k === 'member' ? callee.name : callee.k === 'name' ? callee.id : undefined;
  const [first, second, third] = args.map((arg) => arg.value);
  if (!first || !second) return;
  const ofObject = callee.k === 'member' && callee.of.k === 'name' && callee.of.id === 'Object';
  if (ofObject && name === 'assign') assigned(walk, node, first, args);
  else if (ofObject && name === 'defineProperty') defined(walk, node, first, second, third);
  else if (name === '__exportStar' && isExports(second)) starred(walk, node, first);
}

function assigned(walk: Walk, node: ts.CallExpression, target: Value, args: readonly SourceArgument[]): void {
  if (target.k === 'this') walk.note(node, 'Object.assign(this, …): the fields it sets are not followed');
  if (!isExports(target)) return;
  for (const { value } of args.slice(1)) {
    if (value.k !== 'object') continue;
    for (const [name, entry] of value.entries) if (typeof name === 'string') walk.unit.exports.push({ name, value: entry, line: walk.line(node) });
  }
}

function defined(walk: Walk, node: ts.CallExpression, target: Value, name: Value, property: Value | undefined): void {
  if (!isExports(target) || name.k !== 'literal' || name.text === '__esModule' || property?.k !== 'object') return;
  const get = property.entries.find(([key]) => key === 'get')?.[1];
  const value = get?.k === 'function' ? walk.unit.functions[get.fn]?.returns[0] : property.entries.find(([key]) => key === 'value')?.[1];
  if (value) walk.unit.exports.push({ name: name.text, value, line: walk.line(node) });
}

function starred(walk: Walk, node: ts.CallExpression, module: Value): void {
  const binding = module.k === 'name' && typeof module.id === 'number' ? walk.unit.bindings[module.id] : undefined;
  const row = binding?.kind === 'import' && binding.ref !== undefined ? walk.unit.imports[binding.ref] : undefined;
  if (row) walk.unit.exports.push({ name: '*', from: row.module, imported: '*', line: walk.line(node) });
}
