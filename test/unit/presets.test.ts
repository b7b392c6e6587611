import { describe, expect, it } from 'vitest';
import { rules } from '../../src/rules/index.js';

/** Severities in `minimal`, `recommended` and `strict`, as the documentation of the presets promises them. */
const promised: Readonly<Record<string, readonly [string, string, string]>> = {
  'shared-table': ['error', 'error', 'error'],
  'shared-database': ['off', 'error', 'error'],
  'cross-service-db-access': ['error', 'error', 'error'],
  'sync-chain': ['error', 'error', 'error'],
  'sync-cycle': ['error', 'error', 'error'],
  'lockstep-deploy': ['error', 'error', 'error'],
  'shared-domain-library': ['off', 'warn', 'warn'],
  'hardcoded-address': ['off', 'warn', 'warn'],
  'unknown-host': ['off', 'warn', 'warn'],
  'missing-resilience': ['off', 'info', 'warn'],
  'call-in-loop': ['off', 'info', 'warn'],
  'sync-fan-out': ['off', 'info', 'warn'],
  'unmatched-channel': ['off', 'info', 'warn'],
  'gateway-bypass': ['off', 'warn', 'warn'],
  'gateway-auth': ['off', 'info', 'warn'],
  'gateway-rate-limit': ['off', 'off', 'info'],
  'gateway-single-replica': ['off', 'info', 'warn'],
  'trace-propagation': ['off', 'info', 'warn'],
  'missing-contract': ['off', 'off', 'info'],
  'broken-contract': ['off', 'error', 'error'],
  'undeclared-call': ['off', 'warn', 'warn'],
  'stale-call': ['off', 'info', 'info'],
  'conway-mismatch': ['off', 'warn', 'warn'],
  'context-violation': ['off', 'error', 'error'],
  'strangler-back-call': ['off', 'error', 'error'],
  'premature-microservices': ['off', 'off', 'info'],
  'restricted-edge': ['off', 'error', 'error'],
};

describe('presets', () => {
  it.each(rules.map((rule) => [rule.id, rule.meta.severity] as const))('%s has the severities that are promised', (id, { minimal, recommended, strict }) => {
    expect([minimal, recommended, strict]).toEqual(promised[id]);
  });
});
