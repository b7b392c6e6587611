/** A name without case and punctuation: equal squashed names are the same word. */
export function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Words of a name in any spelling: `ORDERS_URL`, `ordersUrl`, `services.orders.url`, `orders-url`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((w) => w !== '')
    .map((w) => w.toLowerCase());
}

/** Package name without its scope: `@acme/orders` is `orders`. */
export function withoutScope(name: string): string {
  return name.startsWith('@') ? name.slice(name.indexOf('/') + 1) : name;
}

const serviceWords: ReadonlySet<string> = new Set(['service', 'services', 'svc', 'srv', 'microservice', 'ms', 'server', 'app', 'api']);
const addressWords: ReadonlySet<string> = new Set([
  'url',
  'urls',
  'uri',
  'host',
  'hosts',
  'hostname',
  'addr',
  'address',
  'addresses',
  'endpoint',
  'endpoints',
  'base',
  'baseurl',
  'baseuri',
  'origin',
  'port',
  'root',
  'server',
  'target',
  'upstream',
  'domain',
  'connection',
  'internal',
  'http',
  'https',
  'grpc',
  'rpc',
  'rest',
  'ws',
  'wss',
  'tcp',
  'path',
  'prefix',
  'location',
  'dns',
  'name',
  'client',
  'proxy',
  'v1',
  'v2',
  'default',
  'remote',
]);
/** Address words that are as often the last word of a service's name. */
const roleWords: ReadonlySet<string> = new Set(['proxy', 'server', 'client', 'target', 'upstream', 'root']);
const frameworkPrefixes: readonly (readonly string[])[] = [
  ['react', 'app'],
  ['next', 'public'],
  ['vite'],
  ['vue', 'app'],
  ['nuxt', 'public'],
  ['nuxt'],
  ['expo', 'public'],
  ['public'],
  ['app'],
  ['env'],
  ['config'],
  ['services'],
];

/** The core words of a service's name: `cart` for `cart-service`, `cartservice`, `CartSvc`, `ms-cart`. Empty for a name made of such words alone. */
export function serviceStem(name: string): string {
  const words = wordsOf(name);
  const core = words.filter((w) => !serviceWords.has(w));
  const joined = core.join('');
  const cut = joined.replace(/(micro)?(service|svc)$/, '');
  return cut === '' ? joined : cut;
}

/**
 * What a setting's name may mean, best first, squashed: `CART_SERVICE_URL` gives `cartservice` and `cart`, `CART_PROXY_PORT` `cartproxy` and `cart`.
 * Address words at its end and a framework's prefix are cut; a name of nothing else gives none.
 */
export function namedBySetting(setting: string): string[] {
  let words = wordsOf(setting);
  for (const prefix of frameworkPrefixes) {
    if (words.length > prefix.length && prefix.every((p, i) => words[i] === p)) {
      words = words.slice(prefix.length);
      break;
    }
  }
  const hadAddress = words.some((w) => addressWords.has(w) || /(url|uri|host|addr)$/.test(w));
  const longer: string[] = [];
  while (words.length > 0 && addressWords.has(words.at(-1) ?? '')) {
    if (words.length > 1 && roleWords.has(words.at(-1) ?? '')) longer.push(words.join(''));
    words = words.slice(0, -1);
  }
  while (words.length > 1 && addressWords.has(words[0] ?? '') && words[0] !== 'ws') words = words.slice(1);
  if (words.length === 0 && hadAddress) words = wordsOf(setting).filter((w) => w === 'ws' || w === 'api');
  if (words.length === 0 || !(hadAddress || words.some((w) => serviceWords.has(w)))) return [];
  const whole = words.join('');
  const stem = words.filter((w) => !serviceWords.has(w)).join('');
  return [...new Set([...longer, whole, stem].filter((w) => w !== ''))];
}

const environmentWords: ReadonlySet<string> = new Set([
  'dev',
  'develop',
  'development',
  'local',
  'test',
  'testing',
  'e2e',
  'ci',
  'qa',
  'uat',
  'stage',
  'staging',
  'preprod',
  'prod',
  'production',
  'live',
  'docker',
  'default',
  'sandbox',
  'demo',
]);

/** Whether a word names an environment (dev, staging, prod …), not a part of the system. */
export function isEnvironmentName(name: string): boolean {
  return environmentWords.has(name.toLowerCase());
}

/** Environments whose manifests run tests only. */
export function isTestEnvironment(name: string | null | undefined): boolean {
  return name !== null && name !== undefined && ['test', 'testing', 'e2e', 'ci', 'integration-test', 'tests'].includes(name.toLowerCase());
}

/** Cuts environment affixes (`orders-prod`, `dev-orders`) where something remains. */
export function withoutEnvironment(name: string): string {
  const parts = name.split(/[-_]/);
  while (parts.length > 1 && isEnvironmentName(parts.at(-1) ?? '') && parts.at(-1) !== 'demo') parts.pop();
  while (parts.length > 1 && isEnvironmentName(parts[0] ?? '') && parts[0] !== 'demo' && parts[0] !== 'default') parts.shift();
  const kept = parts.join('-');
  return kept === name.replace(/_/g, '-') ? name : kept;
}

/** Folder names that say nothing about what stands in them. */
export function isStructuralFolder(name: string): boolean {
  return ['.', 'src', 'source', 'sources', 'code', 'docker', 'build', 'dockerfiles', 'project', 'main', 'package'].includes(name.toLowerCase());
}

/** Names that several repositories use and that tell them apart by nothing. */
export function isGenericName(name: string): boolean {
  return ['app', 'web', 'server', 'api', 'service', 'backend', 'client', 'main', 'worker', 'node', 'application'].includes(name.toLowerCase());
}

/** Whether a table or database bears a service's name: equal stems, singular and plural alike. */
export function bearsName(thing: string, service: string): boolean {
  const stem = singular(serviceStem(service));
  const bare = squash(thing.replace(/[_-]?(db|database|schema|store)$/i, ''));
  return stem.length > 2 && (singular(bare) === stem || singular(serviceStem(thing)) === stem);
}

function singular(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(ss|us)$/, '$1_')
    .replace(/s$/, '')
    .replace(/_$/, '');
}
