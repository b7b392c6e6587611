import type { SuppressionSetting } from '../core/config.js';
import type { InlineSuppression } from '../core/graph.js';
import type { Location } from '../core/location.js';
import type { Finding } from '../core/report.js';
import type { GraphView } from '../core/rule.js';

export interface SuppressionInput {
  readonly graph: GraphView;
  readonly settings: readonly SuppressionSetting[];
  /** File of the configuration, for settings that know no place of their own. */
  readonly configFile: string | null;
  /** ISO date on which the settings' `until` is judged. */
  readonly today: string;
  /** Rules that ran: only of these can a suppression be unused. */
  readonly ran: ReadonlySet<string>;
  /** Rules that exist. */
  readonly known: ReadonlySet<string>;
}

/** What is wrong with one suppression. */
export interface SuppressionProblem {
  readonly messageId: 'reasonless' | 'unused' | 'expired' | 'unknownRule';
  readonly rule: string;
  readonly until: string;
  readonly services: readonly string[];
  readonly at: Location;
}

export interface Sorted {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly problems: readonly SuppressionProblem[];
}

/**
 * Parts findings into those that stand and those a comment or the configuration suppresses. A comment suppresses findings of its rule with a location on its
 * own line or the line below; a setting those of its rule whose services include all it names (by name or alias; none named: all findings), up to and on its
 * `until`. Suppressions that do nothing come out as problems.
 */
export function applySuppressions(findings: readonly Finding[], input: SuppressionInput): Sorted {
  const comments = input.graph.system.suppressions;
  const commentAt = new Map(comments.filter(hasReason).map((comment) => [placeKey(comment.rule, comment.at), comment]));
  const nameOf = namesByAlias(input.graph);
  const used = new Set<InlineSuppression | SuppressionSetting>();
  const standing: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const byComment = commentsOn(finding, commentAt);
    const bySetting = input.settings.filter((setting) => !isExpired(setting, input.today) && covers(setting, finding, nameOf));
    for (const one of [...byComment, ...bySetting]) used.add(one);
    const comment = byComment[0];
    const setting = bySetting[0];
    if (comment) suppressed.push({ ...finding, suppressedBy: { kind: 'comment', reason: comment.reason ?? '', at: comment.at } });
    else if (setting) suppressed.push({ ...finding, suppressedBy: { kind: 'configuration', reason: setting.reason, at: placeOf(setting, input) } });
    else standing.push(finding);
  }
  const problems = [
    ...comments.flatMap((comment) => problemOfComment(comment, used.has(comment), input)),
    ...input.settings.flatMap((setting) => problemOfSetting(setting, used.has(setting), input)),
  ];
  return { findings: standing, suppressed, problems };
}

const hasReason = (comment: InlineSuppression): boolean => comment.reason !== null && comment.reason.trim() !== '';

const placeKey = (rule: string, at: Location): string => JSON.stringify([rule, at.file, at.line]);

function commentsOn(finding: Finding, commentAt: ReadonlyMap<string, InlineSuppression>): readonly InlineSuppression[] {
  const found = finding.locations.flatMap(({ file, line }) => [
    commentAt.get(placeKey(finding.ruleId, { file, line })) ?? [],
    commentAt.get(placeKey(finding.ruleId, { file, line: line - 1 })) ?? [],
  ]);
  return [...new Set(found.flat())];
}

/** Aliases that mean one service only, to its name. */
function namesByAlias(graph: GraphView): ReadonlyMap<string, string> {
  const names = new Map<string, string | null>();
  const nodes = [...graph.nodes('service'), ...graph.nodes('gateway')];
  for (const node of nodes) for (const alias of node.aliases) names.set(alias, names.has(alias) && names.get(alias) !== node.name ? null : node.name);
  for (const node of nodes) names.set(node.name, node.name);
  return new Map([...names].flatMap(([alias, name]) => (name === null ? [] : [[alias, name] as const])));
}

function covers(setting: SuppressionSetting, finding: Finding, nameOf: ReadonlyMap<string, string>): boolean {
  return setting.rule === finding.ruleId && setting.services.every((service) => finding.services.includes(nameOf.get(service) ?? service));
}

const isExpired = (setting: SuppressionSetting, today: string): boolean => setting.until !== undefined && setting.until < today;

const placeOf = (setting: SuppressionSetting, input: SuppressionInput): Location => ({
  file: setting.file ?? input.configFile ?? '.archlintrc.yml',
  line: setting.line ?? 1,
});

function problemOfComment(comment: InlineSuppression, used: boolean, input: SuppressionInput): readonly SuppressionProblem[] {
  const problem = (messageId: SuppressionProblem['messageId']): SuppressionProblem[] => [
    { messageId, rule: comment.rule, until: '', services: [], at: comment.at },
  ];
  if (!input.known.has(comment.rule)) return problem('unknownRule');
  if (!hasReason(comment)) return problem('reasonless');
  return used || !input.ran.has(comment.rule) ? [] : problem('unused');
}

function problemOfSetting(setting: SuppressionSetting, used: boolean, input: SuppressionInput): readonly SuppressionProblem[] {
  const problem = (messageId: SuppressionProblem['messageId']): SuppressionProblem[] => [
    { messageId, rule: setting.rule, until: setting.until ?? '', services: setting.services, at: placeOf(setting, input) },
  ];
  if (!input.known.has(setting.rule)) return problem('unknownRule');
  if (isExpired(setting, input.today)) return problem('expired');
  return used || !input.ran.has(setting.rule) ? [] : problem('unused');
}
