import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kustomizeVersion, objectsOfKubectl, objectsOfRoot, renderFolder } from '../support/kustomize-case.js';

const fixtures = path.join(import.meta.dirname, '../../fixtures/render/kustomize');
const kubectl = process.env['KUBECTL'] ?? 'kubectl';
const version = kustomizeVersion(kubectl);

/** Roots that kustomize itself builds, by the oldest version that knows their fields. */
const roots: readonly (readonly [fixture: string, root: string, since: number])[] = [
  ['ordinary', 'k8s/overlays/dev', 2],
  ['ordinary', 'k8s/overlays/prod', 2],
  ['hard', 'deploy/overlays/staging', 5],
  ['hard', 'deploy/overlays/eu', 5],
  ['mould', 'orders', 5],
  ['mould', 'billing', 5],
];

describe('kustomize, held against kubectl', () => {
  it('kubectl is here where it must be', () => {
    expect(process.env['ARCHLINT_REQUIRE_KUBECTL'] === undefined || version !== undefined).toBe(true);
  });

  it.each(roots.filter(([, , since]) => version !== undefined && since <= version))('%s: %s', (fixture, root) => {
    const folder = path.join(fixtures, fixture, 'input');
    const expected = objectsOfKubectl(kubectl, path.join(folder, root));
    expect(expected.length).toBeGreaterThan(0);
    expect(objectsOfRoot(renderFolder(folder), root)).toEqual(expected);
  });
});
