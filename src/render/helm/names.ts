import { markUnknown } from '../../parse/marks.js';

/**
 * Stand for the name and the namespace of a release that no file names, while its templates are evaluated. They are letters, because charts clean
 * names of everything else, and words that no chart is named after.
 */
export const releaseMark = 'qzrlzq';
/** See `releaseMark`. */
export const namespaceMark = 'qznszq';

const namespaceOfHost = new RegExp(`\\.${namespaceMark}(?:\\.svc(?:\\.cluster\\.local)?)?(?![\\w-])`, 'gi');
const namespaceInName = new RegExp(`${namespaceMark}[-_](?=\\w)|(?<=\\w)[-_]${namespaceMark}`, 'gi');
const namespaces = new RegExp(namespaceMark, 'gi');
const releases = new RegExp(releaseMark, 'gi');
const affix = new RegExp(`^${releaseMark}[-_]|[-_]${releaseMark}(?=[-_]|$)`, 'gi');

/** How the names of one chart lose their release. */
export interface Naming {
  /** The chart's name: what a bare release name stands for. */
  readonly chart: string;
  /** Names that other charts of the system give as well: they keep the chart's name before them. */
  readonly shared: ReadonlySet<string>;
}

/**
 * Takes a release's name out of a text: `{release}-orders` is `orders`, wherever it stands, so that names, selectors and addresses go on fitting each
 * other. A bare release name is the chart's. The namespace goes from host names (`orders.{namespace}.svc` is `orders`) and is unknown elsewhere.
 */
export function settleNames(text: string, naming: Naming): string {
  const unknown = markUnknown('.Release.Namespace', 'parameter');
  const spaced = text.replace(namespaceOfHost, '').replace(namespaceInName, '').replace(namespaces, unknown);
  return eachNamed(spaced, (name) => settled(name, naming));
}

/** Replaces the names around marks; in one pass, however long a name is. */
function eachNamed(text: string, change: (name: string) => string): string {
  const isLetter = (index: number): boolean => /[\w-]/.test(text[index] ?? '');
  const parts: string[] = [];
  let from = 0;
  for (let match = releases.exec(text); match !== null; match = releases.exec(text)) {
    let start = match.index;
    while (start > from && isLetter(start - 1)) start -= 1;
    let end = releases.lastIndex;
    while (isLetter(end)) end += 1;
    parts.push(text.slice(from, start), change(text.slice(start, end)));
    from = end;
    releases.lastIndex = end;
  }
  return from === 0 ? text : [...parts, text.slice(from)].join('');
}

function settled(name: string, { chart, shared }: Naming): string {
  const bare = withoutRelease(name);
  if (bare === '') return chart;
  return shared.has(bare) && bare !== chart ? `${chart}-${bare}` : bare;
}

/** A name without the mark of its release and what joins them; '' for the bare mark. */
export function withoutRelease(name: string): string {
  return name.replace(affix, '').split(new RegExp(releaseMark, 'i')).join('');
}
