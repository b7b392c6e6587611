import type { Access, PartName, Role } from './library.js';
import type { Evidence, NonEmpty } from './location.js';
import type { Term } from './term.js';

/** A handler of a service: what the outside can call. `id` is unique within a deployable. */
export interface Entry {
  readonly id: string;
  /** `http GET /orders/:id`, `grpc Orders/Get`, `consume orders`; path terms as far as known. */
  readonly protocol: string;
  readonly method?: Term;
  readonly path?: Term;
  readonly operation?: Term;
  readonly file: string;
  readonly line: number;
}

/**
 * One thing that reached code of a deployable does with the outside. Its only holes are settings and names: `resolve`
 * fills them.
 */
export interface Interaction {
  readonly role: Role;
  /** `http`, `grpc`, `websocket`, `rabbitmq`, `postgresql` …; resolved from `parts.technology` where the record says `*`. */
  readonly protocol: string;
  readonly parts: Readonly<Partial<Record<PartName, Term>>>;
  readonly access?: Access;
  /** Request and reply over a broker. */
  readonly reply?: boolean;
  /** Forwards requests it gets: a proxy in code, a `routes` edge. */
  readonly routes?: boolean;
  /** The service's own site first, then wrappers outwards in. */
  readonly evidence: NonEmpty<Evidence>;
  /** Ids of the deployable's entries from which the site is reached; `startup` where it runs on its own. */
  readonly entries: readonly string[];
  /** Stands in a loop over data. */
  readonly inLoop: boolean;
  /** Joins interactions of one client object: a query and the connection it runs on, a publish and its exchange. */
  readonly handle?: string;
  /** The site is reached only by import (reflection, convention): the edge is `inferred`. */
  readonly inferred: boolean;
  /** Milliseconds of the client's own time limit, 0 for none seen, where the record tells. */
  readonly timeout?: number;
}

/** A source folder with an entry, as `link` is asked to follow it. */
export interface Deployable {
  /** Id that `resolve` gave it; stable for the same input. */
  readonly id: string;
  /** Folder of the sources, '.' for the root. */
  readonly path: string;
  /** Entry files; empty where none could be found: then every source file of the folder is a root. */
  readonly entries: readonly string[];
  /** Exported functions that the platform calls, each an entry under its id. */
  readonly handlers?: readonly { readonly id: string; readonly file: string; readonly export: string }[];
}

/** Values that reach a package whose code is not there, or a network library archlint has no record of. */
export interface SettingUse {
  readonly setting: string;
  readonly term: Term;
  readonly evidence: Evidence;
}

export interface UnresolvedSite {
  readonly reason: UnresolvedReason;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
export type UnresolvedReason = 'dynamic-target' | 'missing-setting' | 'unknown-host' | 'ambiguous' | 'too-many' | 'absent-code' | 'unparsable';

/** Link's output for one deployable. */
export interface LinkedService {
  readonly id: string;
  readonly interactions: readonly Interaction[];
  readonly entries: readonly Entry[];
  readonly settingUses: readonly SettingUse[];
  readonly unresolved: readonly UnresolvedSite[];
  /** Workspace packages the reached code comes from: package name, folder, whether entities or domain models are among what is reached, a line that imports it. */
  readonly libraries: readonly LibraryUse[];
  /** Tables that reached ORM code defines (entities, models): who may own them. */
  readonly files: readonly string[];
}

export interface LibraryUse {
  readonly package: string;
  readonly path: string;
  readonly evidence: Evidence;
  /** Entities or domain models of the package that the deployable reaches; empty for technical libraries. */
  readonly domain: readonly Evidence[];
}
