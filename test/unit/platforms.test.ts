import { describe, expect, it } from 'vitest';
import type { ManifestExtractor } from '../../src/core/extraction.js';
import { consul } from '../../src/extract/manifests/consul/index.js';
import { dapr } from '../../src/extract/manifests/dapr/index.js';
import { dotnetConfig } from '../../src/extract/manifests/dotnet-config/index.js';
import { dotnetProject } from '../../src/extract/manifests/dotnet-project/index.js';
import { gradle } from '../../src/extract/manifests/gradle/index.js';
import { maven } from '../../src/extract/manifests/maven/index.js';
import { nomad } from '../../src/extract/manifests/nomad/index.js';
import { springConfig } from '../../src/extract/manifests/spring-config/index.js';
import { parseXml } from '../../src/parse/xml.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

const extractors: readonly (readonly [ManifestExtractor, string])[] = [
  [consul, 'consul/orders.hcl'],
  [dapr, 'dapr.yaml'],
  [dotnetConfig, 'Orders/appsettings.json'],
  [dotnetProject, 'Orders/Orders.csproj'],
  [gradle, 'orders/build.gradle'],
  [maven, 'orders/pom.xml'],
  [nomad, 'jobs/orders.nomad.hcl'],
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
      '<a>'.repeat(5_000),
      '<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>',
      '/* '.repeat(100_000),
    ];
    for (const text of texts) expect(() => extractor.extract(file, text)).not.toThrow();
  });
});

describe('XML', () => {
  it('gives attributes, texts and repeated elements with their lines, without prefixes', () => {
    expect(
      parseXml('a.xml', '\uFEFF<?xml version="1.0"?>\n<m:a x="1" xmlns:m="n">\n  <m:b>one</m:b>\n  <b><![CDATA[<two>]]></b>\n  text &amp; more\n</m:a>').root,
    ).toEqual({
      kind: 'map',
      line: 1,
      entries: [
        {
          key: 'a',
          line: 2,
          value: {
            kind: 'map',
            line: 2,
            entries: [
              { key: '#text', line: 2, value: { kind: 'scalar', line: 2, text: 'text & more', value: 'text & more' } },
              { key: '@x', line: 2, value: { kind: 'scalar', line: 2, text: '1', value: '1' } },
              { key: '@m', line: 2, value: { kind: 'scalar', line: 2, text: 'n', value: 'n' } },
              {
                key: 'b',
                line: 3,
                value: {
                  kind: 'list',
                  line: 3,
                  items: [
                    { kind: 'scalar', line: 3, text: 'one', value: 'one' },
                    { kind: 'scalar', line: 4, text: '<two>', value: '<two>' },
                  ],
                },
              },
            ],
          },
        },
      ],
    });
  });

  it('stops where nesting has no end, and says so', () => {
    const { root, diagnostics } = parseXml('a.xml', '<a>'.repeat(5_000));
    expect(root?.kind).toBe('map');
    expect(diagnostics.map((d) => d.reason)).toEqual(['unparsable']);
  });
});
