import { describe, expect, it } from 'vitest';
import { contractExtractors } from '../../src/extract/contracts/index.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

for (const extractor of contractExtractors) await extractor.load?.();

const sample = new Map([
  ['migrations', 'migrations/a.ts'],
  ['prisma', 'schema.prisma'],
  ['protobuf', 'a.proto'],
  ['sql', 'a.sql'],
]);

describe.each(contractExtractors)('$id', (extractor) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });

  it('never throws and ends soon, whatever the text', () => {
    const file = sample.get(extractor.id) ?? '';
    expect(extractor.files(file)).toBe(true);
    const texts = [
      '',
      '\0',
      '{',
      "create table '",
      'service X {'.repeat(3000),
      'model A {\n'.repeat(3000),
      '`${'.repeat(20_000),
      'createTable('.repeat(20_000),
      'a/'.repeat(20_000),
    ];
    const start = performance.now();
    for (const text of texts) expect(() => extractor.extract(file, text)).not.toThrow();
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
