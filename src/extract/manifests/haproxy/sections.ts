import type { Fact } from '../../../core/fact.js';
import { readRewrite } from '../../../core/path-rewrite.js';
import type { BackendFact, PathStep, RouteFact, RouteTarget } from '../../../core/route.js';
import { template, type Term } from '../../../core/term.js';
import type { HaproxyLine, HaproxySection } from '../../../parse/haproxy.js';
import { termOfText } from '../../../parse/marks.js';
import { redactTerm } from '../../../parse/redact.js';
import { everyRequest, guardsFor, type RequestScope } from '../../../parse/request-scope.js';
import { aclsOf, alternativesOf, splitCondition } from './conditions.js';
import { guardsOf } from './guards.js';

/** The routes, backends and guards of one file. */
export function factsOf(file: string, sections: readonly HaproxySection[]): Fact[] {
  let mode = 'http';
  let fallback: HaproxyLine | undefined;
  return sections.flatMap((section): Fact[] => {
    const own = section.statements.find(({ words }) => words[0] === 'mode')?.words[1];
    if (section.kind === 'defaults') {
      mode = own ?? 'http';
      fallback = section.statements.find(({ words }) => words[0] === 'default_backend');
      return [];
    }
    const context = { file, section, mode: own ?? mode, fallback };
    if (section.kind === 'backend') return backend(context);
    if (section.kind === 'frontend') return routes(context);
    return section.kind === 'listen' ? [...backend(context), ...routes(context)] : [];
  });
}

interface Context {
  readonly file: string;
  readonly section: HaproxySection;
  readonly mode: string;
  /** What the defaults say of requests that nothing else takes. */
  readonly fallback: HaproxyLine | undefined;
}

function backend({ file, section, mode }: Context): BackendFact[] {
  const targets = section.statements.flatMap((line) => targetOf(file, line));
  if (section.name === '' || targets.length === 0) return [];
  const guards = section.kind === 'listen' || mode === 'tcp' ? {} : guardsFor(everyRequest, guardsOf(file, section.statements, aclsOf(section.statements)));
  return [
    {
      ...part(file, section.line),
      kind: 'backend',
      name: section.name,
      asHost: false,
      targets,
      forwards: section.kind === 'listen' ? [] : stepsOf(section.statements),
      ...guards,
      policies: [],
    },
  ];
}

/** `server a orders:8080 check weight 10`, `server-template web 3 orders:8080`; sockets, disabled and spare servers are none. */
function targetOf(file: string, { line, words }: HaproxyLine): RouteTarget[] {
  const address = words[0] === 'server' ? words[2] : words[0] === 'server-template' ? words[3] : undefined;
  if (address === undefined || /^(?:unix@|abns@|\/|fd@)/.test(address) || words.includes('disabled') || words.includes('backup')) return [];
  const weight = Number(words[words.indexOf('weight') + 1]);
  const counted = words.includes('weight') && Number.isInteger(weight) ? { weight } : {};
  return [
    { address: redactTerm(addressTerm(address.replace(/^(?:ipv[46]|quic4|tcp[46]?)@/, '').replace(/^_\w+\._tcp\./, ''))), ...counted, at: { file, line } },
  ];
}

/** `${NAME}`, `$NAME` and `${NAME-default}` of the environment. */
function addressTerm(text: string): Term {
  const parts: Term[] = [];
  let end = 0;
  for (const match of text.slice(0, 2_000).matchAll(/\$\{(\w+)(?:-([^}]*))?\}|\$(\w+)/g)) {
    const name = match[1] ?? match[3] ?? '';
    parts.push(termOfText(text.slice(end, match.index)), {
      k: 'setting',
      name,
      from: 'env',
      ...(match[2] === undefined ? {} : { fallback: termOfText(match[2]) }),
    });
    end = match.index + match[0].length;
  }
  return template([...parts, termOfText(text.slice(end, 2_000))]);
}

function routes(context: Context): RouteFact[] {
  const { file, section, mode, fallback } = context;
  const { statements } = section;
  const acls = aclsOf(statements);
  const chosen = statements.filter(({ words }) => words[0] === 'use_backend' && words[1] !== undefined);
  const last = statements.find(({ words }) => words[0] === 'default_backend') ?? (section.kind === 'frontend' ? fallback : undefined);
  const guards = mode === 'tcp' ? [] : guardsOf(file, statements, acls);
  const forwards = stepsOf(statements);
  const route = (line: number, name: string, scope: RequestScope): RouteFact[] =>
    (scope.paths ?? [{ path: null, pathKind: 'prefix' as const }]).map((place): RouteFact => {
      const at = { file, line };
      const doubt = { auth: { kind: 'unknown' as const, at }, rateLimit: { kind: 'unknown' as const, at } };
      return {
        ...part(file, line),
        kind: 'route',
        hosts: scope.hosts,
        ...place,
        methods: scope.methods,
        protocol: mode === 'tcp' ? 'tcp' : 'http',
        targets: [name.includes('%[') ? { address: { k: 'unknown', text: name, why: 'dynamic' }, at } : { backend: name, at }],
        forwards,
        ...(mode === 'tcp' ? doubt : guardsFor({ ...scope, paths: place.path === null ? null : [{ ...place, path: place.path }] }, guards)),
        policies: [],
      };
    });
  const own = statements.find((line) => targetOf(file, line).length > 0);
  return [
    ...chosen.flatMap(({ line, words }) => alternativesOf(splitCondition(words), acls).flatMap((scope) => route(line, words[1] ?? '', scope))),
    ...(last?.words[1] === undefined ? [] : route(last.line, last.words[1], everyRequest)),
    ...(section.kind === 'listen' && own !== undefined && last === undefined ? route(own.line, section.name, everyRequest) : []),
  ];
}

/** What a section does to paths; null where it is not understood. */
function stepsOf(statements: readonly HaproxyLine[]): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  for (const { words } of statements) {
    if (words[0] === 'reqrep' || words[0] === 'reqirep') return null;
    if (words[0] !== 'http-request' || !/^(?:set-path|set-uri|replace-path|replace-uri|replace-pathq|set-pathq)$/.test(words[1] ?? '')) continue;
    const { head, condition } = splitCondition(words);
    const found = condition.length > 0 ? null : /^replace-path/.test(head[1] ?? '') ? readRewrite(head[2] ?? '', head[3] ?? '') : setPath(head[2] ?? '');
    if (found === null) return null;
    steps.push(...found);
  }
  return steps;
}

/** `%[path,regsub(^/api,)]`, `/v1%[path]`, `/fixed`. */
function setPath(text: string): readonly PathStep[] | null {
  const regsub = /^%\[(?:path|pathq),regsub\(["']?\^?([\w/.-]+)["']?,["']?([\w/.-]*)["']?\)\]$/.exec(text);
  if (regsub !== null) return [{ front: regsub[1] ?? '', by: regsub[2] ?? '' }];
  const added = /^([\w/.-]*)%\[(?:path|pathq)\]$/.exec(text);
  if (added !== null) return [{ front: '', by: (added[1] ?? '').replace(/\/$/, '') }];
  return /^\/[^%]*$/.test(text) ? [{ whole: text }] : null;
}

const part = (file: string, line: number) =>
  ({ at: { file, line }, foundBy: 'haproxy', technology: 'haproxy', gateway: { by: 'configuration' }, source: file }) as const;
