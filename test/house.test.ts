import { existsSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ManifestExtractor } from '../src/core/extraction.js';
import { compareText } from '../src/core/location.js';
import { contractExtractors } from '../src/extract/contracts/index.js';
import { manifestExtractors } from '../src/extract/manifests/index.js';
import { libraries } from '../src/libraries/index.js';
import { renderers } from '../src/render/index.js';
import { formatNames } from '../src/report/formats.js';
import { reporters } from '../src/report/index.js';
import { rules } from '../src/rules/index.js';
import { longFunctions, namesIn, parsedSources, root, stringLiterals, textOf, undocumented, unwanted } from './support/source-files.js';
import { inJson, reportOf } from './support/system-case.js';

const sorted = (names: readonly string[]): string[] => [...names].sort(compareText);
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const modulesIn = (folder: string): string[] => namesIn(folder, 'files').flatMap((file) => (file === 'index.ts' ? [] : [file.replace(/\.ts$/, '')]));
const exportsOf = async (file: string): Promise<Record<string, unknown>> => import(path.join(root, file)) as Promise<Record<string, unknown>>;

/** Languages are known to the pipeline, which starts their parsers. */
const languages = namesIn('src/extract/languages', 'folders');

describe('what is registered is what is on the disk, sorted', () => {
  it('rules', () => {
    expect(rules.map(({ id }) => id)).toEqual(sorted(modulesIn('src/rules')));
  });

  it.each([
    ['manifests', manifestExtractors],
    ['contracts', contractExtractors],
  ] as const)('%s', (kind, extractors) => {
    expect(extractors.map(({ id }) => id)).toEqual(sorted(namesIn(`src/extract/${kind}`, 'folders')));
  });

  it('languages', () => {
    const started = [...textOf('src/analyze.ts').matchAll(/extract\/languages\/([^/]+)\//g)].map((match) => match[1]);
    expect(sorted([...new Set(started)] as string[])).toEqual(languages);
  });

  it('libraries', () => {
    const onDisk = namesIn('src/libraries', 'folders').flatMap((language) => modulesIn(`src/libraries/${language}`).map((id) => `${language}/${id}`));
    expect(libraries.map(({ id, language }) => `${language}/${id}`)).toEqual(sorted(onDisk));
    for (const language of namesIn('src/libraries', 'folders')) expect(languages).toContain(language);
  });

  it('reporters', () => {
    expect(sorted(reporters.map(({ command, format }) => `${command}-${format}`))).toEqual(
      sorted(modulesIn('src/report').filter((name) => !['formats', 'options'].includes(name))),
    );
    for (const [command, formats] of Object.entries(formatNames))
      expect(reporters.filter((one) => one.command === command).map(({ format }) => format)).toEqual(formats);
  });
});

describe('an id is the name of the file and of what it exports', () => {
  it.each(rules.map(({ id }) => id))('rule %s', async (id) => {
    const found = await exportsOf(`src/rules/${id}.ts`);
    expect(Object.keys(found)).toEqual([camelCase(id)]);
    expect(found[camelCase(id)]).toBe(rules.find((rule) => rule.id === id));
  });

  it.each(libraries.map(({ language, id }) => `${language}/${id}`))('library %s', async (place) => {
    const record = libraries.find(({ language, id }) => `${language}/${id}` === place);
    const found = await exportsOf(`src/libraries/${place}.ts`);
    const name = camelCase(record?.id ?? '');
    // `fetch` is a global of JavaScript itself.
    expect(found[name] ?? found[`${name}Global`]).toBe(record);
  });

  it.each([
    ...manifestExtractors.map((extractor) => ['manifests', extractor] as const),
    ...contractExtractors.map((extractor) => ['contracts', extractor] as const),
  ])('%s $id', async (kind, extractor: ManifestExtractor) => {
    const found = await exportsOf(`src/extract/${kind}/${extractor.id}/index.ts`);
    // `package` is a reserved word.
    expect(found[camelCase(extractor.id)] ?? found[`${extractor.id}s`]).toBe(extractor);
    expect(extractor.title).not.toBe('');
  });
});

describe.each(renderers)('renderer $id', ({ id, title }) => {
  it('has a folder of its name and an ordinary, a hard and a broken fixture', () => {
    expect(title).not.toBe('');
    expect(namesIn('src/render', 'folders')).toContain(id);
    expect(namesIn(`fixtures/render/${id}`, 'folders')).toEqual(expect.arrayContaining(['broken', 'hard', 'ordinary']));
  });
});

describe('every part brings its tests', () => {
  const cases = (extractor: string): string[] =>
    existsSync(path.join(root, 'fixtures/extract', extractor)) ? namesIn(`fixtures/extract/${extractor}`, 'folders') : [];

  it.each([...manifestExtractors, ...contractExtractors].map(({ id }) => id))('extractor %s: an ordinary, a hard and a broken fixture', (id) => {
    expect(cases(id)).toEqual(expect.arrayContaining(['broken', 'hard', 'ordinary']));
  });

  it.each(languages)('language %s: several fixtures, a broken one among them', (id) => {
    expect(cases(id)).toContain('broken');
    expect(cases(id).length).toBeGreaterThan(4);
  });

  it('no fixture without its extractor, rule or reporter', () => {
    expect(sorted([...manifestExtractors, ...contractExtractors].map(({ id }) => id).concat(languages))).toEqual(namesIn('fixtures/extract', 'folders'));
    expect(rules.map(({ id }) => id)).toEqual(namesIn('fixtures/rules', 'folders'));
    expect(sorted(reporters.map(({ command, format }) => `${command}-${format}.golden`))).toEqual(namesIn('fixtures/report', 'files'));
  });
});

describe.each(rules.map((rule) => [rule.id, rule.meta] as const))('meta of %s', (_, meta) => {
  it('is complete', () => {
    expect(meta.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(meta.why.length).toBeGreaterThan(40);
    expect(meta.fix.length).toBeGreaterThan(40);
    expect(Object.keys(meta.messages).length).toBeGreaterThan(0);
    expect(Object.keys(meta.severity).sort()).toEqual(['minimal', 'recommended', 'strict']);
    for (const option of Object.values(meta.options)) expect(option.description).not.toBe('');
  });
});

describe('the code', () => {
  const sources = parsedSources();
  const over = (limit: number): string[] => [...sources].flatMap(([file, source]) => (source.getEndLineNumber() > limit ? [file] : []));

  it('has no file over 300 lines but tables of types and data', () => {
    const tables = [
      // The whole vocabulary of library records, most of it documentation.
      'src/core/library.ts',
      // One line to import and one to list each record.
      'src/libraries/index.ts',
    ];
    expect(over(300).filter((file) => !tables.includes(file) && !file.startsWith('src/libraries/'))).toEqual([]);
  });

  it('has no function over 60 lines', () => {
    expect([...sources].flatMap(([file, source]) => longFunctions(file, source, 60))).toEqual([]);
  });

  it('says what exported functions and classes take and give', () => {
    expect([...sources].flatMap(([file, source]) => undocumented(file, source))).toEqual([]);
  });

  it('has no any, enum, default export, switched-off check or deferred work', () => {
    expect([...sources].flatMap(([file, source]) => unwanted(file, source))).toEqual([]);
  });

  it('keeps core to itself', () => {
    const imports = [...sources].flatMap(([file, source]) =>
      file.startsWith('src/core/') ? source.getImportDeclarations().map((one) => `${file} ${one.getModuleSpecifierValue()}`) : [],
    );
    expect(imports.filter((line) => !/ \.\/[\w-]+\.js$/.test(line))).toEqual([]);
  });

  it('keeps languages free of libraries', () => {
    const modules = new Set(libraries.flatMap((record) => [...record.modules, `${record.language}/${record.id}`]));
    const named = [...sources].flatMap(([file, source]) => (file.startsWith('src/extract/languages/') ? stringLiterals(file, source) : []));
    expect(named.filter((line) => modules.has(line.slice(line.indexOf(' ') + 1)))).toEqual([]);
  });

  it('knows no system that it is measured on', () => {
    const measured = namesIn('accuracy/truth', 'files').map((file) => file.replace(/\.yaml$/, ''));
    const words = [
      ...measured,
      'robotshop',
      'coffeeshop',
      'coffee-shop',
      'hipster',
      'medusa',
      'thangchung',
      'sqshq',
      'aws-containers',
      'meysamhadeli',
      'barista',
    ];
    const pattern = new RegExp(words.map((word) => word.replace(/-/g, '[-_ ]?')).join('|'), 'i');
    expect(
      [...sources].flatMap(([file, source]) => (pattern.test(source.getFullText()) ? [`${file}: ${pattern.exec(source.getFullText())?.[0]}`] : [])),
    ).toEqual([]);
  });
});

describe.each(namesIn('fixtures/systems', 'folders'))('the output on %s', (name) => {
  const folder = path.join(root, 'fixtures/systems', name);

  it('is the same bytes twice, without a path of this machine', async () => {
    const [first, second] = [await reportOf(folder), await reportOf(folder)];
    expect(inJson(first, 'graph')).toBe(inJson(second, 'graph'));
    expect(inJson(first, 'check')).toBe(inJson(second, 'check'));
    expect(inJson(first, 'graph') + inJson(first, 'check')).not.toContain(root);
  });

  it.each(['graph', 'check'] as const)('fits the schema of %s', async (command) => {
    const fits = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(textOf(`schemas/${command}.schema.json`)) as object);
    fits(JSON.parse(inJson(await reportOf(folder), command)));
    expect(fits.errors).toBe(null);
  });
});
