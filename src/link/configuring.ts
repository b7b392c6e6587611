import type { Abs } from './abstract.js';
import { keyOf } from './abstract.js';
import { namespaceOf } from './effects.js';
import { setProviders, tokenKey } from './injection.js';
import type { Machine, PickSite } from './machine.js';
import type { Matched } from './match.js';
import { changed } from './memory.js';

/** An object becomes (part of) the configuration, and the token of its namespace gives it. */
export function configure(machine: Machine, effect: Extract<Matched['sighting'], { effect: 'configure' }>, site: PickSite): void {
  const { state } = machine;
  const values = machine.pick(effect.value, site).flatMap((v) => (v.t === 'function' ? machine.result(v, site.ref, site.frame) : [v]));
  if (values.length === 0) return;
  const names = effect.name ? machine.pick(effect.name, site).flatMap((n) => (n.t === 'text' ? [n.text] : [])) : [''];
  for (const name of names) {
    const known = state.namespaces.get(name) ?? [];
    const fresh = values.filter((v) => !known.some((k) => keyOf(k) === keyOf(v)));
    if (fresh.length === 0) continue;
    state.namespaces.set(name, [...known, ...fresh]);
    changed(state, namespaceOf(name));
  }
  const made: readonly Abs[] = [{ t: 'opaque', call: site.ref, frame: site.frame }, ...machine.result(site.callee, site.ref, site.frame)];
  const { token: name } = effect;
  for (const token of name === undefined ? made : made.flatMap((of): Abs[] => [of, { t: 'member', of, name }])) {
    if (!state.providers.has(tokenKey(token))) setProviders(state, tokenKey(token), [{ kind: 'value', value: values }]);
  }
}
