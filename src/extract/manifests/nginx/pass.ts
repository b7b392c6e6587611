import type { PathKind, PathStep, RouteTarget } from '../../../core/route.js';
import { describeTerm, template, type Term } from '../../../core/term.js';
import type { NginxDirective } from '../../../parse/nginx.js';
import { readRewrite } from '../../../core/path-rewrite.js';
import { redactTerm } from '../../../parse/redact.js';
import { type Variables, wordTerm } from './variables.js';

/** A directive that hands requests on. */
export interface Pass {
  readonly protocol: string;
  readonly target: RouteTarget;
  readonly forwards: readonly PathStep[] | null;
}

/** Where a `location` says a path is, or a block without one. */
export interface Place {
  /** Null: any path, or one that only other directives know. */
  readonly path: string | null;
  readonly pathKind: PathKind;
  /** Rewrites that hold where the request is passed on. */
  readonly rewrites: readonly NginxDirective[];
}

const protocols: ReadonlyMap<string, string> = new Map([
  ['proxy_pass', 'http'],
  ['grpc_pass', 'grpc'],
  ['fastcgi_pass', 'fastcgi'],
  ['uwsgi_pass', 'uwsgi'],
  ['scgi_pass', 'scgi'],
]);

/** What a `*_pass` directive does; undefined for other directives and for sockets of the same machine. */
export function passOf(file: string, directive: NginxDirective, place: Place, variables: Variables): Pass | undefined {
  const protocol = protocols.get(directive.name);
  const [word] = directive.args;
  if (protocol === undefined || word === undefined || /^(https?:\/\/)?unix:/.test(word.text)) return undefined;
  const { authority, uri } = splitUri(word.text);
  const address = redactTerm(wordTerm(authority, variables));
  const at = { file, line: word.line };
  const target: RouteTarget = isForeignVariable(authority, address) ? { backend: authority.replace(/^https?:\/\//, ''), at } : { address, at };
  return { protocol, target, forwards: protocol === 'http' ? forwardsOf(uri, address, place) : rewritten(place) };
}

/** `http://$backend`: a variable that another file may define. */
function isForeignVariable(authority: string, address: Term): boolean {
  return (
    /^(https?:\/\/)?\$\{?[a-z]\w*\}?$/.test(authority) &&
    JSON.stringify(address).includes('"why":"dynamic"') &&
    !/\$\{?(host|http_|arg_|server_)/.test(authority)
  );
}

/** The address without the URI that stands behind it; slashes of actions and variables do not count. */
function splitUri(text: string): { authority: string; uri: string } {
  const begin = /^(?:[a-z]+|\$\{?\w+\}?):\/\//.exec(text)?.[0].length ?? 0;
  let action = false;
  for (let i = begin; i < text.length; i += 1) {
    if (text.startsWith('{{', i)) action = true;
    else if (text.startsWith('}}', i)) action = false;
    const variableUri = text[i] === '$' && /^\$\{?(request_uri|uri|1)\b/.test(text.slice(i, i + 16));
    if (!action && (text[i] === '/' || variableUri)) return { authority: text.slice(0, i), uri: text.slice(i) };
  }
  return { authority: text, uri: '' };
}

function forwardsOf(uri: string, address: Term, place: Place): readonly PathStep[] | null {
  const inVariable = uri === '' ? pathInside(address) : '';
  if (inVariable === null) return null;
  const whole = uri === '' ? inVariable : uri;
  if (whole === '') return rewritten(place);
  const bare = whole.replace(/\$\{?(is_args|args)\}?/g, '').replace(/\?$/, '');
  const asked = /^([^$]*)\$\{?(request_uri|uri)\}?$/.exec(bare);
  if (asked !== null)
    return asked[1] === '' || asked[1] === '/' ? (asked[2] === 'uri' ? rewritten(place) : []) : [{ front: '', by: (asked[1] ?? '').replace(/\/$/, '') }];
  if (bare.includes('$')) return place.pathKind === 'regex' && place.path !== null ? readRewrite(place.path, bare) : null;
  if (inVariable !== '' || place.pathKind === 'exact') return [{ whole: bare }];
  return place.pathKind === 'prefix' && place.path !== null ? [{ front: place.path, by: bare }] : null;
}

/** The path inside an address that a variable holds; null where it may differ. */
function pathInside(address: Term): string | null {
  const texts = address.k === 'choice' ? address.of.map(describeTerm) : [describeTerm(address)];
  const paths = new Set(texts.map((text) => /^[a-z]+:\/\/[^/]*(\/.*)$/.exec(text)?.[1] ?? ''));
  return paths.size === 1 ? ([...paths][0] ?? '') : null;
}

/** What `rewrite … break` makes of the path; redirects change nothing here. */
function rewritten(place: Place): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  for (const { args } of place.rewrites) {
    const [pattern, replacement, flag] = args.map((word) => word.text);
    if (pattern === undefined || replacement === undefined || flag === 'redirect' || flag === 'permanent' || /^https?:|^\$scheme/.test(replacement)) continue;
    const found = readRewrite(pattern, replacement);
    if (found === null) return null;
    steps.push(...found);
    if (flag === 'break') break;
  }
  return steps;
}

/** The targets of an `upstream` block; those that are down are left out. */
export function upstreamTargets(file: string, block: readonly NginxDirective[], variables: Variables): RouteTarget[] {
  const servers = block.filter((d) => d.name === 'server' && d.args[0] !== undefined && !d.args.some((a) => a.text === 'down'));
  return servers.flatMap((server): RouteTarget[] => {
    const address = server.args[0]?.text ?? '';
    if (address.startsWith('unix:')) return [];
    const weight = Number(server.args.map((a) => /^weight=(\d{1,6})$/.exec(a.text)?.[1]).find((w) => w !== undefined) ?? Number.NaN);
    return [{ address: redactTerm(template([wordTerm(address, variables)])), ...(Number.isNaN(weight) ? {} : { weight }), at: { file, line: server.line } }];
  });
}
