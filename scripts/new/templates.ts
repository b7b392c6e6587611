import { camelCase, renderName } from './lists.js';

/** What `npm run new` can make. */
export const kinds = ['language', 'library', 'rule', 'reporter', 'manifest', 'contract'] as const;
export type Kind = (typeof kinds)[number];

/** The files of a new part, by their path from the root of the checkout. They compile; their tests fail until they are filled in. */
export const templates: Readonly<Record<Kind, (id: string) => Readonly<Record<string, string>>>> = {
  language,
  library,
  rule,
  reporter,
  manifest: (id) => extractor('manifests', id),
  contract: (id) => extractor('contracts', id),
};

const capital = (id: string): string => camelCase(`-${id}`);

function language(id: string): Record<string, string> {
  const fixture = `calls: []\nnotes: []\n`;
  return {
    [`src/extract/languages/${id}/index.ts`]: `import type { LanguageId, SourceUnit } from '../../../core/source.js';

const language: LanguageId = '${id}';

/** File name endings that \`extract${capital(id)}\` reads. */
export const ${camelCase(id)}Extensions: readonly string[] = ['.${id}'];

/** What one file says, in the words that all languages share. Never throws on what it reads; knows no library. */
export function extract${capital(id)}(file: string, text: string): SourceUnit {
  const lines = text.split('\\n').length;
  const body = { name: '', exported: false, static: false, getter: false, ownThis: true, params: [], returns: [], line: 1, endLine: lines };
  return { file, language, module: file, generated: false, test: false, imports: [], bindings: [], exports: [], types: [], functions: [body], calls: [], writes: [], notes: [], suppressions: [] };
}
`,
    [`fixtures/extract/${id}/ordinary/input.${id}`]: '',
    [`fixtures/extract/${id}/ordinary/expected.yml`]: fixture,
    [`fixtures/extract/${id}/broken/input.${id}`]: '',
    [`fixtures/extract/${id}/broken/expected.yml`]: fixture,
  };
}

function library(place: string): Record<string, string> {
  const [languageId, id] = place.split('/') as [string, string];
  return {
    [`src/libraries/${place}.ts`]: `import { defineLibrary } from '../../core/library.js';

/** What ${id} is, in one sentence. */
export const ${camelCase(id)} = defineLibrary({
  id: '${id}',
  language: '${languageId}',
  url: 'https://www.npmjs.com/package/${id}',
  modules: ['${id}'],
  sightings: [{ call: ['get'], role: 'client', protocol: 'http', target: { arg: 0 }, parts: { method: { literal: 'GET' } } }],
  examples: [
    { code: "import { get } from '${id}';\\nget('http://stock/items');", expect: ['client http method=GET url=http://stock/items'] },
    { code: "import { get } from './${id}';\\nget('http://stock/items');", expect: [] },
  ],
});
`,
  };
}

function rule(id: string): Record<string, string> {
  const service = (name: string): Record<string, string> => ({
    [`${name}/package.json`]: `{"name": "${name}", "version": "1.0.0", "main": "src/app.ts", "scripts": {"start": "node src/app.ts"}, "dependencies": {"express": "*"}}\n`,
    [`${name}/src/app.ts`]: `import express from 'express';\nconst app = express();\napp.listen(3000);\n`,
  });
  const system = (name: string, as: string): Record<string, string> => ({
    [`fixtures/rules/${id}/${name}/case.yml`]: `title: "What is ${as} here"\ndocs: ${as}\nexpect: []\n`,
    ...Object.fromEntries(
      Object.entries({ 'compose.yml': 'services:\n  orders:\n    build: ./orders\n', ...service('orders') }).map(([file, text]) => [
        `fixtures/rules/${id}/${name}/system/${file}`,
        text,
      ]),
    ),
  });
  return {
    [`src/rules/${id}.ts`]: `import { nonEmpty } from '../core/location.js';
import { defineRule } from '../core/rule.js';

/** What the rule is about, in one sentence. */
export const ${camelCase(id)} = defineRule({
  id: '${id}',
  meta: {
    category: 'calls',
    since: '0.1.0',
    summary: 'What is flagged, in one sentence without full stop',
    why: 'Why it hurts: what cannot be done any more, or only together, or only late.',
    fix: 'How to mend it: the steps that a team can take, the cheapest first.',
    severity: { minimal: 'off', recommended: 'info', strict: 'warn' },
    options: {},
    messages: { found: '{{service}} is flagged' },
  },
  *check(graph) {
    for (const service of graph.nodes('service')) {
      const locations = nonEmpty(graph.outgoing(service.id, 'calls').flatMap((edge) => edge.evidence.slice(0, 1)));
      if (locations) yield { messageId: 'found', data: { service: service.name }, nodes: [service.id], services: [service.name], locations, path: null };
    }
  },
});
`,
    ...system('found', 'flagged'),
    ...system('nearly', 'allowed'),
  };
}

function reporter(id: string): Record<string, string> {
  return {
    [`src/report/${id}.ts`]: `import type { Report } from '../core/report.js';
import type { RenderOptions } from './options.js';

/** What the format is for, in one sentence. */
export function ${renderName(id)}(report: Report, _options: RenderOptions): string {
  return \`\${report.summary.services}\\n\`;
}
`,
    [`fixtures/report/${id}.golden`]: '',
  };
}

function extractor(kind: 'manifests' | 'contracts', id: string): Record<string, string> {
  const fixtures = ['ordinary', 'hard', 'broken'].flatMap((name) => [
    [`fixtures/extract/${id}/${name}/input/${id}.yml`, ''],
    [`fixtures/extract/${id}/${name}/expected.yml`, 'facts: |\ndiagnostics: []\n'],
  ]);
  return {
    [`src/extract/${kind}/${id}/index.ts`]: `import type { Diagnostic, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';

const id = '${id}';

/** What it reads, in one sentence. */
export const ${camelCase(id)}: ManifestExtractor = {
  id,
  title: '${capital(id)}',
  files: (path) => /(^|\\/)${id}\\.ya?ml$/.test(path),
  extract() {
    const facts: Fact[] = [];
    const diagnostics: Diagnostic[] = [];
    return { facts, diagnostics };
  },
};
`,
    ...Object.fromEntries(fixtures),
  };
}
