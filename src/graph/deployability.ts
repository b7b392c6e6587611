import type { Bond, BondReason, Deployability, StartOrder } from '../core/deployability.js';
import type { NodeId } from '../core/graph.js';
import type { CoChange } from '../core/history.js';
import { compareText, type Evidence, type Location, nonEmpty } from '../core/location.js';
import type { Finding } from '../core/report.js';
import type { GraphView } from '../core/rule.js';
import { type CoChangeThresholds, coDeploySets, describeCoChange, releaseKindName } from './codeploy.js';
import { countedDatastore, tableAccessors } from './data-access.js';
import { ownLines } from './proof.js';

const maxLines = 4;
/** Rules whose findings say that one service breaks another when it is deployed alone. */
const contractRules: ReadonlySet<string> = new Set(['broken-contract']);

/**
 * What must go out with a service, and why: the sets it is released in, tables it shares with a writer among the two, contracts known to be broken
 * (`findings`, judged), and the start-up order beside them. `service` is the id of a service node.
 */
export function deployabilityOf(graph: GraphView, service: NodeId, thresholds: CoChangeThresholds, findings: readonly Finding[]): Deployability {
  const reasons = new Map<NodeId, BondReason[]>();
  const add = (other: NodeId, reason: BondReason): void => void reasons.set(other, [...(reasons.get(other) ?? []), reason]);
  addLockstep(graph, service, thresholds, add);
  addTables(graph, service, add);
  addContracts(graph, service, findings, add);
  const bonds = [...reasons].flatMap(([other, all]): Bond[] => {
    const some = nonEmpty(all);
    return some === undefined ? [] : [{ service: other, reasons: some }];
  });
  return {
    service,
    bonds: bonds.sort((a, b) => b.reasons.length - a.reasons.length || compareText(a.service, b.service)),
    after: startOrders(graph.outgoing(service, 'starts-after').map((edge) => [edge.to, edge.evidence[0], edge.when])),
    before: startOrders(graph.incoming(service, 'starts-after').map((edge) => [edge.from, edge.evidence[0], edge.when])),
    ...pipelineOf(graph, service),
  };
}

function pipelineOf(graph: GraphView, service: NodeId): Pick<Deployability, 'pipeline'> {
  const all = graph.system.ownPipelines ?? [];
  const own = all.find((one) => one.service === service);
  if (own === undefined) return all.length === 0 ? {} : { pipeline: { has: false } };
  return { pipeline: { has: true, text: own.evidence.text, at: { file: own.evidence.file, line: own.evidence.line } } };
}

type Add = (other: NodeId, reason: BondReason) => void;

function addLockstep(graph: GraphView, service: NodeId, thresholds: CoChangeThresholds, add: Add): void {
  for (const group of coDeploySets(graph, thresholds).filter((g) => g.services.includes(service)))
    for (const other of group.services.filter((id) => id !== service))
      for (const set of group.sets.filter((s) => s.services.includes(service) && s.services.includes(other))) {
        const pair = set.evidenceKind === 'history' ? coChangeOf(graph, service, other) : undefined;
        const locations = nonEmpty(
          pair === undefined
            ? placesOf(set.evidence)
            : [
                { file: pair.fileOfA, line: 1 },
                { file: pair.fileOfB, line: 1 },
              ],
        );
        const told = pair === undefined ? set.title : describeCoChange(pair);
        if (locations) add(other, { kind: 'lockstep', text: `${releaseKindName(set)}: ${told}`, locations });
      }
}

function coChangeOf(graph: GraphView, one: NodeId, other: NodeId): CoChange | undefined {
  const [a, b] = compareText(one, other) < 0 ? [one, other] : [other, one];
  return graph.system.history?.coChanges.find((pair) => pair.a === a && pair.b === b);
}

function addTables(graph: GraphView, service: NodeId, add: Add): void {
  for (const table of graph.nodes('table')) {
    if (countedDatastore(graph, table) === undefined) continue;
    const accessors = tableAccessors(graph, table).filter((a) => a.firm);
    const own = accessors.find((a) => a.service.id === service);
    if (own === undefined) continue;
    for (const other of accessors.filter((a) => a.service.id !== service && (a.writes || own.writes))) {
      const locations = nonEmpty(placesOf([...own.lines.slice(0, 1), ...other.lines.slice(0, 1)]));
      const who = own.writes && other.writes ? 'both write' : own.writes ? `${other.service.name} reads` : `${other.service.name} writes`;
      if (locations) add(other.service.id, { kind: 'table', text: `table ${table.name}, which ${who}`, locations });
    }
  }
}

function addContracts(graph: GraphView, service: NodeId, findings: readonly Finding[], add: Add): void {
  for (const finding of findings.filter((f) => contractRules.has(f.ruleId) && f.nodes.includes(service)))
    for (const other of finding.nodes.filter((id) => id !== service && graph.node(id)?.kind === 'service'))
      add(other, { kind: 'contract', text: finding.message, locations: finding.locations });
}

function placesOf(lines: readonly Evidence[]): Location[] {
  return lines.slice(0, maxLines).map(({ file, line }) => ({ file, line }));
}

function startOrders(edges: readonly (readonly [NodeId, Evidence, string | undefined])[]): StartOrder[] {
  return edges
    .flatMap(([service, evidence, when]) => {
      const [line] = ownLines([evidence]);
      return when !== undefined || line === undefined ? [] : [{ service, at: { file: line.file, line: line.line } }];
    })
    .sort((a, b) => compareText(a.service, b.service));
}
