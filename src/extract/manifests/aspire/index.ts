import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { entriesOf, get, textOf } from '../../../parse/tree.js';
import { parseJson } from '../../../parse/json.js';
import { parseYaml } from '../../../parse/yaml.js';
import { resourceFacts } from './resources.js';

const id = 'aspire';

/** Deployment manifests of .NET Aspire, written by `aspire publish` or made of an application host. */
export const aspire: ManifestExtractor = {
  id,
  title: '.NET Aspire deployment manifests',
  files: (path) => /(?:^|\/)(?:aspire-)?manifest\.json$|(?:^|\/)aspire-manifest\.yaml$/.test(path),
  extract(file, text, rendered = false): Extraction {
    if (!/\.v\d\b/.test(text) || !/["']?resources["']?\s*:/.test(text)) return { facts: [], diagnostics: [] };
    const json = file.endsWith('.json');
    const parsed = json ? parseJson(file, text) : parseYaml(file, text, { final: rendered });
    const root = 'documents' in parsed ? parsed.documents[0]?.root : parsed.root;
    const resources = get(root, 'resources');
    if (!entriesOf(resources).some(({ value }) => /^\w+(?:\.\w+)*\.v\d$/.test(textOf(get(value, 'type')) ?? '')))
      return { facts: [], diagnostics: parsed.diagnostics };
    return { facts: resourceFacts(file, resources), diagnostics: parsed.diagnostics };
  },
};
