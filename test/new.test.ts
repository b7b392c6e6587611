import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create } from '../scripts/new.js';
import { root } from './support/source-files.js';

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'archlint-new-'));
  for (const file of [
    'src/rules/index.ts',
    'src/libraries/index.ts',
    'src/extract/manifests/index.ts',
    'src/extract/contracts/index.ts',
    'src/report/index.ts',
    'src/report/formats.ts',
  ])
    cpSync(path.join(root, file), path.join(copy, file));
});
afterAll(() => rmSync(copy, { recursive: true }));

const lines = (file: string): string[] => readFileSync(path.join(copy, file), 'utf8').split('\n');
const before = (file: string): string[] => readFileSync(path.join(root, file), 'utf8').split('\n');
const added = (file: string): string[] => lines(file).filter((line) => !before(file).includes(line));
const neighbours = (file: string, line: string): (string | undefined)[] => {
  const at = lines(file).indexOf(line);
  return [lines(file)[at - 1], lines(file)[at + 1]];
};

describe('npm run new', () => {
  it('makes a rule with two cases and lists it in order', () => {
    create(copy, 'rule', 'shared-secret');
    const list = 'src/rules/index.ts';
    expect(added(list)).toEqual(["import { sharedSecret } from './shared-secret.js';", '  sharedSecret,']);
    expect(neighbours(list, '  sharedSecret,')).toEqual(['  sharedDomainLibrary,', '  sharedTable,']);
    expect(neighbours(list, "import { sharedSecret } from './shared-secret.js';")).toEqual([
      "import { sharedDomainLibrary } from './shared-domain-library.js';",
      "import { sharedTable } from './shared-table.js';",
    ]);
    expect(readdirSync(path.join(copy, 'fixtures/rules/shared-secret')).sort()).toEqual(['found', 'nearly']);
  });

  it('lists a library among those of its language', () => {
    create(copy, 'library', 'typescript/axios-turbo');
    const list = 'src/libraries/index.ts';
    const [first, own, last] = ['  axios,', '  axiosTurbo,', '  axiosWrappers,'].map((line) => lines(list).indexOf(line)) as [number, number, number];
    expect(first < own && own < last).toBe(true);
    expect(lines('src/libraries/typescript/axios-turbo.ts')).toContain("  id: 'axios-turbo',");
  });

  it('lists a manifest whose id begins another', () => {
    create(copy, 'manifest', 'compose-a');
    expect(neighbours('src/extract/manifests/index.ts', '  composeA,')).toEqual(['  compose,', '  composeTags,']);
    expect(readdirSync(path.join(copy, 'fixtures/extract/compose-a')).sort()).toEqual(['broken', 'hard', 'ordinary']);
  });

  it('keeps a list of one line on one line', () => {
    create(copy, 'contract', 'openapi');
    expect(added('src/extract/contracts/index.ts')).toEqual([
      "import { openapi } from './openapi/index.js';",
      'export const contractExtractors: readonly ManifestExtractor[] = [migrations, openapi, prisma, protobuf, sql];',
    ]);
  });

  it('lists a reporter and its format after the last of its command', () => {
    create(copy, 'reporter', 'check-sarif');
    expect(neighbours('src/report/index.ts', "  { command: 'check', format: 'sarif', render: renderCheckSarif },")[0]).toContain("command: 'check'");
    expect(added('src/report/formats.ts')[0]).toMatch(/^ {2}check: \['stylish', .*'sarif'\],$/);
  });

  it('makes a language with fixtures', () => {
    create(copy, 'language', 'go');
    expect(readdirSync(path.join(copy, 'src/extract/languages/go'))).toEqual(['index.ts']);
    expect(readdirSync(path.join(copy, 'fixtures/extract/go')).sort()).toEqual(['broken', 'ordinary']);
  });

  it('refuses what exists and what is no id', () => {
    expect(() => create(copy, 'rule', 'shared-secret')).toThrow('src/rules/shared-secret.ts exists already');
    expect(() => create(copy, 'rule', 'SharedSecret')).toThrow('is no id of a rule');
    expect(() => create(copy, 'library', 'axios')).toThrow('is no id of a library');
    expect(() => create(copy, 'rule', '../outside')).toThrow('is no id of a rule');
  });
});
