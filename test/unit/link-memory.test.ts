import { describe, expect, it } from 'vitest';
import type { Abs, Frame } from '../../src/link/abstract.js';
import { text } from '../../src/link/abstract.js';
import { askTouching, newState } from '../../src/link/machine.js';
import type { State } from '../../src/link/machine.js';
import type { Answer } from '../../src/link/memory.js';
import { apart, changed, cut, noAnswer, outdate, reads, recalled, touch, workedOut } from '../../src/link/memory.js';

/** Asks as evaluation does: one level deeper for each question inside a question. */
function asking(state: State, answer: Answer, question: () => Abs[]): Abs[] {
  return (
    recalled(state, answer) ??
    workedOut(state, answer, () => {
      state.depth++;
      try {
        return question();
      } finally {
        state.depth--;
      }
    })
  );
}

const texts = (values: readonly Abs[]): string[] => values.map((v) => (v.t === 'text' ? v.text : v.t));

/** A question about a source that counts how often it is worked out. */
function counting(state: State, source: string, inner: () => Abs[] = () => []): { readonly ask: () => string[]; readonly times: () => number } {
  const answer = noAnswer();
  let times = 0;
  const question = (): Abs[] => {
    reads(state, source);
    times++;
    return [text(`${source}${times}`), ...inner()];
  };
  return { ask: () => texts(asking(state, answer, question)), times: () => times };
}

describe('answers that are remembered', () => {
  it('hold until what they hang on changes, and only then', () => {
    const state = newState();
    const callers = counting(state, 'callers');
    expect([callers.ask(), callers.ask()]).toEqual([['callers1'], ['callers1']]);
    changed(state, 'objects');
    expect(callers.ask()).toEqual(['callers1']);
    changed(state, 'callers');
    expect(callers.ask()).toEqual(['callers2']);
  });

  it('are outdated with what they are made of, also where that was remembered', () => {
    const state = newState();
    const inner = counting(state, 'inner');
    inner.ask();
    const outer = counting(state, 'outer', () => inner.ask().map(text));
    expect(outer.ask()).toEqual(['outer1', 'inner1']);
    changed(state, 'inner');
    expect(outer.ask()).toEqual(['outer2', 'inner2']);
    expect(inner.times()).toBe(2);
  });

  it('do not hold where a source changes while they are worked out', () => {
    const state = newState();
    const answer = noAnswer();
    let times = 0;
    const question = (): Abs[] => {
      reads(state, 'objects');
      if (times++ === 0) changed(state, 'objects');
      return [];
    };
    for (let i = 0; i < 3; i++) asking(state, answer, question);
    expect(times).toBe(2);
  });

  it('of a circle hold for the one that was asked first, and not for what was cut short inside it', () => {
    const state = newState();
    const first = noAnswer();
    const second = noAnswer();
    const askFirst = (): Abs[] => asking(state, first, () => [text('a'), ...askSecond()]);
    const askSecond = (): Abs[] => asking(state, second, () => [text('b'), ...askFirst()]);
    expect(texts(askFirst())).toEqual(['a', 'b']);
    expect([first.whole, second.whole]).toEqual([true, false]);
    expect(texts(askSecond())).toEqual(['b', 'a', 'b']);
    expect(second.whole).toBe(true);
  });

  it('that a limit cut short are asked again, those around them too', () => {
    const state = newState();
    const inner = noAnswer();
    const outer = noAnswer();
    asking(state, outer, () =>
      asking(state, inner, () => {
        cut(state, -1);
        return [];
      }),
    );
    expect([outer.whole, inner.whole]).toEqual([false, false]);
  });

  it('tell whose parameters they asked for each time they are used', () => {
    const state = newState();
    const frame = {} as Frame;
    const answer = noAnswer();
    const ask = (): Abs[] =>
      asking(state, answer, () => {
        touch(state, frame);
        return [];
      });
    ask();
    expect(state.touched).toEqual([]);
    expect([...askTouching(state, () => [...ask(), ...ask()]).touched]).toEqual([frame]);
  });

  it('worked out apart stand whatever becomes of their parts', () => {
    const state = newState();
    const inner = counting(state, 'inner');
    const outer = counting(state, 'outer', () => apart(state, () => inner.ask().map(text)));
    expect(outer.ask()).toEqual(['outer1', 'inner1']);
    changed(state, 'inner');
    expect(outer.ask()).toEqual(['outer1', 'inner1']);
    outdate(state, 'outer');
    expect(outer.ask()).toEqual(['outer2', 'inner2']);
  });
});
