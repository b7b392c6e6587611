import type { PathKind } from '../../../core/route.js';

/** What a router's rule asks for. */
export interface Rule {
  readonly hosts: readonly string[];
  readonly methods: readonly string[];
  /** Empty for any path. */
  readonly paths: readonly { readonly path: string; readonly pathKind: PathKind; readonly strips: boolean }[];
}

const matcher = /(!?)\b(Host|PathPrefixStrip|PathPrefix|PathRegexp|PathStrip|Path|Method)(?:\(([^()]{0,2000})\)|:([^;]{0,500}))/g;

/** A rule of version 2 and 3 (`Host(...) && PathPrefix(...)`) or 1 (`Host:…;PathPrefixStrip:…`). What is negated says nothing. */
export function readRule(rule: string): Rule {
  const hosts: string[] = [];
  const methods: string[] = [];
  const paths: Rule['paths'][number][] = [];
  for (const [, not, kind = '', inside, after] of rule.slice(0, 10_000).matchAll(matcher)) {
    if (not === '!') continue;
    const args = inside === undefined ? (after ?? '').split(',') : [...inside.matchAll(/[`'"]([^`'"]*)[`'"]/g)].map((m) => m[1] ?? '');
    for (const arg of args.map((a) => a.trim()).filter((a) => a !== '')) {
      if (kind === 'Host') hosts.push(arg);
      else if (kind === 'Method') methods.push(arg.toUpperCase());
      else paths.push({ path: arg, pathKind: kindOf(kind, arg), strips: kind.endsWith('Strip') });
    }
  }
  return { hosts: hosts.filter((host) => !/[{}$]/.test(host)), methods, paths };
}

function kindOf(kind: string, path: string): PathKind {
  if (kind === 'PathRegexp') return 'regex';
  if (kind.startsWith('PathPrefix')) return 'prefix';
  return path.includes('{') ? 'template' : 'exact';
}
