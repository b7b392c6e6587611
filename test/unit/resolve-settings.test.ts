import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/core/fact.js';
import { dotnetConfig } from '../../src/extract/manifests/dotnet-config/index.js';
import { springFacts } from '../../src/parse/spring.js';
import { identify } from '../../src/resolve/index.js';
import { holds } from '../../src/resolve/profiles.js';
import { propertiesUnder } from '../../src/resolve/properties.js';
import { type Environment, settingsCatalog, settingsOf } from '../../src/resolve/settings.js';
import { fill } from '../../src/resolve/terms.js';
import { compose, config, deployment, dockerfile, fileIndex } from '../support/resolve-facts.js';

const spring = (path: string, text: string): Fact[] => springFacts({ path, file: path, firstLine: 1 }, text, 'spring-config').facts;
const appsettings = (path: string, settings: object): readonly Fact[] => dotnetConfig.extract(path, JSON.stringify(settings)).facts;

/** The environments of a service; each Dockerfile of the facts is a source folder. */
function environments(name: string, facts: readonly Fact[]): Environment[] {
  const files = facts.flatMap((f) => (f.kind === 'image' ? [f.dockerfile, `${f.dir}/pom.xml`] : f.kind === 'properties' ? [f.path] : []));
  const { services } = identify(facts, fileIndex(files), config);
  const service = services.find((s) => s.name === name);
  return service === undefined ? [] : settingsOf(service, settingsCatalog(facts, services));
}

/** Every text of a setting with the lines that give it. */
function said(name: string, environment: Environment | undefined): string[] {
  return (environment?.lookup(name) ?? []).flatMap((v) =>
    fill(v.term, environment?.lookup ?? (() => [])).map((f) => [f.text, ...[...v.evidence, ...f.evidence].map((e) => `${e.file}:${e.line}`)].join(' ')),
  );
}

const resources = 'orders/src/main/resources';
const orders = [compose('orders', { image: 'acme/orders' }), dockerfile('orders/Dockerfile', 'eclipse-temurin:21')];

