import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Extraction, ManifestExtractor } from '../../src/core/extraction.js';
import { discoverFiles } from '../../src/discover/index.js';

export interface ExtractCase {
  readonly name: string;
  readonly expected: { readonly facts: readonly string[]; readonly diagnostics: readonly string[] };
  readonly extraction: Extraction;
}

/** Runs an extractor over the cases of `fixtures/extract/<id>`; `expected.yml` holds the facts as lines and the diagnostics as `file:line reason`. */
export function extractCases(extractor: ManifestExtractor): ExtractCase[] {
  const folder = join(import.meta.dirname, '../../fixtures/extract', extractor.id);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const files = discoverFiles([join(folder, name, 'input')], { ignore: [] });
      const extractions = files.files.flatMap(({ path }): Extraction[] => {
        const content = files.read(path);
        return extractor.files(path) && 'text' in content ? [extractor.extract(path, content.text)] : [];
      });
      const written = parse(readFileSync(join(folder, name, 'expected.yml'), 'utf8')) as { facts: string; diagnostics: string[] };
      return {
        name,
        expected: { facts: written.facts.split('\n').filter((line) => line.trim() !== ''), diagnostics: written.diagnostics },
        extraction: { facts: extractions.flatMap((one) => one.facts), diagnostics: extractions.flatMap((one) => one.diagnostics) },
      };
    });
}
