import type { Rendering } from '../../src/core/rendered.js';
import { shownText } from '../../src/parse/marks.js';

/**
 * Renderings as text: `= stack (environment) when option` for each, `~ name is bare name`, `> after target (place)`, `-- file` where the lines of another file begin, then each line that is not
 * empty, with the line that it comes from. Unknown parts are shown as `{…}`.
 */
export function describeRenderings(renderings: readonly Rendering[]): string {
  return renderings.map(describe).join('\n');
}

function describe({ text, lines, stack, environment, namespace, when, names = new Map(), startsAfter = [] }: Rendering): string {
  const facts = [stack, environment && `(${environment})`, namespace && `in ${namespace}`, when && `when ${when}`].filter((fact) => fact !== undefined);
  const written = [...names].map(([name, bare]) => `~ ${name} is ${bare}`);
  const after = startsAfter.map(({ target, at }) => `> after ${target} (${at.file}:${at.line})`);
  const out = [`= ${facts.join(' ')}`, ...written, ...after];
  let file: string | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    const at = lines[i] ?? lines.at(-1);
    if (line.trim() === '' || at === undefined) continue;
    if (at.file !== file) out.push(`-- ${at.file}`);
    file = at.file;
    out.push(`${String(at.line).padStart(3)} ${shownText(line)}`.trimEnd());
  }
  return `${out.join('\n')}\n`;
}
