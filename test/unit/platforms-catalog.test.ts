import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { backstage } from '../../src/extract/manifests/backstage/index.js';
import { codeowners } from '../../src/extract/manifests/codeowners/index.js';
import { fly } from '../../src/extract/manifests/fly/index.js';
import { procfile } from '../../src/extract/manifests/procfile/index.js';
import { renderBlueprint } from '../../src/extract/manifests/render-blueprint/index.js';
import { ownerOfFolder } from '../../src/resolve/catalog.js';
import { identify } from '../../src/resolve/index.js';
import { indexOf } from '../support/build-system.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';

describe.each([backstage, codeowners, fly, procfile, renderBlueprint])('$id', (extractor) => {
  it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
    expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
    expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
  });

  it('never throws, whatever the text', () => {
    const file =
      { backstage: 'a.yaml', codeowners: 'CODEOWNERS', fly: 'fly.toml', procfile: 'Procfile', 'render-blueprint': 'render.yaml' }[extractor.id] ?? '';
    expect(extractor.files(file)).toBe(true);
    const texts = [
      '',
      '\0',
      ':',
      '- ',
      '[',
      '[[a]]',
      'a: &a [*a]',
      'apiVersion: backstage.io/v1\nkind: Component\nmetadata: { name: { a: b } }',
      `web: ${'cd a && '.repeat(5_000)}x`,
    ];
    for (const text of [...texts, '\\'.repeat(50_000), `web: ${'"'.repeat(50_000)}`, `[${'a'.repeat(50_000)}`]) {
      const begin = performance.now();
      expect(() => extractor.extract(file, text)).not.toThrow();
      expect(performance.now() - begin).toBeLessThan(2_000);
    }
  });
});

describe('what a catalog says of services', () => {
  const workload = (name: string, folder: string): string => `${name}: node ${folder}/server.js\n`;
  const component = (name: string, spec: string): string => `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ${name} }\nspec: ${spec}\n`;

  it('is team, context and a further name, below configuration', () => {
    const index = indexOf({
      'orders/Procfile': workload('web', '.'),
      'orders/server.js': '',
      'orders/catalog-info.yaml': component('order-taking', '{ type: service, owner: group:sales, system: shop }'),
      'stock/Procfile': workload('web', '.'),
      'stock/server.js': '',
      'mail/Procfile': workload('web', '.'),
      'mail/server.js': '',
      'mail/catalog-info.yaml': component('mail', '{ type: library, owner: nobody }'),
      CODEOWNERS: '/stock/ @shop/storage\n',
    });
    const facts = index.files.flatMap(({ path }) => {
      const read = index.read(path);
      return 'text' in read ? [procfile, backstage, codeowners].filter((e) => e.files(path)).flatMap((e) => e.extract(path, read.text).facts) : [];
    });
    const { services } = identify(facts, index, loadConfig({ cwd: '.', none: true, rules: {} }));
    expect(services.map(({ name, aliases, team, context }) => ({ name, aliases, team, context }))).toEqual([
      { name: 'mail', aliases: [], team: null, context: null },
      { name: 'orders', aliases: ['order-taking'], team: 'group:sales', context: 'shop' },
      { name: 'stock', aliases: [], team: '@shop/storage', context: null },
    ]);
  });
});

describe('owners of folders', () => {
  const { facts } = codeowners.extract(
    '.github/CODEOWNERS',
    '* @shop/all\n/services/ @shop/services\n/services/orders/ @anna @shop/sales\n*.ts @shop/scripts\nstock @bert\n/mail/** docs@example.com\n/nobody/ \n',
  );

  it.each([
    ['services/orders', '@shop/sales'],
    ['services/carts', '@shop/services'],
    ['stock', '@bert'],
    ['mail', 'docs@example.com'],
    ['web', null],
    ['nobody', null],
    ['.', null],
    [null, null],
  ])('%s: %s', (folder, owner) => {
    expect(ownerOfFolder(folder, facts)).toBe(owner);
  });
});
