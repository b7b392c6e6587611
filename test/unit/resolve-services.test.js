import { describe, expect, it } from 'vitest';
import { identify } from '../../src/resolve/index.js';
import { branch, compose, config, container, deployment, dockerfile, envFile, fileIndex, kubeService, pack, setting } from '../support/resolve-facts.js';
import { literal, template } from '../../src/core/term.js';
const idOf = (facts, files = [], settings = config) => identify(facts, fileIndex(files), settings);
const summary = (facts, files = []) => idOf(facts, files).services.map((s) => `${s.name} ${s.path} ${s.certainty} ${s.role}`);
describe('which workloads, images and folders are one service', () => {
    it('joins compose service, Dockerfile, package and Kubernetes workload of one folder; Kubernetes names it', () => {
        const facts = [compose('orders', { build: 'services/orders' }), deployment('orders-api', { image: 'acme/orders:1' }), dockerfile('services/orders/Dockerfile'), pack('services/orders', { name: '@acme/orders' }), kubeService('orders-svc', 'orders-api')];
        const [service, ...others] = idOf(facts, ['services/orders/package.json', 'services/orders/Dockerfile', 'services/orders/server.js']).services;
        expect(others).toEqual([]);
        expect(service).toMatchObject({ id: 'service:orders-api', path: 'services/orders', certainty: 'deployed', entries: ['services/orders/server.js'], language: 'javascript' });
        expect(service?.aliases).toEqual(['@acme/orders', 'acme/orders', 'orders', 'orders-svc']);
    });
    it('finds the folder of an image by its last part, also behind a prefix that the images share', () => {
        const facts = [compose('a', { image: template([setting('REPO'), literal('/acme-cart:'), setting('TAG')]) }), compose('b', { image: 'acme-stock' }), dockerfile('cart/Dockerfile'), dockerfile('stock/Dockerfile')];
        expect(summary(facts, ['cart/server.js', 'stock/server.js'])).toEqual(['a cart deployed null', 'b stock deployed null']);
    });
    it('finds a build context outside the root by its unique longest suffix', () => {
        const facts = [compose('orders', { build: '..', dockerfile: './apps/orders/Dockerfile', stack: 'deploy/compose.yml' }), dockerfile('apps/orders/Dockerfile')];
        expect(summary(facts, ['apps/orders/index.ts'])).toEqual(['orders apps/orders deployed null']);
    });
    it('keeps two workloads of one folder in one stack as two services, with the entries of their commands', () => {
        const facts = [compose('api', { build: 'shop', command: ['node', 'dist/api.js'] }), compose('worker', { build: 'shop', command: ['node', 'dist/worker.js'] }), dockerfile('shop/Dockerfile'), pack('shop')];
        const { services } = idOf(facts, ['shop/package.json', 'shop/src/api.ts', 'shop/src/worker.ts']);
        expect(services.map((s) => [s.name, s.entries])).toEqual([['api', ['shop/src/api.ts']], ['worker', ['shop/src/worker.ts']]]);
    });
    it('takes one folder under two names in different stacks for one service', () => {
        const facts = [compose('orders', { build: 'orders' }), compose('orders-backend', { build: 'orders', stack: 'prod/compose.yml' }), dockerfile('orders/Dockerfile')];
        expect(summary(facts, ['orders/server.js'])).toEqual(['orders orders deployed null']);
    });
    it('gives a migration run to the service of its folder and makes no service of it', () => {
        const facts = [compose('orders', { build: 'orders' }), compose('orders-migrate', { build: 'orders', command: ['npx', 'prisma', 'migrate', 'deploy'] }), dockerfile('orders/Dockerfile')];
        expect(summary(facts, ['orders/server.js'])).toEqual(['orders orders deployed null']);
    });
    it('merges override files and leaves test stacks out', () => {
        const facts = [compose('orders', { build: 'orders' }), compose('orders', { env: { A: '1' }, overrides: 'compose.yml', stack: 'compose.prod.yml', environment: 'prod' }), compose('e2e', { build: 'orders', stack: 'compose.e2e.yml', environment: 'e2e' }), dockerfile('orders/Dockerfile')];
        const { services, instances } = idOf(facts, ['orders/server.js']);
        expect(services.map((s) => s.name)).toEqual(['orders']);
        expect(instances.map((i) => i.environment)).toEqual(['compose.yml', 'compose.prod.yml'].sort());
    });
    it('follows extends', () => {
        const facts = [compose('base', { build: 'orders', env: { A: '1' } }), compose('orders', { extends: { service: 'base' }, env: { B: '2' } }), dockerfile('orders/Dockerfile')];
        const orders = idOf(facts, ['orders/server.js']).services.find((s) => s.name === 'orders');
        expect(orders?.units[0]?.container.env.map((e) => e.name)).toEqual(['A', 'B']);
    });
    it('drops sidecars beside an own container and makes a service of each own image in a pod', () => {
        const containers = [container({ name: 'orders', image: literal('acme/orders') }), container({ name: 'billing', image: literal('acme/billing') }), container({ name: 'proxy', image: literal('envoyproxy/envoy:v1') })];
        const facts = [deployment('shop', { containers }), dockerfile('orders/Dockerfile'), dockerfile('billing/Dockerfile')];
        const identity = idOf(facts, ['orders/server.js', 'billing/server.js']);
        expect(identity.services.map((s) => s.name)).toEqual(['billing', 'orders']);
        expect(identity.gateways).toEqual([]);
    });
    it('takes a workload without sources behind another service\'s Kubernetes Service for a variant of it', () => {
        const facts = [deployment('payment', { image: 'acme/payment' }), deployment('payment-canary', { image: 'acme/payment-canary', labels: { app: 'payment' } }), kubeService('payment', 'payment'), dockerfile('payment/Dockerfile')];
        expect(summary(facts, ['payment/server.js'])).toEqual(['payment payment deployed null']);
    });
    it('takes replicas of one folder, and one image under different names in different stacks, for one service', () => {
        const facts = [compose('orders', { build: 'orders' }), compose('orders-secondary', { build: 'orders' }), compose('bills', { image: 'acme/billing:1' }), compose('invoices', { image: 'acme/billing:2', stack: 'old/compose.yml' }), compose('other', { image: 'acme/other' }), dockerfile('orders/Dockerfile')];
        expect(idOf(facts, ['orders/server.js']).services.map((s) => [s.name, s.aliases.includes('invoices')])).toEqual([['bills', true], ['orders', false], ['other', false]]);
    });
    it('leaves scripts that a Java server merely serves unlinked', () => {
        const identity = idOf([dockerfile('shop/Dockerfile', 'openjdk')], ['shop/pom.xml', 'shop/src/Main.java', 'shop/static/a.js', 'shop/static/b.js']);
        expect(identity.services.map((s) => s.language)).toEqual(['java']);
        expect(identity.deployables).toEqual([]);
    });
    it('keeps equal names in two namespaces apart, and namespaces that are environments together', () => {
        const apart = idOf([deployment('api', { namespace: 'orders', image: 'acme/x' }), deployment('api', { namespace: 'billing', image: 'acme/y' }), deployment('z', { build: 'z' }), compose('w', { build: '.', image: 'acme/w' })]).services;
        expect(apart.filter((s) => s.name === 'api').map((s) => s.id)).toEqual(['service:billing/api', 'service:orders/api']);
        const together = idOf([deployment('api', { namespace: 'staging', image: 'api-image' }), deployment('api', { namespace: 'prod', image: 'api-image' })]).services;
        expect(together.map((s) => s.id)).toEqual(['service:api']);
    });
});
describe('what is no service', () => {
    it('classifies stock images', () => {
        const facts = [compose('db', { image: 'postgres:16' }), compose('mq', { image: 'bitnami/rabbitmq' }), compose('edge', { image: 'nginx' }), compose('ui', { image: 'dpage/pgadmin4' }), compose('konga', { image: 'pantsel/konga' })];
        const identity = idOf(facts);
        expect(identity.services).toEqual([]);
        expect(identity.datastores.map((s) => [s.name, s.technology, s.port])).toEqual([['db', 'postgresql', 5432]]);
        expect(identity.brokers.map((s) => [s.name, s.technology])).toEqual([['mq', 'rabbitmq']]);
        expect(identity.gateways.map((s) => s.name)).toEqual(['edge']);
        expect(identity.infrastructure.map((s) => s.name)).toEqual(['konga', 'ui']);
    });
    it('takes an image built from a data store for a data store, and one built from a gateway for a gateway service', () => {
        const facts = [compose('shopdb', { build: 'db' }), compose('edge', { build: 'edge' }), dockerfile('db/Dockerfile', 'mysql:8'), dockerfile('edge/Dockerfile', 'kong:3')];
        const identity = idOf(facts, ['db/init.sql', 'edge/plugin.js']);
        expect(identity.datastores.map((s) => [s.name, s.technology])).toEqual([['shopdb', 'mysql']]);
        expect(identity.services.map((s) => [s.name, s.role])).toEqual([['edge', 'gateway']]);
    });
    it('knows a store\'s image that the owners publish by its name and the settings that initialise it', () => {
        const identity = idOf([compose('products', { image: 'acme/product-api-db:v1', env: { POSTGRES_USER: 'postgres' } }), compose('product-db-ui', { image: 'acme/product-db', env: { DB_HOST: 'products' } })]);
        expect(identity.datastores.map((d) => [d.name, d.technology])).toEqual([['products', 'postgresql']]);
    });
    it('leaves out packages that others import, workspace roots, tools, examples and packages nothing starts', () => {
        const facts = [
            pack('.', { workspaces: ['packages/*'], scripts: { start: 'node index.js' } }),
            pack('packages/shared', { name: '@acme/shared', scripts: { start: 'node index.js' } }),
            pack('packages/cli', { private: false, bin: ['bin.js'], scripts: { start: 'node bin.js' } }),
            pack('packages/notes'),
            pack('packages/examples/demo', { scripts: { start: 'node index.js' } }),
            pack('packages/orders', { scripts: { start: 'node index.js' }, dependencies: { '@acme/shared': '*' } }),
            pack('packages/watcher', { scripts: { start: 'tsc --watch' } }),
        ];
        const files = ['index.js', ...['shared', 'cli', 'notes', 'examples/demo', 'orders', 'watcher'].flatMap((p) => [`packages/${p}/index.js`, `packages/${p}/bin.js`])];
        expect(summary(facts, files)).toEqual(['orders packages/orders candidate null']);
    });
    it('takes an unlisted Dockerfile for a service that is built, but not a bare base image', () => {
        const facts = [dockerfile('billing/Dockerfile'), dockerfile('tools/Dockerfile', 'node:20', { command: [], copies: [] })];
        expect(summary(facts, ['billing/server.js', 'tools/x.js'])).toEqual(['billing billing built null']);
    });
});
describe('roles, names and entries', () => {
    it('knows browser bundles, load generators, jobs and gateways by name', () => {
        const facts = [
            pack('web', { scripts: { start: 'vite' }, devDependencies: { vite: '5' }, dependencies: { 'react-dom': '18' } }),
            pack('pages', { scripts: { start: 'next start' }, dependencies: { next: '14', 'react-dom': '18' } }),
            compose('load', { build: 'load' }),
            dockerfile('load/Dockerfile', 'locustio/locust'),
            deployment('report', { image: 'report', workloadKind: 'CronJob' }),
            compose('api-gateway', { image: 'api-gateway' }),
            compose('payment-gateway', { image: 'payment-gateway' }),
        ];
        const files = ['web/index.html', 'web/src/main.tsx', 'pages/pages/index.tsx', 'load/locustfile.py'];
        expect(summary(facts, files).map((s) => s.split(' ').filter((_, i) => i === 0 || i === 3).join(' '))).toEqual(['api-gateway gateway', 'load load-generator', 'pages null', 'payment-gateway null', 'report job', 'web frontend']);
    });
    it('maps built entry files back to sources through scripts, wrappers and workspaces', () => {
        const facts = [
            pack('.', { workspaces: ['apps/*'], scripts: { 'start:billing': 'pnpm --filter @acme/billing start:prod' } }),
            pack('apps/orders', { scripts: { start: 'cross-env NODE_ENV=production node -r tsconfig-paths/register ./dist/server.js' } }),
            pack('apps/billing', { name: '@acme/billing', scripts: { 'start:prod': 'node dist/src/main.js', start: 'nodemon' } }),
            dockerfile('apps/billing/Dockerfile', 'node', { command: ['pnpm', 'start:billing'] }),
            pack('apps/stock', { scripts: { 'start:prod': 'node dist/main', dev: 'nest start --watch' } }),
        ];
        const files = ['apps/orders/src/server.ts', 'apps/billing/src/main.ts', 'apps/stock/src/main.ts', 'apps/billing/package.json'];
        expect(idOf(facts, files).services.map((s) => [s.name, s.entries])).toEqual([['billing', ['apps/billing/src/main.ts']], ['orders', ['apps/orders/src/server.ts']], ['stock', ['apps/stock/src/main.ts']]]);
    });
    it('lets a generic name that two units bear give way to the folder around it', () => {
        const facts = [dockerfile('orders/api/Dockerfile'), dockerfile('billing/api/Dockerfile')];
        expect(idOf(facts, ['orders/api/server.js', 'billing/api/server.js']).services.map((s) => s.name)).toEqual(['billing', 'orders']);
    });
    it('cuts environment affixes from deployed names and takes names that env files give as aliases', () => {
        const facts = [deployment('orders-prod', { image: 'acme/orders' }), dockerfile('orders/Dockerfile'), envFile('orders/.env', { SERVICE_NAME: 'orders service' })];
        const [service] = idOf(facts, ['orders/server.js']).services;
        expect(service?.name).toBe('orders');
        expect(service?.aliases).toContain('orders service');
    });
    it('lets the configuration name services, their path, role and team', () => {
        const settings = { ...config, services: { ordering: { path: 'orders', aliases: ['ord'], owns: ['orders'], team: 'checkout', role: 'job' }, legacy: { path: 'old', aliases: [], owns: [] } } };
        const services = idOf([compose('orders', { build: 'orders' }), dockerfile('orders/Dockerfile')], ['orders/server.js', 'old/app.php'], settings).services;
        expect(services.map((s) => [s.name, s.path, s.role, s.team])).toEqual([['legacy', 'old', null, null], ['ordering', 'orders', 'job', 'checkout']]);
        expect(services[1]?.aliases).toEqual(['ord', 'orders']);
    });
});
describe('servers of alternative stacks', () => {
    it('joins the only server of a technology in stacks that deploy the same services, under the unlabelled stack\'s name', () => {
        const facts = [compose('orders', { build: 'orders' }), compose('mongodb', { image: 'mongo' }), compose('orders', { build: 'orders', stack: 'local/compose.yml', environment: 'local' }), compose('mongo', { image: 'mongo', stack: 'local/compose.yml', environment: 'local' }), dockerfile('orders/Dockerfile')];
        expect(idOf(facts, ['orders/server.js']).datastores.map((s) => [s.key, s.aliases])).toEqual([['mongodb', ['mongo']]]);
    });
    it('keeps equal names of unrelated stacks apart', () => {
        const facts = [compose('db', { image: 'postgres', stack: 'orders/compose.yml' }), compose('db', { image: 'postgres', stack: 'billing/compose.yml' })];
        expect(idOf(facts).datastores.map((s) => s.key)).toEqual(['db', 'db@orders']);
    });
    it('gives the same bytes whatever the order of the facts', () => {
        const facts = [compose('orders', { build: 'orders' }), compose('db', { image: 'postgres' }), dockerfile('orders/Dockerfile'), compose('billing', { image: 'billing', env: { A: branch(literal('1'), literal('2')) } })];
        const once = idOf(facts, ['orders/server.js']);
        const twice = idOf([...facts].reverse(), ['orders/server.js']);
        expect(JSON.stringify(twice.services)).toBe(JSON.stringify(once.services));
        expect(JSON.stringify(twice.datastores)).toBe(JSON.stringify(once.datastores));
    });
});
