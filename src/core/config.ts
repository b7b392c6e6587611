import type { ServiceRole } from './graph.js';
import type { LibraryRecord } from './library.js';
import type { Preset, RuleOptions, SeverityOrOff } from './rule.js';

export interface ServiceSetting {
  readonly path?: string;
  readonly aliases: readonly string[];
  readonly team?: string;
  readonly context?: string;
  readonly role?: ServiceRole | null;
  readonly owns: readonly string[];
}
export interface SuppressionSetting {
  readonly rule: string;
  readonly services: readonly string[];
  readonly reason: string;
  /** ISO date; after it the suppression is expired. */
  readonly until?: string;
  /** Line of the configuration file, where known. */
  readonly file?: string;
  readonly line?: number;
}
/** A configuration after defaults, presets and the command line: what every stage sees. */
export interface Config {
  /** File it came from, relative to the working directory; null for none. */
  readonly file: string | null;
  readonly services: Readonly<Record<string, ServiceSetting>>;
  readonly ignore: readonly string[];
  readonly infrastructure: readonly string[];
  readonly contexts: Readonly<Record<string, { readonly services: readonly string[]; readonly mayUse?: readonly string[] }>>;
  readonly libraries: readonly LibraryRecord[];
  readonly preset: Preset;
  readonly rules: Readonly<Record<string, { readonly severity: SeverityOrOff; readonly options: RuleOptions }>>;
  readonly suppress: readonly SuppressionSetting[];
  /** Lines of the file by path in it: `rules/sync-chain`, `ignore/0`. */
  readonly lines?: Readonly<Record<string, number>>;
}
