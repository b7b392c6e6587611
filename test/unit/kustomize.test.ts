import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { indexOf } from '../support/build-system.js';
import { renderAll, suppressionsOfConsumed } from '../../src/render/index.js';
import { kustomize } from '../../src/render/kustomize/index.js';
import { namesIn } from '../support/source-files.js';
import { describeRenderings, renderFolder } from '../support/kustomize-case.js';

const fixtures = path.join(import.meta.dirname, '../../fixtures/render/kustomize');

describe('kustomize', () => {
  it.each(namesIn('fixtures/render/kustomize', 'folders'))('%s', (name) => {
    const expected = parse(readFileSync(path.join(fixtures, name, 'expected.yml'), 'utf8')) as {
      renderings: string;
      consumed: string[];
      diagnostics: string[];
    };
    const found = renderFolder(path.join(fixtures, name, 'input'));
    expect(describeRenderings(found)).toEqual(expected.renderings.split('\n').filter((line) => line !== ''));
    expect(found.consumed).toEqual(expected.consumed);
    expect(found.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });
});

describe('hostile kustomizations', () => {
  const object = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a, image: a }] } } }\n';
  const build = (kustomization: string): string[] =>
    kustomize.render(indexOf({ 'kustomization.yaml': kustomization, 'a.yaml': object })).diagnostics.map((d) => `${d.line} ${d.reason}`);

  it.each([
    ['resources: 3'],
    ['resources: { a: b }'],
    ['resources: [a.yaml]\npatches: [{}]'],
    ['resources: [a.yaml]\npatches: [{ patch: "x" }]'],
    ['resources: [a.yaml]\npatches: [{ patch: "- { op: add, path: /a/b/c, value: 1 }", target: { kind: Deployment } }]'],
    ['resources: [a.yaml]\npatches: [{ patch: "- { op: add, path: x }", target: { kind: Deployment } }]'],
    ['resources: [a.yaml]\nreplacements: [{ source: {}, targets: 3 }, { path: nowhere }]'],
    ['resources: [a.yaml]\nimages: [x, { name: [] }]\nreplicas: [{ name: a }]\nlabels: [x]\ncommonLabels: x\nnamespace: [a]\nvars: [x]'],
    ['configMapGenerator: [{ name: a, literals: [x] }]'],
    ['resources: [., ./., ../., "", null]'],
    [`resources: [a.yaml]\nnamePrefix: &a [*a]`],
    [`a: ${'['.repeat(3000)}`],
  ])('never throws: %s', (text) => {
    expect(() => build(text.slice(0, 20_000))).not.toThrow();
  });

  it('takes no prototype for a map', () => {
    build('resources: [a.yaml]\ncommonLabels: { __proto__: x, constructor: y }\nconfigMapGenerator: [{ name: c, literals: [__proto__=1] }]');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('ends soon where kustomizations include each other over and over', () => {
    const levels = Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [
        `l${i}/kustomization.yaml`,
        i === 0 ? 'resources: [../a.yaml]' : `resources: [../l${i - 1}]\ncomponents: [../l${i - 1}]\nnamePrefix: a`,
      ]),
    );
    const parts = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`c${i}/kustomization.yaml`, `kind: Component\ncomponents: [${i === 0 ? '' : `../c${i - 1}, ./../c${i - 1}`}]`]),
    );
    const start = performance.now();
    kustomize.render(indexOf({ 'a.yaml': object, ...levels, ...parts, 'x/kustomization.yaml': 'components: [../c29]' }));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

it('comments in files that are seen rendered only still count', () => {
  const files = indexOf({
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml': 'apiVersion: v1\nkind: Service\n# archlint-ignore sync-chain: planned\nmetadata: { name: a }\n',
  });
  const { consumed } = renderAll(files);
  expect(suppressionsOfConsumed(consumed, files)).toEqual([
    { kind: 'ignore', rule: 'sync-chain', reason: 'planned', at: { file: 'a.yaml', line: 3 }, foundBy: 'render' },
  ]);
});
