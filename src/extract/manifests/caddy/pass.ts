import type { PathStep, RouteTarget } from '../../../core/route.js';
import { literal, template, type Term } from '../../../core/term.js';
import type { CaddyLine, CaddyWord } from '../../../parse/caddyfile.js';
import { termOfText } from '../../../parse/marks.js';
import { redactTerm } from '../../../parse/redact.js';
import { covers, everyRequest, type RequestScope } from '../../../parse/request-scope.js';
import { splitMatcher } from './matchers.js';

/** Where a proxying directive leads: its upstreams, those of its block and its dynamic ones. */
export function upstreamsOf(file: string, words: readonly CaddyWord[], block: readonly CaddyLine[]): RouteTarget[] {
  const listed = block.flatMap((line) => (line.words[0]?.text === 'to' ? line.words.slice(1) : []));
  const targets = [...words, ...listed].filter(({ text }) => !text.includes('unix/')).map((word): RouteTarget => target(file, word, addressTerm(word.text)));
  const dynamic = block.filter(({ words: [name] }) => name?.text === 'dynamic');
  return [...targets, ...dynamic.flatMap((line) => dynamicTarget(file, line))];
}

const target = (file: string, { line }: { readonly line: number }, address: Term): RouteTarget => ({ address: redactTerm(address), at: { file, line } });

/** `dynamic a api 8080`, `dynamic srv _http._tcp.api`, or the same in a block. */
function dynamicTarget(file: string, { words, block = [], line }: CaddyLine): RouteTarget[] {
  const inBlock = (key: string): string | undefined => block.find((one) => one.words[0]?.text === key)?.words[1]?.text;
  const name = inBlock('name') ?? words[2]?.text;
  const port = inBlock('port') ?? words[3]?.text;
  if (name === undefined) return [];
  return [target(file, { line }, addressTerm(`${name.replace(/^(?:_[\w-]+\.){2}/, '')}${port === undefined ? '' : `:${port}`}`))];
}

const piece = /\{\$(\w+)(?::([^}]*))?\}|\{env\.(\w+)\}|\{[^{}\s]*\}/g;
const maxParts = 100;

/** An address with what the environment gives; other placeholders are of each request. */
function addressTerm(text: string): Term {
  const parts: Term[] = [];
  let end = 0;
  for (const match of text.slice(0, 2_000).matchAll(piece)) {
    if (parts.length > maxParts) break;
    parts.push(termOfText(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const name = match[1] ?? match[3];
    const fallback = match[2] === undefined ? {} : { fallback: literal(match[2]) };
    parts.push(name === undefined ? { k: 'unknown', text: match[0], why: 'dynamic' } : { k: 'setting', name, from: 'env', ...fallback });
  }
  return template([...parts, termOfText(text.slice(end, 2_000))]);
}

/** What a block does to the path of the requests that a route takes; null where it is not understood. */
export function stepsOf(lines: readonly CaddyLine[], route: RequestScope, named: ReadonlyMap<string, RequestScope>): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  for (const { words } of lines) {
    const name = words[0]?.text;
    if (name !== 'rewrite' && name !== 'uri' && name !== 'try_files') continue;
    if (name === 'try_files') continue;
    const { matcher = everyRequest, rest } = splitMatcher(words.slice(1), named);
    const held = covers(matcher, route);
    if (held === 'none' && matcher.paths !== null && route.paths !== null) continue;
    const step = held === 'all' ? (name === 'uri' ? uriStep(rest) : rewriteStep(rest.at(0)?.text ?? '')) : null;
    if (step === null) return null;
    steps.push(...step);
  }
  return steps;
}

function uriStep([what, text]: readonly CaddyWord[]): readonly PathStep[] | null {
  if (what?.text === 'query') return [];
  return what?.text === 'strip_prefix' && text !== undefined ? [{ front: text.text, by: '' }] : null;
}

/** `/v1{uri}`, `/index.php`. */
function rewriteStep(to: string): readonly PathStep[] | null {
  const path = to.replace(/\?.*$/, '');
  const kept = /^([^{}]*)\{(?:uri|path|http\.request\.uri(?:\.path)?)\}$/.exec(path);
  if (kept !== null) return kept[1] === '' ? [] : [{ front: '', by: (kept[1] ?? '').replace(/\/$/, '') }];
  return path.startsWith('/') && !/[{}]/.test(path) ? [{ whole: path }] : path === '' ? [] : null;
}
