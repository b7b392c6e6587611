import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/core/fact.js';
import type { SystemGraph } from '../../src/core/graph.js';
import type { Interaction, LinkedService } from '../../src/core/interaction.js';
import { literal, template } from '../../src/core/term.js';
import {
  branch,
  compose,
  configMap,
  container,
  deployment,
  dockerfile,
  dynamic,
  edgeTexts,
  envFile,
  fallback,
  graphOf,
  kubeService,
  linkedService,
  nodeIds,
  pack,
  setting,
  sighting,
} from '../support/resolve-facts.js';

/** `orders` calls with one sighting; `stock` and `billing` are deployed beside it. */
function ordersCalls(
  interaction: Interaction,
  more: { orders?: Parameters<typeof compose>[1]; facts?: readonly Fact[]; linked?: readonly LinkedService[] } = {},
): SystemGraph {
  const facts = [
    compose('orders', { image: 'orders', ...more.orders }),
    compose('stock', { image: 'stock', ports: ['4002:80'] }),
    compose('billing', { image: 'billing', ports: ['127.0.0.1', '4003:80'] }),
    ...(more.facts ?? []),
  ];
  return graphOf(facts, [linkedService('orders', [interaction]), linkedService('stock', []), linkedService('billing', []), ...(more.linked ?? [])]);
}
const http = (url: Parameters<typeof sighting>[2]['x'], extra: Parameters<typeof sighting>[3] = {}) => sighting('client', 'http', { url: url ?? '' }, extra);
const calls = (graph: SystemGraph) => edgeTexts(graph, 'calls', 'routes', 'uses');
const address = (graph: SystemGraph) => graph.edges.find((e) => e.kind === 'calls')?.sites[0]?.address;

