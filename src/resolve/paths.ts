/** Folder of a path; '.' for the root. */
export function dirOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** Last segment of a path. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins and normalises; a path that leaves the root keeps its leading `../`. */
export function joinPath(base: string, rest: string): string {
  const segments: string[] = [];
  for (const part of `${base}/${rest}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(part);
  }
  return segments.length === 0 ? '.' : segments.join('/');
}

/** Whether `path` is `folder` or lies under it. */
export function isUnder(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Number of segments; 0 for the root. */
export function depthOf(path: string): number {
  return path === '.' ? 0 : path.split('/').length;
}

/** Ends of a path, longest first: `a/b/c`, `b/c`, `c`. Leading `../` and `/` do not count. */
export function suffixesOf(path: string): string[] {
  const segments = path.split('/').filter((s) => s !== '' && s !== '.' && s !== '..');
  return segments.map((_, i) => segments.slice(i).join('/'));
}

/** The deepest of `folders` that holds `path`; undefined for none. */
export function deepestFolder(path: string, folders: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const folder of folders) if (isUnder(path, folder) && (best === undefined || depthOf(folder) > depthOf(best))) best = folder;
  return best;
}

/** Whether an editor, a forge or a CI system owns the folder: what stands there is no deployment. */
export function isToolFolder(path: string): boolean {
  return path.split('/').some((s) => toolFolders.has(s));
}

const toolFolders: ReadonlySet<string> = new Set(['.devcontainer', '.github', '.gitlab', '.circleci', '.vscode', '.idea', 'node_modules']);
