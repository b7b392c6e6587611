/** Folder of a POSIX path; `.` for a file at the root. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '.' : path.slice(0, end);
}

/**
 * A relative POSIX path seen from a folder, normalised: `joinPath('a/b', '../c')` is `a/c`. Leading `../` stays where the path leaves the root;
 * globs are text; the folder itself is `.` only at the root.
 */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '.';
}

/**
 * A path written in a file of `folder`, relative to the scan root: normalised, without `./` and trailing slash. One that leaves the root keeps
 * its leading `../`; absolute paths, home folders and URLs stay as written. Backslashes count as slashes.
 */
export function rootPath(folder: string, written: string): string {
  const path = written.replaceAll('\\', '/');
  return isRelativePath(path) ? joinPath(folder, path) : written;
}

/** Whether a written path is relative: no absolute path, drive letter, home folder, URL or `git@host:…`. */
export function isRelativePath(path: string): boolean {
  return !/^([/~]|[A-Za-z]:[/\\]|[\w.-]+@[\w.-]+:|[a-z][a-z0-9+.-]*:\/\/|github\.com\/)/i.test(path);
}
