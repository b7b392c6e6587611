import { runGit } from './door.js';

/** One entry of a revision's tree. */
export interface TreeObject {
  /** POSIX path relative to the folder that was asked about. */
  readonly path: string;
  /** `submodule`: a commit of another repository is recorded there. */
  readonly kind: 'file' | 'link' | 'submodule';
  /** Object id: of a blob, of a submodule a commit. */
  readonly id: string;
  /** Bytes; null where this clone lacks the object (partial clones). */
  readonly size: number | null;
}

const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Everything below a folder as a commit has it, unsorted: one `ls-tree`, which reads objects alone. A folder that the commit lacks gives nothing.
 * Undefined where git fails. `commit` is a whole object id.
 */
export function treeAt(folder: string, commit: string): readonly TreeObject[] | undefined {
  const prefix = prefixOf(folder);
  if (prefix === undefined) return undefined;
  const tree = runGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}:${prefix.replace(/\/$/, '')}`]);
  if (tree === undefined) return [];
  const listed = runGit(folder, ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', tree.toString('latin1').trim()]);
  return listed?.toString('utf8').split('\0').flatMap(parseEntry);
}

/** The files that a commit has at some paths, relative to the repository's top folder. */
export function filesAt(folder: string, commit: string, paths: readonly string[]): readonly TreeObject[] {
  const listed = runGit(folder, ['ls-tree', '-z', '-l', '--full-tree', '--end-of-options', commit, ...paths]);
  return (listed?.toString('utf8') ?? '')
    .split('\0')
    .flatMap(parseEntry)
    .filter((entry) => entry.kind === 'file');
}

/** The folder's path in its repository, ending with `/`, empty for the top; undefined where git fails. */
export function prefixOf(folder: string): string | undefined {
  return runGit(folder, ['rev-parse', '--show-prefix'])?.toString('utf8').replace(/\n$/, '');
}

/** `mode type id size<TAB>path`. */
function parseEntry(line: string): readonly TreeObject[] {
  const tab = line.indexOf('\t');
  const [mode, , id = '', size] = line.slice(0, tab).split(/ +/);
  const kind = mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : mode?.startsWith('100') ? 'file' : undefined;
  const path = line.slice(tab + 1);
  // A forged tree may name a path that no checkout would take.
  const odd = path.split('/').some((part) => part === '' || part === '.' || part === '..');
  if (tab < 0 || kind === undefined || odd || !objectId.test(id)) return [];
  return [{ path, kind, id, size: /^\d+$/.test(size ?? '') ? Number(size) : null }];
}

/**
 * Contents of blobs by id, in one process; those that this clone lacks are left out. The caller keeps the sum of the sizes well below what the door lets
 * through (256 MB).
 */
export function readBlobs(folder: string, ids: readonly string[]): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  const wanted = [...new Set(ids.filter((id) => objectId.test(id)))];
  if (wanted.length === 0) return found;
  const answer = runGit(folder, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  for (let at = 0; answer !== undefined && at < answer.length; ) {
    const end = answer.indexOf(10, at);
    if (end < 0) break;
    const [id = '', type, size] = answer.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    if (type === 'blob') found.set(id, answer.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}
