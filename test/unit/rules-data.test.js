import { describe, expect, it } from 'vitest';
import { datastore, edge, library, seen, service, table } from '../support/graph-builder.js';
import { brief, findingsOf, places } from '../support/judge-rule.js';
const [orders, billing, stock] = [service('orders'), service('billing'), service('stock')];
const shop = datastore('db', 'shop');
const ordersTable = table(shop, 'orders');
function access(from, to, how, more = {}) {
    return edge('accesses', from, to, [`${from.name}/src/db.ts:3 ${to.name}`], { access: how, ...more });
}
describe('shared-table', () => {
    const found = (edges, nodes = []) => findingsOf('shared-table', { nodes: [orders, billing, stock, shop, ordersTable, ...nodes], edges });
    it('two writers', () => {
        const [finding, ...others] = found([access(billing, ordersTable, 'write'), access(orders, ordersTable, 'readwrite'), access(stock, ordersTable, 'read')]);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
            severity: 'error',
            messageId: 'twoWriters',
            message: 'Table orders of shop (postgresql) is written by billing and orders, read by stock',
            services: ['billing', 'orders', 'stock'],
            nodes: ['table:db/shop/orders'],
            cause: 'datastore:db/shop',
            notes: ['billing: orders', 'orders: orders', 'stock: orders'],
        });
        expect(places(finding)).toEqual(['billing/src/db.ts:3', 'orders/src/db.ts:3', 'stock/src/db.ts:3']);
    });
    it('the owner stands after the writers that do not own it', () => {
        const owned = { ...ordersTable, owner: billing.id };
        const edges = [access(billing, owned, 'write'), access(orders, owned, 'write')];
        expect(brief(findingsOf('shared-table', { nodes: [orders, billing, shop, owned], edges }))).toEqual(['error twoWriters orders,billing']);
    });
    it('one writer and a reader, or a service whose access is not known', () => {
        expect(brief(found([access(orders, ordersTable, 'write'), access(billing, ordersTable, 'read')]))).toEqual(['error oneWriter orders,billing']);
        expect(found([access(orders, ordersTable, 'write'), access(billing, ordersTable, 'unknown')])[0]?.message).toBe('Table orders of shop (postgresql) is written by orders, used by billing');
    });
    it('only reads: a warning', () => {
        const findings = found([access(orders, ordersTable, 'read'), access(billing, ordersTable, 'read')]);
        expect(brief(findings)).toEqual(['warn readOnly billing,orders']);
        expect(findings[0]?.message).toBe('Table orders of shop (postgresql) is shared by billing and orders; no write was seen');
    });
    it('one finding for each table, a schema in its name', () => {
        const audit = table(shop, 'entries', { schema: 'audit' });
        const all = [ordersTable, audit].flatMap((one) => [access(orders, one, 'write'), access(billing, one, 'write')]);
        expect(found(all, [audit]).map((finding) => finding.data['table'])).toEqual(['audit.entries', 'orders']);
    });
    it.each([
        ['one service alone', [access(orders, ordersTable, 'write')], []],
        ['migration-only access', [access(orders, ordersTable, 'write'), access(billing, ordersTable, 'write', { migrationOnly: true })], []],
        ['an edge that only an option enables', [access(orders, ordersTable, 'write'), access(billing, ordersTable, 'write', { when: 'profile debug' })], []],
        [
            'the same table name in another database',
            [access(orders, ordersTable, 'write'), access(billing, table(datastore('db', 'books'), 'orders'), 'write')],
            [datastore('db', 'books'), table(datastore('db', 'books'), 'orders')],
        ],
    ])('not: %s', (_, edges, nodes) => {
        expect(found(edges, nodes)).toEqual([]);
    });
    it.each([
        ['a migration history, outbox or CDC table', table(shop, 'outbox', { technical: true }), shop],
        ['a table of a database without name', table(datastore('db', null), 'orders'), datastore('db', null)],
        ['a table of a private database', table(datastore('db', 'own', { privateTo: orders.id }), 'orders'), datastore('db', 'own', { privateTo: orders.id })],
    ])('not: %s', (_, target, store) => {
        expect(findingsOf('shared-table', { nodes: [orders, billing, store, target], edges: [access(orders, target, 'write'), access(billing, target, 'write')] })).toEqual([]);
    });
    it('not: infrastructure of the owners', () => {
        const monitor = service('monitor', { role: 'infrastructure' });
        expect(found([access(orders, ordersTable, 'write'), access(monitor, ordersTable, 'write')], [monitor])).toEqual([]);
    });
    it('one level lower where it needs an inferred edge, and only there', () => {
        const guess = { certainty: 'inferred' };
        expect(brief(found([access(orders, ordersTable, 'write'), access(billing, ordersTable, 'write', guess)]))).toEqual(['warn twoWriters billing,orders']);
        expect(brief(found([access(orders, ordersTable, 'read', guess), access(billing, ordersTable, 'read')]))).toEqual(['info readOnly billing,orders']);
        expect(brief(found([access(orders, ordersTable, 'write'), access(billing, ordersTable, 'read'), access(stock, ordersTable, 'write', guess)]))).toEqual([
            'error twoWriters orders,stock,billing',
        ]);
        expect(brief(found([access(orders, ordersTable, 'read'), access(billing, ordersTable, 'read'), access(stock, ordersTable, 'write', guess)]))).toEqual([
            'warn oneWriter stock,billing,orders',
        ]);
    });
});
describe('shared-database', () => {
    const found = (nodes, edges) => findingsOf('shared-database', { nodes: [orders, billing, stock, ...nodes], edges });
    it('two services in one database, whatever they do there', () => {
        const [finding, ...others] = found([shop], [access(orders, shop, 'unknown'), access(billing, shop, 'read')]);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
            severity: 'error',
            messageId: 'sharedDatabase',
            message: 'Database shop (postgresql) is used by 2 services: billing and orders',
            services: ['billing', 'orders'],
            nodes: ['datastore:db/shop'],
            cause: 'datastore:db/shop',
        });
    });
    it('access to a table is use of its database; at most three lines of a service are shown', () => {
        const sites = edge('accesses', orders, ordersTable, ['o.ts:1', 'o.ts:2', 'o.ts:3', 'o.ts:4'], { access: 'read' });
        const [finding] = found([shop, ordersTable], [sites, access(billing, shop, 'unknown')]);
        expect(places(finding)).toEqual(['billing/src/db.ts:3', 'o.ts:1', 'o.ts:2', 'o.ts:3']);
    });
    it('the line that deploys the address stands after the first use', () => {
        const uses = edge('accesses', orders, shop, ['o.ts:1', 'o.ts:2', 'o.ts:3'], { access: 'read' });
        const deployed = { ...uses, evidence: [...uses.evidence, { ...seen('compose.yml:4'), role: 'deployment' }] };
        expect(places(found([shop], [deployed, access(billing, shop, 'unknown')])[0])).toEqual(['billing/src/db.ts:3', 'o.ts:1', 'compose.yml:4', 'o.ts:2']);
    });
    it('not: different databases on one server', () => {
        const books = datastore('db', 'books');
        expect(found([shop, books], [access(orders, shop, 'write'), access(billing, books, 'write')])).toEqual([]);
    });
    it('not: a schema for each, named by all', () => {
        const mine = table(shop, 'orders', { schema: 'ordering' });
        const theirs = table(shop, 'invoices', { schema: 'billing' });
        const edges = [access(orders, mine, 'write'), access(orders, shop, 'write'), access(billing, theirs, 'write'), access(billing, shop, 'write')];
        expect(found([shop, mine, theirs], edges)).toEqual([]);
    });
    it('the same schema, and only those who use it', () => {
        const mine = table(shop, 'orders', { schema: 'ordering' });
        const lines = table(shop, 'lines', { schema: 'ordering' });
        const theirs = table(shop, 'items', { schema: 'stock' });
        const findings = found([shop, mine, lines, theirs], [access(orders, mine, 'write'), access(billing, lines, 'read'), access(stock, theirs, 'write')]);
        expect(brief(findings)).toEqual(['error sharedSchema billing,orders']);
        expect(findings[0]?.message).toBe('Schema ordering of database shop (postgresql) is used by 2 services: billing and orders');
    });
    it('a service that names no schema shares the database with all', () => {
        const mine = table(shop, 'orders', { schema: 'ordering' });
        expect(brief(found([shop, mine], [access(orders, mine, 'write'), access(billing, shop, 'unknown')]))).toEqual(['error sharedDatabase billing,orders']);
    });
    it('a shared cache: a warning', () => {
        const cache = datastore('cache', '0', { technology: 'redis', cache: true });
        const findings = found([cache], [access(orders, cache, 'readwrite'), access(billing, cache, 'readwrite')]);
        expect(brief(findings)).toEqual(['warn sharedCache billing,orders']);
        expect(findings[0]?.message).toBe('Cache cache/0 (redis) is used by 2 services: billing and orders');
    });
    it('one level lower where fewer than two services are certain', () => {
        const guess = access(billing, shop, 'unknown', { certainty: 'inferred' });
        expect(brief(found([shop], [access(orders, shop, 'write'), guess]))).toEqual(['warn sharedDatabase billing,orders']);
        expect(brief(found([shop], [access(orders, shop, 'write'), access(stock, shop, 'write'), guess]))).toEqual(['error sharedDatabase billing,orders,stock']);
    });
    it.each([
        [
            'a database that cannot be named',
            [datastore('db', null)],
            [access(orders, datastore('db', null), 'write'), access(billing, datastore('db', null), 'write')],
        ],
        ['migration-only access', [shop], [access(orders, shop, 'write'), access(billing, shop, 'write', { migrationOnly: true })]],
        ['an edge that only an overlay enables', [shop], [access(orders, shop, 'write'), access(billing, shop, 'write', { when: 'overlay debug' })]],
    ])('not: %s', (_, nodes, edges) => {
        expect(found(nodes, edges)).toEqual([]);
    });
    it('not: a relay that only empties the outbox', () => {
        const outbox = table(shop, 'outbox', { technical: true });
        expect(found([shop, outbox], [access(orders, shop, 'write'), access(billing, shop, 'readwrite'), access(billing, outbox, 'readwrite')])).toEqual([]);
    });
});
describe('cross-service-db-access', () => {
    const found = (nodes, edges) => findingsOf('cross-service-db-access', { nodes: [orders, billing, stock, ...nodes], edges });
    const owned = (name) => table(shop, name, { owner: orders.id, ownedBy: 'migration', ownerEvidence: seen(`orders/migrations/1.sql:2 CREATE TABLE ${name}`) });
    it('one finding for each accessor and owner, with all the tables', () => {
        const [a, b] = [owned('orders'), owned('order_items')];
        const findings = found([shop, a, b], [access(orders, a, 'write'), access(billing, a, 'read'), access(billing, b, 'write'), access(stock, a, 'read')]);
        expect(brief(findings)).toEqual(['error foreignTables billing,orders', 'error foreignTables stock,orders']);
        expect(findings[0]).toMatchObject({
            message: 'billing reads and writes data that orders owns: order_items and orders in shop (postgresql)',
            nodes: ['service:billing', 'service:orders', 'table:db/shop/order_items', 'table:db/shop/orders'],
            cause: 'datastore:db/shop',
        });
        expect(places(findings[0])).toEqual(['billing/src/db.ts:3', 'orders/migrations/1.sql:2', 'orders/src/db.ts:3']);
        expect(findings[1]?.message).toBe('stock reads data that orders owns: orders in shop (postgresql)');
    });
    it.each([
        ['a table without owner', ordersTable, [access(orders, ordersTable, 'write'), access(billing, ordersTable, 'write')]],
        ['the owner itself', owned('orders'), [access(orders, owned('orders'), 'write')]],
        ['migration-only access', owned('orders'), [access(billing, owned('orders'), 'write', { migrationOnly: true })]],
        ['an edge that only a profile enables', owned('orders'), [access(billing, owned('orders'), 'write', { when: 'profile debug' })]],
        ['a technical table', { ...owned('outbox'), technical: true }, [access(billing, owned('outbox'), 'read')]],
    ])('not: %s', (_, target, edges) => {
        expect(found([shop, target], edges)).toEqual([]);
    });
    it('lower where the access is inferred', () => {
        const guess = access(billing, owned('orders'), 'write', { certainty: 'inferred' });
        expect(brief(found([shop, owned('orders')], [guess]))).toEqual(['warn foreignTables billing,orders']);
    });
    describe('databases without known tables', () => {
        it('belong to the only service that migrates them', () => {
            const edges = [access(orders, shop, 'write', { migrationOnly: true }), access(stock, shop, 'write')];
            expect(brief(found([shop], edges))).toEqual(['error foreignDatabase stock,orders']);
            expect(found([shop], edges)[0]?.message).toBe('stock writes the database shop (postgresql), which orders owns');
        });
        it('else to their only writer, where the others are known to read', () => {
            expect(brief(found([shop], [access(orders, shop, 'readwrite'), access(billing, shop, 'read')]))).toEqual(['error foreignDatabase billing,orders']);
            expect(found([shop], [access(orders, shop, 'readwrite'), access(billing, shop, 'unknown')])).toEqual([]);
        });
        it('else to the user whose name they bear', () => {
            const named = datastore('db', 'orders_db');
            expect(brief(found([named], [access(orders, named, 'unknown'), access(billing, named, 'unknown')]))).toEqual(['error foreignDatabase billing,orders']);
            expect(found([named], [access(stock, named, 'unknown'), access(billing, named, 'unknown')])).toEqual([]);
        });
        it('two candidates of one rank: to nobody', () => {
            expect(found([shop], [access(orders, shop, 'write'), access(billing, shop, 'write')])).toEqual([]);
        });
        it('a cache is a warning, a database without name nothing', () => {
            const cache = datastore('cache', 'orders', { cache: true });
            const nameless = datastore('db', null);
            expect(brief(found([cache], [access(orders, cache, 'readwrite'), access(billing, cache, 'readwrite')]))).toEqual(['warn foreignDatabase billing,orders']);
            expect(found([nameless], [access(orders, nameless, 'write'), access(billing, nameless, 'read')])).toEqual([]);
        });
    });
});
describe('shared-domain-library', () => {
    const models = library('models');
    const uses = (from, domain, more = {}) => edge('imports', from, models, [`${from.name}/src/app.ts:1 import`], { domain: domain.map((text) => seen(text)), ...more });
    const found = (edges, nodes = []) => findingsOf('shared-domain-library', { nodes: [orders, billing, models, ...nodes], edges });
    it('entities used by two services', () => {
        const [finding, ...others] = found([uses(orders, ['libs/models/order.ts:1 class Order']), uses(billing, ['libs/models/order.ts:1 class Order'])]);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
            severity: 'warn',
            messageId: 'sharedModel',
            message: 'Library models brings the same domain model into 2 services: billing and orders',
            services: ['billing', 'orders'],
            nodes: ['library:models'],
        });
        expect(places(finding)).toEqual(['billing/src/app.ts:1', 'libs/models/order.ts:1', 'orders/src/app.ts:1']);
    });
    it('not: where only one of two users reaches entities', () => {
        expect(found([uses(orders, ['libs/models/order.ts:1']), uses(billing, [])])).toEqual([]);
    });
    it('not: infrastructure, nor what only an option enables', () => {
        const monitor = service('monitor', { role: 'infrastructure' });
        expect(found([uses(orders, ['a.ts:1']), uses(monitor, ['a.ts:1'])], [monitor])).toEqual([]);
        expect(found([uses(orders, ['a.ts:1']), uses(billing, ['a.ts:1'], { when: 'profile x' })])).toEqual([]);
    });
    it('lower where it needs an inferred edge', () => {
        expect(brief(found([uses(orders, ['a.ts:1']), uses(billing, ['a.ts:1'], { certainty: 'inferred' })]))).toEqual(['info sharedModel billing,orders']);
    });
});
