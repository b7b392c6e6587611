import type { ImageFact } from '../core/fact.js';
import type { Term } from '../core/term.js';

/** What a stock image is. `technology` as OpenTelemetry spells it, where it knows it. */
export interface StockImage {
  readonly kind: 'datastore' | 'broker' | 'gateway' | 'infrastructure' | 'load-generator' | 'base';
  readonly technology: string;
  /** Port it listens on by default. */
  readonly port: number | null;
}

type Row = readonly [pattern: RegExp, kind: StockImage['kind'], technology: string, port: number | null];

/** By the last path segment of the image, without registry, tag and digest; the first that matches counts. */
const stock: readonly Row[] = [
  [
    /^(postgres-exporter|mysqld?-exporter|redis-exporter|mongodb-exporter|kafka-exporter|rabbitmq-exporter|.*-exporter|exporter)$/,
    'infrastructure',
    'prometheus',
    null,
  ],
  [
    /^(pgadmin4?|adminer|phpmyadmin|mongo-express|redis-?commander|redisinsight|redis-?insight|kafka-ui|kafdrop|akhq|cmak|kafka-manager|kowl|konga|bull-board|arena|dbgate|cloudbeaver|kibana|opensearch-dashboards|cerebro|rabbitmq-management)$/,
    'infrastructure',
    'admin-ui',
    null,
  ],
  [/^pgbouncer$/, 'datastore', 'postgresql', 6432],
  [/^pgpool(-?ii|2)?$/, 'datastore', 'postgresql', 5432],
  [/^proxysql$/, 'datastore', 'mysql', 6033],
  [
    /^(postgres(ql)?|postgis|timescaledb(-ha)?|pgvector|pg|supabase-postgres|spilo.*|cockroach(db)?|yugabyte|citus|postgres-.*|postgresql-.*)$/,
    'datastore',
    'postgresql',
    5432,
  ],
  [/^(mysql(-server)?|percona(-server)?|mysql-.*)$/, 'datastore', 'mysql', 3306],
  [/^mariadb(-.*)?$/, 'datastore', 'mariadb', 3306],
  [/^(mssql(-server)?(-linux)?|mssql\/server|azure-sql-edge|server)$/, 'datastore', 'mssql', 1433],
  [/^(oracle-(xe|free)|oracle-database|oracle)$/, 'datastore', 'oracle', 1521],
  [/^(mongo|mongodb(-.*)?|percona-server-mongodb|mongo-.*|ferretdb)$/, 'datastore', 'mongodb', 27017],
  [/^(redis(-.*)?|valkey|keydb|dragonfly)$/, 'datastore', 'redis', 6379],
  [/^memcached$/, 'datastore', 'memcached', 11211],
  [/^(elasticsearch(-oss)?|elastic)$/, 'datastore', 'elasticsearch', 9200],
  [/^opensearch$/, 'datastore', 'opensearch', 9200],
  [/^(meilisearch|typesense|solr|weaviate|qdrant|milvus|chroma)$/, 'datastore', 'search', null],
  [/^(cassandra|scylla)$/, 'datastore', 'cassandra', 9042],
  [/^(couchdb|couchbase)$/, 'datastore', 'couchdb', 5984],
  [/^(neo4j|memgraph)$/, 'datastore', 'neo4j', 7687],
  [/^(influxdb)$/, 'datastore', 'influxdb', 8086],
  [/^(clickhouse(-server)?)$/, 'datastore', 'clickhouse', 8123],
  [/^(dynamodb-local)$/, 'datastore', 'dynamodb', 8000],
  [/^minio$/, 'datastore', 'aws_s3', 9000],
  [/^localstack(-pro|-full)?$/, 'datastore', 'aws_s3', 4566],
  [/^azurite$/, 'datastore', 'azure_storage', 10000],
  [/^(etcd|ravendb|rethinkdb|arangodb|surrealdb|dgraph)$/, 'datastore', 'other_sql', null],
  [/^(rabbitmq(-.*)?|lavinmq)$/, 'broker', 'rabbitmq', 5672],
  [/^(kafka|cp-kafka|cp-server|kafka-native|redpanda|strimzi-kafka|.*-kafka|kafka-.*)$/, 'broker', 'kafka', 9092],
  [/^(nats|nats-streaming|nats-server)$/, 'broker', 'nats', 4222],
  [/^(eclipse-mosquitto|mosquitto|emqx|hivemq.*|vernemq)$/, 'broker', 'mqtt', 1883],
  [/^(activemq(-artemis|-classic)?|artemis)$/, 'broker', 'activemq', 61616],
  [/^(pulsar|pulsar-all)$/, 'broker', 'pulsar', 6650],
  [/^(elasticmq(-native)?|goaws)$/, 'broker', 'aws_sqs', 9324],
  [/^(nsq|beanstalkd|gearmand|rocketmq|pubsub-emulator|servicebus-emulator)$/, 'broker', 'messaging', null],
  [/^(nginx-prometheus-exporter|nginx-exporter)$/, 'infrastructure', 'prometheus', null],
  [/^(nginx(-.*)?|openresty)$/, 'gateway', 'nginx', 80],
  [/^(kong(-gateway)?)$/, 'gateway', 'kong', 8000],
  [/^(traefik)$/, 'gateway', 'traefik', 80],
  [/^(envoy|envoy-.*)$/, 'gateway', 'envoy', 10000],
  [/^(haproxy(-.*)?)$/, 'gateway', 'haproxy', 80],
  [/^(caddy)$/, 'gateway', 'caddy', 80],
  [/^yarp$/, 'gateway', 'yarp', 5000],
  [/^(httpd|apache)$/, 'gateway', 'httpd', 80],
  [/^(krakend|tyk-gateway|apisix|gloo|ambassador|emissary|janusgateway|express-gateway|nginx-proxy)$/, 'gateway', 'gateway', 8080],
  [/^(locust|k6|artillery|jmeter|vegeta|hey|gatling)$/, 'load-generator', 'load-generator', null],
  [
    /^(node|python|golang|go|openjdk|eclipse-temurin|amazoncorretto|ruby|php|dotnet|sdk|aspnet|runtime|rust|deno|bun|denoland|maven|gradle|elixir|erlang|perl|swift|pnpm|tomcat|jetty|composer|miniconda3|nodejs.*|openjdk.*|node-.*|temurin|uv|lambda|chrome)$/,
    'base',
    'base',
    null,
  ],
  [
    /^(alpine|ubuntu|debian|busybox|scratch|distroless|static|base|base-debian\d*|cc|centos|rockylinux|fedora|amazonlinux|ubi\d?|ubi-minimal|wolfi-base|bash|curl|wget|git|docker|dind|kubectl|helm)$/,
    'base',
    'base',
    null,
  ],
  [/^(keycloak|dex|hydra|kratos|ory|zitadel|authelia|oauth2-proxy|openldap|authentik|supertokens.*|fusionauth.*)$/, 'infrastructure', 'identity', 8080],
  [
    /^(grafana|prometheus|alertmanager|loki|tempo|mimir|pyroscope|promtail|alloy|cadvisor|node-exporter|pushgateway|thanos|cortex|victoria-metrics|telegraf|netdata|statsd|graphite.*|uptime-kuma|seq|aspire-dashboard|logstash|filebeat|metricbeat|fluentd|fluent-bit|fluentd-.*|vector|apm-server|sentry|glitchtip|signoz.*|uptrace|newrelic.*|datadog-agent|agent|cluster-agent)$/,
    'infrastructure',
    'telemetry',
    null,
  ],
  [
    /^(jaeger|all-in-one|jaeger-.*|zipkin(-slim)?|opentelemetry-collector(-contrib)?|otel-collector|opentelemetry-collector-.*)$/,
    'infrastructure',
    'telemetry',
    null,
  ],
  [
    /^(eureka(-server)?|consul|vault|spring-cloud-config-server|nacos-server|nacos|zookeeper|cp-zookeeper|cp-schema-registry|schema-registry|apicurio-registry.*|cp-kafka-connect|connect|debezium-connect|control-center|cp-enterprise-control-center|cp-ksqldb-server|temporal|temporalio|auto-setup|admin-tools|ui|dapr|placement|daprd|istio-proxy|proxyv2|linkerd-proxy|unleash(-server)?|flagd|portainer(-ce)?|watchtower|registry|cert-manager.*|external-dns|ngrok|cloudflared|localtunnel|certbot|selenium|standalone-chrome|browserless|gotenberg|cloud-sql-proxy|gce-proxy)$/,
    'infrastructure',
    'platform',
    null,
  ],
  [/^(mailhog|mailpit|maildev|inbucket|smtp4dev|mailcatcher|fake-smtp.*|greenmail|postfix|smtp)$/, 'infrastructure', 'smtp', 1025],
  [
    /^(wiremock|mockserver|mountebank|prism|hoverfly|fake-gcs-server|stripe-mock|toxiproxy|pact-broker|httpbin|swagger-ui|swagger-editor|redoc)$/,
    'infrastructure',
    'mock',
    8080,
  ],
  [
    /^(sonarqube|nexus3?|jenkins|gitlab-.*|drone|airflow|superset|metabase|n8n|wait-for-it|wait-for|wait|dockerize|migrate|flyway|liquibase|mc|aws-cli|setup|pause)$/,
    'infrastructure',
    'tooling',
    null,
  ],
];

