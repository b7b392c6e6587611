/** A setting that a framework documents: whatever stands there is opened, called or registered with, whether or not code mentions it. */
export interface FrameworkSetting {
  /** As documented; `*` stands for one word that the application chooses. */
  readonly names: readonly string[];
  /** `connection`: to a data store or broker; `client`: requests; `uses`: a registry, configuration server, collector or mail server. */
  readonly role: 'connection' | 'client' | 'uses';
  /** Technology or protocol; `*` where the value tells. */
  readonly protocol: string;
  /** What a service is built with that reads it: tells which of the services a setting binds that a configuration server gives to all. */
  readonly readBy: RegExp;
  /** The value is a host, whose port and database are settings beside it. */
  readonly host?: boolean;
  /** Last words of the settings beside it that name port and database. */
  readonly port?: string;
  readonly database?: string;
}

const store = (protocol: string, readBy: RegExp, names: readonly string[], rest: Partial<FrameworkSetting> = {}): FrameworkSetting => ({
  names,
  role: 'connection',
  protocol,
  readBy,
  ...rest,
});

const sql = /jdbc|jpa|r2dbc|hibernate|mybatis|jooq|querydsl|hikari|flyway|liquibase|postgres|mysql|mariadb|oracle|mssql|sqlserver|h2$|hsqldb/i;

const byHost = { host: true, port: 'port' } as const;

const stores: readonly FrameworkSetting[] = [
  store('*', sql, [
    'spring.datasource.url',
    'spring.datasource.jdbc-url',
    'spring.datasource.*.url',
    'spring.datasource.*.jdbc-url',
    'spring.datasource.hikari.jdbc-url',
  ]),
  store('*', sql, [
    'spring.r2dbc.url',
    'quarkus.datasource.jdbc.url',
    'quarkus.datasource.*.jdbc.url',
    'quarkus.datasource.reactive.url',
    'quarkus.datasource.*.reactive.url',
  ]),
  store('*', sql, ['datasources.*.url', 'r2dbc.datasources.*.url', 'ConnectionStrings.*']),
  store('mongodb', /mongo/i, ['spring.data.mongodb.uri', 'spring.mongodb.uri', 'mongodb.uri', 'mongodb.servers.*.uri'], { database: 'database' }),
  store('mongodb', /mongo/i, ['spring.data.mongodb.host', 'spring.mongodb.host'], { ...byHost, database: 'database' }),
  store('mongodb', /mongo/i, ['quarkus.mongodb.connection-string', 'quarkus.mongodb.hosts', 'quarkus.mongodb.*.connection-string'], { database: 'database' }),
  store('redis', /redis|lettuce|jedis|redisson/i, [
    'spring.data.redis.url',
    'spring.redis.url',
    'quarkus.redis.hosts',
    'quarkus.redis.*.hosts',
    'redis.uri',
    'redis.servers.*.uri',
  ]),
  store('redis', /redis|lettuce|jedis|redisson/i, ['spring.data.redis.host', 'spring.redis.host'], { ...byHost, database: 'database' }),
  store('redis', /redis|lettuce|jedis|redisson/i, [
    'spring.data.redis.cluster.nodes',
    'spring.redis.cluster.nodes',
    'spring.data.redis.sentinel.nodes',
    'spring.redis.sentinel.nodes',
  ]),
  store('cassandra', /cassandra/i, ['spring.cassandra.contact-points', 'spring.data.cassandra.contact-points', 'quarkus.cassandra.contact-points'], {
    database: 'keyspace-name',
  }),
  store('elasticsearch', /elastic/i, [
    'spring.elasticsearch.uris',
    'spring.elasticsearch.rest.uris',
    'spring.data.elasticsearch.client.reactive.endpoints',
    'quarkus.elasticsearch.hosts',
  ]),
  store('neo4j', /neo4j/i, ['spring.neo4j.uri', 'spring.data.neo4j.uri', 'quarkus.neo4j.uri', 'neo4j.uri']),
  store('couchbase', /couchbase/i, ['spring.couchbase.connection-string', 'quarkus.couchbase.connection-string']),
  store('influxdb', /influx/i, ['spring.influx.url']),
  store('memcached', /memcache/i, ['memcached.servers']),
];

