import type { Edge } from '../../src/core/graph.js';
import type { Finding, Report } from '../../src/core/report.js';
import { sampleReport } from './sample-report.js';

/** The finding of a rule in the sample. */
export function sampleFinding(ruleId: string): Finding {
  const found = sampleReport.findings.find((finding) => finding.ruleId === ruleId);
  if (found === undefined) throw new Error(`the sample has no ${ruleId}`);
  return found;
}

const [owner, shared, chain, lockstep, address] = sampleReport.findings as [Finding, Finding, Finding, Finding, Finding];
const [billingWrites, ordersWrites] = sampleReport.graph.edges.filter(({ kind, to }) => kind === 'accesses' && to.startsWith('table:')) as [Edge, Edge];

/** The sample against an earlier state in which billing did not write the table and called stock. */
export const comparedReport: Report = {
  ...sampleReport,
  findings: [owner, shared],
  summary: { ...sampleReport.summary, errors: 2, warnings: 0, infos: 0 },
  comparison: {
    against: { kind: 'ref', name: 'origin/main' },
    fixed: [chain],
    unchanged: [lockstep, address],
    change: {
      addedNodes: sampleReport.graph.nodes.filter(({ kind }) => kind === 'table'),
      removedNodes: [],
      addedEdges: [billingWrites, { ...billingWrites, to: 'datastore:postgresql/shop' }],
      removedEdges: [{ ...ordersWrites, kind: 'calls', from: 'service:billing', to: 'service:stock' }],
      renamedNodes: [{ from: 'service:money', to: 'service:billing' }],
      newlyShared: sampleReport.graph.nodes.filter(({ kind }) => kind === 'table'),
      noLongerShared: [],
    },
    stale: [{ ruleId: 'sync-cycle', services: ['a', 'b'], fingerprint: 'sha256:x', at: { file: '.archlint-baseline.json', line: 4 } }],
  },
};
