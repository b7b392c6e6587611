import { describe, expect, it } from 'vitest';
import type { Fact, ModuleFact } from '../../src/core/fact.js';
import type { Edge } from '../../src/core/graph.js';
import { dotnetConfig } from '../../src/extract/manifests/dotnet-config/index.js';
import { springFacts } from '../../src/parse/spring.js';
import { readAddress } from '../../src/resolve/addresses.js';
import { plainDatabaseUrl } from '../../src/resolve/jdbc.js';
import { namedBySetting } from '../../src/resolve/names.js';
import { HOLE } from '../../src/resolve/terms.js';
import { compose, config, dockerfile, edgeTexts, fileIndex, graphOf, linkedService, nodeIds, pack, sighting } from '../support/resolve-facts.js';
import { identify } from '../../src/resolve/index.js';

const spring = (service: string, text: string): Fact[] => {
  const path = `${service}/src/main/resources/application.yml`;
  return springFacts({ path, file: path, firstLine: 1 }, text, 'spring-config').facts;
};

/** A compose service with a Dockerfile folder of its name. */
const java = (name: string, env: Readonly<Record<string, string>> = {}): Fact[] => [
  compose(name, { image: `acme/${name}`, env }),
  dockerfile(`${name}/Dockerfile`, 'eclipse-temurin:21'),
];

const module = (path: string, extra: Partial<ModuleFact> = {}): ModuleFact => ({
  kind: 'module',
  ecosystem: 'maven',
  name: path.slice(path.lastIndexOf('/') + 1),
  path,
  dependencies: [],
  inherited: [],
  uses: [],
  produces: 'program',
  at: { file: path === '.' ? 'pom.xml' : `${path}/pom.xml`, line: 2 },
  foundBy: 'maven',
  ...extra,
});

/** Files of a folder for every Dockerfile, module and configuration file. */
const filesOf = (facts: readonly Fact[]): string[] =>
  facts.flatMap((f) =>
    f.kind === 'image'
      ? [f.dockerfile, `${f.dir}/pom.xml`]
      : f.kind === 'module'
        ? [f.at.file, `${f.path}/src/main/java/App.java`]
        : f.kind === 'properties'
          ? [f.path]
          : [],
  );
const edges = (facts: readonly Fact[], ...kinds: Edge['kind'][]): string[] => edgeTexts(graphOf(facts, [], filesOf(facts)), ...kinds);

describe('database URLs of the Java world', () => {
  it.each([
    ['jdbc:postgresql://db:5432/shop?currentSchema=x', 'postgresql://db:5432/shop?currentSchema=x'],
    ['jdbc:sqlserver://db:1433;databaseName=shop;encrypt=true', 'sqlserver://db:1433/shop'],
    ['jdbc:oracle:thin:@//db:1521/shop', 'oracle://db:1521/shop'],
    ['jdbc:oracle:thin:user@db:1521:XE', 'oracle://db:1521/XE'],
    ['jdbc:p6spy:mysql://db/shop', 'mysql://db/shop'],
    ['jdbc:mysql:loadbalance://a,b/shop', 'mysql://a,b/shop'],
    ['r2dbc:pool:postgres://db/shop', 'postgres://db/shop'],
    ['jdbc:h2:mem:shop;MODE=MySQL', 'h2:////shop'],
    ['jdbc:h2:tcp://db:9092/shop', 'tcp://db:9092/shop'],
    ['jdbc:h2:file:./data/shop', 'h2:////shop'],
    ['jdbc:sqlite::memory:', 'sqlite:////'],
    ['postgres://db/x', 'postgres://db/x'],
  ])('%s', (written, plain) => {
    expect(plainDatabaseUrl(written)).toBe(plain);
  });

  it('a doubled slash before a word is a path of the own origin, before a host it is a URL', () => {
    expect(readAddress('//api/orders')).toMatchObject({ host: '', path: '/api/orders' });
    expect(readAddress('//cdn.example.com/x')).toMatchObject({ host: 'cdn.example.com', path: '/x' });
    expect(readAddress('//stock:8080/x')).toMatchObject({ host: 'stock', port: 8080 });
  });

  it('takes what is not known after a port for the path', () => {
    expect(readAddress(`http://stock:8080${HOLE}?a`)).toMatchObject({ host: 'stock', port: 8080, path: HOLE });
    expect(readAddress(`http://stock:80${HOLE}/x`)).toMatchObject({ host: 'stock', port: null, path: '/x' });
  });

  it('takes the whole name of a setting before parts of it', () => {
    expect(namedBySetting('FRONTEND_PROXY_URL')).toEqual(['frontendproxy', 'frontend']);
    expect(namedBySetting('CART_SERVICE_URL')).toEqual(['cartservice', 'cart']);
  });
});

