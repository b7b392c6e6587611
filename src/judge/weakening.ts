import type { Config, SuppressionSetting } from '../core/config.js';
import { compareText, type Location, type NonEmpty } from '../core/location.js';
import type { OptionObject, RuleMeta, RuleOption, SeverityOrOff, Violation } from '../core/rule.js';

/** One way in which a change makes archlint find less. */
export interface Weakening {
  readonly messageId: string;
  readonly data: Violation['data'];
  /** The rule that finds less; null where all may. */
  readonly rule: string | null;
  /** What makes it this weakening and no other, beside the message. */
  readonly identity: readonly string[];
  readonly services: readonly string[];
  readonly locations: NonEmpty<Location>;
  /** Nothing that is new gets through by it: it only accepts what was there before. Judged a warning. */
  readonly harmless?: boolean;
}

type Metas = Readonly<Record<string, RuleMeta>>;

/**
 * What a configuration lets pass that an earlier one did not, as far as that can be told without running either: rules, options, suppressions, ignored files,
 * exempted services, contexts, removed library records. Other changes (names, owners, aliases) are not weighed.
 */
export function configWeakenings(before: Config, after: Config, metas: Metas): readonly Weakening[] {
  const file = after.file ?? before.file ?? '.archlintrc.yml';
  const at = (...path: readonly string[]): NonEmpty<Location> => [{ file, line: (after.file === null ? undefined : after.lines?.[path.join('/')]) ?? 1 }];
  return [
    ...severities(before, after, metas, at),
    ...options(before, after, metas, at),
    ...suppressions(before, after, file),
    ...ignores(before, after, at),
    ...exemptions(before, after, at),
    ...contexts(before, after, at),
    ...removedLibraries(before, after, at),
  ];
}

type Place = (...path: readonly string[]) => NonEmpty<Location>;
type Draft = Pick<Weakening, 'messageId' | 'data' | 'locations'> & Partial<Weakening>;

const weakening = (draft: Draft): Weakening => ({ rule: null, identity: Object.values(draft.data).flat().map(String), services: [], ...draft });

const rank: Readonly<Record<SeverityOrOff, number>> = { off: 0, info: 1, warn: 2, error: 3 };

const severityIn = (config: Config, metas: Metas, id: string): SeverityOrOff => config.rules[id]?.severity ?? metas[id]?.severity[config.preset] ?? 'off';

function severities(before: Config, after: Config, metas: Metas, at: Place): readonly Weakening[] {
  const lowered = Object.keys(metas)
    .sort(compareText)
    .map((rule) => ({ rule, before: severityIn(before, metas, rule), after: severityIn(after, metas, rule) }))
    .filter((one) => rank[one.after] < rank[one.before]);
  const byPreset = lowered.filter((one) => before.preset !== after.preset && one.after === metas[one.rule]?.severity[after.preset]);
  const preset = { before: before.preset, after: after.preset, rules: byPreset.map(({ rule }) => rule) };
  return [
    ...(byPreset.length > 0 ? [weakening({ messageId: 'presetLowered', data: preset, locations: at('extends') })] : []),
    ...lowered
      .filter((one) => !byPreset.includes(one))
      .map((one) => weakening({ messageId: one.after === 'off' ? 'ruleOff' : 'ruleLowered', data: one, rule: one.rule, locations: at('rules', one.rule) })),
  ];
}

function options(before: Config, after: Config, metas: Metas, at: Place): readonly Weakening[] {
  return Object.keys(metas)
    .filter((rule) => severityIn(before, metas, rule) !== 'off' && severityIn(after, metas, rule) !== 'off')
    .sort(compareText)
    .flatMap((rule) =>
      Object.entries(metas[rule]?.options ?? {}).flatMap(([option, meta]) => {
        const [was, is] = [before, after].map((config) => config.rules[rule]?.options[option] ?? meta.default);
        const verdict = was === undefined || is === undefined ? 'same' : compareValues(meta, was, is);
        if (verdict === 'same') return [];
        const data = { rule, option, before: valueText(was), after: valueText(is) };
        return [weakening({ messageId: verdict === 'looser' ? 'optionLoosened' : 'optionChanged', data, rule, locations: at('rules', rule) })];
      }),
    );
}

type Value = RuleOption['default'];

