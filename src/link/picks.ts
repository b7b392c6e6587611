import type { Pick } from '../core/library.js';
import type { Abs, Creation, Handle } from './abstract.js';
import { concat, distinct, text, unknown } from './abstract.js';
import { dig, isAbsentText, isKind } from './dig.js';
import { moduleFrame } from './instances.js';
import { jsonText } from './json-text.js';
import type { Machine, PickSite } from './machine.js';
import { reads } from './memory.js';
import { entriesOf } from './contents.js';
import type { CallRef, Unit } from './program.js';
import { applyText } from './text.js';

/** Reads what a record's pick points at; an empty list where it is not there. */
export function pick(machine: Machine, what: Pick, site: PickSite): Abs[] {
  const found = read(machine, what, site);
  const kept = 'is' in what && what.is !== undefined && !('eachOf' in what) ? found.filter((v) => isKind(machine, v, what.is ?? 'text')) : found;
  return distinct(site.wantsText ? kept.flatMap((v) => (v.t === 'list' || v.t === 'items' ? machine.items(v, 'value') : [v])) : kept);
}

function read(machine: Machine, what: Pick, site: PickSite): Abs[] {
  if ('arg' in what) return argument(machine, what.arg, what.rest === true, what.property, site);
  if ('named' in what) return named(machine, what.named, what.property, site);
  if ('literal' in what) return [text(what.literal)];
  if ('env' in what) return [{ t: 'setting', name: what.env, from: 'env', fallback: what.fallback === undefined ? [] : [text(what.fallback)] }];
  if ('firstOf' in what) return firstOf(machine, what.firstOf, site);
  if ('join' in what) return join(what.join.map((part) => machine.pick(part, { ...site, wantsText: true }).filter((v) => !isAbsentText(v))));
  if ('handle' in what) return ofCreation(machine, what, site);
  if ('receiver' in what) return receiver(machine, what.property, site);
  if ('method' in what) return methodName(site, what.upper === true);
  if ('typeArg' in what) return typeArgument(machine, what.typeArg, site);
  if ('on' in what) return decorated(machine, what.on, site);
  if ('eachOf' in what) return eachEntry(machine, what, site);
  if ('renamed' in what) return renamed(machine.pick(what.renamed, site), what.names, what.only === true);
  if ('where' in what)
    return machine.pick(what.where, { ...site, wantsText: false }).some((v) => !(v.t === 'text' && v.text === 'false')) ? machine.pick(what.pick, site) : [];
  if ('calls' in what) return ofStaticCalls(machine, what, site);
  if ('text' in what)
    return machine
      .pick(what.of, { ...site, wantsText: false })
      .flatMap((value) => (what.text === 'json' ? jsonText(machine, value) : applyText(what.text, value)));
  if ('annotation' in what) return ofAnnotation(machine, what, site);
  if ('memberOf' in what) return memberAt(machine, what, site);
  if ('assigned' in what) return assigned(machine, what.assigned, site);
  return [
    {
      t: 'token',
      id: `${site.ref.unit.file}:${site.ref.call.line}:${site.ref.id}@${site.frame.self?.t === 'instance' ? site.frame.self.obj.cls.decl.name : ''}`,
    },
  ];
}

function eachEntry(machine: Machine, what: Extract<Pick, { eachOf: Pick }>, site: PickSite): Abs[] {
  if (site.entry) return what.part === 'key' ? [site.entry.key] : dig(machine, site.entry.value, what.property);
  return machine.pick(what.eachOf, { ...site, wantsText: false }).flatMap((of) =>
    (entriesOf(machine, of) ?? []).flatMap(([key, value]) => {
      const values = value();
      if (what.is !== undefined && !values.some((v) => isKind(machine, v, what.is ?? 'text'))) return [];
      return what.part === 'key' ? [text(key)] : dig(machine, values, what.property);
    }),
  );
}

