import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../src/rules/index.js';
import { readRuleCase, runRuleCase } from './support/rule-case.js';
const fixtures = path.join(import.meta.dirname, '..', 'fixtures', 'rules');
const foldersIn = (folder) => readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .sort();
it('every rule has cases, and no case lacks its rule', () => {
    expect(foldersIn(fixtures)).toEqual(rules.map((rule) => rule.id));
});
for (const { id } of rules) {
    describe(id, () => {
        const cases = foldersIn(path.join(fixtures, id)).map((name) => ({
            name,
            folder: path.join(fixtures, id, name),
            spec: readRuleCase(path.join(fixtures, id, name)),
        }));
        it('has a flagged and an allowed case for its page', () => {
            expect(cases.flatMap(({ spec }) => spec.docs ?? []).sort()).toEqual(['allowed', 'flagged']);
            for (const { spec } of cases)
                if (spec.docs)
                    expect(spec.expect.length > 0).toBe(spec.docs === 'flagged');
        });
        for (const { name, folder, spec } of cases) {
            const run = spec.pending === undefined ? it : it.fails;
            run(name, async () => expect(await runRuleCase(id, folder, spec)).toEqual(spec.expect));
        }
    });
}
