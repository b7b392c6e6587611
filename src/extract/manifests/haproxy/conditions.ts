import type { PathKind } from '../../../core/route.js';
import type { HaproxyLine } from '../../../parse/haproxy.js';
import { everyRequest, type RequestScope } from '../../../parse/request-scope.js';

/** The tests behind a condition's names, as written: `path_beg /api`. */
export type Tests = readonly (readonly string[])[];

const maxAlternatives = 50;
const maxTerms = 50;

/** `acl NAME test values…` of a section; several of one name are alternatives. */
export function aclsOf(statements: readonly HaproxyLine[]): ReadonlyMap<string, Tests> {
  const found = new Map<string, string[][]>();
  for (const { words } of statements) {
    const [first, name, ...test] = words;
    if (first !== 'acl' || name === undefined || test.length === 0) continue;
    const known = found.get(name);
    if (known === undefined) found.set(name, [test]);
    else if (known.length < maxAlternatives) known.push(test);
  }
  return found;
}

/** What stands behind `if` or `unless`; no words where nothing does. */
export interface Condition {
  readonly condition: readonly string[];
  readonly negated: boolean;
}

/** The words before `if` or `unless`, and the condition after it. */
export function splitCondition(words: readonly string[]): Condition & { readonly head: readonly string[] } {
  const at = words.findIndex((word) => word === 'if' || word === 'unless');
  if (at < 0) return { head: words, condition: [], negated: false };
  return { head: words.slice(0, at), condition: words.slice(at + 1), negated: words[at] === 'unless' };
}

/** The alternatives of a condition (`a b or { path_beg /x }`): each asks for all of its tests. One that asks nothing where there is no condition. */
export function alternativesOf({ condition, negated }: Condition, acls: ReadonlyMap<string, Tests>): readonly RequestScope[] {
  if (condition.length === 0) return [everyRequest];
  if (negated) return [{ ...everyRequest, more: true }];
  return orParts(condition)
    .flatMap((part) => scopesOf(termsOf(part), acls))
    .slice(0, maxAlternatives);
}

/** Which requests a condition is for when tests that only tell who asks, or how often, do not count. */
export function scopesBeside(
  { condition, negated }: Condition,
  acls: ReadonlyMap<string, Tests>,
  isGuard: (test: readonly string[]) => boolean,
): readonly RequestScope[] {
  const parts = orParts(condition).map((part) =>
    termsOf(part).filter(({ name, test }) => {
      const tests = test.length > 0 ? [test] : (acls.get(name) ?? []);
      return tests.length === 0 || !tests.every(isGuard);
    }),
  );
  if (parts.every((part) => part.length === 0)) return [everyRequest];
  if (negated) return [{ ...everyRequest, more: true }];
  return parts.flatMap((part) => scopesOf(part, acls)).slice(0, maxAlternatives);
}

function scopesOf(terms: readonly Term[], acls: ReadonlyMap<string, Tests>): readonly RequestScope[] {
  return terms
    .slice(0, maxTerms)
    .reduce<readonly RequestScope[]>((sofar, term) => sofar.flatMap((asked) => withTerm(asked, term, acls)).slice(0, maxAlternatives), [everyRequest]);
}

/** Every test that a condition makes, under its names or in braces. */
export function testsOf(condition: readonly string[], acls: ReadonlyMap<string, Tests>): Tests {
  return orParts(condition).flatMap((part) => termsOf(part).flatMap(({ name, test }) => (test.length > 0 ? [test] : (acls.get(name) ?? []))));
}

interface Term {
  readonly negated: boolean;
  readonly name: string;
  readonly test: readonly string[];
}

function orParts(condition: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of condition) {
    if (word === '{' || word === '!{') depth += 1;
    else if (word === '}') depth -= 1;
    if (depth === 0 && (word === 'or' || word === '||' || word === 'OR')) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts.filter((part) => part.length > 0);
}

function termsOf(part: readonly string[]): Term[] {
  const terms: Term[] = [];
  let negated = false;
  for (let i = 0; i < part.length; i += 1) {
    const word = part[i] ?? '';
    if (word === '!') {
      negated = true;
      continue;
    }
    const inner = word.startsWith('!') ? word.slice(1) : word;
    negated ||= word.startsWith('!');
    if (inner === '{') {
      const end = part.indexOf('}', i);
      const test = part.slice(i + 1, end < 0 ? part.length : end);
      terms.push({ negated, name: '', test });
      i = end < 0 ? part.length : end;
    } else terms.push({ negated, name: inner, test: [] });
    negated = false;
  }
  return terms;
}

