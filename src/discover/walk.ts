import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Ignore } from 'ignore';
import type { Diagnostic } from '../core/extraction.js';
import { gitFiles } from '../git/files.js';
import { gitignoreRules } from './ignores.js';

export interface WalkOptions {
  /** Absolute folder that `prefix` stands for. */
  readonly root: string;
  /** Folder to list, relative to the root; empty for the root itself. */
  readonly prefix: string;
  /** `own`: git is asked only where the folder has a `.git` itself (submodules, which the outer repository does not list). */
  readonly repository: 'any' | 'own';
  readonly maxFiles: number;
  /** Whether a folder of this name is not entered. */
  skipFolder(name: string): boolean;
  /** Text of a .gitignore, guarded like every other read; undefined where it cannot be read. */
  readText(path: string): string | undefined;
  note(diagnostic: Diagnostic): void;
  /** Hears of each folder whose files git listed. */
  repositoryAt(folder: string): void;
}

interface Folder {
  readonly path: string;
  readonly rules: readonly { readonly base: string; readonly rules: Ignore }[];
}

/**
 * Lists a folder: repositories by git's list, the rest by walking with nested .gitignore files. Links are listed but not entered, so no
 * loop is possible. Returns paths relative to the root, unsorted; folders that cannot be read are noted.
 */
export function listTree(options: WalkOptions): { paths: string[]; skippedFolders: number } {
  const paths: string[] = [];
  let skippedFolders = 0;
  const open: Folder[] = [{ path: options.prefix, rules: [] }];
  for (let folder = open.pop(); folder !== undefined && paths.length <= options.maxFiles; folder = open.pop()) {
    const entries = readFolder(folder.path, options);
    const known = asksGit(folder, entries, options) ? gitFiles(join(options.root, folder.path)) : undefined;
    // Nothing at all: the folder itself is ignored by the repository around it, yet somebody asked for it.
    if (known && known.length > 0) {
      options.repositoryAt(folder.path);
      for (const path of known) {
        if (path.endsWith('/')) open.push({ path: joined(folder.path, path.slice(0, -1)), rules: [] });
        else paths.push(joined(folder.path, path));
      }
      continue;
    }
    const rules = withGitignore(folder, entries, options);
    for (const entry of entries) {
      const path = joined(folder.path, entry.name);
      if (isIgnored(path, entry.isDirectory(), rules)) continue;
      if (!entry.isDirectory()) paths.push(path);
      else if (options.skipFolder(entry.name)) skippedFolders += 1;
      else open.push({ path, rules });
    }
  }
  return { paths, skippedFolders };
}

function asksGit(folder: Folder, entries: readonly Dirent[], options: WalkOptions): boolean {
  return entries.some((entry) => entry.name === '.git') || (folder.path === options.prefix && options.repository === 'any');
}

function readFolder(path: string, options: WalkOptions): Dirent[] {
  try {
    return readdirSync(join(options.root, path), { withFileTypes: true });
  } catch {
    options.note({ file: path === '' ? '.' : path, line: 1, reason: 'unreadable', message: 'The folder cannot be read. Check its permissions.' });
    return [];
  }
}

function withGitignore(folder: Folder, entries: readonly Dirent[], options: WalkOptions): Folder['rules'] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return folder.rules;
  const file = joined(folder.path, '.gitignore');
  const text = options.readText(file);
  if (text === undefined) return folder.rules;
  const { rules, refused } = gitignoreRules(text);
  for (const line of refused) options.note({ file, line, reason: 'unparsable', message: 'The pattern is too complex and is not applied. Simplify it.' });
  return [...folder.rules, { base: folder.path === '' ? '' : `${folder.path}/`, rules }];
}

/** The deepest .gitignore that says anything wins, as in git. */
function isIgnored(path: string, isFolder: boolean, all: Folder['rules']): boolean {
  for (const { base, rules } of all.toReversed()) {
    const verdict = rules.test(path.slice(base.length) + (isFolder ? '/' : ''));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
