import { markUnknown } from '../parse/marks.js';
import type { Substitution } from './plan.js';
import type { Written } from './write.js';

const variable = /\$\$|\$\{([_a-zA-Z]\w*)(?:(:?[-=])([^}\n]*))?\}/g;
const maxLine = 100_000;

/**
 * A text with Flux's variables filled (`${name}`, `${name:-default}`; `$$` is a dollar). Lines stay lines. What is not set and has no default is empty, or unknown
 * where values are read from what is not there.
 */
export function substituted(written: Written, substitution: Substitution | undefined): Written {
  if (substitution === undefined) return written;
  const { values, open } = substitution;
  const fill = (line: string): string =>
    line.replace(variable, (whole, name: string | undefined, operator: string | undefined, fallback = '') => {
      if (name === undefined) return whole === '$$' ? '$' : whole;
      const value = values.get(name);
      if (value !== undefined && (value !== '' || operator?.startsWith(':') !== true)) return value.replace(/[\r\n]+/g, ' ');
      return operator === undefined && open ? markUnknown(name, 'parameter') : (fallback as string);
    });
  const text = written.text
    .split('\n')
    .map((line) => (line.length > maxLine ? line : fill(line)))
    .join('\n');
  return { text, lines: written.lines };
}
