import type { FnId, Guard, SourceArgument, SourceUnit, TypeRef, Value } from '../../src/core/source.js';

/** The sections of a unit as short lines that a person can write by hand, in source-unit order. */
export interface UnitLines {
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly types: readonly string[];
  readonly functions: readonly string[];
  readonly calls: readonly string[];
  readonly writes: readonly string[];
  readonly notes: readonly string[];
  readonly suppressions: readonly string[];
}

/**
 * Describes a unit. Values: `'text'`, `` `a${x}` ``, names as written, `param 0.a.b` (`of f` where f is not the function it stands in),
 * `f() @3` for the result of the call on line 3, `fn f`, `{a: 1, ...x}`, `[1, ...x]`, `each value of x`, `(a | b)`, `(a ?? b)`, `?text`.
 */
export function describeUnit(unit: SourceUnit): UnitLines {
  return {
    imports: unit.imports.map((row) => `${row.typeOnly ? 'type ' : ''}${row.name === '' ? '(effect)' : row.name} from ${row.module} @${row.line}`),
    exports: unit.exports.map((row) => {
      const what = row.from === undefined ? (row.value ? describeValue(unit, row.value, 0) : '') : `${row.imported ?? ''} of ${row.from}`;
      return `${row.name}: ${what} @${row.line}`;
    }),
    types: unit.types.flatMap((type) => describeType(unit, type)),
    functions: unit.functions.slice(1).map((_, index) => describeFunction(unit, index + 1)),
    calls: unit.calls.map((_, index) => describeCall(unit, index)),
    writes: unit.writes.map(
      (row) => `${describeValue(unit, row.to, row.in)} = ${describeValue(unit, row.value, row.in)} in ${functionName(unit, row.in)} @${row.line}`,
    ),
    notes: unit.notes.map((row) => `${row.text} @${row.line}`),
    suppressions: unit.suppressions.map((row) => `${row.rule}: ${row.reason ?? '(no reason)'} @${row.line}`),
  };
}

function describeType(unit: SourceUnit, type: SourceUnit['types'][number]): string[] {
  const params = type.typeParams.length > 0 ? `<${type.typeParams.join(', ')}>` : '';
  const bases = type.bases.length > 0 ? ` : ${type.bases.map(describeRef).join(', ')}` : '';
  const init = type.init ?? 0;
  return [
    `${type.exported ? 'export ' : ''}${type.kind} ${type.name}${params}${bases} @${type.line}`,
    ...type.fields.map((field) => {
      const declared = field.type ? `: ${describeRef(field.type)}` : '';
      const value = field.init ? ` = ${describeValue(unit, field.init, init)}` : '';
      return `  ${field.static ? 'static ' : ''}${field.name}${declared}${value} @${field.line}`;
    }),
  ];
}

function describeFunction(unit: SourceUnit, fn: FnId): string {
  const row = unit.functions[fn];
  if (!row) return '?';
  const marks = [row.exported && 'export', row.static && 'static', row.getter && 'get', !row.ownThis && 'arrow'].filter(Boolean).map((mark) => `${mark} `);
  const params = row.params.map((param) => {
    const declared = param.type ? `: ${describeRef(param.type)}` : '';
    const fallback = param.fallback ? ` = ${describeValue(unit, param.fallback, fn)}` : '';
    return `${param.rest ? '...' : ''}${param.name || '_'}${declared}${fallback}`;
  });
  const returned = row.returns.length > 0 ? ` -> ${row.returns.map((value) => describeValue(unit, value, fn)).join(', ')}` : '';
  const declared = row.type ? `: ${describeRef(row.type)}` : '';
  const parent = row.parent ? ` inside ${functionName(unit, row.parent)}` : '';
  return `${marks.join('')}${functionName(unit, fn)}(${params.join(', ')})${declared}${returned}${parent} @${row.line}`;
}

function describeCall(unit: SourceUnit, index: number): string {
  const row = unit.calls[index];
  if (!row) return '?';
  const types = row.types.length > 0 ? `<${row.types.map(describeRef).join(', ')}>` : '';
  const args = row.args.map((arg) => describeArgument(unit, arg, row.in)).join(', ');
  const receiver = row.receiver ? ` on ${describeRef(row.receiver)}` : '';
  const loop = row.loop ? ` loop ${describeValue(unit, row.loop, row.in)}` : '';
  const guards = row.guards.map((guard) => ` if ${describeGuard(unit, guard, row.in)}`).join('');
  const decorated = row.on ? ` for ${describeDecorated(unit, row.on)}` : '';
  return `${row.form} ${describeValue(unit, row.callee, row.in)}${types}(${args})${decorated} in ${functionName(unit, row.in)} @${row.line}${receiver}${loop}${guards}`;
}

