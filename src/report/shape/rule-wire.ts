import type { ListedRule } from './rule-list.js';

/** A rule as it stands in JSON output. */
export function wireRule({ id, meta, severity }: ListedRule): Readonly<Record<string, unknown>> {
  return {
    id,
    category: meta.category,
    since: meta.since,
    severity,
    presets: { minimal: meta.severity.minimal, recommended: meta.severity.recommended, strict: meta.severity.strict },
    summary: meta.summary,
    options: meta.options,
    help: `docs/rules/${id}.md`,
  };
}
