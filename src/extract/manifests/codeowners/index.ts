import type { OwnersFact } from '../../../core/catalog.js';
import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { folderOf } from '../../../parse/paths.js';

const id = 'codeowners';
const maxRules = 5_000;

/** CODEOWNERS of GitHub, GitLab (with sections) and Bitbucket: who answers for which paths. */
export const codeowners: ManifestExtractor = {
  id,
  title: 'CODEOWNERS',
  files: (path) => /(?:^|\/)CODEOWNERS$/.test(path),
  extract(file, text): Extraction {
    const folder = folderOf(file);
    const own = /^(?:\.github|\.gitlab|\.bitbucket|docs)$/.test(folder.slice(folder.lastIndexOf('/') + 1));
    const rules = rulesIn(file, text);
    const fact: OwnersFact = { kind: 'owners', folder: own ? folderOf(folder) : folder, rules, at: { file, line: rules[0]?.at.line ?? 1 }, foundBy: id };
    return { facts: rules.length === 0 ? [] : [fact], diagnostics: [] };
  },
};

/** A line is a pattern and its owners; `[Section] @owners` gives owners to patterns without any, `^[…]` is optional. */
function rulesIn(file: string, text: string): OwnersFact['rules'] {
  const rules: OwnersFact['rules'][number][] = [];
  let inherited: readonly string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const bare = line.replace(/(^|\s)#.*$/, '').trim();
    if (bare === '' || rules.length >= maxRules) continue;
    const section = /^\^?\[[^\]]{1,200}\](?:\[\d+\])?\s*(.*)$/.exec(bare);
    if (section !== null) {
      inherited = (section[1] ?? '').split(/\s+/).filter(isOwner);
      continue;
    }
    const words = bare.match(/(?:\\.|[^\s\\])+/g) ?? [];
    const [pattern = '', ...owners] = words.map((word) => word.replace(/\\(.)/g, '$1'));
    const own = owners.filter(isOwner);
    rules.push({ pattern, owners: own.length > 0 ? own : inherited, at: { file, line: i + 1 } });
  }
  return rules;
}

const isOwner = (word: string): boolean => /^@?@[\w./-]+$|^[^@\s]+@[^@\s]+$/.test(word);
