import type { Evidence, Location, NonEmpty } from '../core/location.js';

/** Lines of a finding and what each shows, as `Violation` carries them. */
export interface Proof {
  readonly locations: NonEmpty<Location>;
  readonly notes: readonly string[];
}

export interface ProofGroup {
  /** Who or what these lines speak of. */
  readonly of: string;
  readonly lines: readonly Evidence[];
  /** Who or what a single line speaks of, where it says so itself; `of` otherwise. */
  readonly noteOf?: (line: Evidence) => string;
}

/** Lines of one finding beyond which a reader learns nothing new. */
const maxLines = 20;

const at = (line: Location): string => `${line.file}:${line.line}`;

/**
 * At most 20 lines, taken from the groups in turn so that every group with lines is represented (as far as there are no more than 20 groups), then shown
 * group by group. A line that two groups share stands once, in the first that names it. Undefined where no group has a line.
 */
export function proofOf(groups: readonly ProofGroup[], limit = maxLines): Proof | undefined {
  const seen = new Set<string>();
  const taken = groups.map((): Evidence[] => []);
  const next = groups.map(() => 0);
  let count = 0;
  for (let went = true; went && count < limit; ) {
    went = false;
    for (let g = 0; g < groups.length && count < limit; g++) {
      const lines = groups[g]?.lines ?? [];
      while ((next[g] as number) < lines.length && seen.has(at(lines[next[g] as number] as Evidence))) next[g] = (next[g] as number) + 1;
      const line = lines[next[g] as number];
      if (!line) continue;
      seen.add(at(line));
      taken[g]?.push(line);
      count += 1;
      went = true;
    }
  }
  const shown = taken.flatMap((lines, g) => lines.map((line) => ({ line, note: groups[g]?.noteOf?.(line) ?? noteOf(groups[g]?.of ?? '', line) })));
  const [first, ...rest] = shown.map(({ line }): Location => ({ file: line.file, line: line.line }));
  return first && { locations: [first, ...rest], notes: shown.map(({ note }) => note) };
}

/** `orders → stock: GET /stock/:id`. */
export function noteOf(of: string, line: Evidence): string {
  return line.text === '' ? of : `${of}: ${line.text}`;
}

/** A service's own lines of an edge: without those that only say where a wrapper, value or definition stands. */
export function ownLines(evidence: NonEmpty<Evidence>): readonly Evidence[] {
  const own = evidence.filter((line) => line.role === undefined);
  return own.length > 0 ? own : evidence;
}