describe('documented settings of frameworks', () => {
  it('open data stores, brokers and other services without a word of code', () => {
    const facts = [
      ...java('orders'),
      ...java('auth'),
      compose('orders-db', { image: 'mysql:8' }),
      compose('cache', { image: 'redis:7' }),
      compose('kafka', { image: 'apache/kafka' }),
      ...spring(
        'orders',
        'spring:\n  datasource: { url: "jdbc:mysql://orders-db:3306/orders" }\n  data.redis: { host: cache, port: 6379 }\n  kafka.bootstrap-servers: ["kafka:9092"]\n  security.oauth2.resourceserver.jwt.jwk-set-uri: http://auth:9000/keys\n',
      ),
    ];
    expect(edges(facts)).toEqual([
      'orders accesses datastore:cache/0',
      'orders accesses datastore:orders-db/orders',
      'orders uses infrastructure:kafka',
      'orders calls auth',
    ]);
  });

  it('are clients that frameworks make from an interface, with the address of their settings', () => {
    const facts = [
      ...java('orders'),
      ...java('stock'),
      ...java('prices'),
      ...java('billing'),
      ...spring(
        'orders',
        [
          'stock-client.ribbon.listOfServers: stock:8080',
          'spring.cloud.openfeign.client.config.tariffs.url: http://prices:8080',
          'spring.cloud.openfeign.client.config.tariffs.connectTimeout: 500',
          'quarkus.rest-client.money.url: http://billing:8080',
        ].join('\n'),
      ),
    ];
    expect(edges(facts)).toEqual(['orders calls billing', 'orders calls prices', 'orders calls stock']);
  });

  it('of .NET: the registry, and the name that a program bears in it', () => {
    const facts = [
      ...java('orders'),
      ...java('stock', { ORDERS_URL: 'http://order-desk' }),
      compose('registry', { image: 'steeltoeoss/eureka-server' }),
      ...dotnetConfig.extract(
        'orders/appsettings.json',
        '{ "Eureka": { "Client": { "ServiceUrl": "http://registry:8761/eureka/" }, "Instance": { "AppName": "order-desk" } } }',
      ).facts,
    ];
    expect(edges(facts)).toEqual(['orders uses infrastructure:registry', 'stock calls orders (inferred)']);
  });

  it('are set by variables too, and those win', () => {
    const facts = [
      ...java('orders', { SPRING_DATASOURCE_URL: 'jdbc:postgresql://postgres/orders' }),
      compose('postgres', { image: 'postgres:16' }),
      ...spring('orders', 'spring.datasource.url: jdbc:h2:mem:scratch'),
    ];
    expect(edges(facts)).toEqual(['orders accesses datastore:postgres/orders']);
  });

  it('give a database in the process to its service alone', () => {
    const facts = [
      ...java('orders'),
      ...java('stock'),
      ...spring('orders', 'spring.datasource.url: jdbc:h2:mem:db'),
      ...spring('stock', 'spring.datasource.url: jdbc:h2:mem:db'),
    ];
    expect(edges(facts)).toEqual(['orders accesses datastore:h2/~orders/db', 'stock accesses datastore:h2/~stock/db']);
  });

  it('are the connection that a query without one runs on', () => {
    const facts = [
      ...java('orders'),
      compose('postgres', { image: 'postgres:16' }),
      ...spring('orders', 'spring.datasource.url: jdbc:postgresql://postgres/orders'),
    ];
    const linked = [linkedService('orders', [sighting('query', '*', { table: 'invoices' }, { access: 'write' })])];
    expect(edgeTexts(graphOf(facts, linked, filesOf(facts)), 'accesses')).toEqual([
      'orders accesses datastore:postgres/orders',
      'orders accesses table:postgres/orders/invoices',
    ]);
  });

  it('of .NET: connection strings tell their server by its host', () => {
    const facts = [
      ...java('orders', { ConnectionStrings__Cache: 'redis:6379' }),
      compose('sql', { image: 'mcr.microsoft.com/mssql/server' }),
      compose('redis', { image: 'redis:7' }),
      ...dotnetConfig.extract(
        'orders/appsettings.json',
        '{ "ConnectionStrings": { "Db": "Server=sql,1433;Database=Orders;User Id=sa", "Cache": "localhost:6379" } }',
      ).facts,
    ];
    expect(edges(facts)).toEqual(['orders accesses datastore:redis/0', 'orders accesses datastore:sql/Orders']);
  });

  it('without a known value are no connection', () => {
    const facts = [...java('orders'), compose('postgres', { image: 'postgres:16' }), ...spring('orders', 'spring.datasource.url: ${SECRET_URL}')];
    expect(edges(facts)).toEqual([]);
  });
});

