import type { Evidence } from '../../core/location.js';
import type { AuthSeen, PathStep, RateLimitSeen, RouteFact, RouteTarget } from '../../core/route.js';
import { propertiesUnder, uniformName } from '../properties.js';
import type { Environment } from '../settings.js';
import type { SettingValue } from '../terms.js';
import { fill, isKnown } from '../terms.js';

type Section = ReadonlyMap<string, SettingValue>;

/** The routes of YARP (`ReverseProxy` of appsettings.json) in one environment. What no policy names may still be guarded by code. */
export function yarpRoutes(environment: Environment, source: string): RouteFact[] {
  const routes = sections(environment, 'ReverseProxy.Routes');
  const clusters = sections(environment, 'ReverseProxy.Clusters');
  const text = (value: SettingValue | undefined): string | undefined =>
    value === undefined ? undefined : fill(value.term, environment.lookup).find(isKnown)?.text;
  return [...routes].flatMap(([, route]): RouteFact[] => {
    const cluster = route.get('clusterid');
    const line = cluster?.evidence[0];
    const targets = destinations(clusters.get((text(cluster) ?? '').toLowerCase()));
    if (line === undefined || targets.length === 0) return [];
    const at = { file: line.file, line: line.line };
    const list = (name: string): string[] =>
      [...route].flatMap(([key, value]) => (new RegExp(`^match\\.${name}\\.\\d+$`).test(key) ? (text(value) ?? []) : []));
    const path = text(route.get('match.path')) ?? null;
    return [
      {
        kind: 'route',
        at,
        foundBy: line.foundBy,
        technology: 'yarp',
        gateway: { by: 'configuration' },
        source,
        hosts: list('hosts'),
        path,
        pathKind: 'template',
        methods: list('methods').map((method) => method.toUpperCase()),
        protocol: 'http',
        targets,
        forwards: forwardsOf(route, path, text),
        auth: authOf(route.get('authorizationpolicy'), text) ?? { kind: 'unknown', at },
        rateLimit: limitOf(route.get('ratelimiterpolicy'), text) ?? { kind: 'unknown', at },
        policies: [],
      },
    ];
  });
}

/** Settings below a map by the name of its entries, in lower case. */
function sections(environment: Environment, prefix: string): Map<string, Map<string, SettingValue>> {
  const found = new Map<string, Map<string, SettingValue>>();
  for (const { key, values } of propertiesUnder(environment, prefix)) {
    const parts = /^([^.:]+)(?:[.:]|__)(.*)$/.exec(key);
    const [value] = values;
    if (parts === null || value === undefined) continue;
    const name = (parts[1] ?? '').toLowerCase();
    found.set(name, (found.get(name) ?? new Map<string, SettingValue>()).set(uniformName(parts[2] ?? ''), value));
  }
  return found;
}

function destinations(cluster: Section | undefined): RouteTarget[] {
  return [...(cluster ?? [])].flatMap(([key, { term, evidence }]): RouteTarget[] => {
    const [line] = evidence;
    return /^destinations\.[^.]+\.address$/.test(key) && line !== undefined ? [{ address: term, at: { file: line.file, line: line.line } }] : [];
  });
}

const place = ({ file, line }: Evidence) => ({ file, line });

function authOf(value: SettingValue | undefined, text: (value: SettingValue | undefined) => string | undefined): AuthSeen | undefined {
  const [line] = value?.evidence ?? [];
  if (line === undefined) return undefined;
  return { kind: text(value)?.toLowerCase() === 'anonymous' ? 'none' : 'jwt', at: place(line) };
}

function limitOf(value: SettingValue | undefined, text: (value: SettingValue | undefined) => string | undefined): RateLimitSeen | undefined {
  const [line] = value?.evidence ?? [];
  if (line === undefined) return undefined;
  return { kind: text(value)?.toLowerCase() === 'disable' ? 'none' : 'limit', at: place(line) };
}

function forwardsOf(route: Section, path: string | null, text: (value: SettingValue | undefined) => string | undefined): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  for (const [key, value] of route) {
    const name = /^transforms\.\d+\.(path\w+)$/.exec(key)?.[1];
    const said = text(value) ?? '';
    if (name === 'pathremoveprefix') steps.push({ front: said, by: '' });
    else if (name === 'pathprefix') steps.push({ front: '', by: said });
    else if (name === 'pathset') steps.push({ whole: said });
    else if (name === 'pathpattern') {
      const front = /^(.*?)\/?\{\*\*[\w-]+\}$/.exec(path ?? '')?.[1];
      const by = /^(.*?)\/?\{\*\*[\w-]+\}$/.exec(said)?.[1];
      if (front === undefined || by === undefined || /[{]/.test(front + by)) return null;
      steps.push({ front, by });
    }
  }
  return steps;
}
