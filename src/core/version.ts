import type { FactBase } from './fact.js';

/** What version a module has, as its build file writes it. */
export interface VersionFact extends FactBase {
  readonly kind: 'version';
  readonly ecosystem: 'maven' | 'gradle' | 'dotnet' | 'cargo';
  /** Folder of the module, or of what modules below take their version from. */
  readonly folder: string;
  /** Null where it takes another's. */
  readonly version: string | null;
  /** Folder that it takes it from; absent: the nearest one above that gives one. */
  readonly from?: string;
  /** Modules below that write none get this one. */
  readonly gives: boolean;
}
