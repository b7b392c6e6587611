import { compareText } from '../../src/core/location.js';

/** Name of an export as the ids spell it: `shared-table` is `sharedTable`. */
export const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Name of a reporter's function: `check-json` is `renderCheckJson`. */
export const renderName = (id: string): string => `render${camelCase(`-${id}`)}`;

const importLine = /^import \{ (\w+) \} from '(\.[^']+)';$/;

/** Where an import stands in the order: by its path without ending. */
const orderOf = (module: string): string => module.replace(/(\/index)?\.js$/, '');

/** A list file with one more import and one more element, both in the order of the ids. */
export function addToList(text: string, module: string, id: string): string {
  const name = camelCase(id);
  const modules = new Map([[name, module]]);
  for (const line of text.split('\n')) {
    const [, known, from] = importLine.exec(line) ?? [];
    if (known !== undefined && from !== undefined) modules.set(known, from);
  }
  return withImport(text, name, module).replace(/(readonly \w+\[\] = \[)([^\]]*)(\];)/, (_, start: string, body: string, end: string) => {
    const names = [...body.split(',').flatMap((part) => part.trim() || []), name].sort((a, b) =>
      compareText(orderOf(modules.get(a) ?? a), orderOf(modules.get(b) ?? b)),
    );
    return body.includes('\n') ? `${start}\n${names.map((one) => `  ${one},\n`).join('')}${end}` : `${start}${names.join(', ')}${end}`;
  });
}

/** The list of reporters with one more, after the last of its command. */
export function addReporter(text: string, id: string): string {
  const [command, format] = partsOf(id);
  const lines = withImport(text, renderName(id), `./${id}.js`).split('\n');
  const last = lines.findLastIndex((line) => line.includes(`command: '${command}'`));
  lines.splice(last + 1, 0, `  { command: '${command}', format: '${format}', render: ${renderName(id)} },`);
  return lines.join('\n');
}

/** The names of formats with one more, the last of its command. */
export function addFormat(text: string, id: string): string {
  const [command, format] = partsOf(id);
  return text.replace(new RegExp(`(\\b${command}: \\[[^\\]]*)\\]`), `$1, '${format}']`);
}

function partsOf(id: string): readonly [string, string] {
  const at = id.indexOf('-');
  return [id.slice(0, at), id.slice(at + 1)];
}

function withImport(text: string, name: string, module: string): string {
  const lines = text.split('\n');
  const own = `import { ${name} } from '${module}';`;
  const after = lines.findIndex((line) => {
    const from = importLine.exec(line)?.[2];
    return from?.startsWith('./') === true && compareText(orderOf(from), orderOf(module)) > 0;
  });
  const last = lines.findLastIndex((line) => line.startsWith('import '));
  lines.splice(after < 0 ? last + 1 : after, 0, own);
  return lines.join('\n');
}
