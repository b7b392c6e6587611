import type { PathKind, PathStep } from './route.js';

/** The part of a route that says which requests are for it. */
export interface RoutePattern {
  readonly path: string | null;
  readonly pathKind: PathKind;
  readonly methods: readonly string[];
}

const segmentsOf = (path: string): readonly string[] => (path.split(/[?#]/, 1)[0] ?? '').split('/').filter((segment) => segment !== '');
const isRest = (segment: string | undefined): boolean =>
  segment !== undefined && (segment === '**' || /^\{(\*\*?)?[\w-]+(\+|\*)\}$|^\{\*\*?[\w-]+\}$/.test(segment));
const isWild = (segment: string): boolean => /[*{:<]/.test(segment);

/** Literal beginning of a regular expression, up to its last whole segment: `^/api/v1/(.*)` → `/api/v1/`; null where it has none. */
export function literalFront(pattern: string): string | null {
  const begin = pattern.replace(/^\(\?[a-z]+\)/, '').replace(/^\^/, '');
  const front = /^(?:[\w/~%!@,=-]|\\[./-])*/.exec(begin)?.[0] ?? '';
  const rest = begin.slice(front.length);
  const plain = front.replaceAll('\\', '');
  if (!plain.startsWith('/')) return null;
  if (rest === '' || /^(\/?\$|\(\/\||\(\/\.\*\)|\(\$\|)/.test(rest)) return plain;
  return /^[?*+{|]/.test(rest) || !plain.endsWith('/') ? plain.slice(0, plain.lastIndexOf('/') + 1) : plain;
}

/**
 * How well a request fits a route; the larger, the better, and undefined where it does not. Exact paths beat templates, longer fronts shorter ones. Unknown
 * segments of the request (`*`) fit any.
 */
export function routeFit(route: RoutePattern, path: string, method: string | null): number | undefined {
  if (route.methods.length > 0 && method !== null && method !== '*' && !route.methods.includes(method.toUpperCase())) return undefined;
  const written = route.pathKind === 'regex' && route.path !== null ? literalFront(route.path) : (route.path ?? '/');
  if (written === null) return undefined;
  const asked = segmentsOf(path);
  const own = segmentsOf(written);
  const open = route.pathKind === 'prefix' || route.pathKind === 'regex' || isRest(own.at(-1));
  const fixed = isRest(own.at(-1)) ? own.slice(0, -1) : own;
  if (asked.length < fixed.length || (!open && asked.length > fixed.length)) return undefined;
  if (!fixed.every((segment, i) => isWild(segment) || isWild(asked[i] ?? '') || segment === asked[i])) return undefined;
  const literals = fixed.filter((segment) => !isWild(segment)).length;
  return (open ? 0 : 1_000_000) + fixed.length * 1_000 + literals * 2 + (route.methods.length > 0 ? 1 : 0);
}

/** The path that goes on: each step where it applies; null where the steps are not understood. */
export function forwardPath(path: string, steps: readonly PathStep[] | null): string | null {
  if (steps === null) return null;
  let current = path;
  for (const step of steps) {
    if ('whole' in step) current = step.whole;
    else if (startsAt(current, step.front)) current = `${step.by}${current.slice(step.front.length)}`;
  }
  const tidy = current.replace(/\/{2,}/g, '/');
  return tidy.startsWith('/') ? tidy : `/${tidy}`;
}

/** Whether a path begins with a front, at a border of segments. */
function startsAt(path: string, front: string): boolean {
  if (!path.startsWith(front)) return false;
  return front === '' || front.endsWith('/') || path.length === front.length || '/?#'.includes(path[front.length] ?? '');
}