describe('application.yml', () => {
  it('is read in its layers: variables over files, profiles over the rest, the later document over the earlier', () => {
    const facts = [
      compose('orders', {
        image: 'acme/orders',
        env: { SPRING_PROFILES_ACTIVE: 'docker', STOCK_URL: 'http://stock:1', SPRING_DATA_MONGODB_HOST: 'orders-mongo' },
      }),
      dockerfile('orders/Dockerfile', 'eclipse-temurin:21'),
      ...spring(
        `${resources}/application.yml`,
        'stock: { base: "${STOCK_URL:http://localhost:9}" }\nspring.data.mongodb: { host: localhost, database: orders }\na: 1\n---\na: 2\n',
      ),
      ...spring(`${resources}/application-docker.yml`, 'billing.url: http://billing\na: 3\n'),
      ...spring(`${resources}/application-local.yml`, 'billing.url: http://localhost\nonly-local: x\n'),
    ];
    const [environment] = environments('orders', facts);
    expect(said('stock.base', environment)).toEqual(['http://stock:1 orders/src/main/resources/application.yml:1 compose.yml:11']);
    expect(said('spring.data.mongodb.host', environment)).toEqual(['orders-mongo compose.yml:12']);
    expect(said('spring.data.mongodb.database', environment)).toEqual([`orders ${resources}/application.yml:2`]);
    expect(said('billing.url', environment)).toEqual([`http://billing ${resources}/application-docker.yml:1`]);
    expect(said('a', environment)).toEqual([`3 ${resources}/application-docker.yml:2`]);
    expect(said('only-local', environment)).toEqual([]);
    expect(environment?.properties).toEqual(['a', 'billing.url', 'spring.data.mongodb.database', 'spring.data.mongodb.host', 'stock.base']);
  });

  it('keeps documents of profiles of which nothing says whether they are active as alternatives, tests excepted', () => {
    const facts = [
      ...orders,
      ...spring(`${resources}/application.yml`, 'a: 1'),
      ...spring(`${resources}/application-prod.yml`, 'a: 2\nb: prod'),
      ...spring(`${resources}/application-staging.properties`, 'b=staging'),
      ...spring(`${resources}/application-test.yml`, 'b: test'),
    ];
    const [environment] = environments('orders', facts);
    expect(said('a', environment)).toEqual([`1 ${resources}/application.yml:1`]);
    expect(said('b', environment)).toEqual(
      [`prod ${resources}/application-prod.yml:2`, `staging ${resources}/application-staging.properties:1`].sort().reverse(),
    );
  });

  it('follows profiles that the files name, with includes and groups', () => {
    const facts = [
      ...orders,
      ...spring(`${resources}/application.yml`, 'spring.profiles: { active: cloud, include: base, group: { cloud: [eu, mesh] } }'),
      ...spring(`${resources}/application-mesh.yml`, 'a: mesh'),
      ...spring(`${resources}/application-cloud.yml`, 'a: cloud'),
      ...spring(`${resources}/application-base.yml`, 'a: base\nb: base'),
    ];
    const [environment] = environments('orders', facts);
    expect(said('a', environment)).toEqual([`mesh ${resources}/application-mesh.yml:1`]);
    expect(said('b', environment)).toEqual([`base ${resources}/application-base.yml:2`]);
  });

  it('gives way to the command line and to options of the Java machine', () => {
    const facts = [
      compose('orders', {
        image: 'acme/orders',
        command: ['java', '-jar', 'app.jar', '--server.port=9001', '--verbose'],
        env: { JAVA_OPTS: '-Xmx1g -Da.b=options' },
      }),
      dockerfile('orders/Dockerfile', 'eclipse-temurin:21', { command: ['java', '-Dserver.port=9002', '-jar', 'app.jar'] }),
      ...spring(`${resources}/application.yml`, 'server.port: 9003\na.b: file'),
    ];
    const [environment] = environments('orders', facts);
    expect(said('server.port', environment)).toEqual(['9001 compose.yml:1']);
    expect(said('a.b', environment)).toEqual(['options compose.yml:10']);
  });

  it('never asks itself', () => {
    const facts = [...orders, ...spring(`${resources}/application.yml`, 'PORT: ${PORT:80}\nloop: ${pool}\npool: ${loop}\nmissing: ${missing}')];
    const [environment] = environments('orders', facts);
    expect(said('PORT', environment)).toEqual([`80 ${resources}/application.yml:1`]);
    expect(said('missing', environment).length).toBe(1);
    expect(said('loop', environment).length).toBe(1);
  });

  it('belongs to the deepest service around it, and never to a test', () => {
    const facts = [
      ...orders,
      compose('admin', { build: 'orders/admin' }),
      dockerfile('orders/admin/Dockerfile', 'eclipse-temurin:21'),
      ...spring('orders/admin/src/main/resources/application.yml', 'a: admin'),
      ...spring('orders/lib/src/main/resources/other.yml', 'a: other'),
      ...spring(`${resources}/application.yml`, 'b: orders'),
    ];
    expect(said('a', environments('orders', facts)[0])).toEqual([]);
    expect(said('a', environments('admin', facts)[0])).toEqual(['admin orders/admin/src/main/resources/application.yml:1']);
  });

  it('comes from a ConfigMap that is mounted', () => {
    const file = (config_: string, text: string): Fact[] =>
      springFacts({ path: 'k8s/application.yml', file: 'k8s/config.yaml', firstLine: 5 }, text, 'kubernetes').facts.map((f) => ({ ...f, config: config_ }));
    const facts = [
      deployment('orders', {
        containers: [
          {
            name: 'orders',
            image: { k: 'literal', text: 'acme/orders' },
            mounts: [{ source: 'orders-config', target: '/config', at: { file: 'k8s/orders.yaml', line: 9 } }],
          },
        ],
      }),
      dockerfile('orders/Dockerfile', 'eclipse-temurin:21'),
      ...spring(`${resources}/application.yml`, 'a: local\nb: local'),
      ...file('orders-config', 'a: mounted'),
      ...file('stock-config', 'a: other'),
    ];
    const [environment] = environments('orders', facts);
    expect(said('a', environment)).toEqual(['mounted k8s/config.yaml:5']);
    expect(said('b', environment)).toEqual([`local ${resources}/application.yml:2`]);
  });

  it('tells the settings below a prefix, as written', () => {
    const facts = [
      ...orders,
      ...spring(
        `${resources}/application.yml`,
        'zuul.routes:\n  stock: { path: /stock/**, service-id: stock }\nspring.cloud.gateway.routes:\n  - { id: a, uri: lb://billing }\nzuul.routesX: 1\n',
      ),
    ];
    const [environment] = environments('orders', facts);
    if (environment === undefined) throw new Error('no environment');
    expect(propertiesUnder(environment, 'zuul.routes').map((p) => p.key)).toEqual(['stock.path', 'stock.service-id']);
    expect(propertiesUnder(environment, 'spring.cloud.gateway.routes').map((p) => p.key)).toEqual(['[0].id', '[0].uri']);
  });
});

