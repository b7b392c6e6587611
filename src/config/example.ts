import { compareText } from '../core/location.js';
import type { Preset, RuleMeta } from '../core/rule.js';

const head = `# Configuration of archlint. Everything here is optional; what is not commented out is the default.
extends: archlint:recommended # or archlint:strict, archlint:minimal

# Overrides and additions to the services that are found.
# services:
#   orders: { path: services/orders, aliases: [order-svc], team: checkout, context: ordering, owns: [orders, order_items] }

# Files and folders that are not read, beside what .gitignore and the defaults leave out.
# ignore: ["legacy/**"]

# Services of your own that are infrastructure: no coupling rule looks at them.
# infrastructure: [config-server]

# Bounded contexts.
# contexts:
#   ordering: { services: [orders, cart], mayUse: [catalog] }

# Your own client libraries.
# libraries:
#   - language: typescript
#     modules: ["@acme/http"]
#     sightings: [{ call: [acmeGet], role: client, protocol: http, target: { arg: 0 } }]

# off, info, warn or error, with options: [error, { … }].
rules:
`;

const foot = `
# Findings that are accepted, and why. A comment does the same in place: archlint-ignore <rule>: <reason>
# suppress:
#   - { rule: shared-database, services: [orders, billing], reason: "ADR 12: split planned", until: 2027-03-31 }
`;

/** Text of an example configuration: every rule with its default in the preset `recommended`, its options and its summary. It loads, and changes nothing. */
export function exampleConfig(rules: Readonly<Record<string, RuleMeta>>): string {
  const ids = Object.keys(rules).sort(compareText);
  const lines = ids.flatMap((id) => configuredRuleLines(id, rules[id] as RuleMeta, 'recommended'));
  return `${head}${lines.map((line) => `${line}\n`).join('')}${foot}`;
}

/** The lines that configure a rule with its defaults under `rules:`: what it says and what its options mean, as comments, then the setting. */
export function configuredRuleLines(id: string, meta: RuleMeta, preset: Preset): readonly string[] {
  const options = Object.entries(meta.options);
  const severity = meta.severity[preset];
  const value =
    options.length === 0 ? severity : `[${severity}, { ${options.map(([name, option]) => `${name}: ${JSON.stringify(option.default)}`).join(', ')} }]`;
  return [`  # ${meta.summary}.`, ...options.map(([name, option]) => `  #   ${name}: ${option.description}`), `  ${id}: ${value}`];
}
