import type { PathStep } from './route.js';

/** What a pattern matches: a literal front, then the rest as one group. */
interface Match {
  readonly front: string;
  /** Number and name of the group that holds the rest; undefined where the pattern ends with the front. */
  readonly rest?: { readonly number: number; readonly name?: string };
  /** The slash before the rest is no part of the front and of the rest's group (`/api(/|$)(.*)`). */
  readonly loose: boolean;
}

/**
 * A rewrite by regular expression as path steps: `^/api/(.*)$` to `/$1`, `/api(/|$)(.*)` and `/api(/)?(.*)` to `/$2`, `/api/(?<rest>.*)` to `/$\{rest}`. Patterns of any other
 * form give null: no expression of the analysed system is ever run.
 */
export function readRewrite(pattern: string, replacement: string): readonly PathStep[] | null {
  const match = readPattern(pattern);
  if (match === null) return null;
  const [path = ''] = replacement.split('?', 1);
  const reference = /(?:\$|\\)\{?\\?\{?(\w+)\}?$/.exec(path);
  if (reference === null) return /[$\\]\{?\w/.test(path) ? null : [match.rest === undefined || path !== '' ? { whole: path } : { front: match.front, by: '' }];
  const head = path.slice(0, reference.index);
  const group = reference[1] ?? '';
  if (match.rest === undefined || (group !== String(match.rest.number) && group !== match.rest.name)) return null;
  const plainHead = match.loose ? head.replace(/(?:\$|\\)\{?\d\}?$/, '').replace(/\/$/, '') : head;
  return /[$\\]/.test(plainHead) ? null : [{ front: match.front, by: plainHead }];
}

function readPattern(pattern: string): Match | null {
  const bare = pattern.replace(/^\^/, '').replace(/\$$/, '');
  const front = /^(?:[\w/~%!@,=-]|\\[./-])*/.exec(bare)?.[0] ?? '';
  const rest = bare.slice(front.length);
  const plain = front.replaceAll('\\', '');
  if (rest === '') return { front: plain, loose: false };
  const loose = /^\((?:\?:)?(?:\/\|\$?|\$\|\/)\)(?:\((?:\?P?<(\w+)>)?\.\*\)|\.\*)$/.exec(rest);
  if (loose !== null)
    return { front: plain, loose: true, rest: { number: rest.startsWith('(?:') ? 1 : 2, ...(loose[1] === undefined ? {} : { name: loose[1] }) } };
  const apart = /^\(\/\)\?\((?:\?P?<(\w+)>)?\.\*\)$/.exec(rest);
  if (apart !== null) return { front: plain, loose: true, rest: { number: 2, ...(apart[1] === undefined ? {} : { name: apart[1] }) } };
  const optional = /^\?\((?:\?P?<(\w+)>)?\.[*+]\)$/.exec(rest);
  if (optional !== null && plain.endsWith('/'))
    return { front: plain.slice(0, -1), loose: true, rest: { number: 1, ...(optional[1] === undefined ? {} : { name: optional[1] }) } };
  const group = /^\((?:\?P?<(\w+)>)?(\/?)\.[*+]\)$/.exec(rest);
  return group === null ? null : { front: plain, loose: false, rest: { number: 1, ...(group[1] === undefined ? {} : { name: group[1] }) } };
}
