import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SourceUnit, Value } from '../../src/core/source.js';
import { extractJsonModule, extractTypeScript, loadTypeScript, typeScriptExtensions } from '../../src/extract/languages/typescript/index.js';
import { describeUnit, describeValue, type UnitLines } from '../support/describe-unit.js';

const root = fileURLToPath(new URL('../../fixtures/extract/typescript', import.meta.url));
const sections: readonly (keyof UnitLines)[] = ['imports', 'exports', 'types', 'functions', 'calls', 'writes', 'notes', 'suppressions'];

beforeAll(loadTypeScript);

const calls = (file: string, text: string): readonly string[] => describeUnit(extractTypeScript(file, text)).calls;
const notes = (file: string, text: string): readonly string[] => describeUnit(extractTypeScript(file, text)).notes;
const exported = (unit: SourceUnit, name: string): Value | undefined => unit.exports.find((row) => row.name === name)?.value;

describe('fixtures/extract/typescript: every section that a case lists is met exactly', () => {
  for (const name of readdirSync(root).sort()) {
    it(name, () => {
      const input = readdirSync(join(root, name)).find((file) => file.startsWith('input.'));
      if (input === undefined) throw new Error(`${name} has no input file`);
      const expected = parse(readFileSync(join(root, name, 'expected.yml'), 'utf8')) as Partial<Record<keyof UnitLines, string[]>>;
      const found = describeUnit(extractTypeScript(input, readFileSync(join(root, name, input), 'utf8')));
      const asked = sections.filter((section) => expected[section] !== undefined);
      expect(asked.length).toBeGreaterThan(0);
      expect(Object.keys(expected).filter((key) => !sections.includes(key as keyof UnitLines))).toEqual([]);
      for (const section of asked) expect(found[section], section).toEqual(expected[section]);
    });
  }
});

describe('hostile text', () => {
  it('reads past a chain of 20,000 operands and says that its value is not followed', () => {
    const text = `const s = ${Array(20_000).fill('a').join(' + ')};\nafter(1);`;
    expect(calls('a.ts', text)).toEqual(["call global after('1') in module @2"]);
    expect(notes('a.ts', text)).toEqual(['more than 500 operands: the value is not followed @1']);
  });

  it('reads past 20,000 operands of alternating operators', () => {
    const text = `const s = ${Array(20_000).fill('a').join(' + b - ')};\nafter(1);`;
    expect(calls('a.ts', text)).toEqual(["call global after('1') in module @2"]);
    expect(notes('a.ts', text)).toEqual(['nested too deeply: what is inside is not read; split the expression @1']);
  });

  it('gives a note for 10,000 nested calls and an otherwise empty unit', () => {
    const unit = extractTypeScript('a.ts', `${'f('.repeat(10_000)}${')'.repeat(10_000)};`);
    expect(unit.notes).toEqual([{ line: 1, text: 'not read: it is nested too deeply; split the deepest expression, or ignore the file' }]);
    expect(unit.functions).toHaveLength(1);
    expect(unit.calls).toEqual([]);
  });

  it('keeps the unit of doubling defaults about as large as its text', () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index} = [p${index - 1}, p${index - 1}]`).slice(1);
    const unit = extractTypeScript('a.js', `function f({ p0 = [1, 1], ${names.join(', ')} }) { return p39; }`);
    expect(JSON.stringify(unit).length).toBeLessThan(40_000);
    expect(unit.functions[1]?.returns).toHaveLength(1);
  });

  it('does not repeat a long test for each call that it guards', () => {
    const unit = extractTypeScript('a.js', `if ([${Array(400).fill('1').join(', ')}]) { ${'g(); '.repeat(100)} }`);
    expect(unit.calls).toHaveLength(100);
    expect(unit.calls[99]?.guards).toEqual([{ test: { k: 'unknown', text: 'a long list' }, negated: false }]);
  });

  it('takes names of Object.prototype for ordinary names', () => {
    const unit = extractTypeScript(
      'a.js',
      'const o = { __proto__: x, constructor: 1 };\nfunction hasOwnProperty() {}\nhasOwnProperty(o.constructor);\nvalueOf();',
    );
    expect(describeUnit(unit).calls).toEqual(['call hasOwnProperty(o.constructor) in module @3', 'call global valueOf() in module @4']);
    expect(describeUnit(unit).writes).toEqual(["o = {__proto__: global x, constructor: '1'} in module @1"]);
  });

  it.each([
    ['empty', ''],
    ['control characters', '\0\u0001\u0002'],
    ['an open string', 'const a = "'],
    ['an open template', 'f(`${'],
    ['an open block', 'class A { b() {'],
  ])('survives %s', (_name, text) => {
    for (const extension of typeScriptExtensions) expect(extractTypeScript(`a${extension}`, text).functions[0]?.line).toBe(1);
  });
});

