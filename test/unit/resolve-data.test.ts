import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.js';
import type { Fact } from '../../src/core/fact.js';
import type { SystemGraph, TableNode } from '../../src/core/graph.js';
import type { Interaction } from '../../src/core/interaction.js';
import { literal } from '../../src/core/term.js';
import {
  compose,
  config,
  dockerfile,
  dynamic,
  edgeTexts,
  envFile,
  graphOf,
  linkedService,
  nodeIds,
  schema,
  setting,
  sighting,
} from '../support/resolve-facts.js';

type Parts = Parameters<typeof sighting>[2];
const connect = (technology: string, parts: Parts, handle?: string) => sighting('connection', technology, parts, handle === undefined ? {} : { handle });
const query = (technology: string, parts: Parts, access: 'read' | 'write' = 'read', handle?: string) =>
  sighting('query', technology, parts, { access, ...(handle === undefined ? {} : { handle }) });

const postgres = compose('db', { image: 'postgres:16', ports: ['5433:5432'] });
function system(services: Readonly<Record<string, readonly Interaction[]>>, facts: readonly Fact[] = [postgres], settings: Config = config): SystemGraph {
  const names = Object.keys(services);
  return graphOf(
    [...names.map((n) => compose(n, { build: n })), ...names.map((n) => dockerfile(`${n}/Dockerfile`)), ...facts],
    names.map((n) => linkedService(n, services[n] ?? [])),
    names.map((n) => `${n}/server.js`),
    settings,
  );
}
const accesses = (graph: SystemGraph) => graph.edges.filter((e) => e.kind === 'accesses').map((e) => `${e.from.slice(8)} ${e.access} ${e.to}`);
const table = (graph: SystemGraph, id: string) => graph.nodes.find((n): n is TableNode => n.id === id && n.kind === 'table');

