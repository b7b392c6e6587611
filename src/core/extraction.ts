import type { Fact } from './fact.js';
import type { Embedded } from './rendered.js';

/** A file that could not be read or understood: named, counted, never silent. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly reason: SkipReason;
  readonly message: string;
}
export type SkipReason =
  | 'too-large'
  | 'binary'
  | 'unreadable'
  | 'outside-root'
  | 'minified'
  | 'template'
  | 'unparsable'
  | 'too-many-files'
  | 'generated'
  /** It is fetched from elsewhere when it is deployed: a chart of a registry, a base in another repository. */
  | 'remote'
  /** A plug-in or another tool would have to be run. */
  | 'not-run';

/**
 * Reads one kind of manifest (or contract). `files` says by the path alone whether `extract` wants the file (it may still find by the
 * content that it is something else, and then gives nothing); `extract` is pure and never throws.
 */
export interface ManifestExtractor {
  /** `compose`, `kubernetes` … : the folder's name and the facts' `foundBy`. */
  readonly id: string;
  readonly title: string;
  files(path: string): boolean;
  /** It reads what a deployment tool renders from (templates of charts, patches) as written; others see that rendered only. */
  readonly sources?: boolean;
  /** It also reads texts that stand inside other manifests (a key of a ConfigMap); `files` is not asked then. */
  readonly embedded?: boolean;
  /** Loads a parser that is heavy and that most systems do without. To have ended before `extract` is called; a second call costs nothing. */
  load?(): Promise<void>;
  /** `rendered`: a deployment tool made the text; `{{` in it is no template of its own. */
  extract(file: string, text: string, rendered?: boolean): Extraction;
}
export interface Extraction {
  readonly facts: readonly Fact[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whole files that stand inside this one. */
  readonly embedded?: readonly Embedded[];
}
