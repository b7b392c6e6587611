import { compareText } from '../core/location.js';
import type { Preset, RuleMeta } from '../core/rule.js';
import { configuredRuleLines } from './example.js';

/** A service as a first configuration lists it. */
export interface FirstService {
  readonly name: string;
  /** Source folder; null where its code was not found. */
  readonly path: string | null;
  readonly aliases: readonly string[];
}

/** What a first configuration is fitted to. */
export interface FirstConfig {
  readonly preset: Preset;
  readonly services: readonly FirstService[];
  /** Rules that found something, with how much: they are listed with what they say. */
  readonly found: ReadonlyMap<string, number>;
  readonly rules: Readonly<Record<string, RuleMeta>>;
}

const maxListed = 60;

/** Text of a commented `.archlintrc.yml`: the preset is set, services and rules stand there as comments, ready to be changed. */
export function firstConfig({ preset, services, found, rules }: FirstConfig): string {
  const sorted = services.toSorted((a, b) => compareText(a.name, b.name));
  const lines = sorted.slice(0, maxListed).map(serviceLine);
  const left = sorted.length - lines.length;
  const ids = [...found.keys()].filter((id) => Object.hasOwn(rules, id)).sort(compareText);
  return [
    '# Configuration of archlint. What is commented out is as it would be without it; `archlint rules` lists every rule, `archlint explain <rule>` tells of one.',
    `extends: archlint:${preset} # or archlint:minimal, archlint:recommended, archlint:strict`,
    '',
    '# What was found. A line without its # overrides it: another name, a team, a bounded context, tables that are its own.',
    'services: {}',
    ...lines,
    ...(left > 0 ? [`#   … and ${left} more: archlint services lists them`] : []),
    '',
    '# Files and folders that are not read, beside what .gitignore and the defaults leave out.',
    '# ignore: ["legacy/**"]',
    '',
    '# Services of your own that are infrastructure (a registry, a configuration server): no coupling rule looks at them.',
    '# infrastructure: [config-server]',
    '',
    `# off, info, warn or error, with options: [error, { … }].${ids.length > 0 ? ' These rules found something:' : ''}`,
    'rules: {}',
    ...ids.flatMap((id) => configuredRuleLines(id, rules[id] as RuleMeta, preset).map((line) => `# ${line}`)),
    '',
    '# Findings that are accepted, and why. A comment does the same in place: archlint-ignore <rule>: <reason>',
    '# suppress:',
    '#   - { rule: shared-database, services: [orders, billing], reason: "ADR 12: split planned", until: 2027-03-31 }',
    '',
  ].join('\n');
}

/** One flow map a service, its texts quoted as YAML needs it. */
function serviceLine({ name, path, aliases }: FirstService): string {
  const parts = [
    ...(path === null ? [] : [`path: ${quoted(path)}`]),
    ...(aliases.length === 0 ? [] : [`aliases: [${aliases.slice(0, 4).map(quoted).join(', ')}]`]),
  ];
  return `#   ${quoted(name)}: {${parts.length === 0 ? '' : ` ${parts.join(', ')} `}}`;
}

const quoted = (text: string): string => (/^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text));