/** What the `eachOf` somewhere inside a pick goes over, if there is one. */
export function loopedOver(what: Pick): Pick | null {
  if ('eachOf' in what) return what.eachOf;
  if ('firstOf' in what) return what.firstOf.map(loopedOver).find((p) => p !== null) ?? null;
  if ('handle' in what) return what.of ? loopedOver(what.of) : null;
  return null;
}

function firstOf(machine: Machine, options: readonly Pick[], site: PickSite): Abs[] {
  for (const option of options) {
    const found = machine.pick(option, site).filter((v) => !(v.t === 'text' && v.text === '') && !(site.wantsText && isAbsentText(v)));
    if (found.length > 0) return found;
  }
  return [];
}

function argument(machine: Machine, index: number, rest: boolean, property: string | undefined, site: PickSite): Abs[] {
  if (index === 0 && site.item) return dig(machine, [site.item], property);
  const { args } = site.ref.call;
  const chosen = rest ? args.slice(index) : args.slice(index, index + 1);
  if (args.slice(0, index).some((a) => a.spread)) return [unknown('spread arguments')];
  const values = chosen.flatMap((arg) => {
    if (arg.name !== undefined && site.ref.call.form === 'element') return [];
    const got = machine.evaluate(arg.value, site.ref.unit, site.frame);
    return arg.spread ? got.flatMap((of) => (rest ? machine.items(of, 'value') : machine.member(of, '0'))) : got;
  });
  return dig(machine, values, property);
}

function named(machine: Machine, name: string, property: string | undefined, site: PickSite): Abs[] {
  const found: Abs[] = [];
  for (const arg of site.ref.call.args) {
    if (arg.name === name) return dig(machine, machine.evaluate(arg.value, site.ref.unit, site.frame), property);
    if (arg.spread) found.push(...dig(machine, machine.evaluate(arg.value, site.ref.unit, site.frame), name));
  }
  return dig(machine, found, property);
}

/** Base and path as URL libraries join them; an absolute later part wins. */
function join(parts: readonly (readonly Abs[])[]): Abs[] {
  const given = parts.filter((p) => p.length > 0);
  let joined: readonly Abs[] = given[0] ?? [];
  for (const later of given.slice(1)) {
    const absolute = later.filter(isAbsolute);
    const relative = later.filter((l) => !isAbsolute(l));
    const combined = relative.length > 0 ? concat([joined.map(withoutSlash), relative.map(withSlash)]) : [];
    joined = distinct([...absolute, ...combined]);
  }
  return [...joined];
}

function isAbsolute(value: Abs): boolean {
  const head = value.t === 'concat' ? value.parts[0] : value;
  return head?.t === 'text' && /^[a-z][a-z0-9+.-]*:\/\//i.test(head.text);
}

function withoutSlash(value: Abs): Abs {
  if (value.t === 'text') return text(value.text.replace(/\/+$/, ''));
  const last = value.t === 'concat' ? value.parts.at(-1) : undefined;
  if (value.t !== 'concat' || last?.t !== 'text') return value;
  return concat([...value.parts.slice(0, -1).map((p) => [p]), [text(last.text.replace(/\/+$/, ''))]])[0] ?? value;
}

