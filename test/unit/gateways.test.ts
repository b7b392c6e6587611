import { describe, expect, it } from 'vitest';
import { consulGateway } from '../../src/extract/manifests/consul-gateway/index.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

describe.each([consulGateway])('$id', (extractor) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });
});
