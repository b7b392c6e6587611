import type { RuleMeta } from '../core/rule.js';

/** Id under which changes are reported that make archlint find less. */
export const weakenedGateId = 'weakened-gate';

/** What is said of a change of what judges the change. Not in the list of rules that look at the graph: judging reports it, with `--since` only. */
export const weakenedGateMeta: RuleMeta = {
  category: 'hygiene',
  since: '0.1.0',
  summary: 'A change makes archlint find less: it switches rules off, accepts findings or hides files',
  why: 'A gate that the change itself can open is none. With `--since`, findings are judged by the configuration and the baseline of the revision that the branch comes from; what the branch changes in them takes effect once it is merged. This finding shows such a change to whoever decides about the merge.',
  fix: 'Take the change back, or have it approved by somebody else than its author: a required review of `.archlintrc.yml` and `.archlint-baseline.json` (CODEOWNERS), or a workflow that adds `--rule weakened-gate:warn` once a label is set.\n\nThe pull request that introduces archlint shows its own configuration here once.',
  whenNot: 'Where those who may merge are trusted to read the diff of the configuration, lower it to `warn`.',
  severity: { minimal: 'error', recommended: 'error', strict: 'error' },
  suppressible: false,
  options: {},
  messages: {
    ruleOff: 'Rule {{rule}} is switched off (was {{before}})',
    ruleLowered: 'Rule {{rule}} is lowered from {{before}} to {{after}}',
    presetLowered: 'The preset goes from {{before}} to {{after}}, which lowers {{rules}}',
    optionLoosened: 'Option {{option}} of {{rule}} is loosened from {{before}} to {{after}}',
    optionChanged: 'Option {{option}} of {{rule}} changes from {{before}} to {{after}}, which may let more pass',
    suppressionAdded: 'Findings of {{rule}} are suppressed for {{scope}}{{until}}: {{reason}}',
    commentAdded: 'A comment suppresses a finding of {{rule}}[[ ({{services}})]]: {{reason}}',
    baselineGrown: 'The baseline accepts {{count}} more: {{entries}}',
    filesIgnored: 'Files that match {{pattern}} are no longer read',
    exempted: '{{service}} is exempted from rules as {{role}}',
    contextLoosened: 'Context {{context}} is no longer held to what it may use: {{after}} (was {{before}})',
    libraryRemoved: 'Calls of {{library}} are no longer recognised',
  },
};
