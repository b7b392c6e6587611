import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverFiles } from '../../src/discover/index.js';
import { cloudformation as extractor } from '../../src/extract/manifests/cloudformation/index.js';
import { cloudformation } from '../../src/render/cloudformation/index.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { describeRenderings } from '../support/describe-renderings.js';
import { extractCases } from '../support/extract-cases.js';
import { namesIn } from '../support/source-files.js';

describe('the extractor', () => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });
});

describe.each([cloudformation])('$id renders', (renderer) => {
  it.each(namesIn(`fixtures/render/${renderer.id}`, 'folders'))('%s', (name) => {
    const folder = path.join(import.meta.dirname, '../../fixtures/render', renderer.id, name);
    const { renderings, diagnostics } = renderer.render(discoverFiles([path.join(folder, 'input')], { ignore: [] }));
    const said = diagnostics.map(({ file, line, reason, message }) => `! ${file}:${line} ${reason}: ${message}\n`);
    expect(describeRenderings(renderings) + said.join('')).toBe(readFileSync(path.join(folder, 'expected.txt'), 'utf8'));
  });
});
