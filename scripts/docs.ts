import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configJsonSchema, exampleConfig } from '../src/config/index.js';
import { extractorsPage } from './docs/extractors-page.js';
import { readme } from './docs/readme.js';
import { rulePage } from './docs/rule-page.js';
import { everyRule, printed, root } from './docs/sources.js';

/**
 * Writes what is generated: the pages of the rules and of the extractors, the picture of the bundled example, the tables of README, the example
 * configuration and its JSON Schema. With `--check` writes nothing and names what is stale. Gives the exit code.
 */
export async function main(args: readonly string[]): Promise<number> {
  const wanted = await generated();
  const stale = [...wanted]
    .filter(([file, text]) => !existsSync(path.join(root, file)) || readFileSync(path.join(root, file), 'utf8') !== text)
    .map(([file]) => file);
  const orphans = pagesOnDisk().filter((file) => !wanted.has(file));
  if (args.includes('--check')) {
    for (const file of [...stale, ...orphans]) console.error(`stale: ${file}`);
    if (stale.length + orphans.length > 0) console.error('Run "npm run docs".');
    return stale.length + orphans.length > 0 ? 1 : 0;
  }
  for (const file of stale) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), wanted.get(file) ?? '');
    console.log(`wrote ${file}`);
  }
  for (const file of orphans) {
    rmSync(path.join(root, file));
    console.log(`removed ${file}`);
  }
  return 0;
}

/** Every generated file with its text, by its path from the root of the checkout. */
async function generated(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const id of Object.keys(everyRule)) files.set(`docs/rules/${id}.md`, await rulePage(id));
  files.set('docs/extractors.md', extractorsPage());
  files.set('.archlintrc.example.yml', exampleConfig(everyRule));
  files.set('schemas/config.schema.json', `${JSON.stringify(configJsonSchema(everyRule), null, 2)}\n`);
  files.set('docs/images/shop.svg', await printed(path.join(root, 'fixtures/systems/shop'), ['graph', '--format', 'svg', '--highlight', '--no-history']));
  files.set('README.md', await readme(readFileSync(path.join(root, 'README.md'), 'utf8')));
  return files;
}

function pagesOnDisk(): string[] {
  const folder = path.join(root, 'docs/rules');
  return existsSync(folder) ? readdirSync(folder).map((file) => `docs/rules/${file}`) : [];
}
