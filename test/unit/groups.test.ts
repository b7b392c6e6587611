import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiedGroups } from '../../src/core/groups.js';

const groups = (ties: readonly string[]) =>
  tiedGroups(ties, (tie) => tie.split('-') as [string, string]).map(({ members, ties: own }) => `${members.join(' ')}: ${own.join(' ')}`);

describe('tiedGroups', () => {
  it('joins chains, keeps the order of ties and leaves strangers apart', () => {
    expect(groups(['c-d', 'x-y', 'a-b', 'b-c', 'y-x'])).toEqual(['a b c d: c-d a-b b-c', 'x y: x-y y-x']);
    expect(groups([])).toEqual([]);
  });

  it('every tie is in one group, with both ends; groups share nobody', () => {
    const ties = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })).map(([a, b]): [string, string] => [`s${a}`, `s${b}`]));
    fc.assert(
      fc.property(ties, (all) => {
        const found = tiedGroups(all, (tie) => tie);
        expect(found.flatMap((g) => g.ties).length).toBe(all.length);
        for (const { members, ties: own } of found) expect(own.flat().every((end) => members.includes(end))).toBe(true);
        const members = found.flatMap((g) => g.members);
        expect(new Set(members).size).toBe(members.length);
      }),
    );
  });
});
