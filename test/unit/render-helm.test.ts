import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/core/fact.js';
import { discoverFiles } from '../../src/discover/index.js';
import { kubernetes } from '../../src/extract/manifests/kubernetes/index.js';
import { helm, renderCharts } from '../../src/render/helm/index.js';
import { namespaceMark, releaseMark, settleNames } from '../../src/render/helm/names.js';
import { overlay, setValue, underlay } from '../../src/render/helm/values.js';
import { GoMap } from '../../src/render/go-template/value.js';
import { numberText } from '../../src/render/go-template/text.js';
import { parseVersion, satisfies } from '../../src/render/semver.js';
import { valueOfTree } from '../../src/render/go-template/from-tree.js';
import { yamlLines } from '../../src/render/go-template/yaml-text.js';
import { Session } from '../../src/render/go-template/session.js';
import { parseYaml } from '../../src/parse/yaml.js';
import { extractRendered } from '../../src/render/index.js';
import { describeRenderings } from '../support/describe-renderings.js';

const folder = path.join(import.meta.dirname, '../../fixtures/render/helm');
const cases = readdirSync(folder).sort();
const rendered = (name: string) => helm.render(discoverFiles([path.join(folder, name, 'input')], { ignore: [] }));

describe('helm renders', () => {
  it.each(cases)('%s', (name) => {
    const { renderings, diagnostics } = rendered(name);
    const said = diagnostics.map(({ file, line, reason, message }) => `! ${file}:${line} ${reason}: ${message}\n`);
    expect(describeRenderings(renderings) + said.join('')).toBe(readFileSync(path.join(folder, name, 'expected.txt'), 'utf8'));
  });
});

/** What facts say, without where they stand. */
function withoutPlaces(facts: readonly Fact[]): unknown[] {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === 'at' || key === 'stack' ? [] : [[key, strip(inner)]])));
  };
  return facts.filter(({ kind }) => kind === 'workload' || kind === 'host' || kind === 'config').map(strip);
}

describe('a chart deploys what its plain counterpart does, value by value', () => {
  it.each(cases.filter((name) => existsSync(path.join(folder, name, 'plain'))))('%s', (name) => {
    const chart = extractRendered(rendered(name).renderings, [kubernetes]);
    const files = discoverFiles([path.join(folder, name, 'plain')], { ignore: [] });
    const plain = files.files.flatMap(({ path: file }) => {
      const read = files.read(file);
      return 'text' in read ? kubernetes.extract(file, read.text).facts : [];
    });
    expect(chart.diagnostics).toEqual([]);
    expect(withoutPlaces(chart.facts)).toEqual(withoutPlaces(plain));
  });
});

describe('a chart that another tool installs', () => {
  const files = discoverFiles([path.join(folder, 'environments', 'input')], { ignore: [] });
  const request = { chart: 'charts/shop', values: [], parameters: [], stack: 'apps/shop' };

  it('has the values and the name that are given', () => {
    const [document] = parseYaml('', 'image: { tag: v1 }\nlogLevel: info\n').documents;
    const root = document?.root;
    if (root === undefined) throw new Error('no values');
    const given = {
      ...request,
      name: 'front',
      namespace: 'web',
      values: ['charts/shop/values-staging.yaml', { root, rendered: false, placeOf: (line: number) => ({ file: 'apps/shop.yaml', line: line + 20 }) }],
      parameters: [
        { name: 'image.repository', value: 'acme/front' },
        { name: 'worker.enabled', value: 'true' },
      ],
      environment: 'staging',
    };
    expect(describeRenderings(renderCharts(files, [given]).renderings)).toBe(
      [
        '= apps/shop (staging) in web',
        '~ front-worker is worker',
        '-- charts/shop/templates/shop.yaml',
        '  1 ---',
        '  1 apiVersion: apps/v1',
        '  2 kind: Deployment',
        '  3 metadata: { name: front }',
        '  4 spec:',
        '  5   template:',
        '  6     spec:',
        '  7       containers:',
        '  8         - name: shop',
        '  9           image: acme/front:v1',
        ' 10           env:',
        ' 11             - { name: STOCK_URL, value: "http://stock-staging:8080" }',
        ' 13             - { name: LOG_LEVEL, value: info }',
        ' 17 ---',
        ' 17 apiVersion: apps/v1',
        ' 18 kind: Deployment',
        ' 19 metadata: { name: front-worker }',
        ' 20 spec: { template: { spec: { containers: [{ name: worker, image: "acme/worker" }] } } }',
        '',
      ].join('\n'),
    );
  });

  it('is nothing where there is no chart', () => {
    expect(renderCharts(files, [{ ...request, chart: 'charts' }]).renderings).toEqual([]);
  });
});

