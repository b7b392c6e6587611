import type { IgnoreFact } from '../core/fact.js';

/** Comments `# archlint-ignore <rule>: <reason>` of a manifest; a missing reason is null. Lines count from 1. */
export function suppressionsIn(file: string, text: string, foundBy: string): IgnoreFact[] {
  if (!text.includes('archlint-ignore')) return [];
  return text.split(/\r\n|\n|\r/).flatMap((line, index): IgnoreFact[] => {
    const match = /#\s*archlint-ignore\s+([\w-]+)[ \t]*(?::(.*))?$/.exec(line);
    if (!match) return [];
    const reason = match[2]?.trim() ?? '';
    return [{ kind: 'ignore', rule: match[1] ?? '', reason: reason === '' ? null : reason, at: { file, line: index + 1 }, foundBy }];
  });
}
