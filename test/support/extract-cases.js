import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { discoverFiles } from '../../src/discover/index.js';
/** Runs an extractor over the cases of `fixtures/extract/<id>`; `expected.yml` holds the facts as lines and the diagnostics as `file:line reason`. */
export function extractCases(extractor) {
    const folder = join(import.meta.dirname, '../../fixtures/extract', extractor.id);
    return readdirSync(folder)
        .sort()
        .map((name) => {
        const files = discoverFiles([join(folder, name, 'input')], { ignore: [] });
        const extractions = files.files.flatMap(({ path }) => {
            const content = files.read(path);
            return extractor.files(path) && 'text' in content ? [extractor.extract(path, content.text)] : [];
        });
        const written = parse(readFileSync(join(folder, name, 'expected.yml'), 'utf8'));
        return {
            name,
            expected: { facts: written.facts.split('\n').filter((line) => line.trim() !== ''), diagnostics: written.diagnostics },
            extraction: { facts: extractions.flatMap((one) => one.facts), diagnostics: extractions.flatMap((one) => one.diagnostics) },
        };
    });
}
