import type { ManifestExtractor } from '../../../core/extraction.js';
import type { EnvFileFact } from '../../../core/fact.js';
import { parseDotenv } from '../../../parse/dotenv.js';
import { redact } from '../../../parse/redact.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { isEnvFile, kindOfEnvFile } from './names.js';

const id = 'dotenv';

/** `.env` files, those of environments, and examples of them. */
export const dotenv: ManifestExtractor = {
  id,
  title: '.env files',
  files: isEnvFile,
  extract(file, text) {
    const { entries, diagnostics } = parseDotenv(file, text);
    const fact: EnvFileFact = {
      kind: 'env-file',
      path: file,
      ...kindOfEnvFile(file),
      entries: entries.map(({ name, value, line }) => {
        const kept = redact(name, value);
        return { name, ...(kept && { value: kept }), at: { file, line } };
      }),
      at: { file, line: entries[0]?.line ?? 1 },
      foundBy: id,
    };
    return { facts: [fact, ...suppressionsIn(file, text, id)], diagnostics };
  },
};