function withSlash(value: Abs): Abs {
  const head = value.t === 'concat' ? value.parts[0] : value;
  if (head?.t === 'text' && (head.text === '' || /^[/?#]/.test(head.text))) return value;
  return concat([[text('/')], [value]])[0] ?? value;
}

function ofCreation(machine: Machine, what: Extract<Pick, { handle: Pick }>, site: PickSite): Abs[] {
  const handles = what.of
    ? machine.pick(what.of, { ...site, wantsText: false }).flatMap((v) => (v.t === 'handle' ? [v.handle] : []))
    : site.callee.t === 'handle'
      ? [site.callee.handle]
      : [];
  return handles
    .filter((h) => what.type === undefined || h.type === what.type)
    .flatMap((handle) => {
      const at = creationSite(machine, handle);
      return at ? machine.pick(what.handle, { ...at, ...(site.wantsText ? { wantsText: true } : {}) }) : [];
    });
}

/** The call that made a handle, as picks see it; for a merely declared one a call with its type arguments alone. */
export function creationSite(machine: Machine, handle: Handle): PickSite | null {
  const made: Creation | null = handle.creation;
  if (made) {
    return { ref: made.call, frame: made.frame, callee: made.callee, ...(made.item ? { item: made.item } : {}) };
  }
  if (!handle.declared) return null;
  const { type, unit } = handle.declared;
  return { ref: declaredCall(unit, type.args), frame: moduleFrame(machine.state, unit), callee: { t: 'unknown', text: '', why: 'dynamic' } };
}

function declaredCall(unit: Unit, types: CallRef['call']['types']): CallRef {
  return { unit, id: -1, call: { in: 0, form: 'new', callee: { k: 'unknown', text: '' }, args: [], types, guards: [], line: 1 } };
}

function receiver(machine: Machine, property: string | undefined, site: PickSite): Abs[] {
  const { callee } = site;
  if (callee.t === 'member') return dig(machine, [callee.of], property);
  if (callee.t === 'handle') {
    const owner = callee.path.slice(0, -1);
    if (owner.length > 0) return site.wantsText ? [text(owner.at(-1) ?? '')] : [{ t: 'handle', handle: callee.handle, path: owner }];
    const { obj } = callee.handle;
    if (obj)
      return property === undefined || obj.id < 0 ? dig(machine, [{ t: 'class', cls: obj.cls }], property) : dig(machine, [{ t: 'instance', obj }], property);
    return [{ t: 'handle', handle: callee.handle, path: [] }];
  }
  if (callee.t === 'external') return [text(callee.path.slice(0, -1).at(-1) ?? '')];
  return [];
}

function methodName(site: PickSite, upper: boolean): Abs[] {
  const { callee } = site;
  const name = callee.t === 'member' ? callee.name : callee.t === 'external' || callee.t === 'handle' ? callee.path.at(-1) : undefined;
  return name === undefined ? [] : [text(upper ? name.toUpperCase() : name)];
}

function typeArgument(machine: Machine, index: number, site: PickSite): Abs[] {
  const type = site.ref.call.types[index];
  if (!type) return [];
  const value = machine.typeValue(type, site.ref.unit);
  if (value && 'decl' in value) return [{ t: 'class', cls: value }];
  return type.name === 'typeof' && type.args[0] ? [text(type.args[0].name)] : [text(type.name)];
}

function decorated(machine: Machine, what: 'name' | 'type' | 'owner', site: PickSite): Abs[] {
  const on = site.decorated;
  if (!on) return [];
  if (what === 'owner') return on.cls ? [{ t: 'class', cls: on.cls }] : [];
  if (what === 'name') return [text(on.name)];
  if (!on.type) return [];
  const value = machine.typeValue(on.type, on.unit);
  if (value && 'decl' in value) return [{ t: 'class', cls: value }];
  return value ? [{ t: 'external', module: value.module, path: [value.name] }] : [text(on.type.name)];
}

/** Texts renamed; a constant of the library's own counts as its last name. */
function renamed(values: readonly Abs[], names: readonly (readonly [string, string])[], only: boolean): Abs[] {
  return values.flatMap((value): Abs[] => {
    const name = value.t === 'text' ? value.text : value.t === 'external' ? value.path.at(-1) : undefined;
    const to = name === undefined ? undefined : names.find(([from]) => from === name)?.[1];
    if (to !== undefined) return [text(to)];
    return only ? [] : value.t === 'external' && name !== undefined ? [text(name)] : [value];
  });
}

/** What calls of a static member on a class say, made anywhere: `Order.init({…}, { tableName })`. */
function ofStaticCalls(machine: Machine, what: Extract<Pick, { calls: string }>, site: PickSite): Abs[] {
  const owners = machine.pick(what.of, { ...site, wantsText: false }).flatMap((v) => (v.t === 'class' ? [v.cls] : v.t === 'instance' ? [v.obj.cls] : []));
  if (owners.length === 0) return [];
  return machine.program.callsOf(what.calls).flatMap((ref) => {
    if (ref.call.callee.k !== 'member') return [];
    const frame = moduleFrame(machine.state, ref.unit);
    const on = machine.evaluate(ref.call.callee.of, ref.unit, frame);
    if (!on.some((v) => v.t === 'class' && owners.includes(v.cls))) return [];
    return machine.pick(what.pick, { ref, frame, callee: on[0] ?? site.callee, ...(site.wantsText ? { wantsText: true } : {}) });
  });
}

/** What the system assigns to a member of the thing the call is made on. */
function assigned(machine: Machine, path: string, site: PickSite): Abs[] {
  const names = path.split('.');
  const last = names.at(-1) ?? '';
  const target = calledOn(site.callee);
  if (target === null) return [];
  return machine.program.assignmentsTo(last).flatMap(({ unit, write }) => {
    let of = write.to;
    for (const name of [...names].reverse()) {
      if (of.k !== 'member' || of.name !== name) return [];
      of = of.of;
    }
    const frame = moduleFrame(machine.state, unit);
    const writer = unit.fns[write.in];
    if (writer) reads(machine.state, writer);
    const at = writer && write.in !== 0 ? ([...(machine.state.instances.get(writer)?.values() ?? [])].find((i) => i.reached)?.frame ?? frame) : frame;
    return machine.evaluate(of, unit, at).some((v) => calledOn(v) === target) ? machine.evaluate(write.value, unit, at) : [];
  });
}

function calledOn(value: Abs): string | null {
  if (value.t === 'external') return `module:${value.module}`;
  return value.t === 'handle' ? `handle:${value.handle.id}` : null;
}

/** The member of one pick that another names, dotted. */
function memberAt(machine: Machine, what: Extract<Pick, { memberOf: Pick }>, site: PickSite): Abs[] {
  const owners = machine.pick(what.memberOf, { ...site, wantsText: false });
  const names = machine.pick(what.at, { ...site, wantsText: true }).flatMap((n) => (n.t === 'text' ? [n.text] : []));
  return names.flatMap((name) => dig(machine, dig(machine, owners, name), what.property));
}

function ofAnnotation(machine: Machine, what: Extract<Pick, { annotation: string }>, site: PickSite): Abs[] {
  const owners: Abs[] = what.of === 'owner' ? decorated(machine, 'owner', site) : machine.pick(what.of, { ...site, wantsText: false });
  return owners.flatMap((owner) => {
    const cls = owner.t === 'class' ? owner.cls : owner.t === 'instance' ? owner.obj.cls : null;
    if (!cls) return [];
    const frame = moduleFrame(machine.state, cls.unit);
    machine.state.definitions.add(cls);
    return cls.annotations.flatMap((call) => {
      if (importedName(call.callee, cls.unit) !== what.annotation) return [];
      return machine.pick(what.pick, {
        ref: { unit: cls.unit, id: -1, call },
        frame,
        callee: owner,
        decorated: { cls, fn: null, name: cls.decl.name, unit: cls.unit },
        ...(site.wantsText ? { wantsText: true } : {}),
      });
    });
  });
}

/** Name under which an annotation's module exports it. */
function importedName(callee: CallRef['call']['callee'], unit: Unit): string {
  if (callee.k === 'member') return typeof callee.name === 'string' ? callee.name : '';
  if (callee.k !== 'name') return '';
  if (typeof callee.id === 'string') return callee.id;
  const binding = unit.source.bindings[callee.id];
  const row = binding?.kind === 'import' ? unit.source.imports[binding.ref ?? -1] : undefined;
  return row && row.name !== '*' && row.name !== 'default' ? row.name : (binding?.name ?? '');
}
