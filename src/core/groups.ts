import { compareText } from './location.js';

/** Things that ties connect, directly or through others, and those ties. */
export interface TiedGroup<T> {
  /** Sorted, two or more. */
  readonly members: readonly string[];
  /** In the order given. */
  readonly ties: readonly T[];
}

/**
 * The groups that ties connect: whoever is tied to one of a group belongs to it. `endsOf` says which two a tie connects. Sorted by first member; what no
 * tie names is in no group.
 */
export function tiedGroups<T>(ties: readonly T[], endsOf: (tie: T) => readonly [string, string]): TiedGroup<T>[] {
  const above = new Map<string, string>();
  const rootOf = (one: string): string => {
    let root = one;
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next;
    above.set(one, root);
    return root;
  };
  for (const [a, b] of ties.map(endsOf)) above.set(rootOf(a), rootOf(b));
  const groups = new Map<string, { members: Set<string>; ties: T[] }>();
  for (const tie of ties) {
    const ends = endsOf(tie);
    const root = rootOf(ends[0]);
    const group = groups.get(root) ?? { members: new Set(), ties: [] };
    for (const end of ends) group.members.add(end);
    group.ties.push(tie);
    groups.set(root, group);
  }
  return [...groups.values()]
    .map((group) => ({ members: [...group.members].sort(compareText), ties: group.ties }))
    .sort((x, y) => compareText(x.members[0] ?? '', y.members[0] ?? ''));
}
