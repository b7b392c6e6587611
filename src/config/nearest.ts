import { compareText } from '../core/location.js';

/**
 * The candidate a person most probably meant by `word`; undefined where none is near. Near is at most a third of the word's length in edits (insert,
 * delete, change, swap of neighbours: optimal string alignment distance), case aside, or one being the beginning of the other (three letters at least).
 * Ties go to the first by code points.
 */
export function nearestName(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate));
  return ranked[0]?.candidate;
}

function distanceOf(a: string, b: string, limit: number): number {
  if (a.length >= 3 && (b.startsWith(a) || (b.length >= 3 && a.startsWith(b)))) return a === b ? 0 : 1;
  return Math.abs(a.length - b.length) > limit ? limit + 1 : edits(a, b);
}

function edits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
