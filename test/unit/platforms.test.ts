import { describe, expect, it } from 'vitest';
import type { ManifestExtractor } from '../../src/core/fact.js';
import { dotnetConfig } from '../../src/extract/manifests/dotnet-config/index.js';
import { springConfig } from '../../src/extract/manifests/spring-config/index.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

const extractors: readonly (readonly [ManifestExtractor, string])[] = [
  [dotnetConfig, 'Orders/appsettings.json'],
  [springConfig, 'src/main/resources/application.yml'],
];

describe.each(extractors)('$id', (extractor, file) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map((d) => `${d.file}:${d.line} ${d.reason}`)).toEqual(expected.diagnostics);
  });

  it('never throws, whatever the text', () => {
    expect(extractor.files(file)).toBe(true);
    const texts = [
      '',
      '\0',
      '- ',
      '{',
      '[]',
      '? ? ? x',
      'a: &a [*a]',
      '"'.repeat(500),
      '[['.repeat(5_000),
      '- '.repeat(3_000),
      '${A:'.repeat(5_000),
      '\\\n'.repeat(500),
    ];
    for (const text of texts) expect(() => extractor.extract(file, text)).not.toThrow();
  });
});
