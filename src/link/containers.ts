import type { LibraryRecord, Pick, ProvideEffect } from '../core/library.js';
import type { Abs, Handle } from './abstract.js';
import { keyOf } from './abstract.js';
import { setProviders, tokenKey } from './injection.js';
import { dig } from './dig.js';
import { siteId } from './effects.js';
import { enter, moduleFrame } from './instances.js';
import type { Machine, PickSite, Provider, Work } from './machine.js';
import { entriesOf } from './contents.js';
import { append } from './program.js';
import { loopedOver } from './picks.js';

const MAX_DEPTH = 6;
type Read = (name: 'class' | 'factory' | 'value' | 'inject' | 'bound') => readonly Abs[];

/** What a `provide` effect registers; `eager`: the container makes what it lists whether or not anybody asks. */
export class Containers {
  private readonly given = new Set<string>();

  constructor(
    private readonly machine: Machine,
    private readonly work: Work,
  ) {}

  provide(record: LibraryRecord, effect: ProvideEffect, site: PickSite, eager: boolean): void {
    const { machine } = this;
    if (effect.arguments) {
      this.provideArguments(effect, site);
      return;
    }
    if (effect.handle) {
      this.provideHandles(record, effect, site);
      return;
    }
    if (effect.token) this.provideTokens(effect, site, eager);
    for (const pick of [effect.list, effect.eager]) if (pick) for (const value of machine.pick(pick, site)) this.provider(value, effect, 0);
    if (effect.include) for (const value of machine.pick(effect.include, site)) this.include(value, effect, site, 0);
  }

  /** Constructor arguments given one call at a time: `register(C)->addArgument(x)`. */
  private provideArguments(effect: ProvideEffect, site: PickSite): void {
    const { machine } = this;
    const classes = effect.class ? machine.pick(effect.class, site).flatMap((v) => (v.t === 'class' ? [v.cls] : [])) : [];
    const key = siteId(site);
    if (!effect.arguments || this.given.has(key)) return;
    this.given.add(key);
    const value = machine.pick(effect.arguments, site);
    for (const cls of classes) append(machine.state.constructorArguments, cls, value);
    machine.state.version++;
  }

  private provideTokens(effect: ProvideEffect, site: PickSite, eager: boolean): void {
    const { machine } = this;
    const { token } = effect;
    if (!token) return;
    const over = loopedOver(token);
    const entries = over ? machine.pick(over, site).flatMap((of) => entriesOf(machine, of) ?? []) : [];
    const sites =
      entries.length > 0 ? entries.map(([key, value]): PickSite => ({ ...site, entry: { key: { t: 'text', text: key }, value: value() } })) : [site];
    for (const at of sites) {
      const read: Read = (name) => {
        const pick: Pick | undefined = effect[name];
        return pick ? machine.pick(pick, at) : [];
      };
      for (const each of machine.pick(token, at)) this.bind(each, read, effect, eager);
    }
  }

  /** Tokens bound to handles of a library's type, each described by one entry of a list. */
  private provideHandles(record: LibraryRecord, effect: ProvideEffect, site: PickSite): void {
    const { machine } = this;
    const entries = effect.list
      ? machine.pick(effect.list, site).flatMap((v) => (v.t === 'list' || v.t === 'items' ? machine.items(v, 'value') : [v]))
      : machine.pick({ arg: 0 }, site);
    entries.forEach((entry, i) => {
      const tokens = effect.keys
        ? dig(machine, [entry], effect.keys.token)
        : effect.token
          ? machine.pick(effect.token, { ...site, item: entry })
          : record.modules.map((module): Abs => ({ t: 'external', module, path: [effect.handle ?? ''] }));
      const item = this.withFactory(entry, effect);
      for (const token of tokens) {
        const handle: Handle = {
          id: `${siteId(site)}#${i}`,
          type: effect.handle ?? '',
          record: machine.index.recordDescribing(record, effect.handle ?? ''),
          creation: { call: site.ref, frame: site.frame, callee: site.callee, item },
          obj: null,
        };
        this.register(token, { kind: 'value', value: [{ t: 'handle', handle, path: [] }] });
      }
    });
  }

  /** An entry's own properties, then those of what its factory returns. */
  private withFactory(entry: Abs, effect: ProvideEffect): Abs {
    const { machine } = this;
    const own = entriesOf(machine, entry);
    if (!own) return entry;
    const fields = new Map(own.map(([name, value]) => [name, value()]));
    for (const made of dig(machine, [entry], `${effect.keys?.factory ?? 'useFactory'}()`))
      for (const [name, value] of entriesOf(machine, made) ?? []) if (!fields.has(name)) fields.set(name, value());
    return { t: 'fields', fields };
  }

