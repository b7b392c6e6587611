import type { Fact, SchemaFact } from '../../../core/fact.js';
import type { WorkloadFact } from '../../../core/workload.js';
import { get, textOf } from '../../../parse/tree.js';
import { ofType, placeOf, type Resource, type Stack, termOf } from './stack.js';

/** Tables and servers of data that a stack makes. */
export function storesOf(stack: Stack): Fact[] {
  return [
    ...ofType(stack, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::Serverless::SimpleTable').map((table) => tableOf(stack, table)),
    ...stack.resources.flatMap((resource) => serverOf(stack, resource)),
  ];
}

function tableOf(stack: Stack, resource: Resource): SchemaFact {
  return { kind: 'schema', at: placeOf(stack, undefined, resource), foundBy: stack.tool, by: 'ddl', technology: 'dynamodb', table: resource.name };
}

/** The stock image that behaves as a managed server of the type does, and the domain of its addresses. */
const servers: ReadonlyMap<string, readonly [image: (engine: string) => string | undefined, domain: string]> = new Map([
  ['AWS::RDS::DBInstance', [relational, 'rds.amazonaws.com'] as const],
  ['AWS::RDS::DBCluster', [relational, 'rds.amazonaws.com'] as const],
  ['AWS::DocDB::DBCluster', [() => 'mongo', 'docdb.amazonaws.com'] as const],
  ['AWS::ElastiCache::CacheCluster', [cache, 'cache.amazonaws.com'] as const],
  ['AWS::ElastiCache::ReplicationGroup', [cache, 'cache.amazonaws.com'] as const],
  ['AWS::ElastiCache::ServerlessCache', [cache, 'cache.amazonaws.com'] as const],
  ['AWS::OpenSearchService::Domain', [() => 'opensearch', 'es.amazonaws.com'] as const],
  ['AWS::Elasticsearch::Domain', [() => 'elasticsearch', 'es.amazonaws.com'] as const],
]);

function relational(engine: string): string | undefined {
  return (
    [
      [/postgres/, 'postgres'],
      [/maria/, 'mariadb'],
      [/mysql|^aurora$/, 'mysql'],
      [/sqlserver/, 'mssql'],
      [/oracle/, 'oracle'],
    ] as const
  ).find(([pattern]) => pattern.test(engine))?.[1];
}

function cache(engine: string): string {
  return engine === 'memcached' ? 'memcached' : 'redis';
}

/** A managed database or cache, as something that the platform runs. An instance of a cluster is part of it. */
function serverOf(stack: Stack, resource: Resource): WorkloadFact[] {
  const row = servers.get(resource.type);
  if (row === undefined || (get(resource.properties, 'DBClusterIdentifier') !== undefined && resource.type === 'AWS::RDS::DBInstance')) return [];
  const image = row[0]((textOf(get(resource.properties, 'Engine')) ?? '').toLowerCase());
  if (image === undefined) return [];
  const at = placeOf(stack, undefined, resource);
  return [
    {
      kind: 'workload',
      platform: 'cloudformation',
      at,
      foundBy: stack.tool,
      name: resource.name,
      stack: stack.key,
      workloadKind: resource.type,
      containers: [{ name: resource.name, image: termOf(image), env: [], envFrom: [], mounts: [], ports: [], init: false, at }],
      hostnames: [`${resource.name}.${row[1]}`.toLowerCase()],
      links: [],
      startsAfter: [],
      labels: {},
      profiles: [],
      autoscaled: true,
    },
  ];
}
