import type { Fact } from '../../../core/fact.js';
import type { BackendFact, Guards, PolicyFact, RouteFact } from '../../../core/route.js';
import type { NginxDirective } from '../../../parse/nginx.js';
import { guardsIn } from './guards.js';
import { type Pass, type Place, passOf, upstreamTargets } from './pass.js';
import { mappedVariables, setVariables, type Variables } from './variables.js';

/** What the blocks around a directive give to it. */
interface Context {
  readonly file: string;
  readonly hosts: readonly string[];
  readonly place: Place;
  readonly guards: Guards;
  /** Included files that may guard what stands here. */
  readonly includes: readonly string[];
  readonly variables: Variables;
  readonly internal: boolean;
  /** Paths of locations that fall back to a named one. */
  readonly named: ReadonlyMap<string, string>;
  readonly subrequests: ReadonlySet<string>;
}

const anywhere: Place = { path: null, pathKind: 'prefix', rewrites: [] };
/** Files of the distribution: nothing in them guards a route. */
const stock = /(^|\/)(mime\.types|(fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf|koi-(utf|win)|win-utf)$|modules-enabled/;
/** Files that guard nothing by their name; where they are not there, nothing is in doubt. */
const harmless = /\*|(^|[\W_])(ssl|tls|letsencrypt|certbot|gzip|cache|caching|brotli|cors|headers?|params|websockets?|logs?|logging)([\W_]|$)/i;

/** The routes, upstreams and guards of one file, whichever level of a configuration it is for. */
export function factsOf(file: string, directives: readonly NginxDirective[]): Fact[] {
  const http = directives.find((d) => d.name === 'http')?.block;
  const stream = directives.filter((d) => d.name === 'stream').flatMap((d) => d.block ?? []);
  const body = http ?? directives.filter((d) => d.name !== 'stream');
  const facts = [...levelFacts(file, body, http !== undefined), ...streamFacts(file, stream)];
  return facts;
}

function levelFacts(file: string, body: readonly NginxDirective[], main: boolean): Fact[] {
  if (body.length === 0) return [];
  const isHttp = main || body.some((d) => d.name === 'server' || d.name === 'upstream' || d.name === 'map');
  const variables = setVariables(body, mappedVariables(body, new Map()));
  const guards = guardsIn(file, body);
  const none = { named: new Map<string, string>(), subrequests: new Set<string>() };
  const context: Context = { file, hosts: [], place: anywhere, guards, includes: isHttp ? [] : includesIn(body), variables, internal: false, ...none };
  const facts: Fact[] = body.filter((d) => d.name === 'upstream' && d.block !== undefined).flatMap((d) => upstream(file, d, variables));
  if (!body.some((d) => d.name === 'server' || d.name === 'location')) facts.push(...variableBackends(file, body, variables));
  for (const server of body.filter((d) => d.name === 'server' && d.block !== undefined)) facts.push(...serverFacts(server.block ?? [], context));
  if (!isHttp) facts.push(...blockFacts(body, { ...context, ...crossReferences(body) }), ...fragment(file, body, context));
  const guarded = guards.auth !== undefined || guards.rateLimit !== undefined;
  if (main && guarded) facts.push(policy(file, body[0]?.line ?? 1, guards, { scopes: [{ to: 'gateway' }] }));
  return facts;
}

function upstream(file: string, directive: NginxDirective, variables: Variables): BackendFact[] {
  const name = directive.args[0]?.text;
  if (name === undefined) return [];
  return [
    {
      ...part(file, directive.line),
      kind: 'backend',
      name,
      asHost: true,
      targets: upstreamTargets(file, directive.block ?? [], variables),
      forwards: [],
      policies: [],
    },
  ];
}

/** A file of maps alone is for the others of the configuration. */
function variableBackends(file: string, body: readonly NginxDirective[], variables: Variables): BackendFact[] {
  return body.flatMap(({ name, args, line }): BackendFact[] => {
    const variable = args.at(-1)?.text.replace(/^\$\{?|\}$/g, '') ?? '';
    const address = variables.get(variable);
    if ((name !== 'map' && name !== 'split_clients' && name !== 'geo') || address === undefined) return [];
    return [
      { ...part(file, line), kind: 'backend', name: `$${variable}`, asHost: false, targets: [{ address, at: { file, line } }], forwards: null, policies: [] },
    ];
  });
}

/** A file that a server or location includes: its own directives stand for whoever includes it. */
function fragment(file: string, body: readonly NginxDirective[], context: Context): PolicyFact[] {
  const { guards, variables } = context;
  const passes = body.flatMap((d) => passOf(file, d, anywhere, variables) ?? []);
  const line = guards.auth?.at.line ?? guards.rateLimit?.at.line ?? passes[0]?.target.at.line ?? body[0]?.line ?? 1;
  return [policy(file, line, guards, { policies: context.includes, targets: passes.map((p) => p.target) })];
}

function serverFacts(block: readonly NginxDirective[], outer: Context): Fact[] {
  const names = block.filter((d) => d.name === 'server_name').flatMap((d) => d.args.map((a) => a.text));
  const hosts = names.filter((n) => n !== '_' && n !== '' && n !== 'localhost' && !n.startsWith('~') && !/[$*{]/.test(n.replace(/^\*\./, '')));
  return blockFacts(block, { ...inner(block, outer), hosts, ...crossReferences(block) });
}

/** What a block adds to its surroundings. */
function inner(block: readonly NginxDirective[], outer: Context): Context {
  const internal = outer.internal || block.some((d) => d.name === 'internal');
  return {
    ...outer,
    guards: { ...outer.guards, ...guardsIn(outer.file, block) },
    includes: [...outer.includes, ...includesIn(block)],
    variables: setVariables(block, outer.variables),
    internal,
  };
}

function blockFacts(block: readonly NginxDirective[], context: Context): Fact[] {
  const facts: Fact[] = [];
  const passes: Pass[] = [];
  for (const directive of block) {
    const pass = passOf(context.file, directive, context.place, context.variables);
    if (pass !== undefined) passes.push(pass);
    else if (directive.name === 'location' && directive.block !== undefined) facts.push(...locationFacts(directive, directive.block, context));
    else if (directive.name === 'if' && directive.block !== undefined)
      facts.push(...blockFacts(directive.block, { ...context, variables: setVariables(directive.block, context.variables) }));
    else if (directive.name === 'include') facts.push(...guardedInclude(directive, context));
  }
  const known = context.place !== anywhere;
  if (passes.length > 0 && known) facts.push(...passes.map((pass) => route(pass, context)));
  else if (
    known &&
    includesIn(block).length > 0 &&
    !facts.some((f) => f.kind === 'route') &&
    !block.some((d) => /^(root|alias|return|try_files)$/.test(d.name))
  )
    facts.push(route({ protocol: 'http', target: { at: { file: context.file, line: block[0]?.line ?? 1 } }, forwards: null }, context));
  return facts;
}

function locationFacts(directive: NginxDirective, block: readonly NginxDirective[], outer: Context): Fact[] {
  const [first, second] = directive.args.map((a) => a.text);
  const modifier = second === undefined ? '' : (first ?? '');
  const written = second ?? first ?? '/';
  const rewrites = block.filter((d) => d.name === 'rewrite');
  const named = written.startsWith('@');
  const path = named ? (outer.named.get(written) ?? null) : written;
  const pathKind = modifier === '=' ? 'exact' : modifier.startsWith('~') ? 'regex' : 'prefix';
  const context = inner(block, { ...outer, place: { path, pathKind, rewrites }, guards: inherited(outer) });
  return blockFacts(block, { ...context, internal: context.internal || outer.subrequests.has(written) });
}

/** What a location's own `if` refuses, those inside it let pass. */
function inherited({ guards, place }: Context): Guards {
  const { auth, ...rest } = guards;
  return auth?.kind === 'key' && place !== anywhere ? rest : guards;
}

function route(pass: Pass, context: Context): RouteFact {
  const { at, ...target } = pass.target;
  return {
    ...part(context.file, at.line),
    kind: 'route',
    hosts: context.hosts,
    path: context.place.path,
    pathKind: context.place.pathKind,
    methods: [],
    protocol: pass.protocol,
    targets: target.address === undefined && target.backend === undefined ? [] : [pass.target],
    forwards: pass.forwards,
    ...context.guards,
    policies: [...new Set(context.includes)],
    ...(context.internal ? { internal: true } : {}),
  };
}

/** Files included where something is guarded are guarded too. */
function guardedInclude(directive: NginxDirective, context: Context): PolicyFact[] {
  const name = directive.args[0]?.text;
  const { auth, rateLimit } = context.guards;
  if (name === undefined || (auth === undefined && rateLimit === undefined)) return [];
  return [policy(context.file, directive.line, context.guards, { scopes: [{ to: 'file', name }] })];
}

function includesIn(block: readonly NginxDirective[]): string[] {
  const names = block.filter((d) => d.name === 'include').flatMap((d) => d.args[0]?.text ?? []);
  return names.filter((name) => !stock.test(name)).map((name) => `${harmless.test(name) ? 'file?' : 'file'}:${name}`);
}

/** Which locations fall back to which named ones, and which are asked by `auth_request` and `mirror` alone. */
function crossReferences(block: readonly NginxDirective[]): Pick<Context, 'named' | 'subrequests'> {
  const named = new Map<string, string>();
  const subrequests = new Set<string>();
  const visit = (directives: readonly NginxDirective[], path: string): void => {
    for (const { name, args, block: nested } of directives) {
      const last = args.at(-1)?.text ?? '';
      if ((name === 'try_files' || name === 'error_page') && last.startsWith('@') && !named.has(last)) named.set(last, path);
      if ((name === 'auth_request' || name === 'mirror') && last.startsWith('/')) subrequests.add(last);
      if (nested !== undefined) visit(nested, name === 'location' && args.length === 1 ? last : path);
    }
  };
  visit(block, '/');
  return { named, subrequests };
}

/** TCP and UDP: no paths, no users. */
function streamFacts(file: string, block: readonly NginxDirective[]): Fact[] {
  const variables = setVariables(block, mappedVariables(block, new Map()));
  const facts: Fact[] = block.filter((d) => d.name === 'upstream').flatMap((d) => upstream(file, d, variables));
  for (const server of block.filter((d) => d.name === 'server')) {
    for (const directive of server.block ?? []) {
      const pass = passOf(file, directive, anywhere, setVariables(server.block ?? [], variables));
      const unguarded = { kind: 'unknown' as const, at: { file, line: directive.line } };
      const context: Context = {
        file,
        hosts: [],
        place: anywhere,
        guards: { auth: unguarded, rateLimit: unguarded },
        includes: [],
        variables,
        internal: false,
        ...crossReferences([]),
      };
      if (pass !== undefined) facts.push({ ...route(pass, context), protocol: 'tcp' });
    }
  }
  return facts;
}

function policy(file: string, line: number, guards: Guards, more: Partial<PolicyFact>): PolicyFact {
  return { ...part(file, line), kind: 'policy', ...guards, forwards: [], policies: [], scopes: [], targets: [], ...more };
}

const part = (file: string, line: number) =>
  ({ at: { file, line }, foundBy: 'nginx', technology: 'nginx', gateway: { by: 'configuration' }, source: file }) as const;