  /** Another container brought in: a class, a list, a function that gives one, or an object that describes one. */
  private include(value: Abs, effect: ProvideEffect, site: PickSite, depth: number): void {
    const { machine } = this;
    if (depth > MAX_DEPTH) return;
    if (value.t === 'class') this.work.open(value.cls);
    else if (value.t === 'function') for (const inner of machine.result(value, site.ref, site.frame)) this.include(inner, effect, site, depth + 1);
    else if (value.t === 'list' || value.t === 'items') for (const inner of machine.items(value, 'value')) this.include(inner, effect, site, depth + 1);
    else if (value.t === 'record' || value.t === 'fields') {
      const keys = effect.dynamic;
      if (!keys) return;
      for (const inner of machine.member(value, keys.class)) this.include(inner, effect, site, depth + 1);
      for (const name of [keys.list, ...keys.eager]) for (const inner of machine.member(value, name)) this.provider(inner, effect, 0);
      for (const inner of machine.member(value, keys.include)) this.include(inner, effect, site, depth + 1);
    }
  }

  /** One element of a list of providers: a class, an object with a token, or a list of them. */
  private provider(value: Abs, effect: ProvideEffect, depth: number): void {
    const { machine } = this;
    const { keys } = effect;
    if (depth > MAX_DEPTH) return;
    if (value.t === 'class') this.make({ t: 'class', cls: value.cls });
    else if (value.t === 'list' || value.t === 'items') for (const inner of machine.items(value, 'value')) this.provider(inner, effect, depth + 1);
    else if ((value.t === 'record' || value.t === 'fields') && keys) {
      const names = { class: keys.class, factory: keys.factory, value: keys.value, inject: keys.inject, bound: undefined };
      const read: Read = (name) => (names[name] === undefined ? [] : machine.member(value, names[name]));
      for (const token of machine.member(value, keys.token)) {
        this.bind(token, read, effect, true);
        if (keys.same) for (const same of machine.member(value, keys.same)) this.register(token, { kind: 'same', token: [same] });
      }
    }
  }

  private make(token: Abs): void {
    for (const got of this.machine.obtain([token], undefined, this.machine.program.anyUnit())) if (got.t === 'instance') this.work.revive(got.obj);
  }

  private bind(token: Abs, read: Read, effect: ProvideEffect, eager: boolean): void {
    const { machine } = this;
    for (const value of [...read('class'), ...read('bound')]) {
      if (value.t !== 'class') continue;
      if (effect.byName) machine.state.byName.add(value.cls);
      this.register(token, { kind: 'class', cls: value.cls });
      if (eager) this.make(token);
    }
    const plain = [...read('value'), ...read('bound').filter((v) => v.t !== 'class')];
    if (plain.length > 0) this.register(token, { kind: 'value', value: plain });
    const inject = read('inject')
      .flatMap((list) => entriesOf(machine, list) ?? [])
      .map(([, item]) => item());
    for (const make of read('factory')) if (make.t === 'function') this.bindFactory(token, make, inject, effect.byName === true);
  }

  private bindFactory(token: Abs, make: Extract<Abs, { t: 'function' }>, inject: readonly (readonly Abs[])[], byName: boolean): void {
    const { machine } = this;
    const names = make.fn.decl.params.map((p): readonly Abs[] => [{ t: 'text', text: p.name }]);
    const tokens = byName && inject.length === 0 ? names : inject;
    this.register(token, { kind: 'factory', make: [make], inject: tokens });
    const given = (index: number): readonly Abs[] => {
      const got = tokens[index]?.flatMap((t) => machine.obtain([t], undefined, make.fn.unit)) ?? [];
      return got.length === 0 && byName && index === 0 ? [{ t: 'cradle' }] : got;
    };
    this.work.reach(enter(machine.state, make.fn, make.self, make.frame, null).instance, {
      call: null,
      frame: make.frame ?? moduleFrame(machine.state, make.fn.unit),
      given,
    });
    for (const list of tokens) for (const t of list) if (t.t === 'class' || t.t === 'external' || machine.state.providers.has(tokenKey(t))) this.make(t);
  }

  private register(token: Abs, provider: Provider): void {
    const { state } = this.machine;
    const key = tokenKey(token);
    const known = state.providers.get(key) ?? [];
    const identity = providerIdentity(provider);
    if (known.some((p) => providerIdentity(p) === identity)) return;
    setProviders(state, key, [...known, provider]);
  }
}

function providerIdentity(provider: Provider): string {
  switch (provider.kind) {
    case 'class':
      return `class${provider.cls.id}`;
    case 'factory':
      return `factory${provider.make.map(keyOf).join('|')}`;
    case 'value':
      return `value${provider.value.map(keyOf).join('|')}`;
    case 'same':
      return `same${provider.token.map(keyOf).join('|')}`;
  }
}