describe('settings of services whose code nobody read', () => {
  it('name data stores, with the database in a setting beside the host, and brokers', () => {
    const facts = [
      compose('orders', {
        image: 'acme/orders',
        env: { DB_HOST: 'postgres', DB_NAME: 'orders', AMQP_URL: 'amqp://guest@rabbitmq:5672/', WAIT_HOSTS: 'archive:3306' },
      }),
      compose('stock', { image: 'acme/stock', env: { DATABASE_URL: 'postgres://u@postgres:5432/stock', DB_ADDR: 'postgres:5432' } }),
      compose('postgres', { image: 'postgres:16' }),
      compose('archive', { image: 'mysql:8' }),
      compose('rabbitmq', { image: 'rabbitmq:3' }),
    ];
    expect(edges(facts, 'accesses', 'uses')).toEqual([
      'orders accesses datastore:postgres/orders (inferred)',
      'orders uses infrastructure:rabbitmq (inferred)',
      'stock accesses datastore:postgres/stock (inferred)',
    ]);
  });

  it('mean nothing where the code was read', () => {
    const facts = [
      compose('stock', { image: 'acme/stock' }),
      compose('orders', { image: 'acme/orders', env: { DATABASE_URL: 'postgres://u@postgres/orders' } }),
      compose('postgres', { image: 'postgres:16' }),
    ];
    const withCode = [
      compose('orders', { build: 'orders', env: { DATABASE_URL: 'postgres://u@postgres/orders' } }),
      dockerfile('orders/Dockerfile'),
      compose('postgres', { image: 'postgres:16' }),
    ];
    expect(edgeTexts(graphOf(facts), 'accesses')).toEqual(['orders accesses datastore:postgres/orders (inferred)']);
    expect(edgeTexts(graphOf(withCode, [linkedService('orders', [])], ['orders/index.ts']), 'accesses')).toEqual([]);
  });

  it('on this machine mean the container itself where a file is their source', () => {
    const facts = [...java('orders'), ...spring('orders', 'stock.url: http://localhost:8080'), compose('stock', { image: 'acme/stock', ports: ['8080:80'] })];
    expect(edges(facts)).toEqual([]);
    const told = [
      compose('web', { image: 'acme/web', env: { STOCK_URL: 'http://localhost:8080' } }),
      compose('stock', { image: 'acme/stock', ports: ['8080:80'] }),
    ];
    expect(edges(told)).toEqual(['web calls stock (inferred)']);
  });
});