describe('whose host and port is that', () => {
  it('resolves a literal address by the deployed name', () => {
    const graph = ordersCalls(http('http://stock:80/items/1'));
    expect(calls(graph)).toEqual(['orders calls stock']);
    expect(graph.edges[0]?.sites[0]).toMatchObject({
      path: '/items/1',
      address: { kind: 'literal', text: 'http://stock:80', at: { file: 'src/index.ts', line: 1 } },
    });
    expect(graph.coverage).toEqual({ interactions: 1, resolved: 1, external: 0, unresolved: 0 });
  });

  it('takes the port of its own group before that of another job, and no port of the node from a network of its own', () => {
    const at = { file: 'jobs/shop.nomad', line: 3 };
    const port = (host: string, inner: string) => ({ container: literal(inner), host: literal(host), at });
    const nomad = { platform: 'nomad', foundBy: 'nomad', workloadKind: 'group', stack: 'jobs', network: 'apart' } as const;
    const calling = (url: string): SystemGraph =>
      graphOf(
        [
          compose('shop', {
            ...nomad,
            containers: [
              { name: 'orders', image: literal('acme/orders') },
              { name: 'stock', image: literal('acme/stock'), ports: [port('4002', '3000')] },
            ],
          }),
          compose('billing', { ...nomad, containers: [{ name: 'billing', image: literal('acme/billing'), ports: [port('4002', '80'), port('4003', '81')] }] }),
        ],
        [linkedService('orders', [http(url)])],
      );
    expect(calls(calling('http://host.docker.internal:4002'))).toEqual(['orders calls stock']);
    expect(calls(calling('http://host.docker.internal:4003'))).toEqual(['orders calls billing']);
    expect(calls(calling('http://localhost:4003'))).toEqual([]);
  });

  it('lets the deployed value of a setting win over the default in code', () => {
    const graph = ordersCalls(http(setting('DOWNSTREAM', literal('http://billing'))), { orders: { env: { DOWNSTREAM: 'http://stock/x' } } });
    expect(calls(graph)).toEqual(['orders calls stock']);
    expect(address(graph)).toEqual({ kind: 'setting', text: 'http://stock', at: { file: 'compose.yml', line: 10 } });
    expect(graph.edges[0]?.evidence.map((e) => e.role)).toEqual([undefined, 'deployment']);
  });

  it('uses the default in code only where no deployment sets it', () => {
    const graph = ordersCalls(http(fallback(setting('DOWNSTREAM'), literal('http://billing'))));
    expect(calls(graph)).toEqual(['orders calls billing']);
    expect(address(graph)?.kind).toBe('fallback');
  });

  it('takes an empty value for unset', () => {
    expect(calls(ordersCalls(http(fallback(setting('DOWNSTREAM'), literal('http://billing'))), { orders: { env: { DOWNSTREAM: '' } } }))).toEqual([
      'orders calls billing',
    ]);
  });

  it('resolves localhost by the published port, else by the port a service listens on or is set to', () => {
    expect(calls(ordersCalls(http('http://localhost:4002/x')))).toEqual(['orders calls stock']);
    expect(
      calls(
        ordersCalls(http('http://127.0.0.1:4010'), {
          facts: [compose('mail', { image: 'mail' })],
          linked: [linkedService('mail', [sighting('server', 'http', { port: setting('PORT', literal('4010')) })])],
        }),
      ),
    ).toEqual(['orders calls mail']);
    expect(calls(ordersCalls(http('http://host.docker.internal:4011'), { facts: [compose('mail', { image: 'mail', env: { PORT: '4011' } })] }))).toEqual([
      'orders calls mail',
    ]);
  });

  it('falls back to the name of the setting where a localhost port belongs to nobody, as a guess', () => {
    const graph = ordersCalls(http(setting('BILLING_SERVICE_URL', literal('http://localhost:9999'))));
    expect(calls(graph)).toEqual(['orders calls billing (inferred)']);
    expect(address(graph)).toMatchObject({ kind: 'fallback', text: 'http://localhost:9999' });
  });

  it('falls back to the name where no value is known at all', () => {
    expect(calls(ordersCalls(http(template([setting('STOCK_API_URL'), literal('/items')]))))).toEqual(['orders calls stock (inferred)']);
    expect(calls(ordersCalls(http(setting('STOCK_HOST')), { orders: { env: { STOCK_HOST: setting('ELSEWHERE') } } }))).toEqual([
      'orders calls stock (inferred)',
    ]);
  });

  it('lets the value decide over the name', () => {
    expect(calls(ordersCalls(http(setting('STOCK_URL')), { orders: { env: { STOCK_URL: 'http://billing' } } }))).toEqual(['orders calls billing']);
    const nobody = ordersCalls(http(setting('STOCK_URL')), { orders: { env: { STOCK_URL: 'http://warehouse' } } });
    expect(calls(nobody)).toEqual([]);
    expect(nobody.unresolved).toEqual([{ service: 'service:orders', reason: 'unknown-host', file: 'src/index.ts', line: 1, text: '${STOCK_URL} (warehouse)' }]);
  });

  it('breaks a tie of two owners of a port by name or path, as a guess, and calls it ambiguous without', () => {
    const facts = [compose('a', { image: 'tickets', env: { PORT: '5000' } }), compose('b', { image: 'shipping', env: { PORT: '5000' } })];
    expect(calls(ordersCalls(http('http://localhost:5000/shipping/7'), { facts }))).toEqual(['orders calls b (inferred)']);
    expect(ordersCalls(http('http://localhost:5000/x'), { facts }).unresolved.map((u) => u.reason)).toEqual(['ambiguous']);
  });

  it("makes a public host a third party, and the service's own address no edge", () => {
    const graph = ordersCalls(http('https://api.stripe.com/v1/charges'));
    expect(calls(graph)).toEqual(['orders uses external:api.stripe.com']);
    expect(graph.coverage).toMatchObject({ external: 1, resolved: 0 });
    const self = ordersCalls(http('http://orders/health'));
    expect(self.edges).toEqual([]);
    expect(self.coverage.resolved).toBe(1);
  });

  it("counts a call to the page's own origin as resolved", () => {
    expect(ordersCalls(http(template([{ k: 'origin' }, literal('/api')])))).toMatchObject({ edges: [], unresolved: [], coverage: { resolved: 1 } });
    expect(ordersCalls(http('/api/items'))).toMatchObject({ edges: [], unresolved: [], coverage: { resolved: 1 } });
  });

  it('keeps the edge and the row where one branch is known and another is not', () => {
    const graph = ordersCalls(http(branch(literal('http://stock'), dynamic)));
    expect(calls(graph)).toEqual(['orders calls stock']);
    expect(graph.unresolved.map((u) => u.reason)).toEqual(['dynamic-target']);
    expect(graph.coverage).toEqual({ interactions: 1, resolved: 1, external: 0, unresolved: 0 });
  });

  it('names the reason of what it cannot resolve', () => {
    expect(ordersCalls(http(dynamic)).unresolved.map((u) => u.reason)).toEqual(['dynamic-target']);
    expect(ordersCalls(http(setting('SECRET_PARTNER'))).unresolved.map((u) => [u.reason, u.text])).toEqual([['missing-setting', '${SECRET_PARTNER}']]);
  });

  it('keeps environments apart and takes their values for alternatives', () => {
    const facts = [compose('orders', { image: 'orders', stack: 'compose.prod.yml', environment: 'prod', env: { D: 'http://billing' } })];
    expect(calls(ordersCalls(http(setting('D')), { orders: { env: { D: 'http://stock' } }, facts }))).toEqual(['orders calls billing', 'orders calls stock']);
  });

  it('resolves Kubernetes DNS names through Services', () => {
    const facts = [
      deployment('orders', { image: 'acme/orders' }),
      deployment('stock-v1', { image: 'acme/stock', labels: { app: 'stock' }, namespace: 'shop' }),
      kubeService('stock', 'stock', { namespace: 'shop' }),
    ];
    for (const host of ['stock.shop', 'stock.shop.svc', 'stock.shop.svc.cluster.local', 'stock']) {
      expect(calls(graphOf(facts, [linkedService('orders', [http(`http://${host}:80`)])]))).toEqual(['orders calls stock-v1']);
    }
  });

  it('follows links, network aliases and container names', () => {
    const facts = [
      compose('orders', { image: 'orders', links: [{ target: 'stock', alias: 'inventory', at: { file: 'compose.yml', line: 4 } }] }),
      compose('stock', { image: 'stock', hostnames: ['shop_stock_1'] }),
    ];
    expect(calls(graphOf(facts, [linkedService('orders', [http('http://inventory')])]))).toEqual(['orders calls stock']);
    expect(calls(graphOf(facts, [linkedService('orders', [http('http://shop_stock_1')])]))).toEqual(['orders calls stock']);
  });

  it('takes host and port parts, and marks proxying sites as routes', () => {
    expect(calls(ordersCalls(sighting('client', 'grpc', { host: 'stock', port: '50051' })))).toEqual(['orders calls stock']);
    const graph = ordersCalls(http('http://stock', { routes: true }));
    expect(calls(graph)).toEqual(['orders routes stock']);
    expect(graph.nodes.find((n) => n.id === 'service:orders')).toMatchObject({ role: 'gateway' });
  });

  it('never shows a password', () => {
    const graph = ordersCalls(http(setting('D')), { orders: { env: { D: 'http://bob:hunter2@stock/x' } } });
    expect(calls(graph)).toEqual(['orders calls stock']);
    expect(JSON.stringify(graph)).not.toContain('hunter2');
  });
});

