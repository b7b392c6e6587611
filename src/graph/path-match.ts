/** What a call names, or what an entry answers to. Null parts are unknown. */
export interface Operation {
  /** HTTP method, `*` for any. */
  readonly method: string | null;
  /** Path or RPC operation; `*`, `:id`, `{id}` and partly known segments stand for one segment, `**` at the end for any rest. */
  readonly path: string | null;
}

export interface Answer extends Operation {
  readonly id: string;
  /** It answers to everything below its path (a proxy's route). */
  readonly prefix?: boolean;
}

/** How well a call fits an entry; the larger, the better. */
interface Fit {
  readonly whole: boolean;
  readonly segments: number;
  readonly alike: number;
}

const segmentsOf = (path: string): readonly string[] => (path.split(/[?#]/, 1)[0] ?? '').split('/').filter((segment) => segment !== '');
const isRest = (segment: string | undefined): boolean => segment === '**';
const isWild = (segment: string): boolean => segment.startsWith(':') || /[*{}<>]|\$\{/.test(segment);
const anyMethod = (method: string | null): boolean => method === null || method === '*';

function methodsMeet(a: string | null, b: string | null): boolean {
  return anyMethod(a) || anyMethod(b) || a?.toUpperCase() === b?.toUpperCase();
}

/**
 * Ids of the entries that a call leads to: those that fit it best. Segments are compared one by one; two literals must be equal and at least one pair must be
 * literal, so that a template of parameters alone links nothing. An entry may be shorter than the called path: then it must be its end, at a segment border
 * (a base path in front that a gateway or a mount removes). Whole matches beat ends, longer ends shorter ones, literals parameters.
 */
export function matchOperation(called: Operation, entries: readonly Answer[], calledIsPrefix = false): readonly string[] {
  if (called.path === null) return [];
  const calledSegments = segmentsOf(called.path);
  const fits: { id: string; fit: Fit }[] = [];
  for (const entry of entries) {
    if (entry.path === null || !methodsMeet(called.method, entry.method)) continue;
    const fit = fitOf(calledSegments, segmentsOf(entry.path), entry.prefix === true, calledIsPrefix);
    if (fit) fits.push({ id: entry.id, fit });
  }
  const best = fits.reduce<Fit | undefined>((winner, { fit }) => (winner === undefined || compareFits(fit, winner) > 0 ? fit : winner), undefined);
  return best === undefined ? [] : fits.filter(({ fit }) => compareFits(fit, best) === 0).map(({ id }) => id);
}

/** Ids of the entries at or below a path: all of them below `/`. Segments that are no literals fit any. */
export function entriesUnder(front: string, method: string | null, entries: readonly Answer[]): readonly string[] {
  const asked = segmentsOf(front);
  return entries
    .filter((entry) => {
      if (entry.path === null || !methodsMeet(method, entry.method)) return false;
      const own = segmentsOf(entry.path);
      if (entry.prefix === true || isRest(own.at(-1)))
        return asked.every((segment, i) => i >= own.length || isWild(segment) || isWild(own[i] ?? '') || segment === own[i]);
      return own.length >= asked.length && asked.every((segment, i) => isWild(segment) || isWild(own[i] ?? '') || segment === own[i]);
    })
    .map(({ id }) => id);
}

function compareFits(a: Fit, b: Fit): number {
  return Number(a.whole) - Number(b.whole) || a.segments - b.segments || a.alike - b.alike;
}

function fitOf(called: readonly string[], entry: readonly string[], entryIsPrefix: boolean, calledIsPrefix: boolean): Fit | undefined {
  const open = isRest(entry.at(-1));
  const own = open ? entry.slice(0, -1) : entry;
  if ((open || entryIsPrefix) && called.length >= own.length) return fitPairs(called.slice(0, own.length), own, called.length === own.length);
  const asked = isRest(called.at(-1)) ? called.slice(0, -1) : called;
  if ((calledIsPrefix || asked.length < called.length) && own.length > asked.length) return fitPairs(asked, own.slice(0, asked.length), false);
  if (own.length > asked.length) return undefined;
  return fitPairs(asked.slice(asked.length - own.length), own, asked.length === own.length);
}

function fitPairs(called: readonly string[], entry: readonly string[], whole: boolean): Fit | undefined {
  let literals = 0;
  let alike = 0;
  for (let i = 0; i < entry.length; i++) {
    const a = called[i] as string;
    const b = entry[i] as string;
    if (!isWild(a) && !isWild(b)) {
      if (a !== b) return undefined;
      literals += 1;
    }
    if (isWild(a) === isWild(b)) alike += 1;
  }
  return literals > 0 ? { whole, segments: entry.length, alike } : undefined;
}
