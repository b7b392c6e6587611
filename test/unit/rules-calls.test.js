import { describe, expect, it } from 'vitest';
import { channel, edge, entry, gateway, service } from '../support/graph-builder.js';
import { brief, findingsOf, places } from '../support/judge-rule.js';
const [shop, orders, billing, stock, prices] = [service('shop'), service('orders'), service('billing'), service('stock'), service('prices')];
const call = (from, to, more = {}) => edge('calls', from, to, [`${from.name}.ts:1 to ${to.name}`], more);
const route = (from, to) => edge('routes', from, to, [{ at: `${from.name}.conf:2`, calls: `* /${to.name}` }]);
const row = (...nodes) => nodes.slice(1).map((node, index) => call(nodes[index], node));
describe('sync-chain', () => {
    const found = (edges, options = {}, nodes = []) => findingsOf('sync-chain', { nodes: [shop, orders, billing, stock, prices, ...nodes], edges }, options);
    const paths = (findings) => findings.map((finding) => `${finding.severity} ${finding.messageId} ${finding.data['tier']} ${finding.path?.join(' ')}`);
    it('more than two hops, one line per hop in order', () => {
        const [finding, ...others] = found(row(shop, orders, billing, stock));
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
            severity: 'warn',
            messageId: 'tooLong',
            message: 'A chain of 3 synchronous hops (possible): shop → orders → billing → stock',
            data: { hops: 3, tier: 'possible' },
            path: ['shop', 'orders', 'billing', 'stock'],
            services: ['shop', 'orders', 'billing', 'stock'],
            notes: ['shop → orders: to orders', 'orders → billing: to billing', 'billing → stock: to stock'],
        });
        expect(places(finding)).toEqual(['shop.ts:1', 'orders.ts:1', 'billing.ts:1']);
    });
    it('not: two hops, or three where three are allowed', () => {
        expect(found(row(shop, orders, billing))).toEqual([]);
        expect(found(row(shop, orders, billing, stock), { max: 3 })).toEqual([]);
        expect(paths(found(row(shop, orders, billing), { max: 1 }))).toEqual(['warn tooLong possible shop orders billing']);
    });
    it('asynchronous edges break the chain', () => {
        const paid = channel('paid');
        const edges = [...row(shop, orders, billing), edge('publishes', billing, paid, ['b.ts:1']), edge('consumes', stock, paid, ['s.ts:1']), call(stock, prices)];
        expect(found(edges, {}, [paid])).toEqual([]);
    });
    it('an edge that only an option enables makes no chain', () => {
        expect(found([...row(shop, orders, billing), call(billing, stock, { when: 'profile demo' })])).toEqual([]);
    });
    it('one finding for each entry and end, the longest way, the longest first', () => {
        const edges = [...row(shop, orders, billing, stock, prices), call(shop, billing), call(orders, stock)];
        expect(paths(found(edges))).toEqual(['warn tooLong possible shop orders billing stock prices']);
        const mail = service('mail');
        expect(paths(found([...row(shop, orders, billing, stock, prices), call(billing, mail)], {}, [mail]))).toEqual([
            'warn tooLong possible shop orders billing stock prices',
            'warn tooLong possible shop orders billing mail',
        ]);
    });
    it('a cycle counts as one service; the path shows a shortest way through it', () => {
        const cycle = [call(orders, billing), call(billing, orders)];
        expect(found([call(shop, orders), ...cycle, call(billing, stock)])).toEqual([]);
        const [finding, ...others] = found([call(shop, orders), ...cycle, ...row(billing, stock, prices)]);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({ data: { hops: 3 }, path: ['shop', 'orders', 'billing', 'stock', 'prices'] });
        expect(places(finding)).toHaveLength(4);
    });
    it('infrastructure is outside, load generators start no chain', () => {
        const config = service('config', { role: 'infrastructure' });
        const load = service('load', { role: 'load-generator' });
        expect(found([...row(shop, orders, billing), call(billing, config)], {}, [config])).toEqual([]);
        expect(found([call(load, shop), ...row(shop, orders, billing)], {}, [load])).toEqual([]);
        expect(paths(found([call(load, shop), ...row(shop, orders, billing, stock)], {}, [load]))).toEqual(['warn tooLong possible shop orders billing stock']);
    });
    it('one level lower where it needs an inferred edge', () => {
        const guess = { certainty: 'inferred' };
        expect(paths(found([...row(shop, orders, billing), call(billing, stock, guess)]))).toEqual(['info tooLong possible shop orders billing stock']);
        expect(paths(found([...row(shop, orders, billing, stock), call(shop, stock, guess)]))).toEqual(['warn tooLong possible shop orders billing stock']);
    });
    it('observed hops are an error', () => {
        const seen = row(shop, orders, billing, stock).map((one) => ({ ...one, certainty: 'observed' }));
        expect(paths(found(seen))).toEqual(['error tooLong observed shop orders billing stock']);
        expect(paths(found([...seen.slice(1), call(shop, orders)]))).toEqual(['warn tooLong possible shop orders billing stock']);
    });
    describe('linked', () => {
        const answering = (node, ...entries) => service(node.name, { entries: entries.map(entry) });
        const linked = (from, to, inside, calls) => edge('calls', from, to, [{ at: `${from.name}.ts:7`, calls, in: inside }]);
        const nodes = [shop, answering(orders, 'POST /orders', 'GET /orders/:id'), answering(billing, 'POST /invoices'), answering(stock, 'GET /stock/:id')];
        const check = (edges, more = nodes) => paths(findingsOf('sync-chain', { nodes: more, edges }));
        it('each handler makes the next call: an error', () => {
            const edges = [
                linked(shop, orders, ['startup'], 'POST /api/orders'),
                linked(orders, billing, ['POST /orders'], 'POST /invoices'),
                linked(billing, stock, ['POST /invoices'], 'GET /stock/*'),
            ];
            expect(check(edges)).toEqual(['error tooLong linked shop orders billing stock']);
        });
        it('another handler makes it: only possible', () => {
            const edges = [
                linked(shop, orders, ['startup'], 'GET /orders/7'),
                linked(orders, billing, ['POST /orders'], 'POST /invoices'),
                linked(billing, stock, ['POST /invoices'], 'GET /stock/*'),
            ];
            expect(check(edges)).toEqual(['warn tooLong possible shop orders billing stock']);
        });
        it('nothing but parameters in the path: only possible', () => {
            const edges = [
                linked(shop, orders, [], 'POST /*'),
                linked(orders, billing, ['POST /orders'], 'POST /invoices'),
                linked(billing, stock, ['POST /invoices'], 'GET /stock/*'),
            ];
            expect(check(edges)).toEqual(['warn tooLong possible shop orders billing stock']);
        });
        it('a linked chain is reported though the graph goes on; its parts are not', () => {
            const edges = [
                linked(shop, orders, ['startup'], 'POST /orders'),
                linked(orders, billing, ['POST /orders'], 'POST /invoices'),
                linked(billing, stock, ['POST /invoices'], 'GET /stock/*'),
                linked(stock, prices, ['startup'], 'GET /prices'),
            ];
            expect(check(edges, [...nodes, prices])).toEqual([
                'error tooLong linked shop orders billing stock',
                'warn tooLong possible shop orders billing stock prices',
            ]);
            const on = [...edges, linked(stock, prices, ['GET /stock/:id'], 'GET /prices')];
            expect(check(on, [...nodes, prices])).toEqual(['error tooLong linked shop orders billing stock prices']);
        });
        it('a route is linked where its path leads to the handler', () => {
            const web = service('web', { role: 'gateway' });
            const toOrders = edge('routes', web, answering(orders, 'POST /orders'), [{ at: 'web.ts:3', calls: '* /orders' }]);
            const edges = [toOrders, linked(orders, billing, ['POST /orders'], 'POST /invoices'), linked(billing, stock, ['POST /invoices'], 'GET /stock/*')];
            expect(check(edges, [web, ...nodes])).toEqual(['info throughGateway linked web orders billing stock']);
        });
    });
    describe('gateways and front ends', () => {
        const page = service('page', { role: 'frontend' });
        const web = service('web', { role: 'gateway' });
        const nginx = gateway('nginx');
        it('a chain too long only by their edge is information', () => {
            expect(paths(found([call(page, shop), ...row(shop, orders, billing)], {}, [page]))).toEqual(['info throughGateway possible page shop orders billing']);
            expect(paths(found([call(web, shop), ...row(shop, orders, billing)], {}, [web]))).toEqual(['info throughGateway possible web shop orders billing']);
        });
        it('one that is too long without it is like any other', () => {
            expect(paths(found([call(page, shop), ...row(shop, orders, billing, stock)], {}, [page]))).toEqual([
                'warn tooLong possible page shop orders billing stock',
            ]);
        });
        it("the routes of a service with that role count there, a stock gateway's do not", () => {
            expect(paths(found([route(web, shop), ...row(shop, orders, billing)], {}, [web]))).toEqual(['info throughGateway possible web shop orders billing']);
            expect(paths(found([route(web, shop), ...row(shop, orders, billing, stock)], {}, [web]))).toEqual(['warn tooLong possible shop orders billing stock']);
            expect(found([route(nginx, shop), ...row(shop, orders, billing)], {}, [nginx])).toEqual([]);
        });
        it('countGateway makes their routes hops', () => {
            expect(paths(found([route(nginx, shop), ...row(shop, orders, billing)], { countGateway: true }, [nginx]))).toEqual([
                'warn tooLong possible nginx shop orders billing',
            ]);
            expect(paths(found([route(web, shop), ...row(shop, orders, billing)], { countGateway: true }, [web]))).toEqual([
                'warn tooLong possible web shop orders billing',
            ]);
        });
    });
    it('takes 5,000 services in a row', () => {
        const nodes = Array.from({ length: 5000 }, (_, index) => service(`s${index}`));
        expect(findingsOf('sync-chain', { nodes, edges: row(...nodes) }).map((finding) => finding.data['hops'])).toEqual([4999]);
    });
});
describe('sync-cycle', () => {
    const found = (edges, nodes = []) => findingsOf('sync-cycle', { nodes: [shop, orders, billing, stock, ...nodes], edges });
    it('one finding for a component, with its shortest cycle and the cheapest cut', () => {
        const twice = edge('calls', orders, billing, ['orders.ts:1', 'orders.ts:9']);
        const [finding, ...others] = found([twice, call(billing, orders)]);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
            severity: 'error',
            messageId: 'cycle',
            message: '2 services call each other in a cycle: billing → orders → billing; cheapest to cut: billing → orders (call sites: 1)',
            path: ['billing', 'orders', 'billing'],
            services: ['billing', 'orders'],
            nodes: ['service:billing', 'service:orders'],
        });
        expect(places(finding)).toEqual(['billing.ts:1', 'orders.ts:1']);
    });
    it('says that others remain where no single cut is enough', () => {
        const [finding] = found([...row(shop, orders, shop), ...row(orders, billing, orders)]);
        expect(finding?.services).toEqual(['billing', 'orders', 'shop']);
        expect(finding?.message).toBe('3 services call each other in a cycle: billing → orders → billing; cheapest to cut: billing → orders (call sites: 1); other cycles remain after that');
    });
    it('two components, two findings', () => {
        expect(brief(found([...row(shop, orders, shop), ...row(billing, stock, billing)]))).toEqual(['error cycle billing,stock', 'error cycle orders,shop']);
    });
    it.each([
        ['a chain', row(shop, orders, billing), []],
        ['a route back', [call(shop, orders), route(orders, shop)], []],
        ['a service that calls itself', [call(shop, shop)], []],
        [
            'an event back',
            [call(shop, orders), edge('publishes', orders, channel('done'), ['o.ts:1']), edge('consumes', shop, channel('done'), ['s.ts:1'])],
            [channel('done')],
        ],
        ['an edge that only an option enables', [call(shop, orders), call(orders, shop, { when: 'overlay' })], []],
        ['infrastructure', row(shop, service('config', { role: 'infrastructure' }), shop), [service('config', { role: 'infrastructure' })]],
    ])('not: %s', (_, edges, nodes) => {
        expect(found(edges, nodes)).toEqual([]);
    });
    it('one level lower where it needs an inferred edge, and only there', () => {
        const guess = { certainty: 'inferred' };
        expect(brief(found([call(shop, orders), call(orders, shop, guess)]))).toEqual(['warn cycle orders,shop']);
        const [finding] = found([...row(shop, orders, billing, shop), call(orders, shop, guess)]);
        expect(finding).toMatchObject({ severity: 'error', path: ['billing', 'shop', 'orders', 'billing'] });
    });
});
describe('hardcoded-address', () => {
    const at = { file: 'orders/src/stock.ts', line: 4 };
    const reach = (text, kind = 'literal', more = {}) => edge('calls', orders, stock, [{ at: 'orders/src/stock.ts:9', address: { kind, text, at } }], more);
    const found = (edges, nodes = []) => findingsOf('hardcoded-address', { nodes: [orders, stock, ...nodes], edges });
    it.each([
        ['http://localhost:3344', 'literal', 'warn fixedAddress'],
        ['http://10.0.0.7', 'literal', 'warn fixedAddress'],
        ['http://[fd00::7]/stock', 'literal', 'warn fixedAddress'],
        ['stock:50051', 'literal', 'warn fixedAddress'],
        ['http://stock:8080/stock/{…}', 'literal', 'warn fixedAddress'],
        ['http://stock/stock', 'literal', 'info fixedName'],
        ['http://stock.shop.svc.cluster.local', 'literal', 'info fixedName'],
        ['http://stock:{…}/stock', 'literal', 'info fixedName'],
        ['http://stock:8080', 'fallback', 'info fixedDefault'],
        ['http://10.0.0.7:8080', 'fallback', 'info fixedDefault'],
    ])('%s as a %s: %s', (text, kind, expected) => {
        expect(brief(found([reach(text, kind)]))).toEqual([`${expected} orders,stock`]);
    });
    it.each([
        ['http://localhost:3344', 'fallback'],
        ['127.0.0.1:80', 'fallback'],
        ['http://stock:8080', 'setting'],
        ['stock:50051', 'discovery'],
        ['stock', 'stub'],
        ['/stock/7', 'literal'],
        ['http://{…}:8080', 'literal'],
    ])('not: %s as a %s', (text, kind) => {
        expect(found([reach(text, kind)])).toEqual([]);
    });
    it('one finding for each pair, of the worst kind, where the address stands', () => {
        const site = (text, line) => edge('routes', orders, stock, [{ at: 'orders/src/x.ts:1', address: { kind: 'literal', text, at: { file: 'orders/config.json', line } } }]);
        const [finding, ...others] = found([reach('http://stock'), site('http://stock:80', 8), site('http://localhost:3344', 3)]);
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
            message: 'orders reaches stock at http://localhost:3344 and http://stock:80, fixed in its code',
            nodes: ['service:orders', 'service:stock'],
        });
        expect(places(finding)).toEqual(['orders/config.json:3', 'orders/config.json:8']);
    });
    it("in a gateway's own file an IP only", () => {
        const nginx = gateway('nginx');
        const through = (text) => edge('routes', nginx, stock, [{ at: 'nginx.conf:3', address: { kind: 'literal', text, at: { file: 'nginx.conf', line: 3 } } }]);
        expect(brief(found([through('http://10.0.0.7:80')], [nginx]))).toEqual(['warn fixedAddress nginx,stock']);
        expect(found([through('http://stock:80')], [nginx])).toEqual([]);
    });
    it('not: infrastructure, or an edge that only an option enables', () => {
        const config = service('config', { role: 'infrastructure' });
        expect(found([{ ...reach('http://config:8888'), to: config.id }], [config])).toEqual([]);
        expect(found([reach('http://stock:8080', 'literal', { when: 'profile demo' })])).toEqual([]);
    });
    it('one level lower where the edge is inferred', () => {
        expect(brief(found([reach('http://localhost:3344', 'literal', { certainty: 'inferred' })]))).toEqual(['info fixedAddress orders,stock']);
    });
});
