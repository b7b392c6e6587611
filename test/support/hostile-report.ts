import fc from 'fast-check';
import type { Comparison } from '../../src/core/comparison.js';
import type { Edge, GraphNode } from '../../src/core/graph.js';
import type { Evidence, Location, NonEmpty } from '../../src/core/location.js';
import type { Finding, Report } from '../../src/core/report.js';
import { comparedReport } from './compared-report.js';

/** What somebody would call a service to be heard where the report is read. */
const attacks = [
  '::set-output name=token::x',
  '\n::error::forged',
  ' ::stop-commands::x',
  '%0A::add-mask::x',
  '##[add-mask]x',
  '##vso[task.setvariable variable=x]y',
  "##teamcity[message text='x']",
  ']]>',
  '--><script>alert(1)</script>',
  '</details></td></summary>',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt;&#64;',
  '![x](https://evil.example/p.png)',
  '[x](javascript:alert(1))',
  '[placeholder](1) {0} {{1}} ${TOKEN}',
  '@team',
  'org/repo#12',
  'https://evil.example',
  'www.evil.example',
  '`',
  '```\n# heading',
  '|',
  '\\|',
  '\\',
  '\u0000\u0007\u001b[31m',
  '\u202eevil\u2066\u200b',
  '\ud800',
  '\udfff',
  '\ufffe\uffff',
  '\u2028\u0085',
  ',line=1,title=x::y',
  'C:\\x:y',
  '../../etc/passwd',
  '/absolute',
  '__proto__',
  'a b?c#d%e',
  '🚀 größe 日本',
  '',
];

/** A few names: attacks, pieces of them joined, and anything else that UTF-16 can hold. */
export const attackNames: fc.Arbitrary<readonly string[]> = fc.array(
  fc.oneof(
    fc.constantFrom(...attacks),
    fc.array(fc.constantFrom(...attacks), { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' ')),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), minLength: 1, maxLength: 12 }),
  ),
  { minLength: 1, maxLength: 6 },
);

/** What a file may be called: a relative path without empty, `.` and `..` parts, else anything. */
export function fileName(text: string): string {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/') || 'x';
}

/** The compared sample with other names for every node, file, line of evidence, message, reason and diagnostic. Ids of rules stay. */
export function hostileReport(names: readonly string[]): Report {
  let turn = 0;
  const next = (): string => {
    turn += 1;
    return names[turn % names.length] ?? '';
  };
  const place = ({ line }: Location): Location => ({ file: fileName(next()), line });
  const evidence = (list: NonEmpty<Evidence>): NonEmpty<Evidence> =>
    list.map((one) => ({ ...one, ...place(one), text: next() })) as unknown as NonEmpty<Evidence>;
  const node = (one: GraphNode): GraphNode => ({ ...one, name: next(), aliases: [next()], evidence: evidence(one.evidence) });
  const edge = (one: Edge): Edge => ({ ...one, protocol: next(), evidence: evidence(one.evidence) });
  const finding = (one: Finding): Finding => ({
    ...one,
    message: next() || 'x',
    services: one.services.map(next),
    path: one.path?.map(next) ?? null,
    locations: one.locations.map(place) as unknown as NonEmpty<Location>,
    data: Object.fromEntries(Object.entries(one.data).map(([key, value]) => [key, typeof value === 'object' ? value.map(next) : next()])),
    ...(one.notes === undefined ? {} : { notes: one.notes.map(next) }),
    ...(one.suppressedBy === undefined ? {} : { suppressedBy: { ...one.suppressedBy, reason: next(), at: { file: fileName(next()), line: 7 } } }),
  });
  const { comparison, graph } = comparedReport;
  const compared: Comparison | undefined = comparison && {
    ...comparison,
    against: { kind: 'ref', name: next() },
    fixed: comparison.fixed.map(finding),
    unchanged: comparison.unchanged.map(finding),
  };
  return {
    ...comparedReport,
    findings: comparedReport.findings.map(finding),
    suppressed: comparedReport.suppressed.map(finding),
    graph: {
      ...graph,
      nodes: graph.nodes.map(node),
      edges: graph.edges.map(edge),
      unresolved: graph.unresolved.map((row) => ({ ...row, ...place(row), text: next() })),
    },
    files: { ...comparedReport.files, diagnostics: comparedReport.files.diagnostics.map((one) => ({ ...one, ...place(one), message: next() })) },
    ...(compared === undefined ? {} : { comparison: compared }),
  };
}
