import type { Rule } from '../core/rule.js';
import { crossServiceDbAccess } from './cross-service-db-access.js';
import { hardcodedAddress } from './hardcoded-address.js';
import { lockstepDeploy } from './lockstep-deploy.js';
import { sharedDatabase } from './shared-database.js';
import { sharedDomainLibrary } from './shared-domain-library.js';
import { sharedTable } from './shared-table.js';
import { syncChain } from './sync-chain.js';
import { syncCycle } from './sync-cycle.js';

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  crossServiceDbAccess,
  hardcodedAddress,
  lockstepDeploy,
  sharedDatabase,
  sharedDomainLibrary,
  sharedTable,
  syncChain,
  syncCycle,
];
