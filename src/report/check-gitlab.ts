import type { Report } from '../core/report.js';
import type { Severity } from '../core/rule.js';
import type { RenderOptions } from './options.js';
import { checkoutPath } from './shape/checkout-path.js';
import { jsonText, term } from './shape/escape.js';
import { standings } from './shape/standing.js';

/** GitLab's scale is info, minor, major, critical, blocker. */
const severityOf: Readonly<Record<Severity, string>> = { error: 'major', warn: 'minor', info: 'info' };

/**
 * A GitLab code quality report: exactly the fields that GitLab documents, fingerprints without lines and each only once. GitLab compares the reports of
 * two branches by itself, so findings that are unchanged stand in it too, and fixed ones do not.
 */
export function renderCheckGitlab(report: Report, options: RenderOptions): string {
  const seen = new Map<string, number>();
  const rows = standings(report).filter(({ standing }) => standing !== 'fixed' && standing !== 'suppressed');
  return jsonText(
    rows.map(({ finding }) => ({
      description: term(finding.message),
      check_name: finding.ruleId,
      fingerprint: once(finding.fingerprint.replace(/^sha256:/, ''), seen),
      severity: severityOf[finding.severity],
      location: { path: checkoutPath(options.prefix, finding.locations[0].file), lines: { begin: finding.locations[0].line } },
    })),
  );
}

function once(fingerprint: string, seen: Map<string, number>): string {
  const times = (seen.get(fingerprint) ?? 0) + 1;
  seen.set(fingerprint, times);
  return times === 1 ? fingerprint : `${fingerprint}-${times}`;
}
