export { type CallArc, type CallGraph, handlerCalls, unitCalls } from './call-graph.js';
export { type Chain, longestChains, sourceComponents } from './chains.js';
export { type Components, stronglyConnected } from './components.js';
export { type Cut, cheapestCut, shortestCycle } from './cycles.js';
export {
  type Accessor,
  countedDatastore,
  couplingService,
  databaseAccessors,
  describeDatastore,
  isCounted,
  isCoupling,
  isNamed,
  tableAccessors,
  tablesByDatastore,
} from './data-access.js';
export { type Arc, arcsFrom, createDigraph, type Digraph } from './digraph.js';
export { databaseOwner, tableOwner } from './ownership.js';
export { matchOperation } from './path-match.js';
export { shortestPath } from './paths.js';
export { noteOf, ownLines, type Proof, type ProofGroup, proofOf } from './proof.js';
export { createGraphView } from './view.js';
export { toGraphlib } from './graphlib.js';