function describeArgument(unit: SourceUnit, arg: SourceArgument, fn: FnId): string {
  return `${arg.name === undefined ? '' : `${arg.name}=`}${arg.spread ? '...' : ''}${describeValue(unit, arg.value, fn)}`;
}

function describeGuard(unit: SourceUnit, guard: Guard, fn: FnId): string {
  const test = describeValue(unit, guard.test, fn);
  if (guard.equals) return `${test} ${guard.negated ? '!=' : '=='} ${describeValue(unit, guard.equals, fn)}`;
  return `${guard.negated ? 'not ' : ''}${test}`;
}

function describeDecorated(unit: SourceUnit, on: NonNullable<SourceUnit['calls'][number]['on']>): string {
  if (on.kind === 'type') return `${unit.types[on.type]?.name ?? '?'}`;
  if (on.kind === 'field') return `${unit.types[on.type]?.name ?? '?'}.${on.field}`;
  return on.kind === 'function' ? functionName(unit, on.fn) : `param ${on.index} of ${functionName(unit, on.fn)}`;
}

/** A function's name with its class; `@line` for a nameless one, `module` for the module body. */
function functionName(unit: SourceUnit, fn: FnId): string {
  const row = unit.functions[fn];
  if (!row) return '?';
  if (fn === 0) return 'module';
  const owner = row.owner === undefined ? '' : `${unit.types[row.owner]?.name ?? '?'}.`;
  return owner + (row.name || `@${row.line}`);
}

/** A type reference: `Queue from bullmq<string>`. */
function describeRef(ref: TypeRef): string {
  const args = ref.args.length > 0 ? `<${ref.args.map(describeRef).join(', ')}>` : '';
  return `${ref.name}${ref.module === undefined ? '' : ` from ${ref.module}`}${args}`;
}

/** A value as a short text; `fn` is the function it stands in. */
export function describeValue(unit: SourceUnit, value: Value, fn: FnId): string {
  const inner = (part: Value): string => describeValue(unit, part, fn);
  switch (value.k) {
    case 'literal':
      return `'${value.text}'`;
    case 'template':
      return `\`${value.parts.map((part) => (part.k === 'literal' ? part.text : `\${${inner(part)}}`)).join('')}\``;
    case 'name':
      return describeName(unit, value.id);
    case 'param':
      return `param ${[value.index, ...(value.path ?? [])].join('.')}${value.fn === fn ? '' : ` of ${functionName(unit, value.fn)}`}`;
    case 'this':
      return 'this';
    case 'member':
      return typeof value.name === 'string' ? `${inner(value.of)}.${value.name}` : `${inner(value.of)}[${inner(value.name)}]`;
    case 'result': {
      const call = unit.calls[value.call];
      return call ? `${call.form === 'new' ? 'new ' : ''}${describeValue(unit, call.callee, fn)}() @${call.line}` : '?';
    }
    case 'function':
      return `fn ${functionName(unit, value.fn)}`;
    case 'type':
      return `type ${describeRef(value.type)}`;
    case 'object': {
      const entries = value.entries.map(([key, entry]) => `${typeof key === 'string' ? key : `[${inner(key)}]`}: ${inner(entry)}`);
      return `{${[...entries, ...(value.spread ?? []).map((part) => `...${inner(part)}`)].join(', ')}}`;
    }
    case 'list':
      return `[${value.items.map((item, index) => (value.spread?.includes(index) ? `...${inner(item)}` : inner(item))).join(', ')}]`;
    case 'each':
      return `each ${value.part} of ${inner(value.of)}`;
    case 'choice':
      return `(${value.of.map(inner).join(value.because === 'branch' ? ' | ' : ' ?? ')})`;
    case 'unknown':
      return `?${value.text}`;
    default:
      return value.k;
  }
}

function describeName(unit: SourceUnit, id: number | string): string {
  if (typeof id === 'string') return `global ${id}`;
  const binding = unit.bindings[id];
  if (!binding) return '?';
  if (binding.name !== '' || binding.kind !== 'import') return binding.name || '(nameless)';
  return `require(${unit.imports[binding.ref ?? -1]?.module ?? '?'})`;
}
