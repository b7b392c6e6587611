import { readRewrite } from '../../core/path-rewrite.js';
import type { PathStep } from '../../core/route.js';

/** Adds what a filter of Spring Cloud Gateway makes of the path; others change nothing. `path` is the route's own pattern. */
export function forwardOf(steps: readonly PathStep[] | null, path: string | null, name: string, args: readonly string[]): readonly PathStep[] | null {
  const [first = '', second = ''] = args;
  if (steps === null) return null;
  switch (name) {
    case 'StripPrefix':
      return joined(steps, stripped(path, Number(first)));
    case 'PrefixPath':
      return [...steps, { front: '', by: first.replace(/\/$/, '') }];
    case 'SetPath':
      return first.includes('{') ? null : [...steps, { whole: first }];
    case 'RewritePath':
      return joined(steps, readRewrite(first, second));
    default:
      return steps;
  }
}

function joined(a: readonly PathStep[], b: readonly PathStep[] | null): readonly PathStep[] | null {
  return b === null ? null : [...a, ...b];
}

/** The first segments of a pattern, where they are literal. */
function stripped(path: string | null, count: number): readonly PathStep[] | null {
  const segments = (path ?? '').split('/').filter((segment) => segment !== '');
  const first = segments.slice(0, count);
  if (!Number.isInteger(count) || count < 1) return [];
  return first.length < count || first.some((segment) => /[*{]/.test(segment)) ? null : [{ front: `/${first.join('/')}`, by: '' }];
}
