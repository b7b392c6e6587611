import type { Preset } from '../core/rule.js';
import { UsageError } from '../core/usage-error.js';
import type { GraphGrouping, GraphLevel } from '../report/options.js';

/** Options that every command takes, as commander parses them. */
export interface CommonOptions {
  /** File name; false for `--no-config`. */
  readonly config?: string | false;
  readonly format?: readonly string[];
  readonly output?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly timing?: boolean;
  /** False for `--no-history`. */
  readonly history?: boolean;
}

/** Options that decide which rules speak and how loudly. */
export interface RuleChoice {
  readonly preset?: Preset;
  /** `id:severity`, as typed. */
  readonly rule?: readonly string[];
  readonly only?: readonly string[];
}

export type FailOn = 'error' | 'warn' | 'info' | 'never';

export interface CheckOptions extends CommonOptions, RuleChoice {
  readonly failOn: FailOn;
  readonly maxWarnings?: number;
  /** Revision that the work tree is held against. */
  readonly since?: string;
  /** File of accepted findings; false for `--no-baseline`. */
  readonly baseline?: string | false;
}

export interface BaselineOptions extends CommonOptions, RuleChoice {
  readonly baseline?: string;
  readonly prune?: boolean;
  readonly allowAdditions?: boolean;
}

export interface CommentOptions extends CommonOptions, RuleChoice {
  readonly since?: string;
  /** File that `check --format json` wrote. */
  readonly from?: string;
  readonly post?: boolean;
  readonly platform: 'auto' | 'github' | 'gitlab';
  readonly repository?: string;
  readonly request?: number;
  /** Keeps several comments on one pull request apart. */
  readonly id: string;
}

export interface InitOptions extends CommonOptions, RuleChoice {
  /** Takes the defaults in place of asking. */
  readonly yes?: boolean;
}

export interface GraphCommandOptions extends CommonOptions, RuleChoice {
  readonly level?: GraphLevel;
  readonly focus?: string;
  readonly depth?: number;
  readonly reaches?: string;
  readonly between?: readonly [string, string];
  readonly onlyFindings?: boolean;
  readonly groupBy?: GraphGrouping;
  readonly highlight?: boolean;
  readonly coChange?: boolean;
}

/** A whole number from 0; throws UsageError naming the option. */
export function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} takes a whole number from 0, not '${text}'`);
    return Number(text);
  };
}

/** `A,B` to two words; throws UsageError naming the option. */
export function pair(option: string): (text: string) => readonly [string, string] {
  return (text) => {
    const [first = '', second = '', ...more] = text.split(',').map((word) => word.trim());
    if (first === '' || second === '' || more.length > 0) throw new UsageError(`${option} takes two nodes with a comma between them, not '${text}'`);
    return [first, second];
  };
}

/** Values of a repeatable option. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Values of a repeatable option that also takes comma-separated lists. */
export function collectList(text: string, before: readonly string[] = []): readonly string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return [...before, ...names];
}
