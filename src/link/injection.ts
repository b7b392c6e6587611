import type { Abs } from './abstract.js';
import { distinct } from './abstract.js';
import { enter, injectedObject, moduleFrame, typedObject } from './instances.js';
import type { Machine, Provider, State } from './machine.js';
import { changed, reads } from './memory.js';
import type { Cls } from './program.js';

/** What the container gives for a token. */
export function obtain(machine: Machine, token: readonly Abs[], type: Parameters<Machine['obtain']>[1], unit: Parameters<Machine['obtain']>[2]): Abs[] {
  const { state } = machine;
  const found: Abs[] = [];
  for (const each of token) {
    const providers = state.providers.get(tokenKey(each)) ?? [];
    for (const provider of providers) found.push(...provided(machine, provider, unit));
    if (providers.length === 0) {
      reads(state, providersOf(tokenKey(each)));
      if (each.t === 'class' && each.cls.decl.kind === 'class') found.push(implementation(machine, each.cls));
      else if (each.t === 'function' && each.frame)
        found.push(
          ...machine.obtain(
            machine.result(
              each,
              { unit: each.fn.unit, id: -1, call: { in: 0, form: 'call', callee: { k: 'unknown', text: '' }, args: [], types: [], guards: [], line: 0 } },
              each.frame,
            ),
            type,
            unit,
          ),
        );
    }
  }
  if (found.length === 0 && type) return machine.typed(type, unit);
  return distinct(found);
}

/** A class nobody binds: itself, or the only living object of an abstract one. */
function implementation(machine: Machine, cls: Cls): Abs {
  reads(machine.state, cls);
  const alive = (machine.state.alive.get(cls) ?? []).filter((o) => o.kind !== 'typed');
  const own = alive.find((o) => o.cls === cls);
  if (own) return { t: 'instance', obj: own };
  const sub = alive[0];
  if (sub && alive.length === 1) return { t: 'instance', obj: sub };
  return { t: 'instance', obj: cls.decl.kind === 'class' ? injectedObject(machine.state, cls) : typedObject(machine.state, cls) };
}

function provided(machine: Machine, provider: Provider, unit: Parameters<Machine['obtain']>[2]): Abs[] {
  switch (provider.kind) {
    case 'class':
      return [{ t: 'instance', obj: injectedObject(machine.state, provider.cls) }];
    case 'value':
      return [...provider.value];
    case 'same':
      return machine.obtain(provider.token, undefined, unit);
    case 'factory':
      return provider.make.flatMap((make): Abs[] => {
        if (make.t !== 'function') return [];
        const given = (index: number): readonly Abs[] => provider.inject[index]?.flatMap((token) => machine.obtain([token], undefined, unit)) ?? [];
        const frame = make.frame ?? moduleFrame(machine.state, make.fn.unit);
        const inner = enter(machine.state, make.fn, make.self, make.frame, { call: null, frame, given });
        return make.fn.decl.returns.flatMap((value) => machine.evaluate(value, make.fn.unit, inner));
      });
  }
}

/** Source of answers that hang on what provides a token. */
const providersOf = (key: string): string => `provider:${key}`;

/** Binds a token to what provides it. */
export function setProviders(state: State, key: string, providers: Provider[]): void {
  state.providers.set(key, providers);
  changed(state, providersOf(key));
}

/** Key under which a token's providers are kept. */
export function tokenKey(token: Abs): string {
  switch (token.t) {
    case 'text':
      return `text:${token.text}`;
    case 'handle':
      return `handle:${token.handle.id}`;
    case 'class':
      return `class:${token.cls.id}`;
    case 'external':
      return `external:${token.module}:${token.path.join('.')}`;
    case 'opaque':
      return `symbol:${token.call.unit.id}:${token.call.id}`;
    case 'member':
      return `member:${tokenKey(token.of)}.${token.name}`;
    case 'function':
      return `function:${token.fn.id}`;
    default:
      return `other:${token.t}`;
  }
}
