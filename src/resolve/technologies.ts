const spellings: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgresql'],
  ['pg', 'postgresql'],
  ['postgresql', 'postgresql'],
  ['cockroachdb', 'postgresql'],
  ['aurora-postgres', 'postgresql'],
  ['pglite', 'postgresql'],
  ['mysql2', 'mysql'],
  ['aurora-mysql', 'mysql'],
  ['mongo', 'mongodb'],
  ['mongodb+srv', 'mongodb'],
  ['sqlserver', 'mssql'],
  ['tedious', 'mssql'],
  ['better-sqlite3', 'sqlite'],
  ['better-sqlite', 'sqlite'],
  ['sqlite3', 'sqlite'],
  ['libsql', 'sqlite'],
  ['sqljs', 'sqlite'],
  ['expo', 'sqlite'],
  ['rediss', 'redis'],
  ['ioredis', 'redis'],
  ['s3', 'aws_s3'],
  ['gcs', 'gcp_storage'],
  ['cassandra-driver', 'cassandra'],
  ['oracledb', 'oracle'],
]);

/** A technology as OpenTelemetry spells it, whatever a driver or URL scheme calls it. */
export function technologyName(text: string): string {
  const lower = text.toLowerCase();
  return spellings.get(lower) ?? lower;
}

/** In-process databases: every service has its own. */
export function isEmbedded(technology: string): boolean {
  return ['sqlite', 'h2', 'hsqldb', 'derby', 'nedb', 'lowdb', 'leveldb'].includes(technology);
}

/** Stores whose whole server is one keyspace. */
export function isCache(technology: string): boolean {
  return ['redis', 'memcached', 'valkey'].includes(technology);
}

/** Stores where a bucket, table or index is the logical database: they share a server as two databases do. */
export function isCollectionStore(technology: string): boolean {
  return isObjectStore(technology) || ['dynamodb', 'elasticsearch', 'opensearch', 'firestore'].includes(technology);
}

/** Buckets are no tables. */
export function isObjectStore(technology: string): boolean {
  return ['aws_s3', 'gcp_storage', 'azure_storage', 'azure_blob'].includes(technology);
}

/** Whether an object mapper that speaks to several technologies can mean this one: no cache, no buckets, no search engine. */
export function keepsTables(technology: string): boolean {
  return !isCache(technology) && !isCollectionStore(technology);
}

const siblings: readonly ReadonlySet<string>[] = [
  new Set(['mysql', 'mariadb']),
  new Set(['elasticsearch', 'opensearch']),
  new Set(['redis', 'valkey']),
  new Set(['aws_s3', 'dynamodb']),
];

/** Whether a client of one technology speaks to a server of another. */
export function speaks(client: string, server: string): boolean {
  return client === server || siblings.some((s) => s.has(client) && s.has(server));
}

/** Whether a URL's scheme is that of a database. */
export function isDatabaseScheme(scheme: string): boolean {
  return (
    spellings.has(scheme) ||
    isEmbedded(scheme) ||
    ['mysql', 'mariadb', 'mongodb', 'redis', 'mssql', 'oracle', 'cassandra', 'memcached', 'neo4j', 'clickhouse', 'couchdb'].includes(scheme)
  );
}