function withTerm(asked: RequestScope, { negated, name, test }: Term, acls: ReadonlyMap<string, Tests>): RequestScope[] {
  if (negated) return [{ ...asked, more: true }];
  const tests = test.length > 0 ? [test] : (acls.get(name) ?? predefined.get(name) ?? [['?']]);
  const kinds = tests.map((one) => withTest(asked, one));
  return merged(asked, kinds);
}

const predefined: ReadonlyMap<string, Tests> = new Map([
  ['TRUE', []],
  ['HTTP', []],
  ['METH_GET', [['method', 'GET', 'HEAD']]],
  ['METH_POST', [['method', 'POST']]],
  ['METH_PUT', [['method', 'PUT']]],
  ['METH_DELETE', [['method', 'DELETE']]],
]);

/** Tests of one name that ask for paths alone ask for any of them. */
function merged(asked: RequestScope, kinds: readonly RequestScope[]): RequestScope[] {
  if (kinds.length < 2) return kinds.length === 0 ? [asked] : [...kinds];
  const onlyPaths = kinds.every((kind) => kind.paths !== null && kind.hosts === asked.hosts && kind.methods === asked.methods && !kind.more);
  return onlyPaths ? [{ ...asked, paths: kinds.flatMap(({ paths }) => paths ?? []) }] : [...kinds];
}

const pathTests: ReadonlyMap<string, (value: string) => { path: string; pathKind: PathKind }> = new Map<
  string,
  (value: string) => { path: string; pathKind: PathKind }
>([
  ['path', (path) => ({ path, pathKind: 'exact' })],
  ['path_beg', (path) => ({ path, pathKind: 'prefix' })],
  ['path_dir', (path) => ({ path: `/${path.replace(/^\/|\/$/g, '')}`, pathKind: 'prefix' })],
  ['path_reg', (path) => ({ path, pathKind: 'regex' })],
  ['path_end', (path) => ({ path: `${path.replaceAll('.', '\\.')}$`, pathKind: 'regex' })],
  ['path_sub', (path) => ({ path: path.replaceAll('.', '\\.'), pathKind: 'regex' })],
]);

function withTest(asked: RequestScope, [written = '', ...rest]: readonly string[]): RequestScope {
  const { fetch, method, values } = readTest(written, rest);
  const key = fetch === 'path' && method !== 'str' ? `path_${method}` : fetch.startsWith('path_') && method === 'reg' ? 'path_reg' : fetch;
  const pathTest = pathTests.get(key);
  if (pathTest !== undefined && values.length > 0) return { ...asked, paths: values.map(pathTest) };
  if (fetch === 'method') return { ...asked, methods: values.map((value) => value.toUpperCase()) };
  const host =
    /^(?:req\.|req\.f)?hdr(_beg|_end|_dom|_reg|_sub|_dir)?\(host(?:,-?\d+)?\)(?:,\w+(?:\([^)]*\))?)*$/i.exec(written) ??
    /^(ssl_fc_sni|req\.ssl_sni)(?:,\w+)?$/.exec(written);
  if (host === null) return { ...asked, more: true };
  const kind = host[1] ?? '';
  if (kind === '_end') return { ...asked, hosts: values.map((value) => `*.${value.replace(/^\./, '')}`) };
  return kind === '' || /sni/.test(kind) ? { ...asked, hosts: values.map((value) => value.replace(/:\d+$/, '')) } : { ...asked, more: true };
}

/** `path,lower -m beg -i /api`. */
function readTest(written: string, rest: readonly string[]): { fetch: string; method: string; values: readonly string[] } {
  const values: string[] = [];
  let method = 'str';
  for (let i = 0; i < rest.length; i += 1) {
    const word = rest[i] ?? '';
    if (word === '-m') {
      i += 1;
      method = rest[i] ?? 'str';
    } else if (!/^-(?:[inMfu]|-)$/.test(word)) values.push(word);
    else if (word === '-f' || word === '-M') return { fetch: '', method, values: [] };
  }
  return { fetch: written.split(',')[0] ?? '', method, values };
}