describe('what a setting says', () => {
  const target = (facts: readonly Fact[]) =>
    calls(graphOf([compose('stock', { image: 'stock' }), compose('billing', { image: 'billing' }), ...facts], [linkedService('orders', [http(setting('D'))])]));

  it('ranks compose environment over env files over the image over files the program loads over examples', () => {
    const image = dockerfile('orders/Dockerfile', 'node', {
      env: [{ name: 'D', value: literal('http://billing'), at: { file: 'orders/Dockerfile', line: 4 } }],
    });
    const own = envFile('orders/.env', { D: 'http://billing' });
    const build = (options: Parameters<typeof compose>[1]) => compose('orders', { build: 'orders', ...options });
    expect(target([build({ env: { D: 'http://stock' }, envFile: ['a.env'] }), envFile('a.env', { D: 'http://billing' }), image])).toEqual([
      'orders calls stock',
    ]);
    expect(target([build({ envFile: ['a.env', 'b.env'] }), envFile('a.env', { D: 'http://billing' }), envFile('b.env', { D: 'http://stock' }), image])).toEqual(
      ['orders calls stock'],
    );
    expect(
      target([
        build({}),
        dockerfile('orders/Dockerfile', 'node', { env: [{ name: 'D', value: literal('http://stock'), at: { file: 'orders/Dockerfile', line: 4 } }] }),
        own,
      ]),
    ).toEqual(['orders calls stock']);
    expect(
      target([
        build({}),
        dockerfile('orders/Dockerfile'),
        envFile('orders/.env', { D: 'http://stock' }),
        envFile('orders/.env.example', { D: 'http://billing' }),
      ]),
    ).toEqual(['orders calls stock']);
    expect(target([build({}), dockerfile('orders/Dockerfile'), envFile('orders/.env.example', { D: 'http://billing' })])).toEqual(['orders calls billing']);
  });

  it('interpolates from the .env beside the stack, or from its example where that is missing', () => {
    const orders = compose('orders', { image: 'orders', env: { D: template([literal('http://'), setting('STOCK_NAME'), literal(':80')]) } });
    expect(target([orders, envFile('.env', { STOCK_NAME: 'stock' }), envFile('.env.example', { STOCK_NAME: 'billing' })])).toEqual(['orders calls stock']);
    expect(target([orders, envFile('.env.example', { BASE: 'bill', STOCK_NAME: template([setting('BASE'), literal('ing')]) })])).toEqual([
      'orders calls billing',
    ]);
  });

  it('knows an env file that the Dockerfile copies under the name the program loads', () => {
    const copies = [{ sources: ['src/.example.env'], target: 'dist/.env', at: { file: 'orders/Dockerfile', line: 5 } }];
    const facts = [
      compose('orders', { build: 'orders' }),
      dockerfile('orders/Dockerfile', 'node', { copies }),
      envFile('orders/src/.example.env', { D: 'http://stock' }, { example: true }),
      envFile('orders/src/.env.production', { D: 'http://billing' }, { environment: 'production' }),
    ];
    expect(target(facts)).toEqual(['orders calls stock']);
  });

  it('takes the variant file of the mode that is deployed, and all variants as alternatives where none is; never the test one', () => {
    const variants = [
      envFile('orders/.env.docker', { D: 'http://stock' }, { environment: 'docker' }),
      envFile('orders/.env.development', { D: 'http://billing' }, { environment: 'development' }),
      envFile('orders/.env.test', { D: 'http://nowhere' }, { environment: 'test' }),
    ];
    expect(target([compose('orders', { build: 'orders', env: { NODE_ENV: 'docker' } }), dockerfile('orders/Dockerfile'), ...variants])).toEqual([
      'orders calls stock',
    ]);
    expect(target([compose('orders', { build: 'orders' }), dockerfile('orders/Dockerfile'), ...variants])).toEqual([
      'orders calls billing',
      'orders calls stock',
    ]);
  });

  it('reads ConfigMaps by key, by envFrom with a prefix, and $(VAR)', () => {
    const from = (options: Partial<ReturnType<typeof container>>) =>
      deployment('orders', { containers: [container({ name: 'orders', image: literal('orders'), ...options })] });
    const at = { file: 'k8s/orders.yaml', line: 9 };
    const map = configMap('settings', { stock: 'http://stock', URL: 'http://stock' });
    expect(target([from({ env: [{ name: 'D', from: { kind: 'configmap', name: 'settings', key: 'stock' }, at }] }), map])).toEqual(['orders calls stock']);
    expect(target([from({ envFrom: [{ kind: 'configmap', name: 'down', prefix: 'D', at }] }), configMap('down', { '': 'http://stock' })])).toEqual([
      'orders calls stock',
    ]);
    expect(
      target([
        from({
          env: [
            { name: 'H', value: literal('stock'), at },
            { name: 'D', value: template([literal('http://'), setting('H')]), at },
          ],
        }),
      ]),
    ).toEqual(['orders calls stock']);
  });
});

