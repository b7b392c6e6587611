import { describe, expect, it } from 'vitest';
import { compose } from '../../src/extract/manifests/compose/index.js';
import { dockerfile } from '../../src/extract/manifests/dockerfile/index.js';
import { dotenv } from '../../src/extract/manifests/dotenv/index.js';
import { packages } from '../../src/extract/manifests/package/index.js';
import { describeFacts } from '../support/describe-facts.js';
import { extractCases } from '../support/extract-cases.js';

describe.each([compose, dockerfile, dotenv, packages])('$id', (extractor) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });

  it('never throws, whatever the text', () => {
    const texts = [
      '',
      '\0',
      '- ',
      '{',
      '[]',
      '? ? ? x',
      'services: 3',
      'services: [1]',
      'FROM',
      '\\',
      'a: &a [*a]',
      '"'.repeat(500),
      '[['.repeat(5_000),
      '- '.repeat(3_000),
      '${A:-'.repeat(2_000),
    ];
    const file = { compose: 'compose.yml', dockerfile: 'Dockerfile', dotenv: '.env', package: 'package.json' }[extractor.id] ?? '';
    expect(extractor.files(file)).toBe(true);
    for (const text of texts) expect(() => extractor.extract(file, text)).not.toThrow();
  });
});

describe('compose', () => {
  it('knows its own names and other YAML only by content', () => {
    const text = 'services:\n  a:\n    class: Foo\n    image: {}\n';
    expect(compose.extract('config/services.yaml', text).facts).toEqual([]);
    expect(compose.extract('a/docker-compose.yml', text).facts.map((fact) => fact.kind)).toEqual(['workload']);
  });

  it('keeps services whose names are properties of every object', () => {
    const { facts } = compose.extract('compose.yml', 'services:\n  __proto__: { image: a, labels: { __proto__: b } }\n  constructor: { image: c }\n');
    expect(describeFacts(facts)).toEqual([
      '2 workload __proto__ of compose.yml',
      '  image a',
      '  label __proto__=b',
      '3 workload constructor of compose.yml',
      '  image c',
    ]);
    expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
  });
});
