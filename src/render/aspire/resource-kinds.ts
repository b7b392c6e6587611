/** How a server that Aspire adds by name runs, and how others are told of it. `{host}` and `{port}` are its endpoint's. */
export interface ServerKind {
  readonly image: string;
  readonly port: number;
  /** What `WithReference` gives; absent: the address of its endpoint, as of a project. */
  readonly connection?: string;
  /** What its databases, queues or buckets add to it; `{name}` is theirs. */
  readonly child?: string;
  readonly scheme?: string;
}

const server = (image: string, port: number, connection?: string, child?: string): ServerKind => ({
  image,
  port,
  ...(connection !== undefined && { connection }),
  ...(child !== undefined && { child }),
});
const web = (image: string, port: number): ServerKind => ({ image, port, scheme: 'http' });

const postgres = server('docker.io/library/postgres', 5432, 'Host={host};Port={port};Username=postgres', ';Database={name}');
const sqlServer = server('mcr.microsoft.com/mssql/server', 1433, 'Server={host},{port};User ID=sa', ';Initial Catalog={name}');
const redis = server('docker.io/library/redis', 6379, '{host}:{port}');
const mysql = server('docker.io/library/mysql', 3306, 'Server={host};Port={port};User ID=root', ';Database={name}');
const mongo = server('docker.io/library/mongo', 27017, 'mongodb://{host}:{port}', '/{name}');

/** By the method that adds it, in lower case without `add`; as the packages Aspire.Hosting.* and CommunityToolkit.Aspire.Hosting.* name them. */
export const serverKinds: ReadonlyMap<string, ServerKind> = new Map([
  ['redis', redis],
  ['valkey', server('docker.io/valkey/valkey', 6379, '{host}:{port}')],
  ['garnet', server('ghcr.io/microsoft/garnet', 6379, '{host}:{port}')],
  ['azureredis', redis],
  ['azuremanagedredis', redis],
  ['postgres', postgres],
  ['azurepostgresflexibleserver', postgres],
  ['azurepostgres', postgres],
  ['sqlserver', sqlServer],
  ['azuresqlserver', sqlServer],
  ['mysql', mysql],
  ['mongodb', mongo],
  ['oracle', server('container-registry.oracle.com/database/free', 1521, 'User Id=system;Data Source={host}:{port}', '/{name}')],
  ['rabbitmq', server('docker.io/library/rabbitmq', 5672, 'amqp://guest@{host}:{port}')],
  ['lavinmq', server('docker.io/cloudamqp/lavinmq', 5672, 'amqp://guest@{host}:{port}')],
  ['kafka', server('docker.io/confluentinc/confluent-local', 9092, '{host}:{port}')],
  ['nats', server('docker.io/library/nats', 4222, 'nats://{host}:{port}')],
  ['activemq', server('docker.io/apache/activemq-classic', 61616, 'tcp://{host}:{port}')],
  ['elasticsearch', server('docker.io/library/elasticsearch', 9200, 'http://elastic@{host}:{port}')],
  ['meilisearch', server('docker.io/getmeili/meilisearch', 7700, 'Endpoint=http://{host}:{port}')],
  ['qdrant', server('docker.io/qdrant/qdrant', 6334, 'Endpoint=http://{host}:{port}')],
  ['milvus', server('docker.io/milvusdb/milvus', 19530, 'Endpoint=http://{host}:{port}', ';Database={name}')],
  ['ravendb', server('docker.io/ravendb/ravendb', 8080, 'URL=http://{host}:{port}', ';Database={name}')],
  ['surrealserver', server('docker.io/surrealdb/surrealdb', 8000, 'Server=ws://{host}:{port}/rpc')],
  ['clickhouse', server('docker.io/clickhouse/clickhouse-server', 8123, 'Host={host};Port={port}', ';Database={name}')],
  ['minio', server('docker.io/minio/minio', 9000, 'Endpoint=http://{host}:{port}')],
  ['azurestorage', server('mcr.microsoft.com/azure-storage/azurite', 10000, 'http://{host}:{port}', '/{name}')],
  ['azurecosmosdb', server('mcr.microsoft.com/cosmosdb/linux/azure-cosmos-emulator', 8081, 'AccountEndpoint=https://{host}:{port}/', ';Database={name}')],
  ['azureservicebus', server('mcr.microsoft.com/azure-messaging/servicebus-emulator', 5672, 'Endpoint=sb://{host}:{port}', ';EntityPath={name}')],
  ['azureeventhubs', server('mcr.microsoft.com/azure-messaging/eventhubs-emulator', 5672, 'Endpoint=sb://{host}:{port}', ';EntityPath={name}')],
  ['seq', web('docker.io/datalust/seq', 80)],
  ['keycloak', web('quay.io/keycloak/keycloak', 8080)],
  ['mailpit', server('docker.io/axllent/mailpit', 1025, 'Endpoint=smtp://{host}:{port}')],
  ['papercutsmtp', server('docker.io/changemakerstudiosus/papercut-smtp', 25, 'Endpoint=smtp://{host}:{port}')],
  ['ollama', web('docker.io/ollama/ollama', 11434)],
  ['yarp', web('mcr.microsoft.com/dotnet/nightly/yarp', 5000)],
  ['flagd', web('ghcr.io/open-feature/flagd', 8013)],
]);

/** Methods that run a program of a folder: `AddNpmApp("web", "../web", "start")`. Index of the folder among the arguments. */
export const programKinds: ReadonlyMap<string, number> = new Map([
  ['executable', 2],
  ['npmapp', 1],
  ['nodeapp', 1],
  ['viteapp', 1],
  ['nextjsapp', 1],
  ['javascriptapp', 1],
  ['yarnapp', 1],
  ['pnpmapp', 1],
  ['bunapp', 1],
  ['denoapp', 1],
  ['denotask', 1],
  ['angularapp', 1],
  ['nxapp', 1],
  ['turborepoapp', 1],
  ['pythonapp', 1],
  ['pythonscript', 1],
  ['pythonmodule', 1],
  ['pythonexecutable', 1],
  ['uvicornapp', 1],
  ['uvapp', 1],
  ['streamlitapp', 1],
  ['golangapp', 1],
  ['rustapp', 1],
  ['springapp', 1],
  ['javaapp', 1],
  ['swaapp', 1],
  ['powershell', 1],
]);

/** Helpers of a server that only developers see. */
export const tools =
  /^With(?:PgAdmin|PgWeb|RedisCommander|RedisInsight|KafkaUI|MongoExpress|PhpMyAdmin|DbGate|Adminer|OpenWebUI|ManagementPlugin|DataExplorer|Attu)$/i;
