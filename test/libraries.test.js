import { describe, expect, it } from 'vitest';
import { libraries } from '../src/libraries/index.js';
import { describeInteraction } from '../src/link/index.js';
import { linkFiles } from './support/link-source.js';
/** JSX needs a .tsx file, where `<T>x` casts do not parse; plain code is .ts. */
const fileFor = (code) => (/<[A-Za-z][^>]*\/>|<\/[A-Za-z]/.test(code) ? 'example.tsx' : 'example.ts');
for (const record of libraries) {
    describe(`${record.language}/${record.id}`, () => {
        it('has an example that matches and one that does not', () => {
            expect(record.examples.some((e) => e.expect.length > 0)).toBe(true);
            expect(record.examples.some((e) => e.expect.length === 0)).toBe(true);
        });
        record.examples.forEach((example, i) => {
            it(`example ${i + 1}`, async () => {
                const file = fileFor(example.code);
                const linked = await linkFiles({ [file]: example.code }, [file]);
                const lines = [...new Set(linked.interactions.map(describeInteraction))].sort();
                expect(lines, example.code).toEqual([...new Set(example.expect)].sort());
            });
        });
    });
}
