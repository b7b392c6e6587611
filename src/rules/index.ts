import type { Rule } from '../core/rule.js';
import { crossServiceDbAccess } from './cross-service-db-access.js';
import { gatewayAuth } from './gateway-auth.js';
import { gatewayBypass } from './gateway-bypass.js';
import { gatewayRateLimit } from './gateway-rate-limit.js';
import { gatewaySingleReplica } from './gateway-single-replica.js';
import { hardcodedAddress } from './hardcoded-address.js';
import { lockstepDeploy } from './lockstep-deploy.js';
import { restrictedEdge } from './restricted-edge.js';
import { sharedDatabase } from './shared-database.js';
import { sharedDomainLibrary } from './shared-domain-library.js';
import { sharedTable } from './shared-table.js';
import { syncChain } from './sync-chain.js';
import { syncCycle } from './sync-cycle.js';
import { unknownHost } from './unknown-host.js';

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  crossServiceDbAccess,
  gatewayAuth,
  gatewayBypass,
  gatewayRateLimit,
  gatewaySingleReplica,
  hardcodedAddress,
  lockstepDeploy,
  restrictedEdge,
  sharedDatabase,
  sharedDomainLibrary,
  sharedTable,
  syncChain,
  syncCycle,
  unknownHost,
];
