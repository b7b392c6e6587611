import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addFormat, addReporter, addToList } from './new/lists.js';
import { type Kind, kinds, templates } from './new/templates.js';

const usage = `usage: npm run new <kind> <id>

  language <id>              src/extract/languages/<id>
  library <language>/<id>    one record
  rule <id>                  a rule with a flagged and an allowed case
  reporter <command>-<id>    one format of one command, for example check-sarif
  manifest <id>              src/extract/manifests/<id>
  contract <id>              src/extract/contracts/<id>

Ids are in kebab-case.`;

/** Makes the files of a new part and its line in the list that registers it; prints what to fill in. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [kind, id, ...rest] = args;
  if (!isKind(kind) || id === undefined || rest.length > 0) {
    console.error(usage);
    return 2;
  }
  try {
    for (const line of create(path.join(import.meta.dirname, '..'), kind, id)) console.log(line);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

/** Makes a part in the checkout at `root` and says what was written. Throws where the id is not one or the part exists. */
export function create(root: string, kind: Kind, id: string): readonly string[] {
  const word = '[a-z][a-z0-9]*(-[a-z0-9]+)*';
  const form = { library: `^[a-z]+/${word}$`, reporter: `^(check|graph|services|why|rules|explain)-${word}$` }[kind as string] ?? `^${word}$`;
  if (!new RegExp(form).test(id)) throw new Error(`${id} is no id of a ${kind}: it has to look like ${form}`);
  const files = Object.entries(templates[kind](id));
  const existing = files.find(([file]) => existsSync(path.join(root, file)));
  if (existing) throw new Error(`${existing[0]} exists already`);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const lists = register(root, kind, id);
  return [...files.map(([file]) => `wrote ${file}`), ...lists.map((file) => `listed in ${file}`), next[kind]];
}

const next: Readonly<Record<Kind, string>> = {
  language: 'Now: start it from src/analyze.ts, and write the extractor until its fixtures hold.',
  library: 'Now: fill in the record; its examples are its tests (npx vitest run test/libraries.test.ts).',
  rule: 'Now: fill in meta, check and the two cases, then npm run docs.',
  reporter: 'Now: write the reporter and its golden file.',
  manifest: 'Now: write the extractor until its fixtures hold, and add it to the cases of test/unit/manifests.test.ts.',
  contract: 'Now: write the extractor until its fixtures hold, and add it to the cases of test/unit/contracts.test.ts.',
};

/** Adds the part to its list; gives the files changed. */
function register(root: string, kind: Kind, id: string): readonly string[] {
  const edit = (file: string, change: (text: string) => string): string => {
    const full = path.join(root, file);
    writeFileSync(full, change(readFileSync(full, 'utf8')));
    return file;
  };
  switch (kind) {
    case 'language':
      return [];
    case 'library':
      return [edit('src/libraries/index.ts', (text) => addToList(text, `./${id}.js`, id.slice(id.indexOf('/') + 1)))];
    case 'rule':
      return [edit('src/rules/index.ts', (text) => addToList(text, `./${id}.js`, id))];
    case 'manifest':
    case 'contract':
      return [edit(`src/extract/${kind}s/index.ts`, (text) => addToList(text, `./${id}/index.js`, id))];
    case 'reporter':
      return [edit('src/report/index.ts', (text) => addReporter(text, id)), edit('src/report/formats.ts', (text) => addFormat(text, id))];
  }
}

const isKind = (word: string | undefined): word is Kind => kinds.includes(word as Kind);
