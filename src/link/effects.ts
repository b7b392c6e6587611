import type { CallbackParam, DispatchEffect, SameEffect, SettingEffect, Sighting } from '../core/library.js';
import type { Abs, Handle } from './abstract.js';
import { distinct, receiverOf, unknown } from './abstract.js';
import { tokenKey } from './injection.js';
import type { Machine, PickSite } from './machine.js';
import type { Matched } from './match.js';
import { entriesOf } from './contents.js';
import { reads } from './memory.js';
import { creationSite } from './picks.js';
import { applyText } from './text.js';

type Effect = Extract<Sighting, { effect: string }>;

/** Values that effects of matched sightings give to the call; null where none speaks of a value. */
export function effects(machine: Machine, matched: readonly Matched[], site: PickSite): Abs[] | null {
  let found: Abs[] | null = null;
  for (const { record, sighting } of matched) {
    if (!('effect' in sighting)) continue;
    const values = effectValue(machine, record, sighting, site);
    if (values) found = [...(found ?? []), ...values];
  }
  return found ? distinct(found) : null;
}

function effectValue(machine: Machine, record: Matched['record'], sighting: Effect, site: PickSite): Abs[] | null {
  switch (sighting.effect) {
    case 'handle':
      return sighting.callbackParam ? null : [{ t: 'handle', handle: handleOf(machine, record, sighting.type, site), path: [] }];
    case 'setting':
      return under(sighting.as, settingValue(machine, sighting, site));
    case 'same':
      return sighting.callbackParam ? null : under(sighting.as, sameValue(machine, sighting, site));
    case 'text':
      return machine.pick(sighting.of, site).flatMap((value) => applyText(sighting.function, value));
    case 'obtain':
      return obtained(machine, record, sighting, site);
    case 'origin':
      return [{ t: 'origin' }];
    case 'dispatch':
      return dispatched(machine, record, sighting, site).flatMap((fn) => machine.result(fn, site.ref, site.frame));
    default:
      return null;
  }
}

function under(name: string | undefined, values: Abs[]): Abs[] {
  return name === undefined ? values : [{ t: 'fields', fields: new Map([[name, values]]) }];
}

function obtained(machine: Machine, record: Matched['record'], sighting: Extract<Effect, { effect: 'obtain' }>, site: PickSite): Abs[] {
  const token = machine.pick(sighting.token, site);
  const got = machine.obtain(token, sighting.handle ? undefined : site.decorated?.type, site.decorated?.unit ?? site.ref.unit);
  const useful = sighting.handle ? got.filter((v) => v.t !== 'instance' || token.every((t) => t.t !== 'class')) : got;
  if (useful.length > 0 || !sighting.handle) return useful;
  return [{ t: 'handle', handle: handleOf(machine, record, sighting.handle, site), path: [] }];
}

/** The thing a call makes: one for each call, frame instance and caller. */
function handleOf(machine: Machine, record: Matched['record'], type: string, site: PickSite): Handle {
  return {
    id: siteId(site),
    type,
    record: machine.index.recordDescribing(record, type),
    creation: { call: site.ref, frame: site.frame, callee: site.callee, ...(site.item ? { item: site.item } : {}) },
    obj: null,
  };
}

/** Identity of what a call makes in its frame. */
export function siteId(site: PickSite): string {
  const { ref, frame } = site;
  const by = frame.caller?.call ? `<${frame.caller.call.unit.file}:${frame.caller.call.id}` : '';
  return `${ref.unit.file}:${ref.id < 0 ? `line${ref.call.line}` : ref.id}@${frame.instance.id}${by}`;
}

function settingValue(machine: Machine, sighting: SettingEffect, site: PickSite): Abs[] {
  if (!sighting.name) return [{ t: 'environment', from: sighting.from }];
  const names = machine.pick(sighting.name, site);
  const fallback = sighting.fallback ? machine.pick(sighting.fallback, site) : [];
  return names.flatMap((name): Abs[] => {
    if (name.t !== 'text') return [unknown('computed setting name')];
    const inner = sighting.from === 'config' ? namespaced(machine, name.text) : [];
    if (inner.length > 0) return inner;
    const from = /^[A-Z][A-Z0-9_]*$/.test(name.text) ? 'env' : sighting.from;
    return [{ t: 'setting', name: name.text, from, fallback, site: { file: site.ref.unit.file, line: site.ref.call.line } }];
  });
}

