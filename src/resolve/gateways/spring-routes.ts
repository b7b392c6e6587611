import type { Evidence } from '../../core/location.js';
import type { PathStep, RateLimitSeen, RouteFact } from '../../core/route.js';
import { forwardOf } from './rewrites.js';
import { type PropertyBelow, propertiesUnder, uniformName } from '../properties.js';
import type { Environment } from '../settings.js';
import { fill, isKnown } from '../terms.js';

/** A setting of a route: its text, where that is known, and the line that sets it. */
interface Said {
  readonly text: string;
  readonly below: PropertyBelow;
  readonly line: Evidence;
}
/** Settings of one route by their key below it, in uniform spelling. */
type Settings = ReadonlyMap<string, Said>;

const gatewayPrefixes = [
  'spring.cloud.gateway.routes',
  'spring.cloud.gateway.server.webflux.routes',
  'spring.cloud.gateway.mvc.routes',
  'spring.cloud.gateway.server.webmvc.routes',
];

/** The routes that the settings of Spring Cloud Gateway and Zuul make in one environment. What guards them is code. */
export function springRoutes(environment: Environment, source: string): RouteFact[] {
  const routes = gatewayPrefixes.flatMap((prefix) => grouped(environment, prefix).flatMap((settings) => gatewayRoutes(settings, source)));
  const prefix = settingOf(environment, 'zuul.prefix');
  const strips = settingOf(environment, 'zuul.stripPrefix') !== 'false';
  const zuul = [...named(environment, 'zuul.routes')].flatMap(([name, settings]) => zuulRoutes(name, settings, { prefix: prefix ?? '', strips }, source));
  return [...routes, ...zuul];
}

function settingOf(environment: Environment, name: string): string | undefined {
  const [value] = environment.lookup(name);
  const filled = value === undefined ? undefined : fill(value.term, environment.lookup).find(isKnown);
  return filled?.text;
}

function saidOf(environment: Environment, below: PropertyBelow): Said[] {
  const [value] = below.values;
  const [line] = value?.evidence ?? [];
  if (value === undefined || line === undefined) return [];
  return [{ text: fill(value.term, environment.lookup).find(isKnown)?.text ?? '', below, line }];
}

/** Settings below a list: `[0].uri` and its fellows by their number. */
function grouped(environment: Environment, prefix: string): Settings[] {
  return [...groups(environment, prefix, (key) => /^\[(\d+)\]\.?(.*)$/.exec(key) ?? /^(\d+)\.(.*)$/.exec(key))].map(([, settings]) => settings);
}

/** Settings below a map: `orders.path` by `orders`; a value alone has an empty key. */
function named(environment: Environment, prefix: string): Map<string, Settings> {
  return groups(environment, prefix, (key) => /^\[?["']?([^.[\]"']+)["']?\]?(?:\.(.*))?$/.exec(key));
}

function groups(environment: Environment, prefix: string, split: (key: string) => RegExpExecArray | null): Map<string, Settings> {
  const found = new Map<string, Map<string, Said>>();
  for (const below of propertiesUnder(environment, prefix)) {
    const parts = split(below.key);
    if (parts === null) continue;
    const group = found.get(parts[1] ?? '') ?? new Map<string, Said>();
    found.set(parts[1] ?? '', group);
    for (const said of saidOf(environment, below)) group.set(uniformName(parts[2] ?? ''), said);
  }
  return found;
}

