import type {
  ChannelNode,
  DatastoreNode,
  Edge,
  EdgeKind,
  EdgeSite,
  ExternalNode,
  GraphNode,
  ServiceNode,
  SystemGraph,
  TableNode,
} from '../../src/core/graph.js';
import type { Evidence, EvidenceRole } from '../../src/core/location.js';
import type { Finding, Report } from '../../src/core/report.js';
import type { RuleMeta } from '../../src/core/rule.js';

/** `file:line` with what it shows. */
export function line(at: string, foundBy: string, text: string, role?: EvidenceRole): Evidence {
  const colon = at.lastIndexOf(':');
  return { file: at.slice(0, colon), line: Number(at.slice(colon + 1)), foundBy, text, ...(role === undefined ? {} : { role }) };
}

export function service(name: string, more: Partial<ServiceNode> = {}): ServiceNode {
  return {
    id: `service:${name}`,
    kind: 'service',
    name,
    aliases: [],
    path: name,
    language: 'typescript',
    role: null,
    team: null,
    context: null,
    entries: [],
    evidence: [line('compose.yml:2', 'compose', name)],
    ...more,
  };
}

function store(server: string, database: string, technology: string, more: Partial<DatastoreNode> = {}): DatastoreNode {
  return {
    id: `datastore:${technology}/${database}`,
    kind: 'datastore',
    name: server,
    aliases: [`${server}-${database}`, database],
    technology,
    database,
    cache: false,
    evidence: [line('compose.yml:40', 'compose', `image: ${technology}`)],
    ...more,
  };
}

function table(name: string, database: string, more: Partial<TableNode> = {}): TableNode {
  return {
    id: `table:${database}/${name}`,
    kind: 'table',
    name,
    aliases: [],
    datastore: `datastore:${database}`,
    owner: null,
    technical: false,
    evidence: [line('orders/migrations/001.sql:1', 'sql', `CREATE TABLE ${name}`)],
    ...more,
  };
}

/** A third party, by its host. */
export function external(host: string): ExternalNode {
  return { id: `external:${host}`, kind: 'external', name: host, aliases: [], evidence: [line('a.ts:1', 'typescript/axios', host)] };
}

function site(evidence: readonly [Evidence, ...Evidence[]], more: Partial<EdgeSite> = {}): EdgeSite {
  return { evidence, method: null, path: null, entries: [], inLoop: false, ...more };
}

/** An edge with one site for each list of evidence. */
export function edge(
  from: string,
  kind: EdgeKind,
  to: string,
  sites: readonly [readonly [Evidence, ...Evidence[]], ...(readonly [Evidence, ...Evidence[]])[]],
  more: Partial<Edge> = {},
): Edge {
  const [first, ...rest] = sites;
  return {
    from,
    to,
    kind,
    certainty: 'declared',
    sites: [site(first), ...rest.map((evidence) => site(evidence))],
    evidence: [first[0], ...first.slice(1), ...rest.flat()],
    ...more,
  };
}

const shop = 'datastore:postgresql/shop';
const ordersTable = 'table:postgresql/shop/orders';
const placed: ChannelNode = {
  id: 'channel:rabbitmq/orders.placed',
  kind: 'channel',
  name: 'orders.placed',
  aliases: ['orders'],
  technology: 'rabbitmq',
  evidence: [line('orders/src/events.ts:8', 'typescript/amqplib', 'publish orders.placed')],
};

const nodes: readonly GraphNode[] = [
  placed,
  store('db', 'shop', 'postgresql'),
  store('stock-db', 'stock', 'mongodb'),
  {
    id: 'external:api.payments.example',
    kind: 'external',
    name: 'api.payments.example',
    aliases: [],
    evidence: [line('billing/src/pay.ts:21', 'typescript/axios', 'POST https://api.payments.example/charge')],
  },
  { id: 'gateway:edge', kind: 'gateway', name: 'edge', aliases: [], technology: 'nginx', evidence: [line('compose.yml:60', 'compose', 'image: nginx:1.27')] },
  {
    id: 'infrastructure:grafana',
    kind: 'infrastructure',
    name: 'grafana',
    aliases: [],
    technology: 'grafana',
    evidence: [line('compose.yml:70', 'compose', 'image: grafana/grafana')],
  },
  {
    id: 'library:@acme/domain',
    kind: 'library',
    name: '@acme/domain',
    aliases: [],
    path: 'packages/domain',
    evidence: [line('packages/domain/package.json:2', 'package-json', '@acme/domain')],
  },
  service('billing', { aliases: ['billing-api'], team: 'money', context: 'payments' }),
  service('orders', { team: 'checkout', context: 'ordering' }),
  service('shipping', { language: null, path: null, team: 'checkout', context: 'ordering' }),
  service('stock', { team: 'checkout', context: 'ordering' }),
  service('web', { role: 'frontend', team: 'checkout', context: 'ordering' }),
  table('orders', 'postgresql/shop', { owner: 'service:orders', ownedBy: 'migration' }),
];

