import type { ManifestExtractor } from '../../../core/extraction.js';
import { springFacts } from '../../../parse/spring.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { isOwnName, looksLikeConfiguration, mayBeConfiguration } from './names.js';

const id = 'spring-config';

/**
 * application.yml, bootstrap.yml and their .properties forms with profiles and several documents, as Spring, Quarkus and Micronaut read them,
 * and the files of configuration servers (`orders-prod.yml`).
 */
export const springConfig: ManifestExtractor = {
  id,
  title: 'Spring, Quarkus and Micronaut configuration',
  files: mayBeConfiguration,
  extract(file, text) {
    const named = isOwnName(file);
    if (!named && !looksLikeConfiguration(file, text)) return { facts: [], diagnostics: [] };
    const { facts, diagnostics } = springFacts({ path: file, file, firstLine: 1 }, text, id);
    return { facts: facts.length === 0 ? [] : [...facts, ...suppressionsIn(file, text, id)], diagnostics: named ? diagnostics : [] };
  },
};
