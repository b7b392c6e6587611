import type { Config } from '../core/config.js';
import type { StaleEntry } from '../core/comparison.js';
import { compareLocations, compareText, nonEmpty } from '../core/location.js';
import { formatMessage } from '../core/message.js';
import type { Finding, Summary } from '../core/report.js';
import type { GraphView, Rule, RuleMeta, RuleOptions, SeverityOrOff, Violation } from '../core/rule.js';
import { fingerprintOf } from './fingerprint.js';
import { compareSeverity, severityOf } from './severity.js';
import { applySuppressions, type SuppressionProblem } from './suppress.js';
import { suppressionMeta, suppressionRuleId } from './suppression-rule.js';
import { weakenedGateId, weakenedGateMeta } from './weakened-gate-rule.js';
import type { Weakening } from './weakening.js';

export interface JudgeOptions {
  /** ISO date (`2026-03-31`) on which suppressions' dates are judged; the clock stays outside. */
  readonly today: string;
  /** Run these rules only; `suppression` stands for the findings about suppressions. */
  readonly only?: readonly string[];
}

export interface Judgement {
  /** Standing findings: the gravest first, then by rule, the longest path first, services, place. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly summary: Summary;
}

/**
 * Asks every rule that is on, and gives each violation its severity, words and fingerprint; parts off what is suppressed and adds what is wrong with the
 * suppressions. Pure: the same graph, configuration, rules and day give the same findings in the same order.
 */
export function judge(graph: GraphView, config: Config, rules: readonly Rule[], options: JudgeOptions): Judgement {
  const wanted = (id: string): boolean => options.only === undefined || options.only.includes(id);
  const findings: Finding[] = [];
  const ran = new Set<string>();
  for (const rule of rules) {
    const severity = configuredSeverity(config, rule.id, rule.meta);
    if (!wanted(rule.id) || severity === 'off') continue;
    ran.add(rule.id);
    for (const violation of rule.check(graph, optionsOf(config, rule))) findings.push(...findingOf(rule.id, rule.meta, severity, violation));
  }
  const known = new Set([suppressionRuleId, weakenedGateId, ...rules.map((rule) => rule.id)]);
  const sorted = applySuppressions(findings, { graph, settings: config.suppress, configFile: config.file, today: options.today, ran, known });
  const severity = configuredSeverity(config, suppressionRuleId, suppressionMeta);
  const problems = wanted(suppressionRuleId) ? sorted.problems.flatMap((p) => findingOfSuppression(severity, p)) : [];
  const standing = sortFindings([...sorted.findings, ...problems]);
  const suppressed = sortFindings(sorted.suppressed);
  return { findings: standing, suppressed, summary: summarise(graph, standing, suppressed) };
}

function configuredSeverity(config: Config, id: string, meta: RuleMeta): SeverityOrOff {
  return Object.hasOwn(config.rules, id) ? (config.rules[id]?.severity ?? 'off') : meta.severity[config.preset];
}

/** Configured options over the rule's defaults. */
export function optionsOf(config: Config, rule: Rule): RuleOptions {
  const defaults = Object.fromEntries(Object.entries(rule.meta.options).map(([name, option]) => [name, option.default]));
  return { ...defaults, ...(Object.hasOwn(config.rules, rule.id) ? config.rules[rule.id]?.options : {}) };
}

function findingOf(ruleId: string, meta: RuleMeta, configured: SeverityOrOff, violation: Violation): readonly Finding[] {
  const severity = severityOf(configured, violation.severity, violation.inferred === true);
  if (severity === null) return [];
  const template = meta.messages[violation.messageId];
  if (template === undefined) throw new Error(`rule ${ruleId} has no message ${violation.messageId}`);
  return [
    {
      ruleId,
      severity,
      messageId: violation.messageId,
      message: formatMessage(template, violation.data),
      data: violation.data,
      services: violation.services,
      nodes: violation.nodes,
      locations: violation.locations,
      path: violation.path,
      fingerprint: fingerprintOf(ruleId, violation.messageId, violation.identity ?? violation.nodes),
      help: `docs/rules/${ruleId}.md`,
      ...(violation.cause === undefined ? {} : { cause: violation.cause }),
      ...(violation.notes === undefined ? {} : { notes: violation.notes }),
    },
  ];
}

function findingOfSuppression(severity: SeverityOrOff, problem: SuppressionProblem): readonly Finding[] {
  return findingAboutGate(suppressionRuleId, suppressionMeta, severity, {
    messageId: problem.messageId,
    data: { rule: problem.rule, until: problem.until },
    identity: [problem.rule, problem.at.file, ...problem.services],
    services: problem.services,
    locations: [problem.at],
  });
}

type AboutGate = Pick<Violation, 'messageId' | 'data' | 'services' | 'locations' | 'severity' | 'notes'> & { readonly identity: readonly string[] };

/** A finding about what judges, not about the system: it names no node. */
function findingAboutGate(ruleId: string, meta: RuleMeta, severity: SeverityOrOff, about: AboutGate): readonly Finding[] {
  return findingOf(ruleId, meta, severity, { ...about, nodes: [ruleId], path: null }).map((finding) => ({ ...finding, nodes: [] }));
}

/**
 * Findings about changes that make archlint find less, judged by the configuration that they change. `only`: ids as `JudgeOptions.only`; a weakening of a
 * rule is reported where the rule is.
 */
export function judgeWeakenings(weakenings: readonly Weakening[], config: Config, only?: readonly string[]): readonly Finding[] {
  const severity = configuredSeverity(config, weakenedGateId, weakenedGateMeta);
  return weakenings
    .filter(({ rule }) => only === undefined || only.includes(weakenedGateId) || rule === null || only.includes(rule))
    .flatMap(({ messageId, data, identity, services, locations, harmless }) =>
      findingAboutGate(weakenedGateId, weakenedGateMeta, severity, {
        messageId,
        data,
        identity,
        services,
        locations,
        ...(harmless === true && { severity: 'warn' as const }),
      }),
    );
}

/**
 * The finding about entries of a baseline that nothing meets any more, where there are some. `only` as `JudgeOptions.only`. Another set of entries is another
 * finding.
 */
export function judgeStale(stale: readonly StaleEntry[], config: Config, only?: readonly string[]): readonly Finding[] {
  const places = nonEmpty(stale.slice(0, mostPlaces));
  if (!places || (only !== undefined && !only.includes(suppressionRuleId))) return [];
  const [first, ...rest] = places;
  return findingAboutGate(suppressionRuleId, suppressionMeta, configuredSeverity(config, suppressionRuleId, suppressionMeta), {
    messageId: 'staleBaseline',
    data: { count: stale.length },
    identity: stale.map(({ fingerprint }) => fingerprint),
    services: [],
    locations: [first.at, ...rest.map(({ at }) => at)],
    notes: places.map(({ ruleId, services }) => (services.length === 0 ? ruleId : `${ruleId} (${services.join(', ')})`)),
  });
}

/** Places of one finding that are worth listing. */
const mostPlaces = 50;

/** Findings in the order of a report: the gravest first, then by rule, the longest path first, services, place. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(compareFindings);
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    compareText(a.ruleId, b.ruleId) ||
    (b.path?.length ?? 0) - (a.path?.length ?? 0) ||
    compareText(a.services.join('\n'), b.services.join('\n')) ||
    compareText(a.nodes.join('\n'), b.nodes.join('\n')) ||
    compareLocations(a.locations[0], b.locations[0]) ||
    compareText(a.messageId, b.messageId)
  );
}

/** How many findings there are of each severity. */
export function countFindings(findings: readonly Finding[]): Pick<Summary, 'errors' | 'warnings' | 'infos'> {
  const count = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length;
  return { errors: count('error'), warnings: count('warn'), infos: count('info') };
}

function summarise(graph: GraphView, findings: readonly Finding[], suppressed: readonly Finding[]): Summary {
  return {
    services: graph.nodes('service').length,
    calls: graph.edges('calls').length,
    ...countFindings(findings),
    suppressed: suppressed.length,
    baselined: 0,
  };
}
