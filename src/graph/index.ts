export { type CallArc, type CallGraph, handlerCalls, unitCalls } from './call-graph.js';
export { longestChains, sourceComponents } from './chains.js';
export {
  coChangeThresholds,
  type CoDeploySet,
  coDeploySets,
  releaseKindName,
} from './codeploy.js';
export { deployabilityOf } from './deployability.js';
export { type Components, stronglyConnected } from './components.js';
export { cheapestCut, shortestCycle } from './cycles.js';
export {
  type Accessor,
  countedDatastore,
  couplingService,
  databaseAccessors,
  describeDatastore,
  isCounted,
  isNamed,
  tableAccessors,
  tablesByDatastore,
} from './data-access.js';
export { type Arc, createDigraph, type Digraph } from './digraph.js';
export { type Entrance, entrances, type GatewayUnit, gatewayUnit, isGuardedBefore, isListed, isProductive, shownRoutes, unguarded } from './entrance.js';
export { databaseOwner, tableOwner } from './ownership.js';
export { matchOperation } from './path-match.js';
export { shortestPath } from './paths.js';
export { noteOf, ownLines, type ProofGroup, proofOf } from './proof.js';
export { createGraphView } from './view.js';
export { toGraphlib } from './graphlib.js';
