/** A list with at least one element: an edge or a finding without evidence cannot be built. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Where something stands. `file` is POSIX and relative to the scan root; lines count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
}

/**
 * What part of a proof a piece of evidence is. A service's own site comes first and has no role;
 * `wrapper` is a function the call goes through, `setting` where a name gets its value, `deployment` where the value is
 * deployed, `definition` where a table, queue or host is defined.
 */
export type EvidenceRole = 'wrapper' | 'setting' | 'deployment' | 'definition';

/** One line that shows a fact. `text` is redacted and shortened, never a whole source line with secrets. */
export interface Evidence extends Location {
  /** Extractor and library that saw it, for example `typescript/axios` or `compose`. */
  readonly foundBy: string;
  readonly text: string;
  readonly role?: EvidenceRole;
}

/** Narrows an array to one with at least one element; undefined when it is empty. */
export function nonEmpty<T>(items: readonly T[]): NonEmpty<T> | undefined {
  return items.length > 0 ? (items as unknown as NonEmpty<T>) : undefined;
}

/** Code-point order: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of locations: by file, then line. */
export function compareLocations(a: Location, b: Location): number {
  return compareText(a.file, b.file) || a.line - b.line;
}