/** The parts of an image reference that identify it; holes (`${REGISTRY}`) are cut from its ends. */
export interface ImageName {
  /** `rs-cart` of `registry:5000/acme/rs-cart:1.2@sha256:…`. */
  readonly last: string;
  /** `registry:5000/acme`; null for an official library image or a locally built one. */
  readonly owner: string | null;
  /** An owner that whoever deploys fills in: `${REPO}/rs-cart`. */
  readonly openOwner: boolean;
}

/** Reads an image reference; undefined where not even its last part is known. */
export function readImage(term: Term): ImageName | undefined {
  const text = imageText(term).replace(/@.*$/, '');
  const slash = text.lastIndexOf('/');
  const last = text
    .slice(slash + 1)
    .replace(/:.*$/, '')
    .replaceAll(hole, '')
    .replace(/^[-_.]+|[-_.]+$/g, '')
    .toLowerCase();
  if (last === '') return undefined;
  const owner = slash < 0 ? '' : text.slice(0, slash);
  const openOwner = owner.includes(hole);
  const trimmed = owner
    .replaceAll(hole, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
  const official = trimmed === '' || trimmed === 'library' || trimmed === 'docker.io' || trimmed === 'docker.io/library';
  return { last, owner: official ? null : trimmed, openOwner };
}

/**
 * The word that tells the images of one name apart by their tags, behind what changes from build to build: `billing` of `shop:${VERSION}-billing` and of
 * `shop:1.2-billing`. Undefined where a tag has none.
 */
export function tagWord(term: Term): string | undefined {
  return new RegExp(`[${hole}.\\d]-([a-z][a-z-]*)$`).exec(tagOf(term) ?? '')?.[1];
}

/** Whether an image's tag ends with such a word. */
export function hasTagWord(term: Term, word: string): boolean {
  const tag = tagOf(term) ?? '';
  return tag === word || tag.endsWith(`-${word}`);
}

function tagOf(term: Term): string | undefined {
  return /:([^/:]*)$/.exec(imageText(term).replace(/@.*$/, ''))?.[1]?.toLowerCase();
}

/** What a stock image is, by its last part; undefined for an image nobody knows. */
export function stockImage(image: ImageName): StockImage | undefined {
  if (image.last === 'server' && !(image.owner ?? '').includes('mssql')) return undefined;
  if (
    (image.last === 'ui' || image.last === 'agent' || image.last === 'connect' || image.last === 'registry' || image.last === 'setup') &&
    image.owner !== null &&
    image.openOwner
  )
    return undefined;
  const row = stock.find(([pattern]) => pattern.test(image.last));
  return row === undefined ? undefined : { kind: row[1], technology: row[2], port: row[3] };
}

/** What the final stage (or the one built) stands on, stage names followed. */
export function baseImage(image: ImageFact, target?: string): StockImage | undefined {
  let stage = target === undefined ? image.stages.at(-1) : (image.stages.find((s) => s.name === target) ?? image.stages.at(-1));
  for (let hops = 0; stage !== undefined && hops < 20; hops++) {
    const from = stage.from.k === 'literal' ? stage.from.text : undefined;
    const earlier = from === undefined ? undefined : image.stages.find((s) => s !== stage && s.name?.toLowerCase() === from.toLowerCase());
    if (earlier === undefined) break;
    stage = earlier;
  }
  const name = stage === undefined ? undefined : readImage(stage.from);
  return name === undefined ? undefined : stockImage(name);
}

const hole = '\u0001';

function imageText(term: Term): string {
  switch (term.k) {
    case 'literal':
      return term.text;
    case 'template':
      return term.parts.map(imageText).join('');
    case 'setting':
      return term.fallback === undefined ? hole : imageText(term.fallback);
    case 'choice':
      return term.of[0] === undefined ? hole : imageText(term.of[0]);
    default:
      return hole;
  }
}
