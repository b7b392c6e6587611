import type { ReportCommand } from './options.js';

/**
 * Names of the formats of each command, the default first. Apart from the reporters, so that `--help` can list them
 * without loading any.
 */
export const formatNames: Readonly<Record<ReportCommand, readonly [string, ...string[]]>> = {
  check: ['stylish', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'],
  diff: ['text', 'json', 'markdown'],
  graph: ['dot', 'mermaid', 'svg', 'json'],
  services: ['text', 'json'],
  why: ['text', 'json'],
  'can-deploy': ['text', 'json', 'markdown'],
  comment: ['markdown'],
  rules: ['text', 'json'],
  explain: ['text', 'json'],
};
