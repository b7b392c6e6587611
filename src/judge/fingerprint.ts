import { createHash } from 'node:crypto';
import { compareText } from '../core/location.js';

/**
 * What stays the same of a finding when lines move: `sha256:` and the hash of rule, message id and sorted parts (node ids, or what the rule gives as the
 * finding's identity). Equal input, equal text.
 */
export function fingerprintOf(ruleId: string, messageId: string, parts: readonly string[]): string {
  const sorted = [...new Set(parts)].sort(compareText);
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([ruleId, messageId, sorted]))
    .digest('hex')}`;
}
