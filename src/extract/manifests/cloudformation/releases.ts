import type { ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { placeOf, type Stack } from './stack.js';

/** What one deployment of a stack releases: everything that it runs itself, and the stacks that it nests. Terraform changes what it is told to. */
export function releasesOf(stack: Stack): ReleaseFact[] {
  if (stack.tool === 'terraform') return [];
  const all = { kind: 'workload', text: `${stack.key}#*`, at: placeOf(stack, undefined, stack.resources[0]) } as const;
  const nested = stack.resources.flatMap((r): ReleaseMember[] => (r.nested === undefined ? [] : [{ kind: 'path', text: r.nested, at: placeOf(stack, r) }]));
  const title = `stack ${stack.name} is deployed as one`;
  return [{ kind: 'release', at: (nested[0] ?? all).at, foundBy: stack.tool, evidenceKind: 'version', anchor: stack.key, title, members: [all, ...nested] }];
}
