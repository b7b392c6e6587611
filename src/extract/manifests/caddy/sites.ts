import type { Fact } from '../../../core/fact.js';
import type { PathStep, PolicyFact, RouteFact } from '../../../core/route.js';
import type { CaddyLine, CaddyWord } from '../../../parse/caddyfile.js';
import { everyRequest, guardsFor, narrowed, type RequestScope, type ScopedGuards } from '../../../parse/request-scope.js';
import { directives, guardOf } from './guards.js';
import { namedMatchers, splitMatcher } from './matchers.js';
import { stepsOf, upstreamsOf } from './pass.js';

/** What the blocks around a directive give to it. */
interface Context {
  readonly file: string;
  readonly hosts: readonly string[];
  readonly matcher: RequestScope;
  readonly guards: readonly ScopedGuards[];
  /** Files imported where it stands, as names of policies. */
  readonly imports: readonly string[];
  readonly named: ReadonlyMap<string, RequestScope>;
  readonly steps: readonly PathStep[] | null;
  readonly known: Definitions;
}

/** Snippets `(name)` and named routes `&(name)`, and what may still be expanded. */
interface Definitions {
  readonly blocks: ReadonlyMap<string, readonly CaddyLine[]>;
  readonly budget: { lines: number };
}

const maxExpanded = 20_000;
const maxDepth = 20;
/** Snippets that pass their arguments on may double a word each time. */
const maxWord = 2_000;
/** Imported files that guard nothing by their name. */
const harmless = /[*]|(?:^|[\W_])(?:tls|ssl|certs?|gzip|cache|headers?|logs?|logging|cors|security-?headers)(?:[\W_]|$)/i;

/** The routes and guards of one Caddyfile, or of a file that others import. */
export function factsOf(file: string, lines: readonly CaddyLine[]): Fact[] {
  const blocks = new Map<string, readonly CaddyLine[]>();
  for (const { words, block } of lines) {
    const name = /^(&?\([^)]*\))$/.exec(words[0]?.text ?? '')?.[1];
    if (name !== undefined && block !== undefined && words.length === 1) blocks.set(name, block);
  }
  const known: Definitions = { blocks, budget: { lines: maxExpanded } };
  const context: Context = { file, hosts: [], matcher: everyRequest, guards: [], imports: [], named: new Map(), steps: [], known };
  const rest = lines.filter(({ words }) => words.length > 0 && !blocks.has(words[0]?.text ?? ''));
  const [first] = rest;
  if (first === undefined) return [];
  if (first.block === undefined && isAddress(first)) return siteFacts(first, rest.slice(1), context);
  const sites = rest.filter((line) => line.block !== undefined && isAddress(line));
  if (sites.length > 0) return sites.flatMap((site) => siteFacts(site, site.block ?? [], context));
  return [...blockFacts(rest, context, 0).filter((fact) => fact.kind !== 'route' || fact.path !== null), ...fragment(file, rest, context)];
}

