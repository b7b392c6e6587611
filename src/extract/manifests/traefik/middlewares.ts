import { readRewrite } from '../../../core/path-rewrite.js';
import type { AuthKind, Guards, PathStep } from '../../../core/route.js';
import { entriesOf, itemsOf, textOf, type TreeNode } from '../../../parse/tree.js';

/** What a middleware does. */
export interface Middleware extends Guards {
  readonly forwards: readonly PathStep[] | null;
  /** Those that a chain is made of, by name. */
  readonly chain: readonly string[];
}

const authKinds: ReadonlyMap<string, AuthKind> = new Map([
  ['basicauth', 'basic'],
  ['digestauth', 'basic'],
  ['forwardauth', 'forward-auth'],
  ['jwt', 'jwt'],
  ['oidc', 'oidc'],
  ['oidcauth', 'oidc'],
  ['apikey', 'key'],
  ['apikeyauth', 'key'],
  ['hmacauth', 'signature'],
  ['hmac', 'signature'],
  ['ldap', 'ldap'],
  ['oauthclientcreds', 'oidc'],
  ['oauthintro', 'oidc'],
]);

/** Plug-ins that ask nobody who he is; what others do cannot be seen. */
const open = /cors|header|rewrite|compress|cache|geo|ban|bouncer|crowdsec|sablier|log|redirect|real-?ip|theme|robots/i;

/** Traefik takes keys in any case. */
export function field(node: TreeNode | undefined, ...path: readonly string[]): TreeNode | undefined {
  let current = node;
  for (const key of path) current = entriesOf(current).find((e) => e.key.toLowerCase() === key.toLowerCase())?.value;
  return current;
}

/** A list, or a text with commas as labels have it. */
export function listOf(node: TreeNode | undefined): string[] {
  const text = textOf(node);
  if (text !== undefined)
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  return itemsOf(node).flatMap((item) => textOf(item) ?? textOf(field(item, 'name')) ?? []);
}

/** Reads the one kind of middleware that a node holds. Plug-ins that may guard leave it open whether they do. */
export function readMiddleware(file: string, node: TreeNode): Middleware {
  const found: { auth?: NonNullable<Guards['auth']>; rateLimit?: NonNullable<Guards['rateLimit']> } = {};
  let forwards: readonly PathStep[] | null = [];
  const chain: string[] = [];
  for (const { key, line, value } of entriesOf(node)) {
    const kind = key.toLowerCase();
    const at = { file, line };
    const auth = authKinds.get(kind) ?? (kind === 'plugin' && entriesOf(value).some(({ key }) => !open.test(key)) ? 'unknown' : undefined);
    if (auth !== undefined) found.auth = { kind: auth, at };
    else if (kind === 'ratelimit' || kind === 'inflightreq') found.rateLimit = { kind: 'limit', at };
    else if (kind === 'chain') chain.push(...listOf(field(value, 'middlewares')));
    else forwards = forwards === null ? null : stepsOf(kind, value, forwards);
  }
  return { ...found, forwards, chain };
}

function stepsOf(kind: string, node: TreeNode, before: readonly PathStep[]): readonly PathStep[] | null {
  switch (kind) {
    case 'stripprefix':
      return [...before, ...listOf(field(node, 'prefixes')).map((front) => ({ front: front.replace(/\/$/, ''), by: '' }))];
    case 'addprefix':
      return [...before, { front: '', by: (textOf(field(node, 'prefix')) ?? '').replace(/\/$/, '') }];
    case 'replacepath':
      return [...before, { whole: textOf(field(node, 'path')) ?? '/' }];
    case 'replacepathregex': {
      const steps = readRewrite(textOf(field(node, 'regex')) ?? '', (textOf(field(node, 'replacement')) ?? '').replaceAll('$$', '$'));
      return steps === null ? null : [...before, ...steps];
    }
    case 'stripprefixregex':
      return null;
    default:
      return before;
  }
}
