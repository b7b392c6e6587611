import type { DanglingHost, NodeId } from '../core/graph.js';
import { type Evidence, compareText, nonEmpty } from '../core/location.js';
import { isIpLiteral, isLocalHost, readAddress } from './addresses.js';
import type { Routing } from './gateways/routes.js';
import { resolveHost } from './hosts.js';
import { readImage, stockImage } from './images.js';
import type { ServiceModel } from './model.js';
import { wordsOf } from './names.js';
import { environmentsOf, type Scene } from './scene.js';
import type { Environment } from './settings.js';
import { fill, HOLE } from './terms.js';
import { literal } from '../core/term.js';

/** Schemes of addresses on a network; others name files, drivers and documents. */
const schemes =
  /^(jdbc:[a-z0-9:]+|https?|wss?|grpcs?|tcp|amqps?|mqtts?|nats|rediss?|postgres(ql)?|mysql2?|mariadb|sqlserver|mongodb|kafka|ldaps?|thrift|dubbo|lb):\/\//i;
/** Settings whose bare value is a host. */
const hostWords: ReadonlySet<string> = new Set(['host', 'hostname', 'hosts', 'addr', 'address', 'endpoint', 'url', 'uri', 'brokers']);
/** Settings that say what a program listens on, trusts, shows or calls itself. */
const others =
  /(^|_)(bind|listen|cors|origins?|allowed|trusted|redirect|callback|issuer|audience|realm|cookie|public|external|advertised?|whitelist|allowlist|auth_method|proxy|no_proxy|container|own|self|display|title|name|log|cert|ca|sni)(_|$)/i;
const owns: ReadonlySet<string> = new Set([
  'HOST',
  'HOSTNAME',
  'ADDRESS',
  'SERVER_HOST',
  'SERVER_ADDRESS',
  'HTTP_HOST',
  'APP_HOST',
  'APP_URL',
  'BASE_URL',
  'SITE_URL',
  'NEXTAUTH_URL',
]);
/** What a cluster or engine answers to by itself. */
const platform =
  /^(kubernetes(\.default(\.svc(\.cluster\.local)?)?)?|kube-dns(\..*)?|metadata|docker|gateway|buildkit|registry|.*\.kube-system(\..*)?|.*\.istio-system(\..*)?)$/;
/** Stacks smaller than this are parts of something that was not scanned. */
const minUnits = 2;

/**
 * Hosts in deployed settings and in gateways' configuration that can only mean something of the system and lead to nothing deployed: names of one label,
 * `.svc` names, and names inside the system that look like three or more deployed ones. Sorted.
 */
export function danglingHosts(scene: Scene, routing: Routing): DanglingHost[] {
  const known = knownNames(scene);
  const found: DanglingHost[] = [];
  for (const service of scene.services)
    for (const environment of environmentsOf(scene, service).filter((e) => e.unit !== null && isWhole(scene, e)))
      for (const setting of environment.deployed) found.push(...danglingIn(scene, known, { service, environment, setting }));
  for (const row of routing.unresolved) {
    const { host, gateway, at, foundBy } = row;
    if (row.reason !== 'unknown-host' || host === undefined || !isWholeStack(scene, row.stack) || !mayBeOurs(host, known) || isStock(host)) continue;
    found.push({ node: gateway, host, setting: 'a route', evidence: [{ ...at, foundBy, text: host }] });
  }
  return distinct(found);
}

interface Asked {
  readonly service: ServiceModel;
  readonly environment: Environment;
  readonly setting: string;
}

function danglingIn(scene: Scene, known: Known, { service, environment, setting }: Asked): DanglingHost[] {
  if (owns.has(setting) || others.test(setting)) return [];
  return environment.lookup(setting).flatMap((value) =>
    fill(value.term, environment.lookup).flatMap((filled): DanglingHost[] => {
      const host = hostIn(setting, filled.text.trim());
      const evidence = nonEmpty([...value.evidence, ...filled.evidence].map(({ role: _, ...line }): Evidence => line));
      if (host === null || evidence === undefined || known.has(host) || !mayBeOurs(host, known) || isStock(host)) return [];
      const answer = resolveHost(host, null, service, environment, scene.index);
      const lost = answer.kind === 'unknown' && !answer.local && !answer.several;
      const { when } = environment;
      return lost ? [{ node: service.id, host, setting, evidence, ...(when === undefined ? {} : { when }) }] : [];
    }),
  );
}