/** Stricter counts as the same. What cannot be told is `doubtful`. */
function compareValues({ looser }: RuleOption, was: Value, is: Value): 'same' | 'looser' | 'doubtful' {
  if (JSON.stringify(was) === JSON.stringify(is)) return 'same';
  switch (looser) {
    case 'higher':
      return Number(is) > Number(was) ? 'looser' : 'same';
    case 'lower':
      return Number(is) < Number(was) ? 'looser' : 'same';
    case 'on':
      return is === true ? 'looser' : 'same';
    case 'off':
      return is === false ? 'looser' : 'same';
    case 'more':
      return listOf(is).some((one) => !listOf(was).includes(one)) ? 'looser' : 'same';
    case 'fewer':
      return listOf(was).some((one) => !listOf(is).includes(one)) ? 'looser' : 'same';
    default:
      return 'doubtful';
  }
}

const itemText = (item: string | OptionObject): string => (typeof item === 'string' ? item : JSON.stringify(item));
const listOf = (value: Value): readonly string[] => (typeof value === 'object' ? value.map(itemText) : [String(value)]);
const valueText = (value: Value | undefined): string => (typeof value === 'object' ? `[${value.map(itemText).join(', ')}]` : String(value));

/** A suppression is new unless an earlier one of its rule covers as much for as long. */
function suppressions(before: Config, after: Config, file: string): readonly Weakening[] {
  const covers = (earlier: SuppressionSetting, later: SuppressionSetting): boolean =>
    earlier.rule === later.rule &&
    earlier.services.every((service) => later.services.includes(service)) &&
    (earlier.until === undefined || (later.until !== undefined && later.until <= earlier.until));
  return after.suppress
    .filter((later) => !before.suppress.some((earlier) => covers(earlier, later)))
    .map((one) => {
      const scope = one.services.length > 0 ? [...one.services].sort(compareText) : ['all services'];
      const until = one.until === undefined ? '' : ` until ${one.until}`;
      return weakening({
        messageId: 'suppressionAdded',
        data: { rule: one.rule, scope, until, reason: one.reason },
        identity: [one.rule, ...scope, until],
        rule: one.rule,
        services: one.services,
        locations: [{ file: one.file ?? file, line: one.line ?? 1 }],
      });
    });
}

/** Added patterns, and removed ones that brought files back. */
function ignores(before: Config, after: Config, at: Place): readonly Weakening[] {
  const added = after.ignore.flatMap((pattern, i) =>
    pattern.startsWith('!') || before.ignore.includes(pattern) ? [] : [{ pattern, place: at('ignore', String(i)) }],
  );
  const removed = before.ignore.flatMap((pattern) =>
    pattern.startsWith('!') && !after.ignore.includes(pattern) ? [{ pattern: pattern.slice(1), place: at('ignore') }] : [],
  );
  return [...added, ...removed].map(({ pattern, place }) => weakening({ messageId: 'filesIgnored', data: { pattern }, locations: place }));
}

/** Roles that rules make exceptions for. */
const exempt: ReadonlySet<string | null | undefined> = new Set(['infrastructure', 'load-generator', 'gateway', 'frontend', 'job']);

function exemptions(before: Config, after: Config, at: Place): readonly Weakening[] {
  const listed = after.infrastructure.flatMap((service, i) =>
    before.infrastructure.includes(service) ? [] : [{ service, role: 'infrastructure', place: at('infrastructure', String(i)) }],
  );
  const roles = Object.entries(after.services).flatMap(([service, { role }]) =>
    !exempt.has(role) || before.services[service]?.role === role ? [] : [{ service, role: String(role), place: at('services', service) }],
  );
  return [...listed, ...roles].map(({ service, role, place }) =>
    weakening({ messageId: 'exempted', data: { service, role }, services: [service], locations: place }),
  );
}

function contexts(before: Config, after: Config, at: Place): readonly Weakening[] {
  return Object.entries(before.contexts)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([context, { mayUse: was }]) => {
      const is = after.contexts[context]?.mayUse;
      if (was === undefined || is?.every((one) => was.includes(one)) === true) return [];
      const data = { context, before: valueText(was), after: is === undefined ? 'anything' : valueText(is) };
      return [weakening({ messageId: 'contextLoosened', data, locations: at('contexts', context) })];
    });
}

function removedLibraries(before: Config, after: Config, at: Place): readonly Weakening[] {
  const kept = new Set(after.libraries.map((record) => `${record.language}/${record.id}`));
  return before.libraries
    .map((record) => `${record.language}/${record.id}`)
    .filter((library) => !kept.has(library))
    .map((library) => weakening({ messageId: 'libraryRemoved', data: { library }, locations: at('libraries') }));
}