const http = { protocol: 'http' } as const;
const edges: readonly Edge[] = [
  edge('gateway:edge', 'routes', 'service:orders', [[line('edge/nginx.conf:12', 'nginx', 'proxy_pass http://orders:3000')]], http),
  edge('gateway:edge', 'routes', 'service:web', [[line('edge/nginx.conf:8', 'nginx', 'proxy_pass http://web:80')]], http),
  edge('service:web', 'calls', 'service:orders', [[line('web/src/cart.ts:41', 'typescript/fetch', 'POST /api/orders')]], http),
  edge(
    'service:orders',
    'calls',
    'service:stock',
    [
      [
        line('orders/src/stock-client.ts:14', 'typescript/axios', 'GET ${STOCK_URL}/stock/:id'),
        line('orders/src/http.ts:5', 'typescript/axios', 'axios.create({ baseURL })', 'wrapper'),
        line('compose.yml:21', 'compose', 'STOCK_URL=http://stock:3000', 'deployment'),
      ],
      [
        line('orders/src/reserve.ts:30', 'typescript/axios', 'POST ${STOCK_URL}/reservations'),
        line('compose.yml:21', 'compose', 'STOCK_URL=http://stock:3000', 'deployment'),
      ],
    ],
    http,
  ),
  edge('service:stock', 'calls', 'service:shipping', [[line('stock/src/shipping.ts:9', 'typescript/grpc-js', 'Shipping/Quote')]], { protocol: 'grpc' }),
  edge('service:shipping', 'calls', 'service:billing', [[line('compose.yml:33', 'compose', 'BILLING_HOST=10.0.0.7:8080')]], {
    protocol: 'http',
    certainty: 'inferred',
  }),
  edge('service:orders', 'publishes', placed.id, [[line('orders/src/events.ts:8', 'typescript/amqplib', 'publish orders.placed')]], { protocol: 'rabbitmq' }),
  edge('service:billing', 'consumes', placed.id, [[line('billing/src/worker.ts:5', 'typescript/amqplib', 'consume orders.placed')]], { protocol: 'rabbitmq' }),
  edge('service:orders', 'accesses', shop, [[line('orders/src/db.ts:4', 'typescript/pg', 'connect shop')]], { access: 'readwrite' }),
  edge('service:billing', 'accesses', shop, [[line('billing/src/db.ts:4', 'typescript/pg', 'connect shop')]], { access: 'readwrite' }),
  edge('service:orders', 'accesses', ordersTable, [[line('orders/src/db.ts:19', 'typescript/pg', 'INSERT INTO orders')]], { access: 'readwrite' }),
  edge('service:billing', 'accesses', ordersTable, [[line('billing/src/db.ts:9', 'typescript/pg', 'UPDATE orders SET paid = true')]], { access: 'write' }),
  edge('service:stock', 'accesses', 'datastore:mongodb/stock', [[line('stock/src/db.ts:3', 'typescript/mongodb', 'db stock')]], { access: 'unknown' }),
  edge('service:orders', 'starts-after', shop, [[line('compose.yml:18', 'compose', 'depends_on: db')]]),
  edge('service:web', 'starts-after', 'service:billing', [[line('compose.yml:52', 'compose', 'depends_on: billing')]], { when: 'profile full' }),
  edge('service:billing', 'imports', 'library:@acme/domain', [[line('billing/src/invoice.ts:1', 'typescript', "import { Order } from '@acme/domain'")]]),
  edge(
    'service:billing',
    'uses',
    'external:api.payments.example',
    [[line('billing/src/pay.ts:21', 'typescript/axios', 'POST https://api.payments.example/charge')]],
    http,
  ),
];

const graph: SystemGraph = {
  nodes,
  edges,
  releases: [
    {
      evidenceKind: 'version',
      anchor: 'APP_TAG',
      title: 'APP_TAG',
      services: ['service:billing', 'service:orders'],
      evidence: [line('compose.yml:3', 'compose', 'image: acme/orders:${APP_TAG}'), line('compose.yml:25', 'compose', 'image: acme/billing:${APP_TAG}')],
    },
  ],
  unresolved: [
    { service: 'service:web', reason: 'dynamic-target', file: 'web/src/hook.ts', line: 3, text: 'axios.post(hook.url)' },
    { service: 'service:shipping', reason: 'missing-setting', file: 'shipping/src/rates.ts', line: 17, text: '${RATES_URL}/rates' },
  ],
  coverage: { interactions: 13, resolved: 10, external: 1, unresolved: 2 },
  suppressions: [],
};

function finding(ruleId: string, more: Pick<Finding, 'severity' | 'messageId' | 'message' | 'services' | 'nodes' | 'locations'> & Partial<Finding>): Finding {
  return { ruleId, data: {}, path: null, fingerprint: `sha256:${ruleId}`, help: `docs/rules/${ruleId}.md`, ...more };
}

