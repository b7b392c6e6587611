import type { Diagnostic, SkipReason } from './extraction.js';

/** One file of the scanned tree. */
export interface FileEntry {
  /** POSIX path relative to the scan root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Git's id of the content, where it is known without reading. */
  readonly blob?: string;
}

/** The scanned tree, read-only. Made by `discover/`; the only way anything else sees a file. */
export interface FileIndex {
  /** Sorted by path; ignored files are not here. */
  readonly files: readonly FileEntry[];
  has(path: string): boolean;
  /** Paths directly or deeply under a folder ('.' for all), sorted. */
  under(folder: string): readonly string[];
  /** Text, or why not; a file is read at most once a run and its failure is recorded. */
  read(path: string): { readonly text: string } | { readonly skipped: SkipReason };
  /**
   * A name of a file's content, the same for the same bytes in every state of a tree: known of a revision at once, of a work tree after reading and only
   * where it was asked to identify; undefined otherwise.
   */
  contentId(path: string): string | undefined;
  /** Paths that end so (with the slash: `/package.json` also finds the root's). */
  endingWith(suffix: string): readonly string[];
  /** Tests, examples, playgrounds, documentation, templates: never a service, never a root, but production code may import it. */
  isAside(path: string): boolean;
  /** The URL of `origin` by folder of a repository ('.' for the root), where git's configuration lies in the tree. */
  readonly remotes?: ReadonlyMap<string, string>;
  /** How many files and folders the ignore patterns left out (a folder counts once). */
  readonly ignored: number;
  /** How many different files have been read with success so far. */
  readonly readCount: number;
  readonly diagnostics: readonly Diagnostic[];
  note(diagnostic: Diagnostic): void;
}

/** What the reader accepts; sizes in bytes. What exceeds a limit is skipped and noted. */
export interface Limits {
  /** One source file. */
  readonly sourceBytes: number;
  /** One other file. */
  readonly dataBytes: number;
  /** All files read in a run. */
  readonly totalBytes: number;
  /** Files listed. */
  readonly files: number;
  /** Longest line of a source file, in characters; beyond it the file is taken for minified. */
  readonly lineLength: number;
}
