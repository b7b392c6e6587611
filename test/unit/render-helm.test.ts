import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/core/fact.js';
import { discoverFiles } from '../../src/discover/index.js';
import { kubernetes } from '../../src/extract/manifests/kubernetes/index.js';
import { helm } from '../../src/render/helm/index.js';
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
