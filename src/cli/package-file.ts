/** Where a file of this package is, by its path in the package: two folders above, seen from a built file and from this source alike. */
export const packageFile = (path: string): URL => new URL(`../../${path}`, import.meta.url);
