import { relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import type { Config, ServiceSetting, SuppressionSetting } from '../core/config.js';
import type { LibraryRecord } from '../core/library.js';
import type { Preset, RuleMeta, RuleOptions, SeverityOrOff } from '../core/rule.js';
import { UsageError } from '../core/usage-error.js';
import { ConfigError } from './errors.js';
import { type FoundConfig, findConfig, findEarlierConfig, type ReadEarlier, readNamedConfig } from './find.js';
import { nearestName } from './nearest.js';
import { configErrorOf, misplacedList } from './problems.js';
import { type ConfigFile, configSchema } from './schema.js';
import { type ConfigSource, parseConfigText } from './source.js';

export interface LoadConfigOptions {
  /** Absolute working directory: paths are named relative to it. */
  readonly cwd: string;
  /** Folder where the search begins; default `cwd`. */
  readonly from?: string;
  /** `--config`: this file, no search. */
  readonly file?: string;
  /** `--no-config`: defaults alone. */
  readonly none?: boolean;
  /** Every rule that can be configured, by id, the rule about suppressions included. */
  readonly rules: Readonly<Record<string, RuleMeta>>;
  /** `--preset`: in place of the file's `extends`. */
  readonly preset?: Preset;
  /** `--rule id:severity`, the last of equal ids wins. */
  readonly overrides?: readonly string[];
}

const severities: readonly SeverityOrOff[] = ['off', 'info', 'warn', 'error'];

/**
 * The configuration of a run: the file's settings over the preset's, the command line's over both; every known rule has a severity and all its options.
 * Throws `ConfigError` (file, line, remedy) for what the file gets wrong, `UsageError` for what the command line does. Runs nothing.
 */
export function loadConfig(options: LoadConfigOptions): Config {
  const nameOf = namer(options.cwd);
  const found = options.none
    ? undefined
    : options.file === undefined
      ? findConfig(resolve(options.cwd, options.from ?? '.'), nameOf)
      : readNamedConfig(resolve(options.cwd, options.file), nameOf);
  return understand(found, options);
}

/**
 * The configuration as an earlier state of the repository has it: searched for in the same places, or the named file; undefined where that state lacks the
 * named file. Errors as `loadConfig`.
 */
export function loadEarlierConfig(options: LoadConfigOptions, read: ReadEarlier): Config | undefined {
  if (options.none) return understand(undefined, options);
  if (options.file === undefined) return understand(findEarlierConfig(resolve(options.cwd, options.from ?? '.'), read), options);
  const path = resolve(options.cwd, options.file);
  const text = read([path]).get(path);
  return text === undefined ? undefined : understand({ path, text }, options);
}

const namer =
  (cwd: string) =>
  (path: string): string =>
    relative(cwd, path).split(sep).join('/');

function understand(found: FoundConfig | undefined, options: LoadConfigOptions): Config {
  if (!found) return configOf({}, null, undefined, options);
  const file = namer(options.cwd)(found.path);
  const source = parseConfigText(file, found.text, /(^|\/)package\.json$/.test(file) ? 'archlint' : undefined);
  const schema = configSchema(options.rules);
  const misplaced = misplacedList(file, source, schema);
  if (misplaced) throw misplaced;
  const result = v.safeParse(schema, source.value ?? {});
  if (!result.success) throw configErrorOf(file, source, result.issues, schema);
  return configOf(result.output, file, source, options);
}

function configOf(content: ConfigFile, file: string | null, source: ConfigSource | undefined, options: LoadConfigOptions): Config {
  const preset = options.preset ?? presetOf(content.extends);
  return {
    file,
    services: Object.fromEntries(Object.entries(content.services ?? {}).map(([name, service]) => [name, serviceOf(service)])),
    ignore: content.ignore ?? [],
    infrastructure: content.infrastructure ?? [],
    contexts: Object.fromEntries(Object.entries(content.contexts ?? {}).map(([name, { services, mayUse }]) => [name, { services, ...(mayUse && { mayUse }) }])),
    libraries: (content.libraries ?? []).map(libraryOf),
    preset,
    rules: rulesOf(content, preset, options),
    suppress: (content.suppress ?? []).map((entry, index) => suppressionOf(entry, index, file, source, options.rules)),
    ...(source && { lines: linesOf(content, source) }),
  };
}

/** Lines of each section and of each of its entries. */
function linesOf(content: ConfigFile, source: ConfigSource): Readonly<Record<string, number>> {
  const paths = Object.entries(content).flatMap(([section, value]) => {
    const keys = Array.isArray(value) ? value.map((_, i) => i) : typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return [[section], ...keys.map((key) => [section, key])];
  });
  return Object.fromEntries(paths.map((path) => [path.join('/'), source.lineOf(path)]));
}

function presetOf(name: ConfigFile['extends']): Preset {
  return name === 'archlint:minimal' ? 'minimal' : name === 'archlint:strict' ? 'strict' : 'recommended';
}

function serviceOf(service: NonNullable<ConfigFile['services']>[string]): ServiceSetting {
  const { path, aliases, team, context, role, owns } = service;
  return {
    ...(path !== undefined && { path }),
    aliases: aliases ?? [],
    ...(team !== undefined && { team }),
    ...(context !== undefined && { context }),
    ...(role !== undefined && { role }),
    owns: owns ?? [],
  };
}

function libraryOf(record: NonNullable<ConfigFile['libraries']>[number]): LibraryRecord {
  const id =
    record.id ??
    (record.modules[0] ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  // The schema describes the same type; valibot cannot say its unions of optional keys.
  return { ...record, id, url: record.url ?? '', examples: record.examples ?? [] } as unknown as LibraryRecord;
}

function rulesOf(content: ConfigFile, preset: Preset, options: LoadConfigOptions): Config['rules'] {
  const settings = new Map<string, { severity: SeverityOrOff; options: RuleOptions }>();
  for (const [id, meta] of Object.entries(options.rules)) {
    const own = content.rules && Object.hasOwn(content.rules, id) ? content.rules[id] : undefined;
    const [severity, chosen] = own === undefined ? [meta.severity[preset]] : typeof own === 'string' ? [own] : own;
    const defaults = Object.entries(meta.options).map(([name, option]) => [name, option.default] as const);
    const given = Object.entries(chosen ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    settings.set(id, { severity, options: Object.fromEntries([...defaults, ...given]) });
  }
  for (const { id, severity } of (options.overrides ?? []).map((text) => parseOverride(text, options.rules))) {
    settings.set(id, { severity, options: settings.get(id)?.options ?? {} });
  }
  return Object.fromEntries(settings);
}

function parseOverride(text: string, rules: Readonly<Record<string, RuleMeta>>): { id: string; severity: SeverityOrOff } {
  const split = text.lastIndexOf(':');
  const id = text.slice(0, Math.max(0, split));
  const severity = severities.find((one) => one === text.slice(split + 1));
  if (split < 1 || severity === undefined) throw new UsageError(`--rule ${text}: expected id:severity, with severity one of ${severities.join(', ')}`);
  if (!Object.hasOwn(rules, id)) throw new UsageError(`--rule ${text}: unknown rule "${id}". ${didYouMean(id, rules)}`);
  return { id, severity };
}

function suppressionOf(
  entry: NonNullable<ConfigFile['suppress']>[number],
  index: number,
  file: string | null,
  source: ConfigSource | undefined,
  rules: Readonly<Record<string, RuleMeta>>,
): SuppressionSetting {
  const { rule, services, reason, until } = entry;
  if (!Object.hasOwn(rules, rule)) {
    throw new ConfigError(
      file ?? '',
      source?.lineOf(['suppress', index, 'rule']) ?? null,
      `suppress[${index}]: unknown rule "${rule}"`,
      didYouMean(rule, rules),
    );
  }
  const place = { ...(file !== null && { file }), ...(source && { line: source.lineOf(['suppress', index]) }) };
  return { rule, services: services ?? [], reason, ...(until !== undefined && { until }), ...place };
}

function didYouMean(word: string, rules: Readonly<Record<string, RuleMeta>>): string {
  const nearest = nearestName(word, Object.keys(rules));
  return nearest ? `Did you mean "${nearest}"?` : '`archlint rules` lists them.';
}