describe('databases', () => {
  it('is named by the server as deployed and the logical database; access to a table gives the edge to its database', () => {
    const graph = system({
      orders: [connect('postgresql', { url: 'postgresql://u@db:5432/shop' }, 'h'), query('postgresql', { table: 'orders' }, 'write', 'h')],
    });
    expect(accesses(graph)).toEqual(['orders write datastore:db/shop', 'orders write table:db/shop/orders']);
    expect(graph.nodes.find((n) => n.id === 'datastore:db/shop')).toMatchObject({
      name: 'db',
      database: 'shop',
      technology: 'postgresql',
      cache: false,
      aliases: ['db-shop', 'shop'],
    });
  });

  it('takes two databases of one server for two nodes, and the same one of two services for one', () => {
    const of = (database: string) => [connect('postgresql', { host: 'db', port: '5432', database })];
    expect(accesses(system({ a: of('one'), b: of('two'), c: of('one') }))).toEqual([
      'a unknown datastore:db/one',
      'b unknown datastore:db/two',
      'c unknown datastore:db/one',
    ]);
  });

  it('finds the server behind a published port on localhost', () => {
    expect(accesses(system({ orders: [connect('postgresql', { url: 'postgres://localhost:5433/shop' })] }))).toEqual(['orders unknown datastore:db/shop']);
  });

  it("uses the technology as the server's name where it is not deployed, and a managed host by its name", () => {
    expect(
      accesses(
        system(
          {
            a: [connect('mysql', { url: 'mysql://nowhere/shop' })],
            b: [connect('mysql', { url: 'mysql://x.rds.amazonaws.com/shop' })],
            c: [connect('mysql', { url: 'mysql://localhost/shop' })],
          },
          [],
        ),
      ),
    ).toEqual(['a unknown datastore:nowhere/shop', 'b unknown datastore:x.rds.amazonaws.com/shop', 'c unknown datastore:mysql/shop']);
  });

  it('makes a database that cannot be named a node of its own service', () => {
    const graph = system({ a: [connect('postgresql', { host: 'db', database: dynamic })], b: [connect('postgresql', { host: 'db', database: dynamic })] });
    expect(accesses(graph)).toEqual(['a unknown datastore:db/~a', 'b unknown datastore:db/~b']);
    expect(graph.nodes.find((n) => n.id === 'datastore:db/~a')).toMatchObject({ database: null, privateTo: 'service:a' });
  });

  it('keeps embedded databases apart', () => {
    expect(accesses(system({ a: [connect('sqlite', { database: 'x.db' })], b: [connect('sqlite', { database: 'x.db' })] }, []))).toEqual([
      'a unknown datastore:sqlite/~a/x.db',
      'b unknown datastore:sqlite/~b/x.db',
    ]);
  });

  it("gives a query without a handle the only connection of its technology, and a later database name beats the URL's", () => {
    expect(
      accesses(
        system({ a: [connect('mongodb', { url: 'mongodb://m:27017/base' }), query('mongodb', { table: 'items' })] }, [compose('m', { image: 'mongo' })]),
      ),
    ).toEqual(['a read datastore:m/base', 'a read table:m/base/items']);
    expect(
      accesses(
        system({ a: [connect('mongodb', { url: 'mongodb://m' }, 'h'), query('mongodb', { table: 'items', database: 'catalogue' }, 'read', 'h')] }, [
          compose('m', { image: 'mongo' }),
        ]),
      ),
    ).toEqual(['a read datastore:m/catalogue', 'a read table:m/catalogue/items']);
  });

  it('reads the technology of an open record from its part or its URL', () => {
    expect(accesses(system({ a: [connect('*', { technology: 'postgres', host: 'db', database: 'shop' }), query('*', { table: 't' })] }))).toEqual([
      'a read datastore:db/shop',
      'a read table:db/shop/t',
    ]);
  });

  it('counts Redis by its keyspace, 0 unless said, as a cache without tables', () => {
    const redis = compose('cache', { image: 'redis' });
    const graph = system(
      {
        a: [connect('redis', { host: 'cache' }, 'h'), query('redis', { table: 'k' }, 'read', 'h')],
        b: [connect('redis', { url: 'redis://cache:6379/2' }, 'g'), query('redis', {}, 'write', 'g')],
      },
      [redis],
    );
    expect(accesses(graph)).toEqual(['a read datastore:cache/0', 'b write datastore:cache/2']);
    expect(graph.nodes.find((n) => n.id === 'datastore:cache/0')).toMatchObject({ cache: true });
  });

  it('takes a number alone for the port of `host`', () => {
    expect(
      accesses(system({ a: [connect('redis', { url: '6379', host: 'cache' }, 'h'), query('redis', {}, 'read', 'h')] }, [compose('cache', { image: 'redis' })])),
    ).toEqual(['a read datastore:cache/0']);
  });

  it('gives a Redis that only carries queues no access edge', () => {
    const redis = compose('cache', { image: 'redis' });
    const queues = [
      connect('redis', { host: 'cache' }, 'h'),
      sighting('connection', 'redis', { host: 'cache', queue: 'mail' }, { handle: 'h' }),
      sighting('producer', 'redis', { queue: 'mail' }),
    ];
    expect(accesses(system({ a: queues.map((i) => ({ ...i, evidence: [{ ...i.evidence[0], file: 'a/server.js' }] as const })) }, [redis]))).toEqual([]);
  });

  it('leaves the clouds unresolved that the deployment does not choose behind one line of code', () => {
    const graph = system({ a: [query('aws_s3', { table: 'invoices' }, 'write'), query('gcp_storage', { table: setting('GCS_BUCKET') }, 'write')] }, []);
    expect(accesses(graph)).toEqual(['a write datastore:aws_s3/invoices']);
    expect(graph.unresolved.map((u) => u.reason)).toEqual(['missing-setting']);
  });

  it('takes buckets for databases of an object store', () => {
    const graph = system({ a: [connect('aws_s3', { url: 'http://minio:9000' }), query('aws_s3', { table: 'invoices' }, 'write')] }, [
      compose('minio', { image: 'minio/minio' }),
    ]);
    expect(accesses(graph)).toEqual(['a write datastore:minio/invoices']);
    expect(graph.nodes.find((n) => n.id === 'datastore:minio/invoices')).toMatchObject({ aliases: ['minio-invoices', 'invoices', 's3'], technology: 'aws_s3' });
  });
});

