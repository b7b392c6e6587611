import type { RuleMeta } from '../core/rule.js';

/** Id under which suppressions that need attention are reported. */
export const suppressionRuleId = 'suppression';

/** What is said of suppressions themselves. Not in the list of rules that look at the graph: judging reports it. */
export const suppressionMeta: RuleMeta = {
  category: 'hygiene',
  since: '0.1.0',
  summary: 'A suppression has no reason, is expired, unused, or names no rule; or a baseline accepts what is no longer found',
  why: 'A suppression is a decision that somebody should be able to check later. Without a reason nobody can; one that suppresses nothing any more, like a stale entry of a baseline, hides the next finding in the same place.',
  fix: 'Write why (`archlint-ignore shared-table: ADR 12, split planned for autumn`), or delete the suppression. Renew the date of an expired one only after looking again. `archlint baseline --prune` removes stale entries of the baseline.',
  severity: { minimal: 'warn', recommended: 'warn', strict: 'warn' },
  options: {},
  messages: {
    reasonless: 'Suppression of {{rule}} has no reason, so it suppresses nothing',
    unused: 'Suppression of {{rule}} suppresses nothing',
    expired: 'Suppression of {{rule}} expired on {{until}}',
    staleBaseline: 'Entries of the baseline that no finding meets any more: {{count}}; archlint baseline --prune removes them',
    unknownRule: 'Suppression names the rule {{rule}}, which does not exist',
  },
};
