import type { SourceWrite, Value } from '../core/source.js';
import type { Abs, Frame } from './abstract.js';
import type { Machine } from './machine.js';
import type { Unit } from './program.js';

/** `a || b`: b where a may be empty. A setting keeps b as its own fallback. */
export function fallback(machine: Machine, of: readonly Value[], unit: Unit, frame: Frame): Abs[] {
  const [first, ...rest] = of;
  if (!first) return [];
  return orElse(machine.evaluate(first, unit, frame), rest, machine, unit, frame);
}

/** Values already known, with what `rest` can be where they may be empty. */
export function orElse(heads: Abs[], rest: readonly Value[], machine: Machine, unit: Unit, frame: Frame): Abs[] {
  if (rest.length === 0) return heads;
  let tail: Abs[] | null = null;
  const later = (): Abs[] => {
    tail ??= fallback(machine, rest, unit, frame);
    return tail;
  };
  if (heads.length === 0) return later();
  return heads.flatMap((head): Abs[] => {
    if (head.t === 'text') return head.text === '' || head.text === 'false' || head.text === '0' ? later() : [head];
    if (head.t === 'setting')
      return [
        {
          ...head,
          fallback: head.fallback.length > 0 ? head.fallback : later().flatMap((l) => (l.t === 'setting' && l.name === head.name ? l.fallback : [l])),
        },
      ];
    if (head.t === 'member' || head.t === 'unknown' || head.t === 'opaque' || head.t === 'external') return [...later(), head];
    return [head];
  });
}

/** `x ||= y`, `if (!x) x = y` where x is declared: y counts where what was written before is empty. null for any other write. */
export function ownDefault(id: number, { value }: SourceWrite): readonly Value[] | null {
  if (value.k !== 'choice' || value.because !== 'fallback') return null;
  const [first, ...rest] = value.of;
  return first?.k === 'name' && first.id === id ? rest : null;
}