describe('stubs, patterns and unread code', () => {
  const grpcServer = (name: string, service: string) => linkedService(service, [sighting('server', 'grpc', { operation: name })]);

  it('prefers an address over a stub, and finds the one that implements a stub', () => {
    const linked = [grpcServer('shop.StockService', 'stock')];
    expect(calls(ordersCalls(sighting('client', 'grpc', { url: 'billing:50051', operation: 'StockService' }), { linked }))).toEqual(['orders calls billing']);
    const graph = graphOf(
      [compose('orders', { image: 'orders' }), compose('stock', { image: 'stock' })],
      [linkedService('orders', [sighting('client', 'grpc', { operation: 'StockServiceClient' })]), ...linked],
    );
    expect(calls(graph)).toEqual(['orders calls stock']);
    expect(address(graph)).toMatchObject({ kind: 'stub' });
  });

  it('calls two implementers ambiguous', () => {
    const facts = ['orders', 'stock', 'store'].map((n) => compose(n, { image: n }));
    const graph = graphOf(facts, [
      linkedService('orders', [sighting('client', 'grpc', { operation: 'StockService' })]),
      grpcServer('StockService', 'stock'),
      grpcServer('StockService', 'store'),
    ]);
    expect(calls(graph)).toEqual([]);
    expect(graph.unresolved.map((u) => u.reason)).toEqual(['ambiguous']);
  });

  it('makes request and reply over a broker a call to who answers the pattern, and no event', () => {
    const facts = ['orders', 'stock'].map((n) => compose(n, { image: n }));
    const ask = sighting('client', 'nats', { operation: 'stock.count' }, { reply: true });
    const graph = graphOf(facts, [
      linkedService('orders', [ask]),
      linkedService('stock', [sighting('server', 'nats', { operation: 'stock.count' }, { reply: true })]),
    ]);
    expect(edgeTexts(graph)).toEqual(['orders calls stock']);
    expect(nodeIds(graph, 'channel')).toEqual([]);
  });

  it('finds who consumes the queue of a request', () => {
    const facts = ['orders', 'stock'].map((n) => compose(n, { image: n }));
    const ask = sighting('client', 'rabbitmq', { queue: 'stock-rpc' }, { reply: true });
    expect(calls(graphOf(facts, [linkedService('orders', [ask]), linkedService('stock', [sighting('consumer', 'rabbitmq', { queue: 'stock-rpc' })])]))).toEqual(
      ['orders calls stock'],
    );
  });

  it('infers a call from a value that reaches an absent package, not from CORS or its own address', () => {
    const use = (name: string, value: string) =>
      graphOf(
        [compose('orders', { image: 'orders', env: { [name]: value } }), compose('stock', { image: 'stock' })],
        [
          linkedService('orders', [], {
            settingUses: [{ setting: name, term: setting(name), evidence: { file: 'src/sdk.ts', line: 4, foundBy: 'typescript', text: 'new Sdk()' } }],
          }),
        ],
      );
    expect(calls(use('SDK_URL', 'http://stock'))).toEqual(['orders calls stock (inferred)']);
    expect(calls(use('CORS_ORIGIN', 'http://stock'))).toEqual([]);
    expect(calls(use('SELF', 'http://orders'))).toEqual([]);
    expect(calls(use('MODE', 'stock'))).toEqual([]);
  });

  it('infers calls from the settings of a service whose code is not there', () => {
    const facts = [
      compose('legacy', { image: 'legacy', env: { STOCK_ADDR: 'stock:9090', BILLING_URL: 'http://billing/x', REDIRECT_URL: 'http://web', NAME: 'web' } }),
      ...['stock', 'billing', 'web'].map((n) => compose(n, { image: n })),
    ];
    expect(calls(graphOf(facts, [linkedService('stock', []), linkedService('billing', []), linkedService('web', [])]))).toEqual([
      'legacy calls billing (inferred)',
      'legacy calls stock (inferred)',
    ]);
  });
});

describe('candidates', () => {
  const facts = [pack('orders', { scripts: { dev: 'ts-node src/index.ts' }, dependencies: { express: '4' } })];
  const files = ['orders/src/index.ts'];
  it('keeps one whose code listens or consumes and drops one whose code does neither', () => {
    expect(nodeIds(graphOf(facts, [linkedService('orders', [sighting('server', 'http', { port: '3000' })])], files), 'service')).toEqual(['service:orders']);
    expect(nodeIds(graphOf(facts, [linkedService('orders', [http('http://x.com')])], files), 'service')).toEqual([]);
  });
  it('keeps one that a start script runs', () => {
    expect(nodeIds(graphOf([pack('orders', { scripts: { start: 'node src/index.js' } })], [], ['orders/src/index.js']), 'service')).toEqual(['service:orders']);
  });
});