/** `Path=/a/**, /b` or `name: Path` with `args`, in their order. */
function clauses(settings: Settings, list: 'predicates' | 'filters'): { name: string; args: readonly string[]; line: Evidence }[] {
  const found = new Map<number, { name: string; args: string[]; line: Evidence }>();
  for (const [key, said] of settings) {
    const at = new RegExp(`^${list}\\.(\\d+)(?:\\.(.*))?$`).exec(key);
    if (at === null) continue;
    const clause = found.get(Number(at[1])) ?? { name: '', args: [], line: said.line };
    found.set(Number(at[1]), clause);
    const part = at[2] ?? '';
    const equals = said.text.indexOf('=');
    if (part === 'name') clause.name = said.text;
    else if (part.startsWith('args')) clause.args.push(...said.text.split(',').map((arg) => arg.trim()));
    else if (part === '') {
      clause.name = equals < 0 ? said.text : said.text.slice(0, equals).trim();
      const rest = equals < 0 ? '' : said.text.slice(equals + 1);
      // An expression may hold commas: it ends at the last one.
      const comma = clause.name === 'RewritePath' ? rest.lastIndexOf(',') : -1;
      clause.args.push(...(comma < 0 ? rest.split(',') : [rest.slice(0, comma), rest.slice(comma + 1)]).map((arg) => arg.trim()));
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([, clause]) => clause);
}

function gatewayRoutes(settings: Settings, source: string): RouteFact[] {
  const uri = settings.get('uri');
  if (uri === undefined) return [];
  const predicates = clauses(settings, 'predicates');
  const args = (name: string): readonly string[] => predicates.filter((p) => p.name === name).flatMap((p) => p.args);
  const filters = clauses(settings, 'filters');
  const limit = filters.find((f) => f.name === 'RequestRateLimiter');
  const paths = args('Path').filter((path) => path.startsWith('/'));
  const weight = Number(args('Weight')[1] ?? Number.NaN);
  return (paths.length === 0 ? [null] : paths).map((path) => ({
    ...routeOf('spring-cloud-gateway', source, uri, path),
    hosts: args('Host')
      .map((host) => host.replace(/^\*\*\./, '*.'))
      .filter((host) => !/[{}]/.test(host)),
    methods: args('Method').map((method) => method.toUpperCase()),
    protocol: /^(lb:)?wss?:/.test(uri.text) ? 'websocket' : 'http',
    targets: [{ ...target(uri), ...(Number.isNaN(weight) ? {} : { weight }) }],
    forwards: filters.reduce<readonly PathStep[] | null>((steps, { name, args: given }) => forwardOf(steps, path, name, given), []),
    rateLimit: limit === undefined ? unknownAt(uri.line) : { kind: 'limit', at: place(limit.line) },
  }));
}

/** `name: /path/**`, or `name` with `path` and `serviceId` or `url`; without either the name is the service's. */
function zuulRoutes(name: string, settings: Settings, global: { prefix: string; strips: boolean }, source: string): RouteFact[] {
  const path = settings.get('path') ?? settings.get('');
  const to = settings.get('url') ?? settings.get('serviceid');
  const shown = to ?? path;
  if (shown === undefined) return [];
  const written = path?.text ?? `/${name}/**`;
  const front = written.replace(/\/?\*+$/, '');
  const strips = settings.get('stripprefix')?.text !== 'false';
  const kept = global.prefix !== '' && !global.strips;
  const steps: PathStep[] = [
    ...(global.prefix !== '' && global.strips ? [{ front: global.prefix, by: '' }] : []),
    ...(strips && front !== '' ? [{ front, by: '' }] : []),
  ];
  const base = routeOf('zuul', source, shown, `${global.prefix}${written}`);
  const [value] = to?.below.values ?? [];
  const address = value?.term ?? { k: 'literal' as const, text: name };
  return [{ ...base, targets: [{ address, at: place(shown.line) }], forwards: kept && strips ? null : steps, rateLimit: unknownAt(shown.line) }];
}

function target(said: Said): RouteFact['targets'][number] {
  const [value] = said.below.values;
  return { address: value?.term ?? { k: 'literal', text: said.text }, at: place(said.line) };
}

/** Spring Security and filters are code. */
function routeOf(technology: string, source: string, said: Said, path: string | null): RouteFact {
  return {
    kind: 'route',
    at: place(said.line),
    foundBy: said.line.foundBy,
    technology,
    gateway: { by: 'configuration' },
    source,
    hosts: [],
    path,
    pathKind: 'template',
    methods: [],
    protocol: 'http',
    targets: [],
    forwards: [],
    auth: unknownAt(said.line),
    policies: [],
  };
}

const place = ({ file, line }: Evidence) => ({ file, line });
const unknownAt = (line: Evidence): RateLimitSeen & { kind: 'unknown' } => ({ kind: 'unknown', at: place(line) });
