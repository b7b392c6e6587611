import type { PathKind } from '../../../core/route.js';
import type { CaddyLine, CaddyWord } from '../../../parse/caddyfile.js';
import { everyRequest, type RequestScope } from '../../../parse/request-scope.js';

/** Named matchers of a site: `@api path /api/*`, or a block. */
export function namedMatchers(lines: readonly CaddyLine[], outer: ReadonlyMap<string, RequestScope> = new Map()): ReadonlyMap<string, RequestScope> {
  const found = new Map(outer);
  for (const { words, block } of lines) {
    const [name, ...rest] = words;
    if (name?.text.startsWith('@') !== true) continue;
    const conditions = [...(rest.length > 0 ? [rest] : []), ...(block ?? []).map((line) => line.words)];
    found.set(name.text, conditions.reduce(withCondition, everyRequest));
  }
  return found;
}

/** The matcher at the front of a directive's words, and the words after it. */
export function splitMatcher(
  words: readonly CaddyWord[],
  named: ReadonlyMap<string, RequestScope>,
): { matcher: RequestScope | undefined; rest: readonly CaddyWord[] } {
  const [first, ...rest] = words;
  if (first === undefined || first.quoted) return { matcher: undefined, rest: words };
  if (first.text === '*') return { matcher: everyRequest, rest };
  if (first.text.startsWith('/')) return { matcher: { ...everyRequest, paths: [pathOf(first.text)] }, rest };
  if (first.text.startsWith('@')) return { matcher: named.get(first.text) ?? { ...everyRequest, more: true }, rest };
  return { matcher: undefined, rest: words };
}

function withCondition(matcher: RequestScope, words: readonly CaddyWord[]): RequestScope {
  const [kind, ...values] = words.map(({ text }) => text);
  if (kind === 'path') return { ...matcher, paths: values.map(pathOf) };
  if (kind === 'host') return { ...matcher, hosts: values };
  if (kind === 'method') return { ...matcher, methods: values.map((method) => method.toUpperCase()) };
  if (kind === 'path_regexp') {
    const pattern = values.at(-1);
    return pattern === undefined ? { ...matcher, more: true } : { ...matcher, paths: [{ path: pattern, pathKind: 'regex' }] };
  }
  return kind === undefined || kind === 'protocol' ? matcher : { ...matcher, more: true };
}

/** `/api/*` is a prefix, `/api` that path alone; a star elsewhere stands for anything. */
function pathOf(text: string): { path: string; pathKind: PathKind } {
  const inner = text.slice(0, -1);
  if (!text.includes('*')) return { path: text, pathKind: 'exact' };
  if (text.endsWith('*') && !inner.includes('*')) return { path: inner === '' ? '/' : inner, pathKind: 'prefix' };
  if (text.startsWith('*')) return { path: `${text.slice(1).replaceAll('.', '\\.').replaceAll('*', '.*')}$`, pathKind: 'regex' };
  return { path: `^${text.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, pathKind: 'regex' };
}