describe('names without a release', () => {
  const release = releaseMark;
  const namespace = namespaceMark;
  const settle = (text: string, ...shared: string[]): string => settleNames(text, { chart: 'shop', shared: new Set(shared) });

  it.each([
    [`${release}-orders`, 'orders'],
    [`${release}_orders`, 'orders'],
    [`orders-${release}`, 'orders'],
    [`a-${release}-b`, 'a-b'],
    [release, 'shop'],
    [`http://${release}-orders:8080/x`, 'http://orders:8080/x'],
    [`http://${release}:8080`, 'http://shop:8080'],
    [`${release}-orders.${namespace}.svc.cluster.local:80`, 'orders:80'],
    [`${release}-a.${namespace}.svc,${release}-b.${namespace}:1`, 'a,b:1'],
    [`${namespace}-orders`, 'orders'],
  ])('%j is %j', (text, name) => {
    expect(settle(text)).toBe(name);
  });

  it('keep the chart before a name that other charts give too', () => {
    expect(settle(`${release}-redis ${release}-orders ${release}-shop`, 'redis', 'shop')).toBe('shop-redis orders shop');
  });
});

describe('values', () => {
  const read = (text: string): GoMap => {
    const root = parseYaml('', text).documents[0]?.root;
    const value = root === undefined ? null : valueOfTree(root, { spend: () => undefined });
    return value instanceof GoMap ? value : new GoMap();
  };
  const shown = (map: GoMap): string => {
    const session = new Session([{ steps: 1000 }], { say: () => undefined });
    return yamlLines(map, session)
      .map(({ text }) => text)
      .join('\n');
  };

  it('of later files win, map by map; null stays until it meets a default', () => {
    const given = overlay(read('a: {x: 1, y: 2}\nb: [1]\nc: 3'), read('a: {y: null, z: 4}\nb: [2]\nc: {d: 5}'));
    expect(shown(given)).toBe('a:\n  x: 1\n  "y": null\n  z: 4\nb:\n- 2\nc:\n  d: 5');
    expect(shown(underlay(given, read('a: {x: 9, y: 9, w: 9}\nc: 9\ne: null')))).toBe('a:\n  w: 9\n  x: 1\n  z: 4\nb:\n- 2\nc:\n  d: 5\ne: null');
  });

  it('are booleans as YAML 1.1 says, octals too; quoted words are texts', () => {
    expect(shown(read('a: yes\nb: "yes"\nc: off\nd: 0644\ne: 1.10\nf: "1.10"\ng: 12345678901'))).toBe(
      'a: true\nb: "yes"\nc: false\nd: 420\ne: 1.1\nf: "1.10"\ng: 12345678901',
    );
  });

  it('are set by paths', () => {
    const values = read('a: {b: [1, 2]}');
    setValue(values, 'a.b[1].c', 'x');
    setValue(values, 'd\\.e', true);
    setValue(values, 'f[99999]', 1);
    setValue(values, '', 1);
    expect(shown(values)).toBe('a:\n  b:\n  - 1\n  - c: x\nd.e: true\nf: []');
  });
});

describe('numbers and versions', () => {
  it.each([
    [1, '1'],
    [1_000_000, '1000000'],
    [0.1, '0.1'],
    [1e-7, '1e-07'],
    [1e21, '1e+21'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('%d is %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it('what is no version or constraint is none', () => {
    const version = parseVersion('1.2.3');
    expect(parseVersion('latest')).toBe(undefined);
    expect(version && [satisfies(version, 'newest'), satisfies(version, '>=1 <2'), satisfies(version, '')]).toEqual([undefined, true, true]);
  });
});