describe('lines', () => {
  it('counts them behind a byte order mark, with carriage returns and after a shebang', () => {
    expect(calls('a.js', '\uFEFFone();\r\ntwo();')).toEqual(['call global one() in module @1', 'call global two() in module @2']);
    expect(calls('a.js', '#!/usr/bin/env node\nrun();')).toEqual(['call global run() in module @2']);
  });

  it('takes a call in a chain where its own name stands', () => {
    expect(calls('a.ts', 'queue\n  .of("orders")\n  .send(1);')).toEqual([
      "call global queue.of('orders') in module @2",
      "call global queue.of() @2.send('1') in module @3",
    ]);
  });
});

describe('generated and test files', () => {
  const unitOf = (file: string, text = ''): SourceUnit => extractTypeScript(file, text);

  it.each([
    'src/orders.spec.ts',
    'src/orders.test.tsx',
    'src/__tests__/orders.ts',
    'test/orders.ts',
    'src/Button.stories.tsx',
    'e2e/orders.ts',
    'cypress/orders.ts',
    'src/__mocks__/db.js',
  ])('%s is a test', (file) => {
    expect(unitOf(file).test).toBe(true);
  });

  it.each(['src/orders.ts', 'src/latest/orders.ts', 'src/testing-ground.ts', 'contest/orders.ts'])('%s is none', (file) => {
    expect(unitOf(file).test).toBe(false);
  });

  it.each([
    ['src/orders_grpc_pb.js', ''],
    ['src/orders_pb.d.ts', ''],
    ['src/api.generated.ts', ''],
    ['src/routes.gen.ts', ''],
    ['src/api.ts', '/* eslint-disable */\n// @generated by protoc\nexport {};'],
    ['src/api.ts', '/**\n * This file is auto-generated. Do not edit.\n */'],
    ['src/api.ts', '// DO NOT EDIT\nf();'],
  ])('%s with head %j is generated', (file, text) => {
    expect(unitOf(file, text).generated).toBe(true);
  });

  it('does not take a remark below the head for a mark', () => {
    expect(unitOf('src/api.ts', 'f();\n// DO NOT EDIT the line above').generated).toBe(false);
  });
});

describe('extractJsonModule', () => {
  it('gives the value as the module and as its default, with the lines of objects', () => {
    const unit = extractJsonModule(
      'config.json',
      '{\n  "url": "http://orders:80",\n  "retry": [1, true, null],\n  "db": {\n    "password": "amqp://app:s3cret@mq"\n  }\n}',
    );
    const value = {
      k: 'object',
      entries: [
        ['url', { k: 'literal', text: 'http://orders:80' }],
        [
          'retry',
          {
            k: 'list',
            items: [
              { k: 'literal', text: '1' },
              { k: 'literal', text: 'true' },
              { k: 'unknown', text: 'null' },
            ],
          },
        ],
        ['db', { k: 'object', entries: [['password', { k: 'literal', text: 'amqp://app@mq' }]], line: 4 }],
      ],
      line: 1,
    };
    expect(unit.exports).toEqual([
      { name: '=', value, line: 1 },
      { name: 'default', value, line: 1 },
    ]);
    expect(unit.notes).toEqual([]);
  });

  it('lets comments and trailing commas pass, reads around an error and names its line', () => {
    expect(extractJsonModule('a.json', '{ // why\n "a": 1, }').notes).toEqual([]);
    const broken = extractJsonModule('a.json', '{ "a": 1,\n "b": }');
    const value = exported(broken, '=');
    expect(value && describeValue(broken, value, 0)).toBe("{a: '1'}");
    expect(broken.notes).toEqual([{ line: 2, text: '1 JSON syntax error: what stands around is read; mend them for the rest.' }]);
  });

  it('gives a note for 100,000 nested lists', () => {
    const unit = extractJsonModule('a.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(unit.exports).toEqual([]);
    expect(unit.notes).toEqual([{ line: 1, text: 'not read: it is nested too deeply; ignore the file' }]);
  });
});

describe('field initialisers', () => {
  const init = (text: string): string | undefined => {
    const unit = extractTypeScript('a.ts', text);
    const id = unit.types[0]?.init;
    return id === undefined ? undefined : unit.functions[id]?.name;
  };

  it('get a function of their own where they do something', () => {
    expect(init('class Orders { rows = load(); }')).toBe('<init>');
    expect(init('class Orders { add = () => this.rows; }')).toBe('<init>');
  });

  it('get none where they do not, whatever decorators and statics do', () => {
    expect(init("class Orders { @Type(() => Row) rows = []; limit = 3; static all = load(); @Column(make()) name = 'x'; }")).toBeUndefined();
    expect(init('class Orders { @Type(() => Row) rows: Row[]; }')).toBeUndefined();
  });
});

describe('the unit', () => {
  it('is plain JSON without undefined values', () => {
    const text = readFileSync(join(root, 'classes', 'input.ts'), 'utf8');
    const unit = extractTypeScript('src/sender.ts', text);
    expect(JSON.parse(JSON.stringify(unit))).toStrictEqual(unit);
    expect([unit.file, unit.module, unit.language]).toEqual(['src/sender.ts', 'src/sender.ts', 'typescript']);
  });
});
