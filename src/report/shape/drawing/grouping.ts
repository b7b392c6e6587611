import type { Edge, ServiceNode } from '../../../core/graph.js';
import type { GraphGrouping } from '../../options.js';
import { commonFolder, folderBelow } from '../folders.js';
import { type GroupOf, groupingOf } from '../groups.js';
import { communitiesOf } from './communities.js';

/** How the services of a large drawing are put together, in words for the reader, with the way to see one group. */
export interface ChosenGrouping {
  readonly by: string;
  readonly groupOf: GroupOf;
  /** What `--focus` takes for a group; absent where groups have no name of their own. */
  readonly focus?: (group: string) => string;
}

/** More groups than this are as hard to read as the services themselves; so is one that holds nearly all. */
const mostGroups = 40;
const largestShare = 0.7;
const deepest = 3;
/** Names that begin alike in this share of all say nothing by it. */
const prefixShare = 0.8;

/**
 * Groups for services of a drawing that is too large: by `asked`, else by context, team or namespace where the system has them, else by folders, else by the
 * first words of the names, else by who calls whom. The first of these that gives some groups, not too many, none of which holds nearly everything.
 */
export function chooseGrouping(services: readonly ServiceNode[], edges: readonly Edge[], asked: Exclude<GraphGrouping, 'none'> | undefined): ChosenGrouping {
  if (asked !== undefined) return { by: asked, groupOf: groupingOf(asked, services), focus: (group) => `${asked}:${group}` };
  for (const by of ['context', 'team', 'namespace'] as const) {
    const groupOf = groupingOf(by, services);
    if (readable(services, groupOf)) return { by, groupOf, focus: (group) => `${by}:${group}` };
  }
  for (let depth = 1; depth <= deepest; depth += 1) {
    const common = commonFolder(services.flatMap((service) => service.path ?? []));
    const groupOf: GroupOf = (service) => (service.path === null ? undefined : folderBelow(common, service.path, depth));
    if (readable(services, groupOf)) return { by: 'folder', groupOf, focus: (group) => `folder:${group}` };
  }
  const words = firstWords(services);
  for (let depth = 1; depth <= deepest; depth += 1) {
    const groupOf: GroupOf = (service) => words(service.name, depth);
    if (readable(services, groupOf)) return { by: 'name', groupOf, focus: (group) => group };
  }
  return { by: 'who calls whom', groupOf: communitiesOf(services, edges) };
}

/** A service without a group, or alone in one, counts as a group: it takes as much room. */
function readable(services: readonly ServiceNode[], groupOf: GroupOf): boolean {
  const sizes = new Map<string, number>();
  let alone = 0;
  for (const service of services) {
    const name = groupOf(service);
    if (name === undefined) alone += 1;
    else sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  const largest = Math.max(0, ...sizes.values());
  return sizes.size > 1 && sizes.size + alone <= mostGroups && largest <= services.length * largestShare && largest > 1;
}

/** The beginning of a name, by words, after what nearly all names begin with (a company's prefix): `acme-payment*`. */
function firstWords(services: readonly ServiceNode[]): (name: string, depth: number) => string {
  const all = services.map((service) => wordsOf(service.name));
  const common: string[] = [];
  const begins = (words: readonly string[]): boolean => common.every((word, i) => words[i] === word);
  for (;;) {
    const counts = new Map<string, number>();
    for (const words of all) {
      const next = begins(words) && words.length > common.length + 1 ? words[common.length] : undefined;
      if (next !== undefined) counts.set(next, (counts.get(next) ?? 0) + 1);
    }
    const [word] = [...counts].find(([, amount]) => amount >= all.length * prefixShare) ?? [];
    if (word === undefined) break;
    common.push(word);
  }
  return (name, depth) => {
    const words = wordsOf(name);
    const wanted = words.slice(0, (begins(words) ? common.length : 0) + depth);
    const ends = wanted.reduce((at, word) => name.indexOf(word, at) + word.length, 0);
    return `${name.slice(0, ends)}*`;
  };
}

const wordsOf = (name: string): readonly string[] => name.split(/[-_./\s]+/).filter((word) => word !== '');