/** Whether a line begins a site: its words are addresses, no directive. */
function isAddress({ words }: CaddyLine): boolean {
  const [first] = words;
  return first !== undefined && !directives.has(first.text) && !first.text.startsWith('@') && /[.:{*]|^localhost\b/.test(first.text);
}

function siteFacts(site: CaddyLine, body: readonly CaddyLine[], context: Context): Fact[] {
  const addresses = site.words.flatMap(({ text }) => text.split(',')).map((text) => text.trim().replace(/^[a-z]+:\/\//, ''));
  const hosts = addresses.map((text) => text.replace(/[:/].*$/, '')).filter((host) => /^(?:\*\.)?[\w.-]+$/.test(host) && host !== 'localhost');
  return blockFacts(body, { ...context, hosts }, 0);
}

function blockFacts(block: readonly CaddyLine[], outer: Context, depth: number): Fact[] {
  const lines = expanded(block, outer.known, 0);
  const named = namedMatchers(lines, outer.named);
  const guards = [...outer.guards, ...lines.flatMap((line) => guardOf(outer.file, line, named) ?? [])];
  const imports = [...outer.imports, ...lines.flatMap(importedFile)];
  const context: Context = { ...outer, named, guards, imports };
  const facts: Fact[] = depth > maxDepth ? [] : lines.flatMap((line) => lineFacts(line, lines, context, depth));
  const answers = lines.some(({ words }) => /^(?:respond|redir|file_server|error|abort)$/.test(words[0]?.text ?? ''));
  if (imports.length > outer.imports.length && outer.matcher !== everyRequest && !answers && !facts.some(({ kind }) => kind === 'route'))
    facts.push(...routes(context, outer.matcher, { line: lines[0]?.line ?? 1, protocol: 'http', targets: [], forwards: null }));
  return facts;
}

function lineFacts(line: CaddyLine, siblings: readonly CaddyLine[], context: Context, depth: number): Fact[] {
  const name = line.words[0]?.text ?? '';
  const { matcher = everyRequest, rest } = splitMatcher(line.words.slice(1), context.named);
  const inner = narrowed(context.matcher, matcher);
  if (name === 'handle' || name === 'route' || name === 'handle_path') {
    const own = name === 'handle_path' ? prefixOf(matcher) : [];
    const around = joined(context.steps, stepsOf(siblings, inner, context.named));
    return blockFacts(line.block ?? [], { ...context, matcher: inner, steps: joined(around, own) }, depth + 1);
  }
  if (name === 'invoke') return blockFacts(context.known.blocks.get(`&(${rest[0]?.text ?? ''})`) ?? [], { ...context, matcher: inner }, depth + 1);
  if (name !== 'reverse_proxy' && name !== 'php_fastcgi') return [];
  const block = line.block ?? [];
  const targets = upstreamsOf(context.file, rest, block);
  const forwards = joined(joined(context.steps, stepsOf(siblings, inner, context.named)), stepsOf(block, everyRequest, context.named));
  return targets.length === 0 ? [] : routes(context, inner, { line: line.line, protocol: name === 'php_fastcgi' ? 'fastcgi' : 'http', targets, forwards });
}

function joined(a: readonly PathStep[] | null, b: readonly PathStep[] | null): readonly PathStep[] | null {
  return a === null || b === null ? null : [...a, ...b];
}

/** `handle_path /api/*` takes `/api` away. */
function prefixOf({ paths }: RequestScope): readonly PathStep[] | null {
  const [one, ...more] = paths ?? [];
  if (one === undefined || more.length > 0 || one.pathKind === 'regex') return null;
  return [{ front: one.path.replace(/\/$/, ''), by: '' }];
}

function routes(context: Context, matcher: RequestScope, made: Pick<RouteFact, 'protocol' | 'targets' | 'forwards'> & { readonly line: number }): RouteFact[] {
  const { line, ...rest } = made;
  const places = matcher.paths ?? [{ path: null, pathKind: 'prefix' as const }];
  return places.map(
    (place): RouteFact => ({
      ...part(context.file, line),
      kind: 'route',
      hosts: matcher.hosts.length > 0 ? matcher.hosts : context.hosts,
      ...place,
      methods: matcher.methods,
      ...rest,
      ...guardsFor({ ...matcher, paths: place.path === null ? null : [{ ...place, path: place.path }] }, context.guards),
      policies: [...new Set(context.imports)],
    }),
  );
}

/** A file that a site or block imports: its own directives stand for whoever imports it. */
function fragment(file: string, lines: readonly CaddyLine[], context: Context): PolicyFact[] {
  const own = expanded(lines, context.known, 0);
  const guards = guardsFor(
    everyRequest,
    own.flatMap((line) => guardOf(file, line, namedMatchers(own)) ?? []),
  );
  const passes = own.filter(({ words }) => words[0]?.text === 'reverse_proxy');
  const targets = passes.flatMap(({ words, block = [] }) => upstreamsOf(file, splitMatcher(words.slice(1), new Map()).rest, block));
  return [{ ...part(file, lines[0]?.line ?? 1), kind: 'policy', ...guards, forwards: [], policies: own.flatMap(importedFile), scopes: [], targets }];
}

function importedFile({ words }: CaddyLine): string[] {
  const [name, path] = words;
  if (name?.text !== 'import' || path === undefined) return [];
  return [`${harmless.test(path.text) ? 'file?' : 'file'}:${path.text}`];
}

/** Lines with those of the snippets that they import in their place. */
function expanded(lines: readonly CaddyLine[], known: Definitions, depth: number): CaddyLine[] {
  return lines.flatMap((line) => {
    const [name, snippet, ...args] = line.words;
    const body = name?.text === 'import' && depth < maxDepth ? known.blocks.get(`(${snippet?.text ?? ''})`) : undefined;
    if (body === undefined) return [line];
    known.budget.lines -= body.length;
    return known.budget.lines < 0 ? [] : expanded(filled(body, args, known), known, depth + 1);
  });
}

/** `{args[0]}` and `{args.0}` of a snippet. */
function filled(lines: readonly CaddyLine[], args: readonly CaddyWord[], known: Definitions): CaddyLine[] {
  return lines.map((line) => {
    known.budget.lines -= line.block?.length ?? 0;
    const words = line.words.map((word) => ({
      ...word,
      text: word.text.replace(/\{args[.[](\d{1,3})\]?\}/g, (whole, i: string) => args[Number(i)]?.text ?? whole).slice(0, maxWord),
    }));
    return { ...line, words, ...(line.block && known.budget.lines > 0 ? { block: filled(line.block, args, known) } : {}) };
  });
}

const part = (file: string, line: number) =>
  ({ at: { file, line }, foundBy: 'caddy', technology: 'caddy', gateway: { by: 'configuration' }, source: file }) as const;
