/** Why a commit says nothing about which services change together. */
export type LeftOutReason = 'bot' | 'formatting' | 'import' | 'release' | 'sweep';

/**
 * One change as it reached the main line: a merge by its first parent, a squashed or a direct commit; across repositories the commits of one ticket, or
 * of one author on one day.
 */
export interface ChangeSet {
  /** Folder of the repository relative to the scan root (`.` for the root), and abbreviated hash of its newest commit. */
  readonly repository: string;
  readonly commit: string;
  /** First line of that commit's message; a scanned text. */
  readonly subject: string;
  /** Seconds since 1970 of that commit. */
  readonly time: number;
  /** Source files it touches, relative to the scan root; lock files, documentation and generated code are left out. */
  readonly files: readonly string[];
}

/** Something that got a new version. */
export interface VersionSighting {
  /** What was released: an image's name, the keys that lead to a tag (`orders.image.tag`), the name in a tag; empty where the file says it alone. */
  readonly subject: string;
  /** Where the version stands, relative to the scan root; null for a tag. */
  readonly file: string | null;
  readonly line: number;
}

/** Versions that were given in one commit, or tags that were set on one commit or within an hour. */
export interface ReleaseEvent {
  readonly by: 'commit' | 'tag';
  readonly repository: string;
  readonly commit: string;
  /** The commit's subject, or the tags. */
  readonly subject: string;
  readonly time: number;
  readonly versions: readonly VersionSighting[];
}

/** What git tells of a system: its changes on the main line over a window of months before the newest. */
export interface History {
  readonly changes: readonly ChangeSet[];
  /** The newest first. */
  readonly releases: readonly ReleaseEvent[];
  /** Commits read, and those left out by reason. */
  readonly commits: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  /** Repositories read; 0 where there is none. */
  readonly repositories: number;
  /** Folders of repositories whose history is cut off (`git clone --depth`): not evaluated. */
  readonly shallow: readonly string[];
  /** Length of the window in months. */
  readonly months: number;
}

/** How often two services change together, and how surprising that is. */
export interface CoChange {
  /** Node ids, the smaller first. */
  readonly a: string;
  readonly b: string;
  /** Changes of both, of each, and of the whole system. */
  readonly shared: number;
  readonly changesOfA: number;
  readonly changesOfB: number;
  readonly changes: number;
  /** `shared` over the lesser of the two: 0 to 1. */
  readonly confidence: number;
  /** How many times more often than two independent services of these rates would. */
  readonly lift: number;
  /** One-sided Fisher's exact test, corrected for the number of pairs (Benjamini and Hochberg 1995). */
  readonly p: number;
  /** The newest changes of both, and the file of each that they touch most. */
  readonly examples: readonly { readonly commit: string; readonly subject: string }[];
  readonly fileOfA: string;
  readonly fileOfB: string;
  readonly repository: string;
}

/** What the history says of the services of a graph. */
export interface HistoryEvidence {
  /** Pairs that changed together at least three times, by ids. */
  readonly coChanges: readonly CoChange[];
  /** Changes counted; commits read; those left out by reason, sweeps over the services included. */
  readonly changes: number;
  readonly commits: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  readonly shallow: readonly string[];
  readonly months: number;
}