const findings: readonly Finding[] = [
  finding('cross-service-db-access', {
    severity: 'error',
    messageId: 'writes',
    message: 'billing writes orders of db/shop (postgresql), which orders owns by its migrations',
    services: ['billing', 'orders'],
    nodes: [ordersTable],
    locations: [{ file: 'billing/src/db.ts', line: 9 }],
    notes: ['billing: UPDATE orders SET paid = true'],
    cause: shop,
  }),
  finding('shared-table', {
    severity: 'error',
    messageId: 'twoWriters',
    message: 'Table orders of db/shop (postgresql) is written by billing and orders',
    data: { table: 'orders', writers: ['billing', 'orders'], readers: [] },
    services: ['billing', 'orders'],
    nodes: [ordersTable],
    locations: [
      { file: 'billing/src/db.ts', line: 9 },
      { file: 'orders/src/db.ts', line: 19 },
    ],
    notes: ['billing: UPDATE orders SET paid = true', 'orders: INSERT INTO orders'],
    cause: shop,
  }),
  finding('sync-chain', {
    severity: 'error',
    messageId: 'tooLong',
    message: 'A chain of 3 synchronous hops, 2 are allowed: orders → stock → shipping → billing',
    data: { tier: 'linked', hops: 3, max: 2 },
    services: ['orders', 'stock', 'shipping', 'billing'],
    nodes: ['service:orders', 'service:stock', 'service:shipping', 'service:billing'],
    locations: [
      { file: 'orders/src/stock-client.ts', line: 14 },
      { file: 'stock/src/shipping.ts', line: 9 },
      { file: 'compose.yml', line: 33 },
    ],
    path: ['orders', 'stock', 'shipping', 'billing'],
  }),
  finding('lockstep-deploy', {
    severity: 'warn',
    messageId: 'version',
    message: 'billing and orders go out together: both take their version from APP_TAG',
    services: ['billing', 'orders'],
    nodes: ['service:billing', 'service:orders'],
    locations: [
      { file: 'compose.yml', line: 3 },
      { file: 'compose.yml', line: 25 },
    ],
  }),
  finding('hardcoded-address', {
    severity: 'info',
    messageId: 'fallback',
    message: 'web falls back to a fixed address of orders',
    services: ['web', 'orders'],
    nodes: ['service:web', 'service:orders'],
    locations: [{ file: 'web/src/cart.ts', line: 41 }],
  }),
];

function meta(category: RuleMeta['category'], summary: string, why: string, more: Partial<RuleMeta> = {}): RuleMeta {
  return {
    category,
    since: '0.1.0',
    summary,
    why,
    fix: 'Give the data one owner.\n\n- Ask the owner through its interface\n- Or keep a **copy**, fed by its events',
    severity: { minimal: 'off', recommended: 'error', strict: 'error' },
    options: {},
    messages: {},
    ...more,
  };
}

/** A small shop with one red flag of each kind: what reporters are tested on. */
export const sampleReport: Report = {
  toolVersion: '0.1.0',
  summary: { services: 5, calls: 4, errors: 3, warnings: 1, infos: 1, suppressed: 1, baselined: 0 },
  findings,
  suppressed: [
    finding('shared-database', {
      severity: 'error',
      messageId: 'shared',
      message: 'db/shop (postgresql) is used by billing and orders',
      services: ['billing', 'orders'],
      nodes: [shop],
      locations: [
        { file: 'billing/src/db.ts', line: 4 },
        { file: 'orders/src/db.ts', line: 4 },
      ],
      cause: shop,
      suppressedBy: { kind: 'configuration', reason: 'ADR 12: split planned', at: { file: '.archlintrc.yml', line: 7 } },
    }),
  ],
  graph,
  files: {
    listed: 52,
    read: 48,
    skipped: { template: 2, 'too-large': 1 },
    diagnostics: [{ file: 'deploy/values.yaml', line: 12, reason: 'template', message: 'Helm template: read as far as it is plain YAML' }],
  },
  rules: {
    'cross-service-db-access': meta(
      'data',
      'A service uses a table that another service owns',
      'The owner can no longer change its tables without breaking others.',
    ),
    'hardcoded-address': meta('addresses', 'A fixed address of another service in code', 'A moved service needs a new build of its callers.', {
      severity: { minimal: 'off', recommended: 'warn', strict: 'warn' },
    }),
    'lockstep-deploy': meta('deployment', 'Services that can only be released together', 'A release of one is a release of all.'),
    'shared-table': meta(
      'data',
      'Two or more services access the same table, and one writes it',
      'Every service that uses the table depends on its columns. Changes need all of them.',
      {
        messages: { twoWriters: 'Table {{table}} of db/shop (postgresql) is written by {{writers}}[[, read by {{readers}}]]' },
        whenNot: 'Not for tables that exist to be exchanged.',
        references: ['https://microservices.io/patterns/data/database-per-service.html'],
      },
    ),
    'sync-chain': meta(
      'calls',
      'A chain of synchronous calls with more than `max` hops',
      'One slow hop stalls the whole chain, and its availability is the product of all.',
      {
        options: { max: { type: 'integer', default: 2, minimum: 1, description: 'Hops that are allowed' } },
      },
    ),
  },
};