const brokers: readonly FrameworkSetting[] = [
  store('rabbitmq', /amqp|rabbit/i, ['spring.rabbitmq.addresses', 'rabbitmq.uri']),
  store('rabbitmq', /amqp|rabbit/i, ['spring.rabbitmq.host', 'rabbitmq-host', 'rabbitmq.host'], byHost),
  store('kafka', /kafka/i, [
    'spring.kafka.bootstrap-servers',
    'spring.kafka.*.bootstrap-servers',
    'spring.cloud.stream.kafka.binder.brokers',
    'kafka.bootstrap.servers',
  ]),
  store('kafka', /kafka/i, ['mp.messaging.connector.smallrye-kafka.bootstrap.servers']),
  store('activemq', /activemq|artemis|jms/i, ['spring.activemq.broker-url', 'spring.artemis.broker-url']),
  store('activemq', /activemq|artemis|jms/i, ['spring.artemis.host'], byHost),
  store('pulsar', /pulsar/i, ['spring.pulsar.client.service-url']),
];

const client = (names: readonly string[]): FrameworkSetting => ({
  names,
  role: 'client',
  protocol: 'http',
  readBy: /oauth|oidc|security-jwt|keycloak|cloud-starter-security/i,
});

/** Addresses that security filters ask for tokens, keys and users. */
const clients: readonly FrameworkSetting[] = [
  client(['security.oauth2.client.access-token-uri', 'security.oauth2.resource.user-info-uri', 'security.oauth2.resource.token-info-uri']),
  client(['security.oauth2.resource.jwk.key-set-uri', 'security.oauth2.resource.jwt.key-uri']),
  client(['spring.security.oauth2.resourceserver.jwt.issuer-uri', 'spring.security.oauth2.resourceserver.jwt.jwk-set-uri']),
  client(['spring.security.oauth2.resourceserver.opaquetoken.introspection-uri', 'spring.security.oauth2.client.provider.*.issuer-uri']),
  client(['spring.security.oauth2.client.provider.*.token-uri', 'spring.security.oauth2.client.provider.*.user-info-uri']),
  client(['spring.security.oauth2.client.provider.*.jwk-set-uri', 'quarkus.oidc.auth-server-url', 'quarkus.oidc-client.auth-server-url']),
];

/** Addresses of clients that frameworks make from an interface: Ribbon, Feign, Micronaut, Quarkus. */
const madeClients: readonly FrameworkSetting[] = [
  {
    names: ['*.ribbon.list-of-servers', 'spring.cloud.openfeign.client.config.*.url', 'feign.client.config.*.url'],
    role: 'client',
    protocol: 'http',
    readBy: /openfeign|feign|ribbon/i,
  },
  { names: ['micronaut.http.services.*.url', 'micronaut.http.services.*.urls'], role: 'client', protocol: 'http', readBy: /micronaut-http-client/i },
  { names: ['quarkus.rest-client.*.url', 'quarkus.rest-client.*.uri'], role: 'client', protocol: 'http', readBy: /rest-client/i },
];

const uses = (protocol: string, readBy: RegExp, names: readonly string[], rest: Partial<FrameworkSetting> = {}): FrameworkSetting => ({
  names,
  role: 'uses',
  protocol,
  readBy,
  ...rest,
});

const infrastructure: readonly FrameworkSetting[] = [
  uses('http', /eureka-client|eureka-server|starter-eureka$/i, ['eureka.client.service-url.*', 'eureka.client.service-url']),
  uses('http', /config/i, ['spring.cloud.config.uri', 'spring.config.import']),
  uses('http', /boot-admin/i, ['spring.boot.admin.client.url']),
  uses('http', /zipkin|sleuth/i, ['spring.zipkin.base-url', 'management.zipkin.tracing.endpoint']),
  uses('http', /otlp|opentelemetry/i, ['management.otlp.tracing.endpoint', 'management.otlp.metrics.export.url']),
  uses('http', /opentelemetry/i, ['quarkus.otel.exporter.otlp.endpoint', 'quarkus.otel.exporter.otlp.traces.endpoint']),
  uses('http', /nacos/i, ['spring.cloud.nacos.discovery.server-addr', 'spring.cloud.nacos.config.server-addr']),
  uses('http', /zookeeper/i, ['spring.cloud.zookeeper.connect-string']),
  uses('http', /vault/i, ['spring.cloud.vault.uri']),
  uses('http', /vault/i, ['spring.cloud.vault.host'], byHost),
  uses('http', /consul/i, ['spring.cloud.consul.host', 'consul.client.registration.host', 'consul.host'], byHost),
  uses('smtp', /mail/i, ['spring.mail.host', 'quarkus.mailer.host'], byHost),
];

/** Every documented setting that names something outside the service. */
export const frameworkSettings: readonly FrameworkSetting[] = [...stores, ...brokers, ...clients, ...madeClients, ...infrastructure];