describe('tables', () => {
  const shop = connect('postgresql', { url: 'postgres://db/shop' });

  it('reads tables and access from SQL, schemas into the id, and leaves a dynamic table unresolved', () => {
    const graph = system({
      a: [shop, sighting('query', 'postgresql', { sql: 'read orders; write items; read ' }), query('postgresql', { table: 'audit.log' })],
    });
    expect(accesses(graph)).toEqual([
      'a readwrite datastore:db/shop',
      'a read table:db/shop/audit/log',
      'a write table:db/shop/items',
      'a read table:db/shop/orders',
    ]);
    expect(graph.unresolved.map((u) => u.reason)).toEqual(['dynamic-target']);
    expect(table(graph, 'table:db/shop/audit/log')).toMatchObject({ name: 'log', schema: 'audit' });
  });

  it('goes through views to their tables', () => {
    const views = [schema('a/migrations/1.sql', 'open_orders', { reads: ['orders'] })];
    expect(accesses(system({ a: [shop, sighting('query', 'postgresql', { sql: 'read open_orders' })] }, [postgres, ...views]))).toEqual([
      'a read datastore:db/shop',
      'a read table:db/shop/orders',
    ]);
  });

  it("maps a generated client's models to tables, connection and relations through its schema file", () => {
    const models = [
      schema('a/prisma/schema.prisma', 'orders', {
        by: 'orm-schema',
        model: 'Order',
        technology: 'postgresql',
        url: setting('DATABASE_URL'),
        relations: { lines: 'Line' },
      }),
      schema('a/prisma/schema.prisma', 'order_lines', { by: 'orm-schema', model: 'Line', technology: 'postgresql', url: setting('DATABASE_URL') }),
    ];
    const env = envFile('a/.env.example', { DATABASE_URL: 'postgresql://localhost:5433/shop?schema=public' });
    const graph = system(
      {
        a: [
          query('*', { table: 'order' }),
          query('*', { table: 'order', relations: 'lines' }, 'write'),
          query('*', { table: 'order', relations: 'total' }, 'write'),
        ],
      },
      [postgres, ...models, env],
    );
    expect(accesses(graph)).toEqual(['a readwrite datastore:db/shop', 'a write table:db/shop/order_lines', 'a read table:db/shop/orders']);
    expect(table(graph, 'table:db/shop/orders')).toMatchObject({ owner: 'service:a', ownedBy: 'migration' });
  });

  it('owns by configuration, else definition, else the only writer, else the name', () => {
    const use = (n: string, access: 'read' | 'write') => [shop, query('postgresql', { table: n }, access)];
    const owner = (graph: SystemGraph, name: string) => [table(graph, `table:db/shop/${name}`)?.owner, table(graph, `table:db/shop/${name}`)?.ownedBy];
    const both = { orders: use('items', 'read'), billing: use('items', 'write') };
    expect(owner(system(both, [postgres], { ...config, services: { orders: { aliases: [], owns: ['items'] } } }), 'items')).toEqual([
      'service:orders',
      'configuration',
    ]);
    expect(owner(system(both, [postgres, schema('orders/migrations/1.sql', 'items')]), 'items')).toEqual(['service:orders', 'migration']);
    expect(owner(system(both), 'items')).toEqual(['service:billing', 'only-writer']);
    expect(owner(system({ orders: use('orders', 'read'), billing: use('orders', 'read') }), 'orders')).toEqual(['service:orders', 'name']);
    expect(owner(system({ orders: use('items', 'write'), billing: use('items', 'write') }), 'items')).toEqual([null, undefined]);
    expect(owner(system(both, [postgres, schema('orders/migrations/1.sql', 'items'), schema('billing/migrations/1.sql', 'items')]), 'items')).toEqual([
      null,
      undefined,
    ]);
  });

  it('does not let migrations in code use a table; they own it', () => {
    const graph = system({
      orders: [shop, sighting('definition', 'postgresql', { table: 'items' })],
      billing: [shop, query('postgresql', { table: 'items' }, 'write')],
    });
    expect(edgeTexts(graph).filter((e) => e.includes('table:'))).toEqual(['billing accesses table:db/shop/items']);
    expect(table(graph, 'table:db/shop/items')?.owner).toBe('service:orders');
  });

  it('marks migration history and outbox tables as technical', () => {
    const names = ['knex_migrations', 'outbox', 'order_outbox', 'schema_migrations', 'orders'];
    const graph = system({ a: [shop, ...names.map((n) => query('postgresql', { table: n }))] });
    expect(names.map((n) => table(graph, `table:db/shop/${n}`)?.technical)).toEqual([true, true, true, true, false]);
  });

  it('takes the name the deployment gives a table', () => {
    expect(nodeIds(system({ a: [shop, query('postgresql', { table: setting('TABLE', literal('bills')) })] }), 'table')).toEqual(['table:db/shop/bills']);
  });
});
