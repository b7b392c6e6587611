/** A semantic version; missing parts are 0. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: string;
  readonly metadata: string;
}

const pattern = /^[vV]?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([\w.-]+))?(?:\+([\w.-]+))?$/;

/** Reads `1.2.3-rc.1+build`, also `v1.2`; undefined for what is no version. */
export function parseVersion(text: string): Version | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, patch, prerelease, metadata] = match;
  return { major: Number(major), minor: Number(minor ?? 0), patch: Number(patch ?? 0), prerelease: prerelease ?? '', metadata: metadata ?? '' };
}

/** Order of two versions: negative where a is older. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [x, y] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.min(x.length, y.length); i += 1) {
    const order = compareParts(x[i] ?? '', y[i] ?? '');
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

function compareParts(a: string, b: string): number {
  const [x, y] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (x && y) return Number(a) - Number(b);
  if (x !== y) return x ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const constraint = /^\s*(=|!=|>=|=>|<=|=<|>|<|~>|~|\^|)\s*([vV]?[\dxX*][\w.+*-]*)\s*$/;

/**
 * Whether a version fits a constraint of Masterminds/semver: `>=1.2, <3 || ^4`, `~1.2`, `1.x`, `1.2 - 1.4`. A pre-release fits only where the
 * constraint names one. Undefined for what is no constraint.
 */
export function satisfies(version: Version, constraints: string): boolean | undefined {
  let any = false;
  for (const part of constraints.split('||')) {
    const ranges = part.replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2').replace(/(=|!=|>|<|~|\^)\s+/g, '$1');
    const words = ranges.split(/[\s,]+/).filter((word) => word !== '');
    const results = words.map((word) => fits(version, word));
    if (results.includes(undefined) || (words.length === 0 && part.trim() !== '')) return undefined;
    any ||= results.every((result) => result === true);
  }
  return any;
}

function fits(version: Version, word: string): boolean | undefined {
  const match = constraint.exec(word);
  const written = match?.[2] ?? '';
  const parts = /^[vV]?([\dxX*]+)(?:\.([\dxX*]+))?(?:\.([\dxX*]+))?(-[\w.-]+)?/.exec(written);
  if (!match || !parts) return undefined;
  const wild = (part: string | undefined): boolean => part === undefined || /[xX*]/.test(part);
  const known = [parts[1], parts[2], parts[3]].findIndex(wild);
  const depth = known < 0 ? 3 : known;
  const number = (i: number): number => (i <= depth && !wild(parts[i]) ? Number(parts[i]) : 0);
  const base: Version = { major: number(1), minor: number(2), patch: number(3), prerelease: parts[4]?.slice(1) ?? '', metadata: '' };
  if (version.prerelease !== '' && base.prerelease === '' && match[1] !== '!=') return false;
  return within(version, match[1] ?? '', base, depth);
}

/** `depth`: how many parts of the constraint's version are said. */
function within(version: Version, operator: string, base: Version, depth: number): boolean {
  const order = compareVersions(version, base);
  const sameTo = (parts: number): boolean =>
    (parts < 1 || version.major === base.major) && (parts < 2 || version.minor === base.minor) && (parts < 3 || version.patch === base.patch);
  switch (operator) {
    case '!=':
      return depth < 3 ? !sameTo(depth) : order !== 0;
    case '>':
      return depth < 3 ? order > 0 && !sameTo(depth) : order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return order <= 0 || (depth < 3 && sameTo(depth));
    case '~':
    case '~>':
      return order >= 0 && sameTo(Math.min(depth, 2));
    case '^':
      return order >= 0 && sameTo(base.major > 0 || depth < 2 ? Math.min(depth, 1) : base.minor > 0 || depth < 3 ? 2 : 3);
    default:
      return depth < 3 ? sameTo(depth) : order === 0;
  }
}
