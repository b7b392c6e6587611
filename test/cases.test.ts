import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { LinkCase } from './support/link-case.js';
import { runLinkCase } from './support/link-case.js';
import { runSystemCase } from './support/system-case.js';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures');
const foldersIn = (folder: string): string[] =>
  readdirSync(path.join(fixtures, folder), { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : []));

describe('link', () => {
  for (const name of foldersIn('link')) {
    const folder = path.join(fixtures, 'link', name);
    const spec: LinkCase = parse(readFileSync(path.join(folder, 'case.yml'), 'utf8'));
    it(`${name}: ${spec.title}`, async () => {
      const found = await runLinkCase(folder, spec);
      expect(found.interactions).toEqual([...spec.expect].sort());
      if (spec.libraries) expect(found.libraries).toEqual(spec.libraries);
    });
  }
});

describe('systems', () => {
  for (const name of foldersIn('systems')) {
    it(name, async () => {
      const { spec, found } = await runSystemCase(path.join(fixtures, 'systems', name));
      expect(found).toEqual(spec);
    });
  }
});
