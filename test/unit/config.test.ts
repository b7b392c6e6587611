import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ConfigError, configJsonSchema, exampleConfig, type LoadConfigOptions, loadConfig, nearestName } from '../../src/config/index.js';
import type { RuleMeta } from '../../src/core/rule.js';
import { UsageError } from '../../src/core/usage-error.js';
import { libraries } from '../../src/libraries/index.js';
import { gateRules } from '../../src/judge/index.js';
import { rules } from '../../src/rules/index.js';

const metas: Readonly<Record<string, RuleMeta>> = { ...Object.fromEntries(rules.map((rule) => [rule.id, rule.meta])), ...gateRules };

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'archlint-config-'));
  mkdirSync(join(root, '.git'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const load = (more: Partial<LoadConfigOptions> = {}) => loadConfig({ cwd: root, rules: metas, ...more });
function problem(text: string, name = '.archlintrc.yml', more: Partial<LoadConfigOptions> = {}): string {
  put(name, text);
  try {
    load(more);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'loaded';
}

describe('finding a configuration', () => {
  it.each([
    ['.archlintrc.yml', 'ignore: [legacy]\n'],
    ['.archlintrc.yaml', 'ignore: [legacy]\n'],
    ['.archlintrc.json', '{\n\t"ignore": ["legacy"]\n}\n'],
    ['.archlintrc', 'ignore: [legacy]\n'],
    ['archlint.config.json', '{ "ignore": ["legacy"] }'],
    ['package.json', '{ "name": "shop", "archlint": { "ignore": ["legacy"] } }'],
  ])('%s', (name, text) => {
    put(name, text);
    expect(load()).toMatchObject({ file: name, ignore: ['legacy'] });
  });

  it('upwards to the root of the repository, no further', () => {
    put('.archlintrc.yml', 'ignore: [legacy]\n');
    put('a/b/package.json', '{ "name": "b" }');
    expect(load({ from: 'a/b' }).file).toBe('.archlintrc.yml');
    expect(load({ cwd: join(root, 'a/b') }).file).toBe('../../.archlintrc.yml');
    mkdirSync(join(root, 'a/.git'));
    expect(load({ from: 'a/b' }).file).toBeNull();
  });

  it('none: the preset recommended', () => {
    const config = load();
    expect(config).toMatchObject({ file: null, preset: 'recommended', services: {}, ignore: [], suppress: [], libraries: [] });
    expect(config.rules['sync-chain']).toEqual({ severity: 'error', options: { max: 2, countGateway: false } });
    expect(Object.keys(config.rules).sort()).toEqual(Object.keys(metas).sort());
  });

  it('--no-config reads none, --config this one', () => {
    put('.archlintrc.yml', 'ignore: [legacy]\n');
    put('ci/strict.yml', 'extends: archlint:strict\n');
    expect(load({ none: true })).toMatchObject({ file: null, ignore: [] });
    expect(load({ file: 'ci/strict.yml' })).toMatchObject({ file: 'ci/strict.yml', preset: 'strict', ignore: [] });
    expect(() => load({ file: 'none.yml' })).toThrow('none.yml: cannot be read. Check the path after --config.');
  });

  it('an empty file is none, one of comments alone sets nothing', () => {
    put('.archlintrc.yml', '\n');
    expect(load().file).toBeNull();
    put('.archlintrc.yml', '# nothing yet\n');
    expect(load()).toMatchObject({ file: '.archlintrc.yml', preset: 'recommended' });
  });
});

describe('a hostile tree', () => {
  const trap = 'globalThis.archlintTrap = true; module.exports = {};\n';

  it('programs are never run, nor those that cosmiconfig keeps for itself', () => {
    for (const name of [
      '.archlintrc.js',
      '.archlintrc.cjs',
      '.archlintrc.ts',
      'archlint.config.js',
      'archlint.config.ts',
      '.config/config.js',
      '.config/config.cjs',
      '.config/archlintrc.js',
    ])
      put(name, trap);
    put('package.json', '{ "cosmiconfig": { "searchPlaces": ["archlint.config.js"] } }');
    const before = process.cwd();
    try {
      process.chdir(root);
      expect(load().file).toBeNull();
    } finally {
      process.chdir(before);
    }
    expect(globalThis).not.toHaveProperty('archlintTrap');
    expect(() => load({ file: 'archlint.config.js' })).toThrow(
      'archlint.config.js: is a program, and archlint runs none. Write the configuration as YAML or JSON (.archlintrc.yml).',
    );
    expect(globalThis).not.toHaveProperty('archlintTrap');
  });

  it('nothing is imported from other files', () => {
    put('other.yml', 'ignore: [stolen]\n');
    expect(problem('$import: ./other.yml\n')).toContain('.archlintrc.yml:1: unknown key "$import"');
  });

  it('links, pipes and large files are refused by name; such a package.json is passed over', () => {
    put('secret', 'ignore: [stolen]\n');
    symlinkSync(join(root, 'secret'), join(root, '.archlintrc.yml'));
    expect(() => load()).toThrow('.archlintrc.yml: is a link and is not read. Replace it with a small regular file, or name another with --config.');
    rmSync(join(root, '.archlintrc.yml'));
    execFileSync('mkfifo', [join(root, '.archlintrc.json')]);
    expect(() => load()).toThrow('.archlintrc.json: is no regular file');
    expect(() => load({ file: '.archlintrc.json' })).toThrow('.archlintrc.json: is no regular file');
    rmSync(join(root, '.archlintrc.json'));
    expect(problem(`# ${'x'.repeat(1_000_001)}`)).toContain('.archlintrc.yml: is larger than 1 MB');
    rmSync(join(root, '.archlintrc.yml'));
    symlinkSync(join(root, 'secret'), join(root, 'package.json'));
    expect(load().file).toBeNull();
  });

  it('keys that mean something to JavaScript are refused', () => {
    expect(problem('services:\n  __proto__: { path: x }\n')).toBe('.archlintrc.yml:2: has the key "__proto__", which no configuration can use. Rename it.');
  });
});

describe('what a configuration says', () => {
  it('everything the contract shows', () => {
    put(
      '.archlintrc.yml',
      `extends: archlint:strict
services:
  orders: { path: services/orders, aliases: [order-svc], team: checkout, context: ordering, role: null, owns: [orders, order_items] }
ignore: ["legacy/**"]
infrastructure: [config-server]
contexts: { ordering: { services: [orders, cart], mayUse: [catalog] } }
strangler: { monolith: shop, extracted: { billing: { routes: ["/billing/**"], tables: [invoices] } } }
team: { engineers: 14 }
libraries:
  - { language: typescript, modules: ["@acme/http"], sightings: [ { call: ["acmeGet"], role: client, protocol: http, target: { arg: 0 } } ] }
rules:
  sync-chain: [error, { max: 3 }]
  hardcoded-address: off
suppress:
  - { rule: shared-database, services: [orders, billing], reason: "ADR 12: split planned for Q3", until: 2027-03-31 }
`,
    );
    expect(load()).toMatchObject({
      file: '.archlintrc.yml',
      preset: 'strict',
      services: {
        orders: { path: 'services/orders', aliases: ['order-svc'], team: 'checkout', context: 'ordering', role: null, owns: ['orders', 'order_items'] },
      },
      ignore: ['legacy/**'],
      infrastructure: ['config-server'],
      contexts: { ordering: { services: ['orders', 'cart'], mayUse: ['catalog'] } },
      libraries: [
        {
          id: 'acme-http',
          language: 'typescript',
          url: '',
          modules: ['@acme/http'],
          sightings: [{ call: ['acmeGet'], role: 'client', protocol: 'http', target: { arg: 0 } }],
          examples: [],
        },
      ],
      rules: { 'sync-chain': { severity: 'error', options: { max: 3, countGateway: false } }, 'hardcoded-address': { severity: 'off', options: {} } },
      suppress: [
        {
          rule: 'shared-database',
          services: ['orders', 'billing'],
          reason: 'ADR 12: split planned for Q3',
          until: '2027-03-31',
          file: '.archlintrc.yml',
          line: 15,
        },
      ],
    });
  });

  it('a library of the company can say all that the built-in records say', () => {
    const ownModules = libraries.filter((record) => record.modules.length > 0);
    expect(ownModules.length).toBeGreaterThan(20);
    for (const record of ownModules) {
      put('.archlintrc.json', JSON.stringify({ libraries: [record] }));
      expect(load().libraries).toEqual([JSON.parse(JSON.stringify(record))]);
    }
  });

  it('presets: --preset over extends, rules over both, --rule over all', () => {
    put('.archlintrc.yml', 'extends: archlint:strict\nrules:\n  sync-cycle: warn\n  shared-database: [info]\n');
    expect(load()).toMatchObject({
      preset: 'strict',
      rules: { 'sync-cycle': { severity: 'warn' }, 'shared-database': { severity: 'info' }, 'hardcoded-address': { severity: 'warn' } },
    });
    const config = load({ preset: 'minimal', overrides: ['sync-cycle:off', 'sync-cycle:info'] });
    expect(config).toMatchObject({
      preset: 'minimal',
      rules: { 'sync-cycle': { severity: 'info' }, 'shared-database': { severity: 'info' }, 'hardcoded-address': { severity: 'off' } },
    });
  });

  it('--rule names a rule and a severity', () => {
    expect(() => load({ overrides: ['sync-cycl:warn'] })).toThrow(
      new UsageError('--rule sync-cycl:warn: unknown rule "sync-cycl". Did you mean "sync-cycle"?'),
    );
    expect(() => load({ overrides: ['sync-cycle:warning'] })).toThrow('expected id:severity, with severity one of off, info, warn, error');
    expect(() => load({ overrides: ['sync-cycle'] })).toThrow('expected id:severity');
  });
});

describe('mistakes name file, line and remedy', () => {
  it.each([
    ['servises: {}\n', '.archlintrc.yml:1: unknown key "servises". Did you mean "services"?'],
    ['ignore: []\nservices:\n  orders:\n    alias: [x]\n', '.archlintrc.yml:4: unknown key "alias" in services.orders. Did you mean "aliases"?'],
    [
      'services:\n  orders:\n    zzzzzz: 1\n',
      '.archlintrc.yml:3: unknown key "zzzzzz" in services.orders. Valid keys: path, aliases, team, context, role, owns.',
    ],
    ['rules:\n  shared-tables: error\n', '.archlintrc.yml:2: unknown key "shared-tables" in rules. Did you mean "shared-table"?'],
    [
      'rules:\n  shared-table: warning\n',
      '.archlintrc.yml:2: rules.shared-table: expected one of off, info, warn, error, found "warning". Did you mean "warn"?',
    ],
    ['rules:\n  sync-chain: [error, { maximum: 3 }]\n', '.archlintrc.yml:2: unknown key "maximum" in rules.sync-chain[1]. Did you mean "max"?'],
    [
      'rules:\n  sync-chain:\n    - error\n    - max: 0\n',
      '.archlintrc.yml:4: rules.sync-chain[1].max: expected a number of at least 1, found 0. Correct the value.',
    ],
    ['rules:\n  sync-chain: [error, { max: 2.5 }]\n', '.archlintrc.yml:2: rules.sync-chain[1].max: expected a whole number, found 2.5. Correct the value.'],
    ['rules:\n  sync-chain: [error, { max: many }]\n', '.archlintrc.yml:2: rules.sync-chain[1].max: expected a number, found "many". Correct the value.'],
    ['rules:\n  shared-table: [error, { max: 1 }]\n', '.archlintrc.yml:2: unknown key "max" in rules.shared-table[1]. It takes none.'],
    [
      'rules:\n  restricted-edge:\n    - error\n    - forbid:\n        - { from: a, too: b, reason: c }\n',
      '.archlintrc.yml:5: rules.restricted-edge[1].forbid[0] lacks the key "to". Add it.',
    ],
    [
      'rules:\n  restricted-edge: [error, { forbid: [{ from: a, to: b, reason: c, kinds: calls }] }]\n',
      '.archlintrc.yml:2: unknown key "kinds" in rules.restricted-edge[1].forbid[0]. Did you mean "kind"?',
    ],
    [
      'rules:\n  restricted-edge: [error, { forbid: [{ from: a, to: b, reason: c, kind: call }] }]\n',
      '.archlintrc.yml:2: rules.restricted-edge[1].forbid[0].kind: expected one of calls, routes, publishes, consumes, accesses, starts-after, imports, uses, found "call". Did you mean "calls"?',
    ],
    [
      'rules:\n  restricted-edge: [error, { forbid: { from: a } }]\n',
      '.archlintrc.yml:2: rules.restricted-edge[1].forbid: expected a list, found a map. Correct the value.',
    ],
    [
      'extends: archlint:strictt\n',
      '.archlintrc.yml:1: extends: expected one of archlint:minimal, archlint:recommended, archlint:strict, found "archlint:strictt". Did you mean "archlint:strict"?',
    ],
    ['ignore: legacy\n', '.archlintrc.yml:1: ignore: expected a list, found "legacy". Correct the value.'],
    ['services: [orders]\n', '.archlintrc.yml:1: services: expected a map, found a list. Correct the value.'],
    ['[1]\n', '.archlintrc.yml:1: the configuration: expected a map, found a list. Correct the value.'],
    ['suppress:\n  - rule: shared-table\n    services: [orders]\n', '.archlintrc.yml:2: suppress[0] lacks the key "reason". Add it.'],
    ['suppress:\n  - { rule: shared-table, reason: " " }\n', '.archlintrc.yml:2: suppress[0].reason: expected a reason, found " ". Correct the value.'],
    [
      'suppress:\n  - { rule: shared-table, reason: x, until: soon }\n',
      '.archlintrc.yml:2: suppress[0].until: expected a date like 2027-03-31, found "soon". Correct the value.',
    ],
    ['suppress:\n  - rule: shared-tabel\n    reason: x\n', '.archlintrc.yml:2: suppress[0]: unknown rule "shared-tabel". Did you mean "shared-table"?'],
    [
      'libraries:\n  - { language: typescript, modules: [x], sightings: [{ call: [get], role: client }] }\n',
      '.archlintrc.yml:2: libraries[0].sightings[0]: expected protocol beside its role, found a map. Correct the value.',
    ],
    [
      'libraries:\n  - { language: typescript, modules: [x], sightings: [{ call: [get], role: client, protocol: http, target: { argument: 0 } }] }\n',
      '.archlintrc.yml:2: unknown key "argument" in libraries[0].sightings[0].target. Did you mean "arg"?',
    ],
    [
      'libraries:\n  - { language: typescript, modules: [x], sightings: [{ call: [get], role: client, protocol: http, target: {} }] }\n',
      '.archlintrc.yml:2: libraries[0].sightings[0].target: expected exactly one of arg, named, literal, env, firstOf, join, handle, receiver, method, typeArg, on, eachOf, memberOf, renamed, where, calls, text, annotation, assigned, token, found a map. Correct the value.',
    ],
  ])('%j', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  it('texts that cannot be read', () => {
    expect(problem('rules: [\n')).toMatch(/^\.archlintrc\.yml:\d+: YAML syntax error: .*\. Correct the file\.$/);
    expect(problem('{ "rules": ', '.archlintrc.yml.json', { file: '.archlintrc.yml.json' })).toMatch(
      /^\.archlintrc\.yml\.json:1: JSON syntax error: .*\. Correct the file\.$/,
    );
    expect(problem('ignore: []\n---\nignore: []\n')).toMatch(
      /^\.archlintrc\.yml:\d: holds more than one YAML document\. Keep one configuration in the file\.$/,
    );
  });

  it('in package.json the line is that of the file', () => {
    expect(problem('{\n  "archlint": {\n    "ignored": []\n  }\n}\n', 'package.json')).toBe('package.json:3: unknown key "ignored". Did you mean "ignore"?');
  });
});

describe('nearestName', () => {
  it.each([
    ['shared-tabel', 'shared-table'],
    ['Shared-Table', 'shared-table'],
    ['sync', 'sync-chain'],
    ['zzz', undefined],
    ['', undefined],
  ])('%s: %s', (word, expected) => {
    expect(nearestName(word, ['sync-cycle', 'sync-chain', 'shared-table'])).toBe(expected);
  });
});

describe('the example and the JSON Schema', () => {
  const validate = new Ajv2020({ strict: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, allowUnionTypes: true, strictTuples: false }).compile(
    configJsonSchema(metas),
  );

  it('the example loads and changes nothing; its comments are right too', () => {
    const example = exampleConfig(metas);
    put('.archlintrc.yml', example);
    const { lines, ...said } = load();
    expect(lines).toMatchObject({ extends: 2, 'rules/sync-chain': expect.any(Number) as number });
    expect({ ...said, file: null }).toEqual(load({ none: true }));
    expect(validate(parse(example))).toBe(true);
    for (const id of Object.keys(metas)) expect(example).toContain(`  # ${metas[id]?.summary}.\n`);
    put('.archlintrc.yml', example.replace(/^# (?=services:|ignore:|infrastructure:|contexts:|libraries:|suppress:| {2})/gm, ''));
    expect(load()).toMatchObject({
      services: { orders: { team: 'checkout' } },
      ignore: ['legacy/**'],
      libraries: [{ modules: ['@acme/http'] }],
      suppress: [{ rule: 'shared-database' }],
    });
  });

  it.each([
    [{ rules: { 'sync-chain': ['error', { max: 3 }] } }, true],
    [{ rules: { 'sync-chain': ['error'] } }, true],
    [{ rules: { 'sync-chain': ['error', { max: 0 }] } }, false],
    [{ rules: { 'sync-chain': ['error', {}, 1] } }, false],
    [{ rules: { 'no-such-rule': 'error' } }, false],
    [{ servises: {} }, false],
    [{ suppress: [{ rule: 'shared-table' }] }, false],
    [{ suppress: [{ rule: 'shared-table', reason: 'x', until: '2027-03-31' }] }, true],
    [{ services: { orders: { role: null } } }, true],
    [
      {
        libraries: [
          {
            language: 'typescript',
            modules: ['x'],
            sightings: [{ call: ['get'], role: 'client', protocol: 'http', target: { firstOf: [{ arg: 0 }, { handle: { arg: 1 } }] } }],
          },
        ],
      },
      true,
    ],
    [{ libraries: [{ language: 'typescript', modules: ['x'], sightings: [{ call: ['get'], target: { firstOf: [{ argument: 0 }] } }] }] }, false],
  ])('%j: %s, as loading says', (content, expected) => {
    expect(validate(content)).toBe(expected);
    expect(problem(JSON.stringify(content)) === 'loaded').toBe(expected);
  });
});
