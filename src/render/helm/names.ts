import { markUnknown } from '../../parse/marks.js';

/** Stand for the name and the namespace of a release that no file names, while its templates are evaluated. */
export const releaseMark = '\u{10FFF0}';
/** See `releaseMark`. */
export const namespaceMark = '\u{10FFF1}';

const namespaceOfHost = new RegExp(`\\.${namespaceMark}(?:\\.svc(?:\\.cluster\\.local)?)?(?![\\w-])`, 'gu');
const namespaceInName = new RegExp(`${namespaceMark}[-_](?=\\w)|(?<=\\w)[-_]${namespaceMark}`, 'gu');
const named = new RegExp(`[\\w-]*(?:${releaseMark}[\\w-]*)+`, 'gu');
const affix = new RegExp(`^${releaseMark}[-_]|[-_]${releaseMark}(?=[-_]|$)`, 'gu');

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
  const spaced = text.includes(namespaceMark)
    ? text.replace(namespaceOfHost, '').replace(namespaceInName, '').replaceAll(namespaceMark, markUnknown('.Release.Namespace', 'parameter'))
    : text;
  return spaced.includes(releaseMark) ? spaced.replace(named, (name) => settled(name, naming)) : spaced;
}

function settled(name: string, { chart, shared }: Naming): string {
  const bare = withoutRelease(name);
  if (bare === '') return chart;
  return shared.has(bare) && bare !== chart ? `${chart}-${bare}` : bare;
}

/** A name without the mark of its release and what joins them; '' for the bare mark. */
export function withoutRelease(name: string): string {
  return name.replace(affix, '').replaceAll(releaseMark, '');
}
