import { describe, expect, it } from 'vitest';
import { forwardPath, type RoutePattern, routeFit } from '../../src/core/route-path.js';
import type { PathKind } from '../../src/core/route.js';
import { caddy } from '../../src/extract/manifests/caddy/index.js';
import { consulGateway } from '../../src/extract/manifests/consul-gateway/index.js';
import { envoy } from '../../src/extract/manifests/envoy/index.js';
import { gatewayApi } from '../../src/extract/manifests/gateway-api/index.js';
import { haproxy } from '../../src/extract/manifests/haproxy/index.js';
import { ingress } from '../../src/extract/manifests/ingress/index.js';
import { istio } from '../../src/extract/manifests/istio/index.js';
import { kong } from '../../src/extract/manifests/kong/index.js';
import { krakend } from '../../src/extract/manifests/krakend/index.js';
import { nginx } from '../../src/extract/manifests/nginx/index.js';
import { ocelot } from '../../src/extract/manifests/ocelot/index.js';
import { traefik } from '../../src/extract/manifests/traefik/index.js';
import { readRewrite } from '../../src/core/path-rewrite.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

describe.each([caddy, consulGateway, envoy, gatewayApi, haproxy, ingress, istio, kong, krakend, nginx, ocelot, traefik])('$id', (extractor) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });
});

const routesIn = (text: string): string[] => describeMoreFacts(nginx.extract('nginx.conf', text).facts);

