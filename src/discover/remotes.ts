import type { RepositoryPart } from './tree.js';

const section = /^\s*\[\s*remote\s+"([^"\n]{1,100})"\s*\]/;
const entry = /^\s*url\s*=\s*(\S{1,1000})\s*$/;
const maxLines = 5_000;

/** The URL of `origin` of each repository whose configuration can be read, by its folder. Git is not asked: the file is text like any other. */
export function remotesOf(repositories: readonly RepositoryPart[], textOf: (path: string) => string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { prefix, only } of repositories) {
    const text = only === undefined ? textOf(prefix === '' ? '.git/config' : `${prefix}/.git/config`) : undefined;
    const url = text === undefined ? undefined : originIn(text);
    if (url !== undefined) found.set(prefix === '' ? '.' : prefix, url);
  }
  return found;
}

function originIn(text: string): string | undefined {
  let remote: string | undefined;
  for (const line of text.split(/\r?\n/).slice(0, maxLines)) {
    if (/^\s*\[/.test(line)) remote = section.exec(line)?.[1];
    const url = remote === 'origin' ? entry.exec(line)?.[1] : undefined;
    if (url !== undefined) return url;
  }
  return undefined;
}
