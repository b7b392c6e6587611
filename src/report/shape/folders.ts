/** The deepest folder that holds all of the paths, as segments; a path that is the only one, or equal to it, holds itself. */
export function commonFolder(paths: readonly string[]): readonly string[] {
  const [first, ...rest] = paths.map(segments);
  if (first === undefined) return [];
  let length = first.length;
  for (const path of rest) {
    let same = 0;
    while (same < length && path[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}

/** The first `depth` folders of a path below a common one, joined; undefined for the common folder itself. */
export function folderBelow(common: readonly string[], path: string, depth: number): string | undefined {
  const below = segments(path).slice(common.length, common.length + depth);
  return below.length === 0 ? undefined : below.join('/');
}

const segments = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '' && segment !== '.');
