import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../src/rules/index.js';
import { printed, root } from './sources.js';

/** README with the text between its markers renewed: a real finding, the rules, the accuracy table. */
export async function readme(text: string): Promise<string> {
  let result = between(text, 'finding', await finding());
  result = between(result, 'rules', rulesTable());
  const measured = path.join(root, 'accuracy/table.md');
  return existsSync(measured) ? between(result, 'accuracy', readFileSync(measured, 'utf8').trim()) : result;
}

/** The output on the bundled example, without the headline and the closing lines, which README does not need twice. */
async function finding(): Promise<string> {
  const output = await printed(path.join(root, 'fixtures/systems/shop'), ['check', '--only', 'sync-chain']);
  return `\`\`\`text\n$ archlint check --only sync-chain\n${output.trimEnd()}\n\`\`\``;
}

function rulesTable(): string {
  const rows = rules.map(({ id, meta }) => `| [${id}](docs/rules/${id}.md) | ${meta.severity.recommended} | ${meta.summary} |`);
  return ['| rule | severity | flagged when |', '| --- | --- | --- |', ...rows].join('\n');
}

function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no ${start} … ${end}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}
