import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { LoadConfigOptions } from '../config/index.js';
import type { Config } from '../core/config.js';
import type { Rule, RuleMeta, SeverityOrOff } from '../core/rule.js';
import { UsageError } from '../core/usage-error.js';
import type { Console } from './console.js';
import { suggestion } from './destinations.js';
import type { CommonOptions, RuleChoice } from './option-values.js';

/** The rule a word means; throws UsageError with the nearest id. */
export async function knownRule(word: string, ids: readonly string[]): Promise<string> {
  if (ids.includes(word)) return word;
  const { nearestName } = await import('../config/index.js');
  throw new UsageError(`there is no rule '${word}'${suggestion(nearestName(word, ids))}; archlint rules lists them`);
}

/** What the configuration and the command line decide. */
export interface Configured {
  readonly rules: readonly Rule[];
  /** By id, those that judging adds included. */
  readonly metas: Readonly<Record<string, RuleMeta>>;
  readonly config: Config;
  /** Where the configuration is, absolute; null for none. */
  readonly configFile: string | null;
  readonly only: readonly string[];
}

/** Loads the rules, and the configuration that holds for the paths. */
export async function configured(paths: readonly string[], options: CommonOptions & RuleChoice, console: Console): Promise<Configured> {
  const { load, ...rest } = await ruleSetup(paths, options, console);
  const { loadConfig } = await import('../config/index.js');
  const config = loadConfig(load);
  return { ...rest, config, configFile: absoluteFile(config, console.cwd) };
}

/** The same, with what the configuration is loaded by in its place. */
export async function ruleSetup(
  paths: readonly string[],
  options: CommonOptions & RuleChoice,
  console: Console,
): Promise<Omit<Configured, 'config' | 'configFile'> & { readonly load: LoadConfigOptions }> {
  const [{ rules }, { gateRules }] = await Promise.all([import('../rules/index.js'), import('../judge/index.js')]);
  const metas = { ...Object.fromEntries(rules.map((rule) => [rule.id, rule.meta] as const)), ...gateRules };
  const ids = Object.keys(metas);
  const only = await Promise.all((options.only ?? []).map((id) => knownRule(id, ids)));
  const load: LoadConfigOptions = {
    from: searchFrom(paths, console.cwd),
    cwd: console.cwd,
    ...(typeof options.config === 'string' ? { file: options.config } : {}),
    none: options.config === false,
    rules: metas,
    overrides: options.rule ?? [],
    ...(options.preset === undefined ? {} : { preset: options.preset }),
  };
  return { rules, metas, only, load };
}

/** Paths of the command line, absolute. */
export const absolute = (paths: readonly string[], cwd: string): readonly string[] => paths.map((one) => path.resolve(cwd, one));

/** An absolute path, links in its folder resolved where the folder is there: scanned paths are real. */
export function realPath(file: string): string {
  try {
    return path.join(realpathSync.native(path.dirname(file)), path.basename(file));
  } catch {
    return file;
  }
}

/** A file as locations name it: relative to the scan root. */
export const fromRoot = (file: string, root: string): string => path.relative(root, realPath(file)).split(path.sep).join('/');

/** Where a configuration that names its file from the working directory is. */
export const absoluteFile = (config: Config, cwd: string): string | null => (config.file === null ? null : path.resolve(cwd, config.file));

/** A configuration whose file is named from the scan root, as the locations of findings are. */
export function located(config: Config, root: string, cwd: string): Config {
  if (config.file === null) return config;
  const real = realpathSync.native(path.dirname(path.resolve(cwd, config.file)));
  const file = path
    .relative(root, path.join(real, path.basename(config.file)))
    .split(path.sep)
    .join('/');
  return { ...config, file, suppress: config.suppress.map((entry) => ({ ...entry, file })) };
}

/** One path: the configuration is looked for from there upwards; several: from the working directory. */
function searchFrom(paths: readonly string[], cwd: string): string {
  const [only, ...rest] = paths;
  return only === undefined || rest.length > 0 ? cwd : path.resolve(cwd, only);
}

/** Severities that hold under a configuration, by rule. */
export function severitiesOf(metas: Readonly<Record<string, RuleMeta>>, config: Config): ReadonlyMap<string, SeverityOrOff> {
  const configuredSeverity = new Map(Object.entries(config.rules).map(([id, setting]) => [id, setting.severity]));
  return new Map(Object.entries(metas).map(([id, meta]) => [id, configuredSeverity.get(id) ?? meta.severity[config.preset]]));
}