/** Source of answers that hang on what a configuration namespace holds. */
export const namespaceOf = (name: string): string => `namespace:${name}`;

/** A dotted name among the configuration objects the program makes. */
function namespaced(machine: Machine, name: string): Abs[] {
  const { namespaces } = machine.state;
  const [head = '', ...path] = name.split('.');
  reads(machine.state, namespaceOf(head));
  reads(machine.state, namespaceOf(''));
  const roots = [...(namespaces.get(head) ?? []).map((of) => ({ of, path })), ...(namespaces.get('') ?? []).map((of) => ({ of, path: [head, ...path] }))];
  return distinct(
    roots.flatMap(({ of, path: rest }) =>
      rest.reduce<readonly Abs[]>((values, key) => values.flatMap((v) => (entriesOf(machine, v) || v.t === 'environment' ? machine.member(v, key) : [])), [of]),
    ),
  );
}

/** The argument that a call hands back, with the defaults a schema gives its settings. */
function sameValue(machine: Machine, sighting: SameEffect, site: PickSite): Abs[] {
  const values = machine.pick(sighting.of, site);
  const { defaults } = sighting;
  if (!defaults) return values;
  const schema = machine.pick(defaults.in, site);
  const fallback = (name: string): readonly Abs[] =>
    schema
      .flatMap((s) => (entriesOf(machine, s) ? machine.member(s, name) : []))
      .flatMap((v) => (v.t === 'handle' ? defaultOf(machine, v.handle, defaults) : []));
  return values.map((value): Abs => {
    if (value.t === 'environment') return { ...value, defaults: fallback };
    const pairs = value.t === 'record' || value.t === 'fields' ? entriesOf(machine, value) : null;
    if (!pairs) return value;
    const fields = new Map(
      pairs.map(([name, item]) => [name, item().map((v): Abs => (v.t === 'setting' && v.fallback.length === 0 ? { ...v, fallback: fallback(name) } : v))]),
    );
    return { t: 'fields', fields };
  });
}

/** The default in a chain of schema calls: `Joi.string().default('x').required()`. */
function defaultOf(machine: Machine, handle: Handle, defaults: NonNullable<SameEffect['defaults']>): readonly Abs[] {
  for (let h: Handle | null = handle; h; h = receiverOf(h)) {
    if (h.type !== defaults.type) continue;
    const at = creationSite(machine, h);
    const found = at ? machine.pick(defaults.pick, at) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** Functions that a dispatching call runs: those registered under its key, or all of the record's where the key is unknown. */
export function dispatched(machine: Machine, record: Matched['record'], sighting: DispatchEffect, site: PickSite): readonly Abs[] {
  const { state } = machine;
  state.volatile = true;
  const keys = machine.pick(sighting.key, site).map((key) => dispatchKey(record.id, key));
  for (const key of keys) reads(state, key);
  return distinct(keys.flatMap((key) => state.dispatch.get(key) ?? []));
}

/** Key under which a record's dispatch finds its functions, and the source of answers that hang on them; an instance stands for its class. */
export function dispatchKey(recordId: string, key: Abs): string {
  return `dispatch:${recordId}:${tokenKey(key.t === 'instance' ? { t: 'class', cls: key.obj.cls } : key)}`;
}

/** What a library passes to parameter `index` (called `name`) of a function that is argument `argument` or its `property`. */
export type Given = (argument: number, property: string | undefined, index: number, name: string) => readonly Abs[];

/** What the effects of a matched call pass to functions it is given. */
export function givenByEffects(machine: Machine, matched: readonly Matched[], site: PickSite): Given | null {
  const effects = matched.flatMap(({ record, sighting }) =>
    'effect' in sighting && (sighting.effect === 'handle' || sighting.effect === 'same') && sighting.callbackParam
      ? [{ record, sighting, at: sighting.callbackParam }]
      : [],
  );
  if (effects.length === 0) return null;
  return (argument, property, index, name) =>
    effects.flatMap(({ record, sighting, at }): Abs[] => {
      if (!fits(at, argument, property, index, name)) return [];
      if (sighting.effect === 'handle') return [{ t: 'handle', handle: handleOf(machine, record, sighting.type, site), path: [] }];
      return under(sighting.as, sameValue(machine, sighting, site));
    });
}

function fits(at: CallbackParam, argument: number, property: string | undefined, index: number, name: string): boolean {
  return at.arg === argument && at.param === (typeof at.param === 'string' ? name : index) && at.property === property;
}
