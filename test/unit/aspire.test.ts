import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverFiles } from '../../src/discover/index.js';
import { aspire as extractor } from '../../src/extract/manifests/aspire/index.js';
import { parseCSharp } from '../../src/parse/csharp/statements.js';
import { aspire } from '../../src/render/aspire/index.js';
import { indexOf } from '../support/build-system.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { describeRenderings } from '../support/describe-renderings.js';
import { extractCases } from '../support/extract-cases.js';
import { namesIn } from '../support/source-files.js';

const fixtures = path.join(import.meta.dirname, '../../fixtures/render/aspire');

describe('application hosts', () => {
  it.each(namesIn('fixtures/render/aspire', 'folders'))('%s', (name) => {
    const { renderings, diagnostics } = aspire.render(discoverFiles([path.join(fixtures, name, 'input')], { ignore: [] }));
    expect(describeRenderings(renderings)).toBe(readFileSync(path.join(fixtures, name, 'expected.txt'), 'utf8'));
    expect(diagnostics).toEqual([]);
  });
});

describe('manifests of Aspire', () => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });
});

describe('hostile programs', () => {
  const host = '<Project Sdk="Aspire.AppHost.Sdk/13.0.0"></Project>';
  const start = 'var builder = DistributedApplication.CreateBuilder(args);\n';

  it.each([
    ['brackets that never end', `x(${'('.repeat(50_000)}`],
    ['brackets in brackets', `x(${'(['.repeat(5_000)}${'])'.repeat(5_000)});`],
    ['blocks that never end', 'if (a) { '.repeat(20_000)],
    ['ifs without blocks', 'if (a) '.repeat(50_000)],
    ['else after else', 'if (a) b(); else '.repeat(20_000)],
    ['lambdas in lambdas', `x(${'a => '.repeat(20_000)}1);`],
    ['texts that never end', '$"{'.repeat(20_000)],
    ['texts in texts', `x = ${'$"{'.repeat(2_000)}1${'}"'.repeat(2_000)};`],
    ['raw texts that never end', '"""'.repeat(20_001)],
    ['comparisons that look like types', `${'a<b,'.repeat(20_000)}`],
    ['operators', `x = ${'!'.repeat(20_000)}a;`],
    ['sums', `x = ${'"a" + '.repeat(20_000)}"b";`],
    ['choices', `x = ${'a ? b : '.repeat(20_000)}c;`],
    ['types in types', 'class A { '.repeat(20_000)],
    ['methods that call each other', 'void A() { B(); B(); } void B() { A(); A(); } A();'],
    ['texts that double', `var a = builder.AddRedis("a"); string b = "xx"; ${'b = b + b;\n'.repeat(60)} a.WithEnvironment("B", b);`],
    [
      'names of JavaScript',
      'var __proto__ = builder.AddRedis("__proto__"); builder.AddContainer("constructor", "a").WithReference(__proto__).WithEnvironment("toString", constructor);',
    ],
  ])('stand %s', (_, source) => {
    const begin = performance.now();
    expect(() => parseCSharp(source)).not.toThrow();
    const made = aspire.render(indexOf({ 'h/h.csproj': host, 'h/Program.cs': `${start}${source}` }));
    expect(JSON.stringify(made).length).toBeLessThan(2_000_000);
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});