describe('nginx', () => {
  it.each([
    ['auth_jwt "shop"; auth_jwt_key_file k;', 'jwt'],
    ['auth_oidc shop;', 'oidc'],
    ['access_by_lua_block { local a = "}" -- }\n if not ok then ngx.exit(401) end }', 'unknown'],
    ['access_by_lua_file /etc/nginx/auth.lua;', 'unknown'],
    ['if ($api_client_name = "") { return 403; }', 'key'],
    ['if ($http_user_agent ~ bot) { return 403; }', undefined],
    ['if ($request_method = OPTIONS) { return 204; }', undefined],
    ['auth_basic off;', 'none'],
    ['ssl_verify_client on;', 'mtls'],
    ['ssl_verify_client optional;', undefined],
  ])('guards: %s', (directives, kind) => {
    const auth = routesIn(`server { location /x { ${directives}\n proxy_pass http://x; } }`).flatMap((line) => /auth (\S+)/.exec(line)?.[1] ?? []);
    expect(auth).toEqual(kind === undefined ? [] : [kind]);
  });

  it('reads what Consul template, Nomad and dockerize leave to the environment', () => {
    const text = [
      'location /a { proxy_pass http://{{ env "HOST_A" }}:{{ env "PORT_A" }}/; }',
      'location /b { proxy_pass http://{{ default .Env.HOST_B "b" }}; }',
      'location /c { proxy_pass http://{{ .Env.HOST_C }}; }',
      'location /d { proxy_pass http://{{ .Values.d }}/x; }',
    ].join('\n');
    expect(routesIn(text).filter((line) => line.includes('->'))).toEqual([
      '  1 -> http://${HOST_A}:${PORT_A}',
      '  2 -> http://${HOST_B:-b}',
      '  3 -> http://${HOST_C}',
      '  4 -> http://{…}',
    ]);
  });

  it.each([
    ['blocks that never end', 'location /x {'.repeat(20_000)],
    ['braces that close nothing', `location /x { proxy_pass http://x; }${'}'.repeat(50_000)}`],
    ['actions that never end', `location /x { proxy_pass http://${'{{'.repeat(20_000)}`],
    ['variables that double', `location /x { set $a b; ${'set $a "$a$a"; '.repeat(5_000)} proxy_pass http://$a; }`],
    ['choices that double', `location /x { set $a b; ${'if ($b) { set $a "$a$a"; } '.repeat(5_000)} proxy_pass http://$a; }`],
    ['quotes that never end', 'location "/x { proxy_pass http://x; \n'.repeat(20_000)],
    ['Lua that never ends', 'location /x { content_by_lua_block { "\n'.repeat(5_000)],
    ['deep blocks', `${'location /x {'.repeat(500)}proxy_pass http://x;${'}'.repeat(500)}`],
    ['nothing of its own', 'limit_req \0'],
  ])('stands %s', (_, text) => {
    const begin = performance.now();
    expect(() => JSON.stringify(nginx.extract('nginx.conf', text))).not.toThrow();
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

describe('Caddy and HAProxy', () => {
  it.each([
    ['blocks that never end', caddy, 'a.com {\n'.repeat(20_000)],
    [
      'snippets that double',
      caddy,
      '(s) {\nhandle {\nimport s {args[0]}{args[0]}\nimport s {args[0]}{args[0]}\n}\n}\na.com {\nimport s xx\nreverse_proxy a:1\n}',
    ],
    ['here-documents that never end', caddy, `a.com {\nreverse_proxy a:1\n${'respond <<END\n'.repeat(20_000)}}`],
    ['quotes that never end', caddy, `a.com {\nreverse_proxy "${'a '.repeat(100_000)}`],
    ['names of JavaScript', caddy, 'constructor {\n@__proto__ path /x\nreverse_proxy @__proto__ toString:80\nimport constructor\n}'],
    ['conditions that multiply', haproxy, `frontend a\n${'acl x hdr(host) a\n'.repeat(500)} use_backend b if ${'x '.repeat(500)}\n`],
    ['braces that never end', haproxy, `frontend a\n use_backend b if ${'{ '.repeat(50_000)}\n`],
    ['names of JavaScript', haproxy, 'frontend __proto__\n use_backend constructor if toString\nbackend constructor\n server __proto__ a:1\n'],
  ] as const)('stand %s', (_, extractor, text) => {
    const file = extractor.id === 'caddy' ? 'Caddyfile' : 'haproxy.cfg';
    const begin = performance.now();
    expect(extractor.extract(file, text).facts.length).toBeLessThan(30_000);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

describe('readRewrite', () => {
  it.each([
    ['^/api/(.*)$', '/$1', [{ front: '/api/', by: '/' }]],
    ['^/api/(.*)', '/v1/$1', [{ front: '/api/', by: '/v1/' }]],
    ['/api(/|$)(.*)', '/$2', [{ front: '/api', by: '' }]],
    ['/api(/|$)(.*)', '/v1/$2', [{ front: '/api', by: '/v1' }]],
    ['/api(/)?(.*)', '/\\2', [{ front: '/api', by: '' }]],
    ['^/api/?(.*)$', '/$1', [{ front: '/api', by: '' }]],
    ['/red/(?<segment>.*)', '/$\\{segment}', [{ front: '/red/', by: '/' }]],
    ['^/a\\.b/(.+)$', '/$1', [{ front: '/a.b/', by: '/' }]],
    ['^(.*)$', '/v1$1', [{ front: '', by: '/v1' }]],
    ['^/old$', '/new', [{ whole: '/new' }]],
    ['^/api/(.*)$', '/all?x=$1', [{ whole: '/all' }]],
    ['^/(v[12])/(.*)$', '/$2', null],
    ['^/api/(.*)/x$', '/$1', null],
    ['^/api/(.*)$', '/$2', null],
    [`^${'(a+)+'.repeat(50)}$`, '/$1', null],
  ] as const)('%s to %s', (pattern, replacement, steps) => {
    expect(readRewrite(pattern, replacement)).toEqual(steps);
  });
});

describe('paths of routes', () => {
  const route = (path: string | null, pathKind: PathKind = 'prefix', methods: readonly string[] = []): RoutePattern => ({ path, pathKind, methods });

  it.each([
    [route('/api'), '/api/x', true],
    [route('/api/'), '/api', true],
    [route('/api'), '/apix', false],
    [route(null), '/anything', true],
    [route('/a', 'exact'), '/a', true],
    [route('/a', 'exact'), '/a/b', false],
    [route('/a/{id}', 'template'), '/a/7', true],
    [route('/a/{id}', 'template'), '/a/7/b', false],
    [route('/a/{rest+}', 'template'), '/a/7/b', true],
    [route('/a/**', 'template'), '/a', true],
    [route('^/a/(\\d+)$', 'regex'), '/a/7', true],
    [route('\\.php$', 'regex'), '/x.php', false],
    [route('/a', 'prefix', ['GET']), '/a', true],
    [route('/a', 'prefix', ['POST']), '/a', false],
    [route('/a/b'), '/a/*', true],
  ])('%o answers %s: %s', (pattern, path, fits) => {
    expect(routeFit(pattern, path, 'GET') !== undefined).toBe(fits);
  });

  it('the most telling route wins', () => {
    const strength = (pattern: RoutePattern): number => routeFit(pattern, '/a/b', 'GET') ?? -1;
    expect(strength(route('/a/b', 'exact'))).toBeGreaterThan(strength(route('/a/{id}', 'template')));
    expect(strength(route('/a/{id}', 'template'))).toBeGreaterThan(strength(route('/a/b')));
    expect(strength(route('/a/b'))).toBeGreaterThan(strength(route('/a')));
    expect(strength(route('/a', 'prefix', ['GET']))).toBeGreaterThan(strength(route('/a')));
  });

  it.each([
    ['/api/x', [{ front: '/api', by: '' }], '/x'],
    ['/api', [{ front: '/api', by: '' }], '/'],
    ['/apix', [{ front: '/api', by: '' }], '/apix'],
    [
      '/api/x',
      [
        { front: '/api/', by: '/' },
        { front: '', by: '/v1' },
      ],
      '/v1/x',
    ],
    ['/api/x', [{ whole: '/y' }], '/y'],
    ['/api/x', null, null],
  ] as const)('%s by %j is %s', (path, steps, onward) => {
    expect(forwardPath(path, steps)).toBe(onward);
  });
});
