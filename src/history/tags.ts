import type { ReleaseEvent } from '../core/history.js';
import { runGit } from '../git/door.js';
import { compareText } from '../core/location.js';

interface Tag {
  readonly name: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly commit: string;
  readonly repository: string;
}

const maxTags = 20_000;
const secondsPerHour = 3600;

/** Version tags of a repository: `orders-v1.4.0`, `orders/1.4.0`, `@acme/orders@1.4.0`, `v1.4.0`. */
export function tagsOf(folder: string, prefix: string): readonly Tag[] {
  const format = '%(refname:strip=2)%00%(creatordate:unix)%00%(objectname)%00%(*objectname)';
  const printed = runGit(folder, ['for-each-ref', `--count=${maxTags}`, '--sort=-creatordate', `--format=${format}`, 'refs/tags']);
  return (printed?.toString('utf8').split('\n') ?? []).flatMap((line) => {
    const [name = '', time, object = '', target] = line.split('\0');
    return time === undefined || !/\d/.test(name) ? [] : [{ name, time: Number(time) || 0, commit: target || object, repository: prefix }];
  });
}

/** What a tag names, without its version: `orders` of `orders-v1.4.0`, empty of `v1.4.0`; undefined where it is no version. */
export function taggedName(tag: string): string | undefined {
  const match = /^(?:release[-/])?(?:(.*?)(?:[-/@_]v?|\/v))?v?\d+(?:\.\d+)+(?:[-+.][\w.+-]*)?$/.exec(tag);
  return match === null ? undefined : (match[1] ?? '');
}

/**
 * Tags that were set on one commit, or within an hour of the first, as one release each. Tags without a name are their repository's. Only what is newer
 * than `since` (seconds since 1970) counts.
 */
export function tagEvents(tags: readonly Tag[], since: number): ReleaseEvent[] {
  const named = tags
    .flatMap((tag) => {
      const subject = taggedName(tag.name);
      return subject === undefined || tag.time < since ? [] : [{ ...tag, subject }];
    })
    .sort((a, b) => a.time - b.time || compareText(a.name, b.name));
  const groups: (typeof named)[] = [];
  for (const tag of named) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    if (last && first && (tag.time - first.time <= secondsPerHour || (tag.commit === first.commit && tag.repository === first.repository))) last.push(tag);
    else groups.push([tag]);
  }
  return groups.reverse().flatMap((group): ReleaseEvent[] => {
    const [first] = group;
    if (first === undefined) return [];
    const versions = group.map((tag) => ({ subject: tag.subject === '' ? tag.repository : tag.subject, file: null, line: 1 }));
    const subject = [...new Set(group.map((tag) => tag.name))].slice(0, 6).join(', ');
    return [{ by: 'tag', repository: first.repository, commit: first.commit.slice(0, 10), subject, time: first.time, versions }];
  });
}
