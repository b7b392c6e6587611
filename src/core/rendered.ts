import type { Diagnostic } from './extraction.js';
import type { FileIndex } from './files.js';
import type { Location } from './location.js';

/**
 * What a deployment tool makes of several files (a chart's templates and values, a base and its patches): text that manifest extractors
 * read like a file, with the place each line comes from.
 */
export interface Rendering {
  /** Path under which extractors see it: the template, or the folder's file that the tool is named after. It must end as a manifest does. */
  readonly file: string;
  readonly text: string;
  /** Where each line of `text` stands in the sources; index 0 is line 1. */
  readonly lines: readonly Location[];
  /** Workloads of one rendering see each other: the same chart and values, the same overlay. */
  readonly stack: string;
  /** `dev`, `staging`, `prod` … where a values file or overlay makes an alternative of one system. */
  readonly environment?: string;
  /** Namespace that the tool deploys into where an object names none. */
  readonly namespace?: string;
  /** The option, component or overlay that alone makes it. */
  readonly when?: string;
  /** More is deployed beside it than was there to be read: names that lead nowhere may be of that. */
  readonly partial?: boolean;
  /** What is deployed before its workloads. */
  readonly startsAfter?: readonly { readonly target: string; readonly at: Location }[];
  /** Names as the sources write them, by the name rendered: without what a release, a prefix or a suffix adds. Names that are the same are left out. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Renderings of all projects of one tool. */
export interface RenderResult {
  readonly renderings: readonly Rendering[];
  /** Files that mean nothing on their own: extractors see them rendered only. */
  readonly consumed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Folders of projects of other tools that went into it: those tools deploy them no second time. */
  readonly installed?: readonly string[];
}

/** Does what `helm template` or `kustomize build` would do, without running either. Pure but for reading through the index; never throws. */
export interface Renderer {
  readonly id: string;
  readonly title: string;
  render(files: FileIndex): RenderResult;
}

/** A whole file inside a manifest: a key of a ConfigMap, a template of a job. */
export interface Embedded {
  /** `<manifest>#<name>/<key>`. */
  readonly path: string;
  readonly text: string;
  /** Where each line stands; index 0 is line 1. */
  readonly lines: readonly Location[];
  readonly stack: string;
  readonly namespace?: string;
  readonly when?: string;
}