describe('what modules are built with', () => {
  const imageBuild = (folder: string, image: string): Fact => ({
    kind: 'build',
    images: [{ k: 'literal', text: image }],
    context: { k: 'literal', text: folder },
    at: { file: `${folder}/pom.xml`, line: 9 },
    foundBy: 'maven',
  });
  const roles = (facts: readonly Fact[]) =>
    identify(facts, fileIndex(filesOf(facts)), config).services.map((s) => `${s.name} ${s.path} ${s.role} ${s.certainty}`);

  it('tells registries, configuration servers and gateways, whatever they are called', () => {
    const facts = [
      ...java('naming'),
      module('naming', { dependencies: ['spring-cloud-starter-netflix-eureka-server'] }),
      ...java('front-door'),
      module('front-door', { dependencies: ['spring-cloud-starter-gateway'] }),
      ...java('orders'),
      module('orders', { dependencies: ['spring-cloud-gateway-webflux', 'spring-cloud-starter-netflix-eureka-client'] }),
    ];
    expect(roles(facts)).toEqual(['front-door front-door gateway deployed', 'naming naming infrastructure deployed', 'orders orders null deployed']);
  });

  it('is handed down by parents', () => {
    const facts = [
      ...java('naming'),
      module('naming', { parent: 'build' }),
      module('build', { produces: 'library', inherited: ['spring-cloud-config-server'] }),
    ];
    expect(roles(facts)).toEqual(['naming naming infrastructure deployed']);
  });

  it('makes a program a service where nothing deploys it, unless others need it', () => {
    const facts = [
      module('orders', { uses: ['common'] }),
      module('common'),
      module('library', { produces: 'library' }),
      ...java('stock'),
      module('stock/app', { name: 'stock-app' }),
    ];
    expect(roles(facts)).toEqual(['orders orders null candidate', 'stock stock null deployed']);
  });

  it('gives the folder of an image that its build makes', () => {
    const facts = [
      compose('orders', { image: 'registry.example.com/acme/shop-o' }),
      module('services/one', {}),
      imageBuild('services/one', 'registry.example.com/acme/shop-o:1'),
    ];
    expect(roles(facts)).toEqual(['orders services/one null deployed']);
  });
});

describe('units that are none of their own', () => {
  it('an image that only adds to a deployed one is the same program', () => {
    const facts = [
      compose('orders', { image: 'acme/orders:1' }),
      compose('stock', { image: 'acme/stock:1' }),
      dockerfile('deploy/images/orders-debug/Dockerfile', 'acme/orders:1'),
    ];
    expect(identify(facts, fileIndex(['deploy/images/orders-debug/Dockerfile']), config).services.map((s) => s.name)).toEqual(['orders', 'stock']);
  });

  it('a folder named for its language holds the service', () => {
    const facts = [compose('orders', { image: 'acme/orders' }), dockerfile('orders-go/Dockerfile', 'golang:1.22')];
    expect(identify(facts, fileIndex(['orders-go/Dockerfile', 'orders-go/go.mod']), config).services.map((s) => [s.name, s.path])).toEqual([
      ['orders', 'orders-go'],
    ]);
  });

  it('a program that runs to its end, in a tree that deploys others, is a tool', () => {
    const facts = [
      compose('orders', { build: 'orders' }),
      dockerfile('orders/Dockerfile'),
      pack('orders'),
      pack('tools/report', { scripts: { start: 'node index.js' }, dependencies: { axios: '1' } }),
      pack('mailer', { scripts: { start: 'node index.js' }, dependencies: { amqplib: '1' } }),
    ];
    const files = ['orders/index.js', 'tools/report/index.js', 'mailer/index.js'];
    const linked = [linkedService('report', []), linkedService('mailer', [])];
    expect(nodeIds(graphOf(facts, linked, files), 'service')).toEqual(['service:mailer', 'service:orders']);
    expect(nodeIds(graphOf(facts.slice(3), linked, files), 'service')).toEqual(['service:mailer', 'service:report']);
  });

  it('an image of a data store that the owners seed needs no sources beside it', () => {
    const facts = [
      compose('orders', { image: 'acme/shop-orders' }),
      compose('orders-mongo', { image: 'acme/shop-mongo' }),
      dockerfile('orders/Dockerfile', 'eclipse-temurin:21'),
      dockerfile('mongo/Dockerfile', 'mongo:6', { copies: [], command: [] }),
    ];
    expect(identify(facts, fileIndex(['orders/Dockerfile', 'orders/pom.xml', 'mongo/Dockerfile']), config).datastores.map((s) => s.key)).toEqual([
      'orders-mongo',
    ]);
  });
});