describe('configuration servers', () => {
  const client = (settings: string): Fact[] => [...orders, ...spring(`${resources}/bootstrap.yml`, settings)];
  const server = (settings: string): Fact[] => [
    compose('config', { image: 'acme/config' }),
    dockerfile('config/Dockerfile', 'eclipse-temurin:21'),
    ...spring('config/src/main/resources/application.yml', settings),
  ];

  it('serve the files of their class path: those of the client above those for all, both above its own', () => {
    const facts = [
      ...client('spring: { application.name: order-service, cloud.config.uri: "http://config:8888" }\na: own\nd: own'),
      ...server('spring.cloud.config.server.native.search-locations: classpath:/shared\nspring.profiles.active: native\n'),
      ...spring('config/src/main/resources/shared/application.yml', 'a: all\nb: all'),
      ...spring('config/src/main/resources/shared/order-service.yml', 'a: orders'),
      ...spring('config/src/main/resources/shared/stock.yml', 'a: stock\nc: stock'),
    ];
    const [environment] = environments('orders', facts);
    expect(said('a', environment)).toEqual(['orders config/src/main/resources/shared/order-service.yml:1']);
    expect(said('b', environment)).toEqual(['all config/src/main/resources/shared/application.yml:2']);
    expect(said('c', environment)).toEqual([]);
    expect(said('d', environment)).toEqual([`own ${resources}/bootstrap.yml:3`]);
    expect(said('a', environments('config', facts)[0])).toEqual([]);
  });

  it.each([
    [
      'a repository laid out under its name',
      'spring.cloud.config.server.git: { uri: "https://example.com/acme/shop-config.git", search-paths: "{application}, common" }',
      'shop-config/orders/orders.yml',
    ],
    ['its root', 'spring.cloud.config.server.git.uri: ${CONFIG_REPO:git@example.com:acme/shop-config}', 'shop-config/orders.yml'],
    ['a folder at the root', 'spring.cloud.config.server.native.search-locations: ["file:./nothing", "file:./shop-config"]', 'shop-config/orders.yml'],
    ['one of several backends', 'spring.cloud.config.server.composite: [{ type: git, uri: "file:///srv/shop-config" }]', 'shop-config/orders.yml'],
  ])('find their files: %s', (_, settings, file) => {
    const facts = [...client('spring.config.import: "optional:configserver:"'), ...server(settings), ...spring(file, 'a: found')];
    expect(said('a', environments('orders', facts)[0])).toEqual([`found ${file}:1`]);
  });

  it('find their files where they are mounted', () => {
    const mounts = [{ source: 'deploy/shop-config', target: '/config', at: { file: 'compose.yml', line: 4 } }];
    const facts = [
      ...client('spring.cloud.config.uri: http://config'),
      compose('config', {
        containers: [
          {
            name: 'config',
            image: { k: 'literal', text: 'acme/config' },
            mounts,
            env: [
              {
                name: 'SPRING_CLOUD_CONFIG_SERVER_NATIVE_SEARCH_LOCATIONS',
                value: { k: 'literal', text: 'file:///config' },
                at: { file: 'compose.yml', line: 5 },
              },
            ],
          },
        ],
      }),
      dockerfile('config/Dockerfile', 'eclipse-temurin:21'),
      ...spring('config/src/main/resources/application.yml', 'spring.cloud.config.server.native.add-label-locations: false'),
      ...spring('deploy/shop-config/orders.yml', 'a: found'),
    ];
    expect(said('a', environments('orders', facts)[0])).toEqual(['found deploy/shop-config/orders.yml:1']);
  });

  it('serve only those that ask them', () => {
    const facts = [
      ...client('a: own'),
      ...server('spring.cloud.config.server.native.search-locations: classpath:/shared'),
      ...spring('config/src/main/resources/shared/orders.yml', 'a: served'),
    ];
    expect(said('a', environments('orders', facts)[0])).toEqual([`own ${resources}/bootstrap.yml:1`]);
  });
});

describe('appsettings.json', () => {
  const api = (env: Readonly<Record<string, string>> = {}): Fact[] => [
    compose('orders', { image: 'acme/orders', env }),
    dockerfile('orders/Dockerfile', 'mcr.microsoft.com/dotnet/aspnet:8.0'),
    ...appsettings('orders/appsettings.json', { ConnectionStrings: { Db: 'Host=base' }, Services: { Stock: { Url: 'http://base' } } }),
    ...appsettings('orders/appsettings.Development.json', { ConnectionStrings: { Db: 'Host=dev' } }),
  ];

  it('runs in production unless it is told otherwise; names are compared without case', () => {
    expect(said('connectionstrings:db', environments('orders', api())[0])).toEqual(['Host=base orders/appsettings.json:1']);
    expect(said('ConnectionStrings:Db', environments('orders', api({ ASPNETCORE_ENVIRONMENT: 'Development' }))[0])).toEqual([
      'Host=dev orders/appsettings.Development.json:1',
    ]);
  });

  it('gives way to variables with two underscores', () => {
    expect(said('Services:Stock:Url', environments('orders', api({ Services__Stock__Url: 'http://stock' }))[0])).toEqual(['http://stock compose.yml:10']);
  });
});

describe('profile expressions', () => {
  it.each([
    ['prod', ['prod'], true],
    ['prod & !eu', ['prod', 'eu'], false],
    ['prod & (eu | us)', ['prod', 'us'], true],
    ['!prod', [], true],
    ['default', [], true],
    ['default', ['prod'], false],
    ['a | ', ['a'], false],
    ['(a', ['a'], false],
    ['', ['a'], false],
    ['('.repeat(200), [], false],
  ] as const)('%s with %j', (expression, active, expected) => {
    expect(holds(expression, active)).toBe(expected);
  });
});
