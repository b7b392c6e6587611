import type { Report } from '../core/report.js';
import type { Severity } from '../core/rule.js';
import type { RenderOptions } from './options.js';
import { prover } from './shape/blocks.js';
import { xml } from './shape/escape.js';
import { groupBy } from './shape/group-by.js';
import { rulesInUse } from './shape/rule-list.js';
import { type StandingFinding, standings } from './shape/standing.js';
import { subjects } from './shape/subject.js';

type Case = StandingFinding & { readonly name: string };

/**
 * JUnit XML as Jenkins, GitLab and Azure read it: a suite for each rule, a case for each finding, named by what it is about so that its history joins up.
 * Findings of a failing severity are failed cases, others pass and carry their text; unchanged and suppressed ones are skipped; a rule that found nothing is
 * one passed case.
 */
export function renderCheckJunit(report: Report, options: RenderOptions): string {
  const failing = options.failing ?? ['error'];
  const items = standings(report);
  const byRule = groupBy(items, ({ finding }) => finding.ruleId);
  const rules = rulesInUse(report, new Set(byRule.keys()), options.severities).map((rule) => rule.id);
  const unlisted = [...byRule.keys()].filter((id) => !rules.includes(id));
  const named = caseNames(report);
  const against = report.comparison === undefined ? '' : ` since ${report.comparison.against.name}`;
  const body = bodies(report);
  const suites = [...rules, ...unlisted].map((id) => {
    const cases = named(byRule.get(id) ?? []);
    const failed = cases.filter((one) => isFailed(one, failing)).length;
    const skipped = cases.filter(isSkipped).length;
    const head = `name="${xml(id)}" tests="${Math.max(1, cases.length)}" failures="${failed}" errors="0" skipped="${skipped}" time="0"`;
    const lines = cases.length > 0 ? cases.flatMap((one) => caseLines(id, one, failing, against, body)) : [testcase(id, 'no findings', '')];
    return { failed, tests: Math.max(1, cases.length), lines: [`  <testsuite ${head}>`, ...lines, '  </testsuite>'] };
  });
  const total = (count: (suite: (typeof suites)[number]) => number): number => suites.reduce((sum, suite) => sum + count(suite), 0);
  const counts = `tests="${total((suite) => suite.tests)}" failures="${total((suite) => suite.failed)}" errors="0" time="0"`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="archlint" ${counts}>`, ...suites.flatMap((suite) => suite.lines), '</testsuites>'].join('\n')}\n`;
}

const isFailed = ({ finding, standing }: StandingFinding, failing: readonly Severity[]): boolean =>
  (standing === 'found' || standing === 'new') && failing.includes(finding.severity);

const isSkipped = ({ standing }: StandingFinding): boolean => standing === 'unchanged' || standing === 'suppressed';

/** Gives findings of one rule their names; one that is taken gets a number. */
function caseNames(report: Report): (items: readonly StandingFinding[]) => readonly Case[] {
  const subject = subjects(report);
  return (items) => {
    const taken = new Map<string, number>();
    return items.map((item) => {
      const name = subject(item.finding) || item.finding.message;
      const times = (taken.get(name) ?? 0) + 1;
      taken.set(name, times);
      return { ...item, name: times === 1 ? name : `${name} (${times})` };
    });
  };
}

/** Gives the text of a finding: its message and every line that proves it. */
function bodies(report: Report): (item: StandingFinding) => readonly string[] {
  const prove = prover(report);
  return ({ finding }) => [
    finding.message,
    ...prove(finding).map((row) => [`${row.file}:${row.line}`, row.label, row.text].filter((part) => part !== '').join('  ')),
  ];
}

function caseLines(
  rule: string,
  one: Case,
  failing: readonly Severity[],
  against: string,
  body: (item: StandingFinding) => readonly string[],
): readonly string[] {
  const text = (lines: readonly string[]): string => lines.map(xml).join('\n');
  const { finding, standing, name } = one;
  switch (standing) {
    case 'suppressed':
      return [testcase(rule, name, `<skipped>${xml(`suppressed: ${finding.suppressedBy?.reason ?? ''}`)}</skipped>`)];
    case 'unchanged':
      return [testcase(rule, name, `<skipped>${xml(`unchanged${against}: ${finding.message}`)}</skipped>`)];
    case 'fixed':
      return [testcase(rule, name, `<system-out>${xml(`fixed${against}: ${finding.message}`)}</system-out>`)];
    default:
      return isFailed(one, failing)
        ? [testcase(rule, name, `<failure type="${finding.severity}" message="${xml(finding.message)}">${text(body(one))}</failure>`)]
        : [testcase(rule, name, `<system-out>${text([finding.severity, ...body(one)])}</system-out>`)];
  }
}

function testcase(rule: string, name: string, content: string): string {
  const head = `classname="archlint.${xml(rule)}" name="${xml(name)}" time="0"`;
  return content === '' ? `    <testcase ${head}/>` : `    <testcase ${head}>\n      ${content}\n    </testcase>`;
}
