import fc from 'fast-check';
import type { GraphNode } from '../../src/core/graph.js';
import type { Evidence, NonEmpty } from '../../src/core/location.js';
import type { Report } from '../../src/core/report.js';
import { sampleReport } from './sample-report.js';

/** UTF-16 units of any kind: lone surrogates, control and format characters, quotes, brackets. */
const anyText = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), minLength: 1, maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '`', '|', '<', '>', '&', '#', ';', ']', ')', '}', '\n', '\r', '\u001b', '\u202e', 'a', '%', '{'),
    minLength: 1,
    maxLength: 12,
  }),
);

/** The sample with other names for every node and other texts for every line. */
export function renamed(names: readonly string[]): Report {
  const pick = (i: number): string => names[i % names.length] ?? 'x';
  const ids = new Map(sampleReport.graph.nodes.map((node, i) => [node.id, `${node.kind}:${pick(i)}:${i}`]));
  const id = (old: string): string => ids.get(old) ?? old;
  const evidence = (list: NonEmpty<Evidence>): NonEmpty<Evidence> =>
    list.map((entry, i) => ({ ...entry, file: `${pick(i)}.ts`, text: pick(i + 1) })) as unknown as NonEmpty<Evidence>;
  const node = (old: GraphNode, i: number): GraphNode => {
    const base = { ...old, id: id(old.id), name: pick(i), aliases: [pick(i + 1)], evidence: evidence(old.evidence) };
    if (base.kind === 'table') return { ...base, datastore: id(base.datastore), schema: pick(i + 2) };
    return base.kind === 'service' ? { ...base, team: pick(i + 3) } : base;
  };
  return {
    ...sampleReport,
    graph: {
      ...sampleReport.graph,
      nodes: sampleReport.graph.nodes.map(node),
      edges: sampleReport.graph.edges.map((e, i) => ({
        ...e,
        from: id(e.from),
        to: id(e.to),
        protocol: pick(i),
        when: pick(i + 1),
        evidence: evidence(e.evidence),
        sites: e.sites.map((site) => ({ ...site, evidence: evidence(site.evidence) })) as unknown as typeof e.sites,
      })),
      unresolved: sampleReport.graph.unresolved.map((row, i) => ({ ...row, service: id(row.service ?? ''), text: pick(i), file: pick(i) })),
    },
    findings: sampleReport.findings.map((finding, i) => ({
      ...finding,
      message: pick(i),
      services: finding.services.map((_, s) => pick(s)),
      nodes: finding.nodes.map(id),
      path: finding.path && names,
    })),
  };
}

/** One to five names as a hostile repository may choose them. */
export const hostileNames = fc.array(anyText, { minLength: 1, maxLength: 5 });