/** The host that a value names; null where it names none, is not wholly known or is no address. */
function hostIn(setting: string, text: string): string | null {
  if (text.includes(HOLE) || text === '' || /\s/.test(text)) return null;
  const words = wordsOf(setting);
  const bare = hostWords.has(words.at(-1) ?? '') && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*(:\d{2,5})?$/.test(text);
  if (!schemes.test(text) && !bare && !/^[a-z][a-z0-9.-]*:\d{2,5}$/.test(text)) return null;
  if (/^jdbc:(h2|sqlite|hsqldb|derby)/i.test(text) || /^(true|false|none|null|default|auto|trust|disabled?|enabled?)$/.test(text)) return null;
  const { host } = readAddress(text);
  return host === null || host === '' || host.includes(HOLE) || isLocalHost(host) || isIpLiteral(host) || platform.test(host) ? null : host;
}

interface Known {
  readonly has: (host: string) => boolean;
  readonly namespaces: ReadonlySet<string>;
  /** How many deployed names begin or end with a word. */
  readonly words: ReadonlyMap<string, number>;
}

/** All names that something answers to, by whatever means. */
function knownNames(scene: Scene): Known {
  const all = new Set<string>();
  const hosts = scene.facts.filter((f) => f.kind === 'host');
  const made = hosts.filter((h) => h.type === 'Operator').map((h) => `${h.name.toLowerCase()}-`);
  for (const host of hosts) all.add(host.name.toLowerCase());
  for (const { workload } of scene.identity.instances)
    for (const name of [workload.name, ...workload.hostnames, ...workload.links.map((l) => l.alias)]) all.add(name.toLowerCase());
  const words = new Map<string, Set<string>>();
  for (const name of scene.index.named.keys()) {
    const parts = name.split(/[-.]/);
    const [first = '', last = ''] = [parts[0], parts.at(-1)];
    for (const word of parts.length > 1 ? [`${first}-`, `-${last}`] : []) words.set(word, (words.get(word) ?? new Set()).add(name));
  }
  const namespaces = new Set([...scene.index.named.values()].flat().flatMap((n) => n.namespace ?? []));
  const has = (host: string): boolean => all.has(host) || made.some((front) => host.startsWith(front));
  return { has, namespaces, words: new Map([...words].map(([word, names]) => [word, names.size])) };
}

/** Whether a name can only be one of the system's own. */
function mayBeOurs(host: string, known: Known): boolean {
  const labels = host.split('.');
  if (labels.length === 1 || /\.svc(\.cluster\.local)?$/.test(host)) return true;
  const inside = /\.(local|internal|lan|intranet|consul|localdomain)$/.test(host) || (labels.length === 2 && known.namespaces.has(labels[1] ?? ''));
  const parts = (labels[0] ?? '').split('-');
  const alike = parts.length > 1 && [`${parts[0]}-`, `-${parts.at(-1)}`].some((word) => (known.words.get(word) ?? 0) >= 3);
  return inside && alike;
}

/** A name of common off-the-shelf software: somebody else may deploy it. */
function isStock(host: string): boolean {
  const name = host.split('.')[0] ?? '';
  const kindOf = (word: string): string | undefined => {
    const image = readImage(literal(word));
    return image === undefined ? undefined : stockImage(image)?.kind;
  };
  const whole = kindOf(name);
  if (whole !== undefined && whole !== 'base' && whole !== 'load-generator') return true;
  return name.split('-').some((word) => kindOf(word) === 'datastore' || kindOf(word) === 'broker');
}

const isWhole = (scene: Scene, environment: Environment): boolean => isWholeStack(scene, environment.stack);

function isWholeStack(scene: Scene, stack: string | null): boolean {
  if (stack === null) return false;
  const units = new Set(scene.identity.instances.filter((i) => i.workload.stack === stack).map((i) => i.workload.name));
  return units.size >= minUnits && !scene.identity.instances.some((i) => i.workload.stack === stack && i.workload.joinsOthers === true);
}

function distinct(found: readonly DanglingHost[]): DanglingHost[] {
  const key = (d: DanglingHost): string => [d.node, d.host, d.setting, d.when ?? '', d.evidence[0].file, d.evidence[0].line].join('\n');
  const seen = new Map<NodeId, DanglingHost>(found.map((d) => [key(d), d]));
  return [...seen].sort(([a], [b]) => compareText(a, b)).map(([, d]) => d);
}
