import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../src/rules/index.js';
import { runRuleCase } from './support/rule-case.js';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures', 'rules');
const foldersIn = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();

it('every rule has cases, and no case lacks its rule', () => {
  expect(foldersIn(fixtures)).toEqual(rules.map((rule) => rule.id));
});

for (const { id } of rules) {
  describe(id, () => {
    for (const name of foldersIn(path.join(fixtures, id))) {
      it(name, async () => {
        const { spec, found } = await runRuleCase(id, path.join(fixtures, id, name));
        expect(found).toEqual(spec.expect);
      });
    }
  });
}
