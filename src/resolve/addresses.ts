import { plainDatabaseUrl } from './jdbc.js';
import { HOLE, ORIGIN } from './terms.js';

/** An address taken apart. User and password are dropped here for good. */
export interface Address {
  readonly scheme: string | null;
  /** Lower case; null where it is not known; '' for the page's own origin. */
  readonly host: string | null;
  readonly port: number | null;
  /** After the host, without query; holes stand for unknown segments. '' for none. */
  readonly path: string;
  /** Query parameters that name a database or schema. */
  readonly query: ReadonlyMap<string, string>;
  /** More hosts of a list (`a:9092,b:9092`). */
  readonly others: readonly { readonly host: string; readonly port: number | null }[];
}

/**
 * Reads a URL, `host:port`, a bare host, a JDBC URL, a list of brokers or `key=value;` pairs. Relative paths give the
 * own origin (host ''). Never throws; what cannot be read has host null.
 */
export function readAddress(text: string): Address {
  const trimmed = plainDatabaseUrl(text.trim());
  if (trimmed.startsWith(ORIGIN)) return address(null, '', null, trimmed.slice(1));
  if (/^\/(?!\/)/.test(trimmed) || isDoubledSlash(trimmed)) return address(null, '', null, trimmed.replace(/^\/+/, '/'));
  if (/(^|;)\s*(server|host|data source)\s*=/i.test(trimmed)) return readPairs(trimmed);
  const withScheme = /^([a-z][a-z0-9+.-]*):\/\/\/?/i.exec(trimmed);
  const scheme = withScheme?.[1]?.toLowerCase() ?? null;
  const rest = withScheme ? trimmed.slice(withScheme[0].length) : trimmed.replace(/^\/\//, '');
  const authorityEnd = endOfAuthority(rest);
  const authority = authorityEnd < 0 ? rest : rest.slice(0, authorityEnd);
  const tail = authorityEnd < 0 ? '' : rest.slice(authorityEnd);
  const afterUser = authority.slice(authority.lastIndexOf('@') + 1);
  const hosts = afterUser.split(',').map((h) => readHost(h.trim()));
  const [first, ...others] = hosts;
  const [path = '', query = ''] = tail.replace(/#.*$/, '').split('?', 2);
  return {
    scheme,
    host: first?.host ?? null,
    port: first?.port ?? null,
    path,
    query: readQuery(query),
    others: others.flatMap((o) => (o.host === null ? [] : [{ host: o.host, port: o.port }])),
  };
}

const holeAfterPort = new RegExp(`(?<=:\\d{4,5})${HOLE}`);

/** What is not known after a port of four digits is the path. */
function endOfAuthority(rest: string): number {
  const end = rest.search(/[/?#]/);
  const hole = rest.search(holeAfterPort);
  return hole >= 0 && (end < 0 || hole < end) ? hole : end;
}

/** A base of `/` before a path (`//api`): a host without a dot or a port stands behind no protocol-relative URL. */
function isDoubledSlash(text: string): boolean {
  return /^\/\/[\w-]+(\/|[?#]|$)/.test(text);
}

/** Path of a called URL with unknown segments as `*`; null for none. */
export function pathPattern(path: string): string | null {
  const cleaned = path.split(/[?#]/, 1)[0] ?? '';
  if (cleaned === '') return null;
  const segments = cleaned.split('/').map((s) => (s.includes(HOLE) ? '*' : s));
  const joined = segments.join('/').replace(/\/{2,}/g, '/');
  return joined.startsWith('/') || joined.startsWith('*') ? joined : `/${joined}`;
}

/** Database that a connection URL's path names: its first segment. */
export function databaseOf(found: Address): string | null {
  const named = found.query.get('database') ?? found.query.get('initial catalog');
  if (named !== undefined) return named;
  const first = decode(found.path.replace(/^\/+/, '').split(/[/;]/, 1)[0] ?? '');
  return first === '' || first.includes(HOLE) ? null : first;
}

/** Hosts that mean this machine. */
export function isLocalHost(host: string): boolean {
  return (
    ['localhost', '127.0.0.1', '0.0.0.0', '::1', '[::1]', 'host.docker.internal', 'docker.for.mac.localhost', 'host.minikube.internal', '10.0.2.2'].includes(
      host,
    ) || /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

/** An IPv4 or IPv6 literal. */
export function isIpLiteral(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || /^\[?[0-9a-f]*:[0-9a-f:]+\]?$/i.test(host);
}

/** An address of a private network. */
export function isPrivateIp(host: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host);
}

const ports: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['ws', 80],
  ['https', 443],
  ['wss', 443],
  ['amqp', 5672],
  ['amqps', 5671],
  ['mongodb', 27017],
  ['mongodb+srv', 27017],
  ['redis', 6379],
  ['rediss', 6379],
  ['postgres', 5432],
  ['postgresql', 5432],
  ['mysql', 3306],
  ['mysql2', 3306],
  ['mariadb', 3306],
  ['mssql', 1433],
  ['sqlserver', 1433],
  ['oracle', 1521],
  ['nats', 4222],
  ['kafka', 9092],
  ['mqtt', 1883],
  ['rabbitmq', 5672],
  ['elasticsearch', 9200],
  ['cassandra', 9042],
  ['memcached', 11211],
  ['neo4j', 7687],
  ['bolt', 7687],
]);

/** The port a scheme or protocol implies; null where it implies none. */
export function impliedPort(scheme: string | null): number | null {
  return scheme === null ? null : (ports.get(scheme) ?? null);
}

function address(scheme: string | null, host: string | null, port: number | null, path: string): Address {
  return { scheme, host, port, path: path.split(/[?#]/, 1)[0] ?? '', query: new Map(), others: [] };
}

function readHost(text: string): { host: string | null; port: number | null } {
  const ipv6 = /^(\[[0-9a-f:]+\])(?::(\d+))?$/i.exec(text);
  if (ipv6) return { host: ipv6[1] ?? null, port: ipv6[2] === undefined ? null : Number(ipv6[2]) };
  const colon = text.lastIndexOf(':');
  const host = (colon < 0 ? text : text.slice(0, colon)).toLowerCase().replace(/\.$/, '');
  const port = colon < 0 ? Number.NaN : Number(text.slice(colon + 1));
  const known = host !== '' && /^[a-z0-9._-]+$/.test(host);
  return { host: known ? host : null, port: Number.isInteger(port) && port > 0 && port < 65536 ? port : null };
}

function readPairs(text: string): Address {
  const pairs = new Map<string, string>();
  for (const pair of text.split(';')) {
    const eq = pair.indexOf('=');
    if (eq > 0) pairs.set(pair.slice(0, eq).trim().toLowerCase(), pair.slice(eq + 1).trim());
  }
  const where = (pairs.get('server') ?? pairs.get('host') ?? pairs.get('data source') ?? '')
    .replace(/^tcp:/i, '')
    .replace(/,(\d+)$/, ':$1')
    .replace(/\\.*$/, '');
  const { host, port } = readHost(where);
  const explicit = Number(pairs.get('port') ?? Number.NaN);
  const database = pairs.get('database') ?? pairs.get('initial catalog');
  return {
    scheme: null,
    host,
    port: port ?? (Number.isInteger(explicit) ? explicit : null),
    path: '',
    query: new Map(database === undefined || database.includes(HOLE) ? [] : [['database', database]]),
    others: [],
  };
}

function readQuery(text: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    const eq = pair.indexOf('=');
    if (eq > 0 && !pair.includes(HOLE)) query.set(pair.slice(0, eq).toLowerCase(), decode(pair.slice(eq + 1)));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
